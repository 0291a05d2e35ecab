package io.snowgauge.pipelines.config;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.staging.ArchiveCompression;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A configuration that passed every check. Nothing was connected to.
 *
 * @param warehouse where rows end
 * @param controlSchema holds the ledger and the audit, as configured
 * @param archive the folder of the NDJSON archive, an absolute URI that ends in '/'
 * @param archiveCompression of the archive's parts
 * @param staging the folder of staged parts, an absolute URI that ends in '/'
 * @param rejectsPerFile how many rejects of a file are kept; the rest is counted
 * @param maxDecompressedBytes what one compressed file may unpack to
 * @param datasets at least one, in the order of the file
 * @param flat every effective setting by key, defaults included and secrets masked
 * @param warnings to be shown to the user, one message each
 */
public record Configuration(
    WarehouseConfiguration warehouse,
    String controlSchema,
    String archive,
    ArchiveCompression archiveCompression,
    String staging,
    int rejectsPerFile,
    long maxDecompressedBytes,
    List<Dataset> datasets,
    SortedMap<String, String> flat,
    List<String> warnings)
    implements Serializable {

  public Configuration {
    datasets = List.copyOf(datasets);
    flat = Collections.unmodifiableSortedMap(new TreeMap<>(flat));
    warnings = List.copyOf(warnings);
  }

  /** The dataset of that name, if it is configured. */
  public Optional<Dataset> dataset(String name) {
    return datasets.stream().filter(dataset -> dataset.name().equals(name)).findFirst();
  }
}
