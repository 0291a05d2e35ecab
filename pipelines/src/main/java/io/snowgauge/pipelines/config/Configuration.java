package io.snowgauge.pipelines.config;

import io.snowgauge.io.alerts.Route;
import io.snowgauge.io.lineage.LineageTarget;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.expectations.Expectation;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.staging.ArchiveCompression;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that passed every check. Nothing was connected to.
 *
 * @param warehouse where rows end, not connected to
 * @param archive the folder of the NDJSON archive, an absolute URI that ends in '/'
 * @param archiveCompression of the archive's parts
 * @param staging the folder of staged parts, an absolute URI that ends in '/'
 * @param rejectsPerFile how many rejects of a file are kept; the rest is counted
 * @param maxDecompressedBytes what one compressed file may unpack to
 * @param storage how object storage is reached
 * @param streaming what a stream does
 * @param datasets at least one, in the order of the file
 * @param expectations which files are expected, by the names of datasets that have one
 * @param extractions in the order of the file; perhaps none
 * @param retention for how long is kept what loads need no more
 * @param proof with what it is proved what was loaded
 * @param alerts who is told of what goes wrong, in the order of the file; perhaps nobody
 * @param lineageOrNull who is told of what loads read and write; null for nobody
 * @param textfileOrNull the path of the file that tells Prometheus of batches; null without one
 * @param flat every effective setting by key, defaults included and secrets masked
 * @param literalSecrets the groups that hold a secret itself where a reference could be, among
 *     those that go with the jobs of clusters
 * @param warnings to be shown to the user, one message each
 */
public record Configuration(
    Warehouse warehouse,
    String archive,
    ArchiveCompression archiveCompression,
    String staging,
    int rejectsPerFile,
    long maxDecompressedBytes,
    ObjectStorage storage,
    Streaming streaming,
    List<Dataset> datasets,
    Map<String, Expectation> expectations,
    List<Extraction> extractions,
    Retention retention,
    Proof proof,
    List<Route> alerts,
    @Nullable LineageTarget lineageOrNull,
    @Nullable String textfileOrNull,
    SortedMap<String, String> flat,
    List<String> literalSecrets,
    List<String> warnings) {

  /** Keeps copies of the collections. */
  public Configuration {
    datasets = List.copyOf(datasets);
    expectations = Map.copyOf(expectations);
    extractions = List.copyOf(extractions);
    alerts = List.copyOf(alerts);
    flat = Collections.unmodifiableSortedMap(new TreeMap<>(flat));
    literalSecrets = List.copyOf(literalSecrets);
    warnings = List.copyOf(warnings);
  }

  /** Whether files are read or written anywhere else than on this machine. */
  public boolean usesObjectStorage() {
    return !Storage.isLocal(archive)
        || !Storage.isLocal(staging)
        || !Storage.isLocal(streaming.deadLetters())
        || (proof.anchorsOrNull() != null && !Storage.isLocal(proof.anchorsOrNull()))
        || datasets.stream().anyMatch(dataset -> !Storage.isLocal(dataset.input().root()));
  }

  /** Who is told of what loads read and write, if anybody is. */
  public Optional<LineageTarget> lineage() {
    return Optional.ofNullable(lineageOrNull);
  }

  /** The path of the file that tells Prometheus of batches, if there is one. */
  public Optional<String> textfile() {
    return Optional.ofNullable(textfileOrNull);
  }

  /** The dataset of that name, if it is configured. */
  public Optional<Dataset> dataset(String name) {
    return datasets.stream().filter(dataset -> dataset.name().equals(name)).findFirst();
  }
}
