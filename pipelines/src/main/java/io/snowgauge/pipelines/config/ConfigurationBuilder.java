package io.snowgauge.pipelines.config;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.duckdb.DuckDbWarehouse;
import io.snowgauge.io.warehouse.snowflake.Credentials;
import io.snowgauge.io.warehouse.snowflake.SnowflakeAccount;
import io.snowgauge.io.warehouse.snowflake.SnowflakeWarehouse;
import io.snowgauge.io.warehouse.snowflake.Stage;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Tolerance;
import java.util.List;
import java.util.stream.Stream;

/** Builds the configuration from values that passed every check. */
final class ConfigurationBuilder {
  private final Values values;

  ConfigurationBuilder(Values values) {
    this.values = values;
  }

  Configuration build(List<String> warnings) {
    return new Configuration(
        warehouse(),
        values.get(Settings.ARCHIVE),
        values.get(Settings.ARCHIVE_COMPRESSION),
        values.get(Settings.STAGING),
        Math.toIntExact(values.get(Settings.REJECTS_PER_FILE)),
        values.get(Settings.MAX_DECOMPRESSED_BYTES),
        new ObjectStorage(values),
        new StreamingBuilder(values).build(),
        values.datasets().stream().map(this::dataset).toList(),
        values.extractions().stream().map(this::extraction).toList(),
        values.flat(),
        Stream.of("warehouse.auth", NotificationSettings.NOTIFICATIONS)
            .filter(group -> values.holdsSecret(group + "."))
            .toList(),
        warnings);
  }

  private Extraction extraction(String name) {
    return new Extraction(
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

  private Warehouse warehouse() {
    return switch (values.get(Settings.WAREHOUSE_TYPE)) {
      case Settings.DUCKDB ->
          new DuckDbWarehouse(
              values.get(Settings.WAREHOUSE_PATH),
              values.get(Settings.WAREHOUSE_SCHEMA),
              values.get(Settings.CONTROL_SCHEMA),
              values.get(Settings.WAREHOUSE_LOCK_TIMEOUT));
      case Settings.SNOWFLAKE -> snowflake();
      default -> throw new IllegalStateException("no such warehouse type");
    };
  }

  private SnowflakeWarehouse snowflake() {
    String url = values.find(Settings.WAREHOUSE_URL);
    return new SnowflakeWarehouse(
        new SnowflakeAccount(
            url != null ? url : SnowflakeAccount.url(values.get(Settings.WAREHOUSE_ACCOUNT)),
            values.get(Settings.WAREHOUSE_USER),
            values.find(Settings.WAREHOUSE_ROLE),
            values.find(Settings.WAREHOUSE_WAREHOUSE),
            values.get(Settings.WAREHOUSE_DATABASE),
            values.get(Settings.WAREHOUSE_SCHEMA),
            credentials()),
        values.get(Settings.CONTROL_SCHEMA),
        stage());
  }

  private Credentials credentials() {
    return switch (values.get(Settings.WAREHOUSE_AUTH_TYPE)) {
      case Settings.KEY_PAIR ->
          new Credentials.KeyPair(
              values.get(Settings.WAREHOUSE_AUTH_PRIVATE_KEY_FILE),
              values.find(Settings.WAREHOUSE_AUTH_PASSPHRASE));
      case Settings.OAUTH -> new Credentials.OAuth(values.get(Settings.WAREHOUSE_AUTH_TOKEN));
      case Settings.TOKEN -> new Credentials.AccessToken(values.get(Settings.WAREHOUSE_AUTH_TOKEN));
      case Settings.PASSWORD ->
          new Credentials.Password(values.get(Settings.WAREHOUSE_AUTH_PASSWORD));
      default -> throw new IllegalStateException("no such way to authenticate");
    };
  }

  private Stage stage() {
    return switch (values.get(Settings.WAREHOUSE_STAGE_TYPE)) {
      case "internal" -> new Stage.Internal();
      case "external" -> new Stage.External(values.get(Settings.WAREHOUSE_STAGE_NAME));
      case "integration" -> new Stage.Integration(values.get(Settings.WAREHOUSE_STAGE_NAME));
      default -> throw new IllegalStateException("no such stage");
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
