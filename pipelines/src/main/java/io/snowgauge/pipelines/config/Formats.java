package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.transforms.record.Format;
import java.util.List;
import java.util.Optional;

/** Makes the format of a dataset of its settings, which are in a class for each format. */
final class Formats {
  private Formats() {}

  /**
   * The format of a dataset whose values passed every check.
   *
   * @param key the columns that identify a row, as declared; they are never null
   */
  static Format format(Values dataset, List<String> key) {
    return switch (dataset.get(FormatType.TYPE)) {
      case LSF -> Lsf.format(dataset);
      case CSV -> Csv.format(dataset, key);
      case NDJSON -> Ndjson.format(dataset, key);
    };
  }

  /**
   * A format with the columns that the dataset will have, as far as its values are valid, for the
   * checks; none if its type of format is not.
   */
  static Optional<Format> outline(Values dataset) {
    FormatType type = dataset.find(FormatType.TYPE);
    if (type == null) {
      return Optional.empty();
    }
    return Optional.of(type == FormatType.LSF ? Lsf.outline(dataset) : Tabular.outline(dataset));
  }
}
