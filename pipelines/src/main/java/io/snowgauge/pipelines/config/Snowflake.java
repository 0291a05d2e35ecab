package io.snowgauge.pipelines.config;

import io.snowgauge.io.warehouse.snowflake.Credentials;
import io.snowgauge.io.warehouse.snowflake.SnowflakeAccount;
import io.snowgauge.io.warehouse.snowflake.SnowflakeWarehouse;
import io.snowgauge.io.warehouse.snowflake.Stage;
import io.snowgauge.pipelines.config.engine.Condition;
import io.snowgauge.pipelines.config.engine.Group;
import io.snowgauge.pipelines.config.engine.Problems;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.pipelines.config.types.DeferredText;
import io.snowgauge.pipelines.config.types.InvalidValueException;
import io.snowgauge.pipelines.config.types.Locations;
import io.snowgauge.pipelines.config.types.PlainType;
import io.snowgauge.pipelines.config.types.Quantities;
import io.snowgauge.pipelines.config.types.ShownValue;
import io.snowgauge.pipelines.config.types.Texts;
import io.snowgauge.pipelines.config.types.ValueType;
import io.snowgauge.transforms.files.InputPattern;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A Snowflake account: how it is reached, as whom, and where it copies staged parts from. */
final class Snowflake {
  private enum Auth {
    KEY_PAIR,
    OAUTH,
    TOKEN,
    PASSWORD
  }

  private enum StageType {
    INTERNAL,
    EXTERNAL,
    INTEGRATION
  }

  private static final String URL_PREFIX = "jdbc:snowflake://";

  private static final Condition.Is IS_USED = Warehouses.TYPE.is(Warehouses.Type.SNOWFLAKE);

  static final Group AUTH_GROUP =
      new Group("warehouse.auth", "How the Snowflake user proves who it is.");

  static final Section ACCOUNT_SECTION = new Section(Warehouses.GROUP, IS_USED);
  static final Section AUTH_SECTION = new Section(AUTH_GROUP, IS_USED);
  static final Section STAGE_SECTION =
      new Section(
          new Group("warehouse.stage", "Where Snowflake copies staged parts from."), IS_USED);

  private static final Setting<String> ACCOUNT =
      ACCOUNT_SECTION
          .text(
              "account",
              "a Snowflake account identifier",
              "The Snowflake account identifier, ORGANIZATION-ACCOUNT; or give the url.")
          .neededUnless("url");

  private static final Setting<String> URL =
      ACCOUNT_SECTION.setting(
          "url", url(), "A JDBC URL of Snowflake, jdbc:snowflake://..., in place of the account.");

  private static final Setting<String> USER =
      ACCOUNT_SECTION.text("user", "a user name", "The Snowflake user to log in as.").needed();

  private static final Setting<String> ROLE =
      ACCOUNT_SECTION.text("role", "a role name", "The role to use, if not the user's default.");

  private static final Setting<String> WAREHOUSE =
      ACCOUNT_SECTION.text(
          "warehouse",
          "a warehouse name",
          "The virtual warehouse to use, if not the user's default.");

  private static final Setting<String> DATABASE =
      ACCOUNT_SECTION
          .text(
              "database",
              "a database name",
              "The database of the target tables and of the control schema.")
          .needed();

  private static final Setting<Duration> STATEMENT_TIMEOUT =
      ACCOUNT_SECTION
          .setting(
              "statementTimeout",
              Quantities.duration("1 minute", "7 days", ", the longest that Snowflake lets be"),
              "How long a statement may take before Snowflake cancels it; a shorter"
                  + " STATEMENT_TIMEOUT_IN_SECONDS of the virtual warehouse prevails.")
          .defaultsTo("2 hours");

  private static final Setting<Auth> AUTH =
      AUTH_SECTION
          .choice(
              "type",
              Auth.class,
              "How the user proves who it is; token is a programmatic access token.")
          .needed();

  private static final Setting<String> PRIVATE_KEY_FILE =
      AUTH_SECTION
          .setting("privateKeyFile", Locations.PATH, "The file of the PKCS #8 private key.")
          .needed()
          .onlyWhere(AUTH.is(Auth.KEY_PAIR));

  private static final Setting<DeferredText> PASSPHRASE =
      AUTH_SECTION
          .secret("passphrase", "The passphrase of the private key, if it has one")
          .onlyWhere(AUTH.is(Auth.KEY_PAIR));

  private static final Setting<DeferredText> TOKEN =
      AUTH_SECTION
          .secret("token", "The access token")
          .needed()
          .onlyWhere(AUTH.is(Auth.OAUTH, Auth.TOKEN));

  private static final Setting<DeferredText> PASSWORD =
      AUTH_SECTION.secret("password", "The password").needed().onlyWhere(AUTH.is(Auth.PASSWORD));

  private static final Setting<StageType> STAGE =
      STAGE_SECTION
          .choice(
              "type",
              StageType.class,
              "How Snowflake gets staged parts: uploaded to a stage of its own, or copied from"
                  + " the staging folder through an external stage or a storage integration.")
          .defaultsTo("internal");

  private static final Setting<String> STAGE_NAME =
      STAGE_SECTION
          .text(
              "name",
              "the name of a stage or storage integration",
              "The external stage or the storage integration.")
          .needed()
          .onlyWhere(STAGE.is(StageType.EXTERNAL, StageType.INTEGRATION));

  private Snowflake() {}

  /** It must not carry a secret: it is shown and logged. */
  private static ValueType<String> url() {
    return PlainType.of(
        "a JDBC URL such as 'jdbc:snowflake://ACCOUNT.snowflakecomputing.com/'",
        (text, context) -> url(text),
        schema ->
            schema.put("type", "string").put("pattern", Texts.orReference("^" + URL_PREFIX + ".")));
  }

  private static @Nullable String url(String text) throws InvalidValueException {
    String lowerCase = text.toLowerCase(Locale.ROOT);
    for (String secret : List.of("password=", "passcode=", "pwd=", "token=", "secret=")) {
      if (lowerCase.contains(secret)) {
        throw InvalidValueException.expected(
            "a JDBC URL without secrets (warehouse.auth holds them)", "'" + secret + "' in it");
      }
    }
    return text.startsWith(URL_PREFIX) && text.length() > URL_PREFIX.length() ? text : null;
  }

  /** Columns and captures have names that a table of Snowflake's can have. */
  static void check(Values values, Problems problems) {
    if (values.find(Warehouses.TYPE) != Warehouses.Type.SNOWFLAKE) {
      return;
    }
    for (Values dataset : Datasets.each(values)) {
      for (String column : dataset.names(Tabular.COLUMNS_GROUP)) {
        refuseReserved(column, "", dataset.in(column).key(Tabular.COLUMN), problems);
      }
      InputPattern input = dataset.find(Datasets.INPUT);
      if (input != null) {
        for (String capture : input.captures()) {
          refuseReserved(capture, "the capture ", dataset.key(Datasets.INPUT), problems);
        }
      }
    }
  }

  private static void refuseReserved(String name, String what, String key, Problems problems) {
    if (SnowflakeWarehouse.RESERVED_COLUMNS.contains(name.toUpperCase(Locale.ROOT))) {
      problems.error(
          key,
          "expected a name that Snowflake takes for a column, at least in quotes, but found "
              + what
              + ShownValue.text(name));
    }
  }

  static SnowflakeWarehouse warehouse(Values values) {
    String url = values.find(URL);
    return new SnowflakeWarehouse(
        new SnowflakeAccount(
            url != null ? url : SnowflakeAccount.url(values.get(ACCOUNT)),
            values.get(USER),
            values.find(ROLE),
            values.find(WAREHOUSE),
            values.get(DATABASE),
            values.get(Warehouses.SCHEMA),
            credentials(values),
            values.get(STATEMENT_TIMEOUT)),
        values.get(Outputs.CONTROL_SCHEMA),
        stage(values));
  }

  private static Credentials credentials(Values values) {
    return switch (values.get(AUTH)) {
      case KEY_PAIR ->
          new Credentials.KeyPair(values.get(PRIVATE_KEY_FILE), values.find(PASSPHRASE));
      case OAUTH -> new Credentials.OAuth(values.get(TOKEN));
      case TOKEN -> new Credentials.AccessToken(values.get(TOKEN));
      case PASSWORD -> new Credentials.Password(values.get(PASSWORD));
    };
  }

  private static Stage stage(Values values) {
    return switch (values.get(STAGE)) {
      case INTERNAL -> new Stage.Internal();
      case EXTERNAL -> new Stage.External(values.get(STAGE_NAME));
      case INTEGRATION -> new Stage.Integration(values.get(STAGE_NAME));
    };
  }
}
