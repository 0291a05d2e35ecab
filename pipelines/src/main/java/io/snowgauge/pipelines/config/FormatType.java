package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.engine.Group;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.types.Choice;
import io.snowgauge.transforms.text.TextEncoding;

/** The formats of files; the settings of each are in a class of its own. */
enum FormatType {
  LSF,
  CSV,
  NDJSON;

  static final Group GROUP = new Group("datasets.*.format", "How the files are read.");

  static final Section TYPES = new Section(GROUP);

  static final Setting<FormatType> TYPE =
      TYPES.choice("type", FormatType.class, "The format of the files.").needed();

  static final Section TEXTS = new Section(GROUP, TYPE.is(LSF, CSV));

  static final Setting<TextEncoding> ENCODING =
      TEXTS
          .setting(
              "encoding",
              Choice.inAnyCase(TextEncoding.values(), TextEncoding::configName),
              "How the text of the files is encoded.")
          .defaultsTo("UTF-8");
}
