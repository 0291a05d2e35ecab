package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.pipelines.config.types.Choice;
import io.snowgauge.pipelines.config.types.Quantities;
import io.snowgauge.transforms.lsf.BadEntries;
import io.snowgauge.transforms.lsf.UserGroupFormat;

/** Files of IBM Spectrum LSF, of which the sections on user groups are loaded. */
final class Lsf {
  static final Section SECTION = new Section(FormatType.GROUP, FormatType.TYPE.is(FormatType.LSF));

  static {
    SECTION
        .setting(
            "section",
            Choice.inAnyCase(new String[] {"UserGroup"}, name -> name),
            "Which sections of the files are loaded.")
        .defaultsTo("UserGroup");
  }

  static final Setting<Long> MAX_LINE_BYTES =
      SECTION
          .setting(
              "maxLineBytes",
              Quantities.sizeOfAtMost("1 GiB"),
              "A longer logical line is rejected.")
          .defaultsTo("16 MiB");

  private static final Setting<BadEntries> BAD_ENTRIES =
      SECTION
          .choice(
              "badEntries",
              BadEntries.class,
              "What a bad entry of USER_SHARES costs: its line, or itself alone.")
          .defaultsTo("rejectLine");

  private Lsf() {}

  static UserGroupFormat format(Values dataset) {
    return new UserGroupFormat(
        Math.toIntExact(dataset.get(MAX_LINE_BYTES)),
        dataset.get(BAD_ENTRIES),
        dataset.get(FormatType.ENCODING));
  }
}
