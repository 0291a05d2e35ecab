package io.snowgauge.pipelines.config;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.lsf.UserGroupFormat;
import io.snowgauge.transforms.record.Format;
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
        Math.toIntExact(values.get(Settings.REJECTS_PER_FILE)),
        values.get(Settings.MAX_DECOMPRESSED_BYTES),
        values.datasets().stream().map(this::dataset).toList(),
        values.flat(),
        warnings);
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

  private Dataset dataset(String name) {
    return new Dataset(
        name,
        values.get(Settings.INPUT, name),
        format(values, name),
        values.get(Settings.TABLE, name),
        values.get(Settings.PUBLISH, name),
        tolerance(name));
  }

  /** The format of a dataset whose type of format is valid. */
  static Format format(Values values, String dataset) {
    Long maxLineBytes = values.find(Settings.FORMAT_MAX_LINE_BYTES, dataset);
    return new UserGroupFormat(
        maxLineBytes == null
            ? UserGroupFormat.DEFAULT_MAX_LINE_BYTES
            : Math.toIntExact(maxLineBytes));
  }

  private Tolerance tolerance(String dataset) {
    Long max = values.find(Settings.REJECTS_MAX, dataset);
    Double maxRatio = values.find(Settings.REJECTS_MAX_RATIO, dataset);
    return new Tolerance(max, maxRatio);
  }
}
