package io.snowgauge.pipelines.config;

import static io.snowgauge.pipelines.config.ConfigurationFolder.snowflake;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.snowgauge.io.warehouse.snowflake.Credentials;
import io.snowgauge.io.warehouse.snowflake.SnowflakeAccount;
import io.snowgauge.io.warehouse.snowflake.SnowflakeWarehouse;
import io.snowgauge.io.warehouse.snowflake.Stage;
import io.snowgauge.pipelines.config.types.DeferredText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnowflakeConfigurationTest {
  @TempDir Path path;
  private ConfigurationFolder folder;

  @BeforeEach
  void useFolder() {
    folder = new ConfigurationFolder(path);
  }

  @Test
  void withAKeyPair() {
    Configuration configuration =
        folder.load(
            snowflake(
                """
                {"type": "keyPair", "privateKeyFile": "keys/rsa.p8", "passphrase": "${env:P}"}
                """));
    assertThat(
        configuration.warehouse(),
        is(
            new SnowflakeWarehouse(
                new SnowflakeAccount(
                    "jdbc:snowflake://myorg-prod.snowflakecomputing.com/",
                    "LOADER",
                    null,
                    null,
                    "RAW",
                    "LSF",
                    new Credentials.KeyPair(
                        path + "/keys/rsa.p8",
                        new DeferredText(
                            "warehouse.auth.passphrase", "${env:P}", path.toString(), true)),
                    Duration.ofHours(2)),
                "SNOWGAUGE",
                new Stage.Internal())));
    assertThat(configuration.flat().get("warehouse.auth.passphrase"), is("${env:P}"));
    assertThat(configuration.flat().get("warehouse.stage.type"), is("internal"));
    assertThat(configuration.warnings(), is(empty()));
  }

  @Test
  void withEachOfTheOtherWaysToAuthenticate() {
    DeferredText token =
        new DeferredText("warehouse.auth.token", "${env:T}", path.toString(), true);
    assertThat(
        auth("{\"type\": \"oauth\", \"token\": \"${env:T}\"}"), is(new Credentials.OAuth(token)));
    assertThat(
        auth("{\"type\": \"token\", \"token\": \"${env:T}\"}"),
        is(new Credentials.AccessToken(token)));
    assertThat(
        auth("{\"type\": \"password\", \"password\": \"${file:/run/secrets/p}\"}"),
        is(
            new Credentials.Password(
                new DeferredText(
                    "warehouse.auth.password", "${file:/run/secrets/p}", path.toString(), true))));
  }

  private Credentials auth(String json) {
    return ((SnowflakeWarehouse) folder.load(snowflake(json)).warehouse()).account().credentials();
  }

  @Test
  void byUrlWithEverythingOptional() {
    String json =
        snowflake("{\"type\": \"keyPair\", \"privateKeyFile\": \"/k.p8\"}")
            .replace(
                "\"account\": \"myorg-prod\"",
                """
                "url": "jdbc:snowflake://localhost:8080/?ssl=off", "role": "R", "warehouse": "W",
                "statementTimeout": "30 hours",
                "stage": {"type": "integration", "name": "AZURE"}
                """);
    assertThat(
        folder.load(json).warehouse(),
        is(
            new SnowflakeWarehouse(
                new SnowflakeAccount(
                    "jdbc:snowflake://localhost:8080/?ssl=off",
                    "LOADER",
                    "R",
                    "W",
                    "RAW",
                    "LSF",
                    new Credentials.KeyPair("/k.p8", null),
                    Duration.ofHours(30)),
                "SNOWGAUGE",
                new Stage.Integration("AZURE"))));
  }

  /** STATEMENT_TIMEOUT_IN_SECONDS: up to 604800; 0 is that, too, and would only look like less. */
  @Test
  void aStatementTimeoutThatSnowflakeDoesNotTakeIsRefused() {
    String valid = snowflake("{\"type\": \"keyPair\", \"privateKeyFile\": \"/k.p8\"}");
    for (String timeout : List.of("0 s", "169 hours")) {
      assertThat(
          folder.errors(
              valid.replace(
                  "\"account\"", "\"statementTimeout\": \"" + timeout + "\", \"account\"")),
          contains(
              "warehouse.statementTimeout: expected a duration from 1 minute to 7 days, the"
                  + " longest that Snowflake lets be but found '"
                  + timeout
                  + "'"));
    }
  }

  /**
   * https://docs.snowflake.com/en/sql-reference/reserved-keywords: "cannot be used as column name".
   */
  @Test
  void namesThatNoColumnOfSnowflakesCanHaveAreRefused() {
    String datasets =
        """
        "datasets": {"sales": {
          "input": "{constraint}/{farm}/x.csv", "format": {"type": "csv"}, "table": "T",
          "columns": {"id": "STRING", "current_date": "DATE", "LocalTime": "STRING"}}}}
        """;
    String json =
        snowflake("{\"type\": \"keyPair\", \"privateKeyFile\": \"/k.p8\"}")
            .replaceFirst("(?s)\"datasets\".*", Matcher.quoteReplacement(datasets));
    String expected = "expected a name that Snowflake takes for a column, at least in quotes, but";
    assertThat(
        folder.errors(json),
        contains(
            "datasets.sales.columns.current_date: " + expected + " found 'current_date'",
            "datasets.sales.columns.LocalTime: " + expected + " found 'LocalTime'",
            "datasets.sales.input: " + expected + " found the capture 'constraint'"));
    assertThat(folder.load("{" + datasets).datasets().size(), is(1));
  }

  @Test
  void aLiteralSecretWorksWithAWarningAndIsNeverShown() {
    Configuration configuration =
        folder.load(snowflake("{\"type\": \"password\", \"password\": \"hunter2\"}"));
    assertThat(
        configuration.warnings(),
        contains(
            "warehouse.auth.password: a literal secret; better write a reference,"
                + " ${env:NAME} or ${file:/path}"));
    assertThat(configuration.flat().get("warehouse.auth.password"), is("********"));
    assertThat(configuration.toString(), not(containsString("hunter2")));
    assertThat(configuration.literalSecrets(), contains("warehouse.auth"));
    SnowflakeWarehouse warehouse = (SnowflakeWarehouse) configuration.warehouse();
    Credentials.Password credentials = (Credentials.Password) warehouse.account().credentials();
    assertThat(credentials.password().read(), is("hunter2"));
  }
}
