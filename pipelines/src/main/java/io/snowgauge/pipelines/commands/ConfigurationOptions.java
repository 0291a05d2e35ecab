package io.snowgauge.pipelines.commands;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.duckdb.DuckDbWarehouse;
import io.snowgauge.pipelines.batch.RunAreas;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.ConfigurationLoader;
import io.snowgauge.pipelines.config.DuckDbConfiguration;
import io.snowgauge.pipelines.config.InvalidConfigurationException;
import io.snowgauge.pipelines.config.SnowflakeConfiguration;
import io.snowgauge.pipelines.storage.ObjectStores;
import io.snowgauge.pipelines.stream.NotificationsCheck;
import io.snowgauge.transforms.dataset.Dataset;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options by which every command is configured. */
final class ConfigurationOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "snowgauge.json",
      description = "The configuration, JSON (default: ${DEFAULT-VALUE}).")
  private Path file = Path.of("snowgauge.json");

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "Overrides one setting; repeatable.")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--stacktrace", description = "Shows where in the program a failure came from.")
  boolean stacktrace;

  /**
   * Reads and validates the configuration; warnings go to {@code err}. For commands that read and
   * write no files but those of the warehouse.
   */
  Configuration load(PrintWriter err) {
    return warned(read(), err);
  }

  /**
   * The same for commands that read or write files: object storage can be used from here on, if the
   * configuration names any.
   */
  Configuration loadForFiles(PrintWriter err) {
    Configuration configuration = read();
    if (configuration.usesObjectStorage()) {
      useObjectStorage(configuration);
    }
    return warned(configuration, err);
  }

  /** The same for commands that speak to where notifications come from. */
  Configuration loadForNotifications(PrintWriter err) {
    Configuration configuration = read();
    NotificationsCheck.needsLibraries(configuration).ifPresent(CloudLibraries::require);
    if (configuration.usesObjectStorage()) {
      useObjectStorage(configuration);
    }
    return warned(configuration, err);
  }

  /** The same for commands that are given the URI of an object. */
  Configuration loadForStores(PrintWriter err) {
    Configuration configuration = read();
    useObjectStorage(configuration);
    return warned(configuration, err);
  }

  private static void useObjectStorage(Configuration configuration) {
    CloudLibraries.require("object storage");
    ObjectStores.use(configuration.storage());
  }

  private Configuration read() {
    return ConfigurationLoader.load(file, System.getenv(), settings);
  }

  private static Configuration warned(Configuration configuration, PrintWriter err) {
    configuration.warnings().forEach(warning -> err.println("warning: " + Display.text(warning)));
    return configuration;
  }

  /** The configured warehouse, not connected to. */
  static Warehouse warehouse(Configuration configuration) {
    if (configuration.warehouse() instanceof DuckDbConfiguration duckDb) {
      return new DuckDbWarehouse(
          duckDb.path(), duckDb.schema(), configuration.controlSchema(), duckDb.lockTimeout());
    }
    if (configuration.warehouse() instanceof SnowflakeConfiguration snowflake) {
      return SnowflakeConnections.warehouse(snowflake, configuration.controlSchema());
    }
    throw new IllegalStateException("a warehouse of no known kind");
  }

  /** Where runs keep their files. */
  static RunAreas areas(Configuration configuration) {
    return new RunAreas(
        configuration.staging(),
        configuration.archive(),
        configuration.archiveCompression(),
        configuration.maxDecompressedBytes(),
        configuration.rejectsPerFile(),
        warehouse(configuration).traits().wantsCompressedParts());
  }

  /** The datasets of those names; all of them if none is named. */
  static List<Dataset> datasets(Configuration configuration, List<String> names) {
    if (names.isEmpty()) {
      return configuration.datasets();
    }
    List<String> unknown = new ArrayList<>(names);
    unknown.removeIf(name -> configuration.dataset(name).isPresent());
    if (!unknown.isEmpty()) {
      String known =
          String.join(", ", configuration.datasets().stream().map(Dataset::name).toList());
      throw new InvalidConfigurationException(
          unknown.stream()
              .map(name -> "--dataset: expected one of " + known + " but found '" + name + "'")
              .toList());
    }
    return configuration.datasets().stream().filter(d -> names.contains(d.name())).toList();
  }
}
