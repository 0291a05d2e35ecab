package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.Condition.Is;
import io.snowgauge.transforms.staging.ArchiveCompression;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Every key that a configuration may have, declared once, here, in {@link NotificationSettings},
 * {@link ExtractSettings} or {@link DatasetSettings}. Validation, environment variables,
 * suggestions and the JSON Schema follow from this list. A setting that decides where others apply
 * stands before them.
 */
final class Settings {
  static final String DATASETS = "datasets";

  static final String DUCKDB = "duckdb";
  static final String SNOWFLAKE = "snowflake";

  static final String KEY_PAIR = "keyPair";
  static final String OAUTH = "oauth";
  static final String TOKEN = "token";
  static final String PASSWORD = "password";

  static final String DEFAULT_CHAIN = "default";
  static final String ACCOUNT_KEY = "accountKey";
  static final String SAS = "sas";
  static final String CONNECTION_STRING = "connectionString";
  static final String CREDENTIALS_PROVIDER = "credentialsProvider";

  static final String AES256 = "AES256";
  static final String KMS = "aws:kms";
  static final String KMS_TWICE = "aws:kms:dsse";

  private static final Map<String, Setting<?>> BY_PATTERN = new LinkedHashMap<>();

  static final Setting<String> WAREHOUSE_TYPE =
      declare(
          Setting.of(
                  "warehouse.type",
                  ChoiceType.of(DUCKDB, SNOWFLAKE),
                  "Where rows end: an embedded DuckDB file or a Snowflake account.")
              .defaultsTo(DUCKDB));

  private static final Is ON_DUCKDB = Is.of("warehouse.type", DUCKDB);
  private static final Is ON_SNOWFLAKE = Is.of("warehouse.type", SNOWFLAKE);

  static final Setting<String> WAREHOUSE_PATH =
      declare(
          Setting.of("warehouse.path", new PathType(), "The DuckDB database file.")
              .defaultsTo("warehouse.duckdb")
              .onlyWhere(ON_DUCKDB));

  static final Setting<Duration> WAREHOUSE_LOCK_TIMEOUT =
      declare(
          Setting.of(
                  "warehouse.lockTimeout",
                  DurationType.unbounded(),
                  "How long to wait for a database file that another process uses.")
              .defaultsTo("1 minute")
              .onlyWhere(ON_DUCKDB));

  static final Setting<String> WAREHOUSE_ACCOUNT =
      declare(
          text(
                  "warehouse.account",
                  "a Snowflake account identifier",
                  "The Snowflake account identifier, ORGANIZATION-ACCOUNT; or give the url.")
              .neededUnless("warehouse.url")
              .onlyWhere(ON_SNOWFLAKE));

  static final Setting<String> WAREHOUSE_URL =
      declare(
          Setting.of(
                  "warehouse.url",
                  new JdbcUrlType(),
                  "A JDBC URL of Snowflake, jdbc:snowflake://..., in place of the account.")
              .onlyWhere(ON_SNOWFLAKE));

  static final Setting<String> WAREHOUSE_USER =
      declare(
          text("warehouse.user", "a user name", "The Snowflake user to log in as.")
              .needed()
              .onlyWhere(ON_SNOWFLAKE));

  static final Setting<String> WAREHOUSE_ROLE =
      declare(
          text("warehouse.role", "a role name", "The role to use, if not the user's default.")
              .onlyWhere(ON_SNOWFLAKE));

  static final Setting<String> WAREHOUSE_WAREHOUSE =
      declare(
          text(
                  "warehouse.warehouse",
                  "a warehouse name",
                  "The virtual warehouse to use, if not the user's default.")
              .onlyWhere(ON_SNOWFLAKE));

  static final Setting<String> WAREHOUSE_DATABASE =
      declare(
          text(
                  "warehouse.database",
                  "a database name",
                  "The database of the target tables and of the control schema.")
              .needed()
              .onlyWhere(ON_SNOWFLAKE));

  static final Setting<String> WAREHOUSE_SCHEMA =
      declare(
          text(
                  "warehouse.schema",
                  "a schema name",
                  "The schema of the target tables; with DuckDB the default is main.")
              .needed()
              .defaultsTo("main", ON_DUCKDB));

  static final Setting<String> WAREHOUSE_AUTH_TYPE =
      declare(
          Setting.of(
                  "warehouse.auth.type",
                  ChoiceType.of(KEY_PAIR, OAUTH, TOKEN, PASSWORD),
                  "How the user proves who it is; token is a programmatic access token.")
              .needed()
              .onlyWhere(ON_SNOWFLAKE));

  static final Setting<String> WAREHOUSE_AUTH_PRIVATE_KEY_FILE =
      declare(
          Setting.of(
                  "warehouse.auth.privateKeyFile",
                  new PathType(),
                  "The file of the PKCS #8 private key.")
              .needed()
              .onlyWhere(Is.of("warehouse.auth.type", KEY_PAIR)));

  static final Setting<SecretReference> WAREHOUSE_AUTH_PASSPHRASE =
      declare(
          Setting.of(
                  "warehouse.auth.passphrase",
                  new SecretType(),
                  "The passphrase of the private key, if it has one: " + Reference.FORMS + ".")
              .onlyWhere(Is.of("warehouse.auth.type", KEY_PAIR)));

  static final Setting<SecretReference> WAREHOUSE_AUTH_TOKEN =
      declare(
          Setting.of(
                  "warehouse.auth.token",
                  new SecretType(),
                  "The access token: " + Reference.FORMS + ".")
              .needed()
              .onlyWhere(Is.of("warehouse.auth.type", OAUTH, TOKEN)));

  static final Setting<SecretReference> WAREHOUSE_AUTH_PASSWORD =
      declare(
          Setting.of(
                  "warehouse.auth.password",
                  new SecretType(),
                  "The password: " + Reference.FORMS + ".")
              .needed()
              .onlyWhere(Is.of("warehouse.auth.type", PASSWORD)));

  static final Setting<String> WAREHOUSE_STAGE_TYPE =
      declare(
          Setting.of(
                  "warehouse.stage.type",
                  ChoiceType.of("internal", "external", "integration"),
                  "How Snowflake gets staged parts: uploaded to a stage of its own, or copied from"
                      + " the staging folder through an external stage or a storage integration.")
              .defaultsTo("internal")
              .onlyWhere(ON_SNOWFLAKE));

  static final Setting<String> WAREHOUSE_STAGE_NAME =
      declare(
          text(
                  "warehouse.stage.name",
                  "the name of a stage or storage integration",
                  "The external stage or the storage integration.")
              .needed()
              .onlyWhere(Is.of("warehouse.stage.type", "external", "integration")));

  static final Setting<String> CONTROL_SCHEMA =
      declare(
          text("controlSchema", "a schema name", "The schema of the ledger and the audit.")
              .defaultsTo("SNOWGAUGE"));

  static final Setting<String> ARCHIVE =
      declare(
          Setting.of("archive", new FolderType(), "The folder of the NDJSON archive.")
              .defaultsTo("archive/"));

  static final Setting<ArchiveCompression> ARCHIVE_COMPRESSION =
      declare(
          Setting.of(
                  "archiveCompression",
                  ChoiceType.of(ArchiveCompression.values(), ArchiveCompression::configName),
                  "How the parts of the archive are compressed.")
              .defaultsTo("none"));

  static final Setting<String> STAGING =
      declare(
          Setting.of(
                  "staging",
                  new FolderType(),
                  "A folder that every worker can write and the publisher can read.")
              .defaultsTo(".snowgauge/staging"));

  static final Setting<String> STORAGE_S3_REGION =
      declare(
          text(
              "storage.s3.region",
              "a region such as 'eu-west-1'",
              "The region of the buckets, if not that of the environment or the profile."));

  static final Setting<String> STORAGE_S3_ENDPOINT =
      declare(
          Setting.of(
              "storage.s3.endpoint",
              new EndpointType(),
              "The URL of another store than AWS' that speaks like S3."));

  static final Setting<Boolean> STORAGE_S3_PATH_STYLE =
      declare(
          Setting.of(
              "storage.s3.pathStyle",
              new BooleanType(),
              "Whether buckets are named in the path of URLs, not in the host; by default where the"
                  + " endpoint is an IP address or localhost."));

  static final Setting<DeferredJson> STORAGE_S3_CREDENTIALS_PROVIDER =
      declare(
          Setting.of(
              "storage.s3.credentialsProvider",
              new DeferredJsonType(true),
              "Where credentials come from, if not AWS' chain, as Beam's --awsCredentialsProvider"
                  + " says it: a JSON object in a text, whose secrets are references, "
                  + Reference.FORMS
                  + "."));

  static final Setting<DeferredJson> STORAGE_S3_PROXY_CONFIGURATION =
      declare(
          Setting.of(
              "storage.s3.proxyConfiguration",
              new DeferredJsonType(false),
              "The HTTP proxy, as Beam's --proxyConfiguration says it: a JSON object in a text."));

  static final Setting<DeferredJson> STORAGE_S3_HTTP_CLIENT_CONFIGURATION =
      declare(
          Setting.of(
              "storage.s3.httpClientConfiguration",
              new DeferredJsonType(false),
              "Timeouts and connections, as Beam's --httpClientConfiguration says them: a JSON"
                  + " object in a text."));

  static final Setting<String> STORAGE_S3_STORAGE_CLASS =
      declare(
          text(
              "storage.s3.storageClass",
              "a storage class such as 'STANDARD_IA'",
              "The storage class of what is written."));

  static final Setting<String> STORAGE_S3_SSE_ALGORITHM =
      declare(
          Setting.of(
              "storage.s3.sseAlgorithm",
              ChoiceType.of(AES256, KMS, KMS_TWICE),
              "How what is written is encrypted at rest, if not as the bucket says."));

  private static final Is BY_KMS = Is.of("storage.s3.sseAlgorithm", KMS, KMS_TWICE);

  static final Setting<String> STORAGE_S3_SSE_KMS_KEY_ID =
      declare(
          text("storage.s3.sseKmsKeyId", "the id or ARN of a key", "The key of encryption by KMS.")
              .onlyWhere(BY_KMS));

  static final Setting<Boolean> STORAGE_S3_BUCKET_KEY_ENABLED =
      declare(
          Setting.of(
                  "storage.s3.bucketKeyEnabled",
                  new BooleanType(),
                  "Whether KMS is asked once for the bucket, not for each object.")
              .onlyWhere(BY_KMS));

  static final Setting<String> STORAGE_AZURE_ACCOUNT =
      declare(
          text(
              "storage.azure.account",
              "the name of a storage account",
              "The only account that places may name; others are refused."));

  static final Setting<String> STORAGE_AZURE_ENDPOINT =
      declare(
          Setting.of(
              "storage.azure.endpoint",
              new EndpointType(),
              "The URL of the account, if not https://ACCOUNT.blob.core.windows.net."));

  static final Setting<String> STORAGE_AZURE_AUTH_TYPE =
      declare(
          Setting.of(
                  "storage.azure.auth.type",
                  ChoiceType.of(
                      DEFAULT_CHAIN, ACCOUNT_KEY, SAS, CONNECTION_STRING, CREDENTIALS_PROVIDER),
                  "How the account is proved to be one's own; default is Azure's chain: environment,"
                      + " workload or managed identity.")
              .defaultsTo(DEFAULT_CHAIN));

  static final Setting<SecretReference> STORAGE_AZURE_AUTH_ACCOUNT_KEY =
      declare(storageSecret("accountKey", "The key of the account", ACCOUNT_KEY));

  static final Setting<SecretReference> STORAGE_AZURE_AUTH_SAS =
      declare(storageSecret("sas", "The shared access signature", SAS));

  static final Setting<SecretReference> STORAGE_AZURE_AUTH_CONNECTION_STRING =
      declare(storageSecret("connectionString", "The connection string", CONNECTION_STRING));

  static final Setting<DeferredJson> STORAGE_AZURE_AUTH_CREDENTIALS_PROVIDER =
      declare(
          Setting.of(
                  "storage.azure.auth.credentialsProvider",
                  new DeferredJsonType(true),
                  "A provider of tokens, as Beam's --azureCredentialsProvider says it: a JSON object"
                      + " in a text, whose secrets are references, "
                      + Reference.FORMS
                      + ".")
              .needed()
              .onlyWhere(Is.of("storage.azure.auth.type", CREDENTIALS_PROVIDER)));

  static final Setting<Long> REJECTS_PER_FILE =
      declare(
          Setting.of(
                  "rejectsPerFile",
                  new IntegerType(0, Integer.MAX_VALUE),
                  "How many rejects of a file are kept in the audit; the rest is counted.")
              .defaultsTo("1000"));

  static final Setting<Long> MAX_DECOMPRESSED_BYTES =
      declare(
          Setting.of(
                  "maxDecompressedBytes",
                  SizeType.unbounded(),
                  "What one compressed file may unpack to.")
              .defaultsTo("64 GB"));

  static {
    NotificationSettings.all().forEach(Settings::declare);
    ExtractSettings.all().forEach(Settings::declare);
    DatasetSettings.all().forEach(Settings::declare);
  }

  private Settings() {}

  private static Setting<String> text(String pattern, String expectation, String description) {
    return Setting.of(pattern, new TextType(expectation), description);
  }

  private static Setting<SecretReference> storageSecret(
      String name, String description, String type) {
    return Setting.of(
            "storage.azure.auth." + name,
            new SecretType(),
            description + ": " + Reference.FORMS + ".")
        .needed()
        .onlyWhere(Is.of("storage.azure.auth.type", type));
  }

  private static <T> Setting<T> declare(Setting<T> setting) {
    BY_PATTERN.put(setting.pattern(), setting);
    return setting;
  }

  /** All of them, in the order of their declaration. */
  static List<Setting<?>> all() {
    return List.copyOf(BY_PATTERN.values());
  }

  /** The setting with that pattern. */
  static Setting<?> get(String pattern) {
    return Objects.requireNonNull(BY_PATTERN.get(pattern), pattern);
  }
}
