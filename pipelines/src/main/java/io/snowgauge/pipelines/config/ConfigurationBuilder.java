package io.snowgauge.pipelines.config;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Tolerance;
import java.util.List;

/** Builds the configuration from values that passed every check. */
final class ConfigurationBuilder {
  private final Values values;

  ConfigurationBuilder(Values values) {
    this.values = values;
  }

  Configuration build(List<String> warnings) {
    return new Configuration(
        warehouse(),
        values.get(Settings.CONTROL_SCHEMA),
        values.get(Settings.ARCHIVE),
        values.get(Settings.ARCHIVE_COMPRESSION),
        values.get(Settings.STAGING),
        storage(),
        Math.toIntExact(values.get(Settings.REJECTS_PER_FILE)),
        values.get(Settings.MAX_DECOMPRESSED_BYTES),
        new NotificationsBuilder(values).build(),
        values.get(NotificationSettings.SWEEP),
        new BatchConfiguration(
            values.get(NotificationSettings.BATCH_INTERVAL),
            values.get(NotificationSettings.BATCH_BYTES)),
        values.get(NotificationSettings.DEAD_LETTERS),
        monitoring(),
        values.datasets().stream().map(this::dataset).toList(),
        values.extractions().stream().map(this::extraction).toList(),
        values.flat(),
        warnings);
  }

  private MonitoringConfiguration monitoring() {
    Long port = values.find(NotificationSettings.MONITORING_PORT);
    return new MonitoringConfiguration(
        port == null ? null : Math.toIntExact(port),
        values.get(NotificationSettings.MONITORING_STALLED));
  }

  private ExtractConfiguration extraction(String name) {
    return new ExtractConfiguration(
        name,
        values.find(ExtractSettings.KUBECONFIG, name),
        values.find(ExtractSettings.CONTEXT, name),
        values.get(ExtractSettings.NAMESPACE, name),
        values.find(ExtractSettings.PODS, name),
        values.find(ExtractSettings.POD, name),
        values.find(ExtractSettings.CONTAINER, name),
        values.get(ExtractSettings.PATHS, name),
        dataset(values.get(ExtractSettings.DATASET, name)),
        values.get(ExtractSettings.DESTINATION, name),
        values.get(ExtractSettings.TRANSFER, name),
        Math.toIntExact(values.get(ExtractSettings.CONCURRENCY, name)),
        Math.toIntExact(values.get(ExtractSettings.ATTEMPTS, name)),
        values.get(ExtractSettings.TIMEOUT, name));
  }

  private WarehouseConfiguration warehouse() {
    return switch (values.get(Settings.WAREHOUSE_TYPE)) {
      case Settings.DUCKDB ->
          new DuckDbConfiguration(
              values.get(Settings.WAREHOUSE_PATH),
              values.get(Settings.WAREHOUSE_SCHEMA),
              values.get(Settings.WAREHOUSE_LOCK_TIMEOUT));
      case Settings.SNOWFLAKE -> snowflake();
      default -> throw new IllegalStateException("no such warehouse type");
    };
  }

  private SnowflakeConfiguration snowflake() {
    return new SnowflakeConfiguration(
        values.find(Settings.WAREHOUSE_ACCOUNT),
        values.find(Settings.WAREHOUSE_URL),
        values.get(Settings.WAREHOUSE_USER),
        values.find(Settings.WAREHOUSE_ROLE),
        values.find(Settings.WAREHOUSE_WAREHOUSE),
        values.get(Settings.WAREHOUSE_DATABASE),
        values.get(Settings.WAREHOUSE_SCHEMA),
        auth(),
        new SnowflakeStage(
            values.get(Settings.WAREHOUSE_STAGE_TYPE), values.find(Settings.WAREHOUSE_STAGE_NAME)));
  }

  private SnowflakeAuth auth() {
    return switch (values.get(Settings.WAREHOUSE_AUTH_TYPE)) {
      case Settings.KEY_PAIR ->
          new SnowflakeAuth.KeyPair(
              values.get(Settings.WAREHOUSE_AUTH_PRIVATE_KEY_FILE),
              values.find(Settings.WAREHOUSE_AUTH_PASSPHRASE));
      case Settings.OAUTH -> new SnowflakeAuth.OAuth(values.get(Settings.WAREHOUSE_AUTH_TOKEN));
      case Settings.TOKEN -> new SnowflakeAuth.Token(values.get(Settings.WAREHOUSE_AUTH_TOKEN));
      case Settings.PASSWORD ->
          new SnowflakeAuth.Password(values.get(Settings.WAREHOUSE_AUTH_PASSWORD));
      default -> throw new IllegalStateException("no such way to authenticate");
    };
  }

  private StorageConfiguration storage() {
    return new StorageConfiguration(
        new StorageConfiguration.S3(
            values.find(Settings.STORAGE_S3_REGION),
            values.find(Settings.STORAGE_S3_ENDPOINT),
            values.find(Settings.STORAGE_S3_PATH_STYLE),
            new StorageConfiguration.S3Clients(
                values.find(Settings.STORAGE_S3_CREDENTIALS_PROVIDER),
                values.find(Settings.STORAGE_S3_PROXY_CONFIGURATION),
                values.find(Settings.STORAGE_S3_HTTP_CLIENT_CONFIGURATION)),
            new StorageConfiguration.S3Writes(
                values.find(Settings.STORAGE_S3_STORAGE_CLASS),
                values.find(Settings.STORAGE_S3_SSE_ALGORITHM),
                values.find(Settings.STORAGE_S3_SSE_KMS_KEY_ID),
                values.find(Settings.STORAGE_S3_BUCKET_KEY_ENABLED))),
        new StorageConfiguration.Azure(
            values.find(Settings.STORAGE_AZURE_ENDPOINT),
            values.find(Settings.STORAGE_AZURE_ACCOUNT),
            storageAuth()));
  }

  private StorageConfiguration.AzureAuth storageAuth() {
    return switch (values.get(Settings.STORAGE_AZURE_AUTH_TYPE)) {
      case Settings.DEFAULT_CHAIN -> new StorageConfiguration.AzureAuth.Default();
      case Settings.ACCOUNT_KEY ->
          new StorageConfiguration.AzureAuth.AccountKey(
              values.get(Settings.STORAGE_AZURE_AUTH_ACCOUNT_KEY));
      case Settings.SAS ->
          new StorageConfiguration.AzureAuth.Sas(values.get(Settings.STORAGE_AZURE_AUTH_SAS));
      case Settings.CONNECTION_STRING ->
          new StorageConfiguration.AzureAuth.ConnectionString(
              values.get(Settings.STORAGE_AZURE_AUTH_CONNECTION_STRING));
      case Settings.CREDENTIALS_PROVIDER ->
          new StorageConfiguration.AzureAuth.CredentialsProvider(
              values.get(Settings.STORAGE_AZURE_AUTH_CREDENTIALS_PROVIDER));
      default -> throw new IllegalStateException("no such way to authenticate");
    };
  }

  private Dataset dataset(String name) {
    List<String> key = KeyRules.resolve(values, name);
    return new Dataset(
        name,
        values.get(DatasetSettings.INPUT, name),
        new FormatBuilder(values, name).build(key),
        values.get(DatasetSettings.TABLE, name),
        values.get(DatasetSettings.PUBLISH, name),
        key,
        tolerance(name));
  }

  private Tolerance tolerance(String dataset) {
    Long max = values.find(DatasetSettings.REJECTS_MAX, dataset);
    Double maxRatio = values.find(DatasetSettings.REJECTS_MAX_RATIO, dataset);
    return new Tolerance(max, maxRatio);
  }
}
