package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.engine.Group;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.transforms.lsf.UserGroupFormat;
import io.snowgauge.transforms.record.Format;
import java.util.List;
import java.util.Optional;

/** How the files of a dataset are read: which formats there are. */
final class Formats {
  enum Type {
    LSF,
    CSV,
    NDJSON
  }

  static final Group GROUP = new Group("datasets.*.format", "How the files are read.");

  static final Section TYPES = new Section(GROUP);

  static final Setting<Type> TYPE =
      TYPES.choice("type", Type.class, "The format of the files.").needed();

  private Formats() {}

  /**
   * The format of a dataset whose values passed every check.
   *
   * @param key the columns that identify a row, as declared; they are never null
   */
  static Format format(Values dataset, List<String> key) {
    return switch (dataset.get(TYPE)) {
      case LSF -> Lsf.format(dataset);
      case CSV -> Csv.format(dataset, key);
      case NDJSON -> Tabular.ndjson(dataset, key);
    };
  }

  /**
   * A format with the columns that the dataset will have, as far as its values are valid, for the
   * checks; none if its type of format is not.
   */
  static Optional<Format> outline(Values dataset) {
    Type type = dataset.find(TYPE);
    if (type == null) {
      return Optional.empty();
    }
    return Optional.of(
        type == Type.LSF
            ? new UserGroupFormat(UserGroupFormat.DEFAULT_MAX_LINE_BYTES)
            : Tabular.outline(dataset));
  }
}
