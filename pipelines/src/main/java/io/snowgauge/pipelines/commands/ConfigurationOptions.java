package io.snowgauge.pipelines.commands;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.duckdb.DuckDbWarehouse;
import io.snowgauge.pipelines.batch.RunAreas;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.ConfigurationLoader;
import io.snowgauge.pipelines.config.DuckDbConfiguration;
import io.snowgauge.pipelines.config.InvalidConfigurationException;
import io.snowgauge.pipelines.config.SnowflakeConfiguration;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.Storage;
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

  /** Reads and validates the configuration; warnings go to {@code err}. */
  Configuration load(PrintWriter err) {
    Configuration configuration = ConfigurationLoader.load(file, System.getenv(), settings);
    configuration.warnings().forEach(warning -> err.println("warning: " + Display.text(warning)));
    refuseWhatIsNotThereYet(configuration);
    return configuration;
  }

  /** Object storage is configurable before it is usable: better refused here than half-way. */
  private static void refuseWhatIsNotThereYet(Configuration configuration) {
    List<String> problems = new ArrayList<>();
    for (Dataset dataset : configuration.datasets()) {
      refuseRemote("datasets." + dataset.name() + ".input", dataset.input().toString(), problems);
    }
    refuseRemote("archive", configuration.archive(), problems);
    refuseRemote("staging", configuration.staging(), problems);
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException(problems);
    }
  }

  private static void refuseRemote(String key, String uri, List<String> problems) {
    if (!Storage.isLocal(uri)) {
      problems.add(
          key
              + ": expected a local path but found '"
              + uri
              + "': this version reads and writes local files only");
    }
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
        configuration.rejectsPerFile());
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
