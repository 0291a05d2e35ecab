package io.snowgauge.pipelines.commands;

import io.snowgauge.io.files.FolderAccess;
import io.snowgauge.io.warehouse.duckdb.DuckDbWarehouse;
import io.snowgauge.pipelines.batch.RunAreas;
import io.snowgauge.pipelines.config.BeamStorageOption;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.ConfigurationLoader;
import io.snowgauge.pipelines.config.InvalidConfigurationException;
import io.snowgauge.pipelines.storage.ObjectStores;
import io.snowgauge.pipelines.stream.NotificationsCheck;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.Storage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

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

  /** The same for commands that speak to everything that is configured. */
  Configuration loadForEverything(PrintWriter err) {
    if (!read().extractions().isEmpty()) {
      return loadForExtraction(err);
    }
    return loadForNotifications(err);
  }

  /** The same for commands that speak to clusters and write where datasets look for files. */
  Configuration loadForExtraction(PrintWriter err) {
    Configuration configuration = read();
    CloudLibraries.require("extract");
    ObjectStores.use(configuration.storage());
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
    try {
      ObjectStores.use(configuration.storage());
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigurationException(List.of(String.valueOf(e.getMessage())));
    }
  }

  private Configuration read() {
    return ConfigurationLoader.load(file, System.getenv(), settings, beamStorage());
  }

  /** Beam's options for stores, as given. */
  private Map<BeamStorageOption, String> beamStorage() {
    return BeamStorage.given(Objects.requireNonNull(spec));
  }

  /** Those of Beam's options for AWS that its module for SQS reads, as arguments of Beam. */
  List<String> forQueues(Configuration configuration, boolean onCluster) {
    return BeamStorage.forQueues(configuration, beamStorage(), onCluster);
  }

  private static Configuration warned(Configuration configuration, PrintWriter err) {
    configuration.warnings().forEach(warning -> err.println("warning: " + Display.text(warning)));
    return configuration;
  }

  /**
   * Refuses to start what would fail in its midst, as where the configuration is a mounted one that
   * nothing can be written beside. For graphs that run in this process.
   *
   * @param more other folders that are written, by key
   */
  static void requireWritable(Configuration configuration, Map<String, String> more) {
    Map<String, String> folders = new LinkedHashMap<>();
    folders.put("archive", configuration.archive());
    folders.put("staging", configuration.staging());
    folders.putAll(more);
    if (configuration.warehouse() instanceof DuckDbWarehouse duckDb) {
      Path folder = Objects.requireNonNull(Path.of(duckDb.path()).getParent());
      folders.put("warehouse.path", Storage.localUri(folder) + "/");
    }
    List<String> problems = new ArrayList<>();
    folders.forEach(
        (key, uri) -> {
          String why =
              Storage.isLocal(uri) ? FolderAccess.whyNotWritable(Storage.localPath(uri)) : null;
          if (why != null) {
            problems.add(
                key
                    + ": expected a place that can be written but found that "
                    + why
                    + "; name another, such as an absolute path in a volume");
          }
        });
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException(problems);
    }
  }

  /** Where runs keep their files. */
  static RunAreas areas(Configuration configuration) {
    return new RunAreas(
        configuration.staging(),
        configuration.archive(),
        configuration.archiveCompression(),
        configuration.maxDecompressedBytes(),
        configuration.rejectsPerFile(),
        configuration.warehouse().traits().wantsCompressedParts());
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
