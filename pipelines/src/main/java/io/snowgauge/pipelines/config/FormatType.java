package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.engine.Group;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;

/** The formats of files; the settings of each are in a class of its own. */
enum FormatType {
  LSF,
  CSV,
  NDJSON;

  static final Group GROUP = new Group("datasets.*.format", "How the files are read.");

  static final Section TYPES = new Section(GROUP);

  static final Setting<FormatType> TYPE =
      TYPES.choice("type", FormatType.class, "The format of the files.").needed();
}
