package io.snowgauge.pipelines.launch;

import io.snowgauge.io.files.FolderAccess;
import io.snowgauge.io.notifications.Subscription.Queue;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.duckdb.DuckDbWarehouse;
import io.snowgauge.pipelines.batch.RunAreas;
import io.snowgauge.pipelines.config.BeamStorageOption;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.types.InvalidConfigurationException;
import io.snowgauge.pipelines.storage.ObjectStores;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The composition root: what commands work with. The configuration has made the warehouse; the rest
 * is made here. Nothing is connected to.
 */
public final class Composition {
  /** What a command speaks to. */
  public enum Reach {
    /** Only the warehouse; all other constants include it. */
    WAREHOUSE,
    /** Where the datasets' files are, and where runs keep theirs. */
    FILES,
    /**
     * An object in a store that the command line names, even where the configuration uses no object
     * storage.
     */
    OBJECTS,
    /** Where notifications come from, and files. */
    NOTIFICATIONS,
    /** Clusters, and where datasets look for files. */
    CLUSTERS,
    /** All that is configured. */
    EVERYTHING
  }

  private final Configuration configuration;
  private final Map<BeamStorageOption, String> storageOptions;

  /**
   * Of a configuration.
   *
   * @param storageOptions Beam's options for stores, as given; the configuration heeds them already
   */
  public Composition(Configuration configuration, Map<BeamStorageOption, String> storageOptions) {
    this.configuration = configuration;
    this.storageOptions = Map.copyOf(storageOptions);
  }

  /**
   * Has this process know the object stores and have the libraries for what a command speaks to.
   *
   * @throws CloudLibraries.MissingException if the command has to be started anew with them
   */
  public void prepare(Reach reach) {
    switch (reach) {
      case WAREHOUSE -> {}
      case OBJECTS -> useObjectStorage("object storage");
      case CLUSTERS -> useObjectStorage("extract");
      case EVERYTHING ->
          prepare(configuration.extractions().isEmpty() ? Reach.NOTIFICATIONS : Reach.CLUSTERS);
      case NOTIFICATIONS -> {
        if (configuration.streaming().subscription().isPresent()) {
          CloudLibraries.require("notifications.type");
        }
        prepare(Reach.FILES);
      }
      case FILES -> {
        if (configuration.usesObjectStorage()) {
          prepare(Reach.OBJECTS);
        }
      }
    }
  }

  /**
   * The same for a command that tells of loads, where somebody is told.
   *
   * @throws CloudLibraries.MissingException as {@link #prepare}
   */
  public void prepareLineage() {
    if (configuration.lineage().isPresent()) {
      CloudLibraries.require("lineage");
    }
  }

  private void useObjectStorage(String why) {
    CloudLibraries.require(why);
    try {
      ObjectStores.use(configuration.storage());
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigurationException(List.of(String.valueOf(e.getMessage())));
    }
  }

  /** The configuration that this was made from. */
  public Configuration configuration() {
    return configuration;
  }

  /** The configured warehouse. */
  public Warehouse warehouse() {
    return configuration.warehouse();
  }

  /** A warehouse in a file of this machine, to work something out in. */
  public static Warehouse localWarehouse(Path file) {
    return new DuckDbWarehouse(file.toString(), "main", "SNOWGAUGE", Duration.ofSeconds(1));
  }

  /** Where runs keep their files. */
  public RunAreas areas() {
    return new RunAreas(
        configuration.staging(),
        configuration.archive(),
        configuration.archiveCompression(),
        configuration.maxDecompressedBytes(),
        configuration.rejectsPerFile(),
        warehouse().traits().wantsCompressedParts());
  }

  /**
   * Beam's options.
   *
   * @param graphs how many of them run in this process at a time
   */
  public BeamOptions beam(BeamArguments arguments, int graphs) {
    return new BeamOptions(configuration, arguments, graphs);
  }

  /**
   * The arguments for Beam's SQS module: only Beam's own AWS options, because the keys of {@code
   * storage} are about stores alone. References are resolved in this process, and left as they are
   * for a cluster, which keeps the arguments with the job.
   */
  public List<String> forQueues(boolean onCluster) {
    boolean isQueue =
        configuration.streaming().subscription().filter(Queue.class::isInstance).isPresent();
    return configuration
        .storage()
        .beamArguments(
            BeamStorageOption.ofAws().stream()
                .filter(option -> isQueue && storageOptions.containsKey(option))
                .toList(),
            onCluster);
  }

  /** The datasets of those names; all of them if none is named. */
  public List<Dataset> datasets(List<String> names) {
    List<Dataset> all = configuration.datasets();
    List<String> known = all.stream().map(Dataset::name).toList();
    requireKnown("--dataset", names, known);
    return all.stream().filter(one -> names.isEmpty() || names.contains(one.name())).toList();
  }

  /** Refuses names of what is not configured. */
  public static void requireKnown(String option, List<String> names, List<String> known) {
    List<String> unknown = names.stream().filter(name -> !known.contains(name)).toList();
    if (!unknown.isEmpty()) {
      String expected = option + ": expected one of " + String.join(", ", known);
      throw new InvalidConfigurationException(
          unknown.stream().map(name -> expected + " but found '" + name + "'").toList());
    }
  }

  /**
   * Refuses to start what would fail in its midst, as where the configuration is a mounted one that
   * nothing can be written beside. For graphs that run in this process.
   *
   * @param more other folders that are written, by key
   */
  public void requireWritable(Map<String, String> more) {
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
}
