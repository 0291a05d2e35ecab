package io.snowgauge.pipelines.config;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.staging.ArchiveCompression;
import java.io.Serializable;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that passed every check. Nothing was connected to.
 *
 * @param warehouse where rows end
 * @param controlSchema holds the ledger and the audit, as configured
 * @param archive the folder of the NDJSON archive, an absolute URI that ends in '/'
 * @param archiveCompression of the archive's parts
 * @param staging the folder of staged parts, an absolute URI that ends in '/'
 * @param storage how object storage is reached
 * @param rejectsPerFile how many rejects of a file are kept; the rest is counted
 * @param maxDecompressedBytes what one compressed file may unpack to
 * @param notificationsOrNull where a stream hears of created files, or null
 * @param sweep how often a stream lists the inputs besides
 * @param batch when a stream publishes
 * @param deadLetters the folder of notifications that cannot be understood, an absolute URI that
 *     ends in '/'
 * @param monitoring how a stream answers probes
 * @param datasets at least one, in the order of the file
 * @param extractions in the order of the file; perhaps none
 * @param flat every effective setting by key, defaults included and secrets masked
 * @param warnings to be shown to the user, one message each
 */
public record Configuration(
    WarehouseConfiguration warehouse,
    String controlSchema,
    String archive,
    ArchiveCompression archiveCompression,
    String staging,
    StorageConfiguration storage,
    int rejectsPerFile,
    long maxDecompressedBytes,
    @Nullable NotificationsConfiguration notificationsOrNull,
    Duration sweep,
    BatchConfiguration batch,
    String deadLetters,
    MonitoringConfiguration monitoring,
    List<Dataset> datasets,
    List<ExtractConfiguration> extractions,
    SortedMap<String, String> flat,
    List<String> warnings)
    implements Serializable {

  public Configuration {
    datasets = List.copyOf(datasets);
    extractions = List.copyOf(extractions);
    flat = Collections.unmodifiableSortedMap(new TreeMap<>(flat));
    warnings = List.copyOf(warnings);
  }

  /** Where a stream hears of created files, if it is configured. */
  public Optional<NotificationsConfiguration> notifications() {
    return Optional.ofNullable(notificationsOrNull);
  }

  /** Whether files are read or written anywhere else than on this machine. */
  public boolean usesObjectStorage() {
    return !Storage.isLocal(archive)
        || !Storage.isLocal(staging)
        || !Storage.isLocal(deadLetters)
        || datasets.stream().anyMatch(dataset -> !Storage.isLocal(dataset.input().root()));
  }

  /** The dataset of that name, if it is configured. */
  public Optional<Dataset> dataset(String name) {
    return datasets.stream().filter(dataset -> dataset.name().equals(name)).findFirst();
  }
}
