package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.transforms.ndjson.NdjsonFormat;
import io.snowgauge.transforms.ndjson.ObjectLayout;
import java.util.List;

/** Files of JSON objects. */
final class Ndjson {
  static final Section SECTION =
      new Section(FormatType.GROUP, FormatType.TYPE.is(FormatType.NDJSON));

  private static final Setting<ObjectLayout> LAYOUT =
      SECTION
          .choice(
              "layout",
              ObjectLayout.class,
              "How the objects are laid out: one on each line, or as a document: one after the"
                  + " other over any lines, or in one array.")
          .defaultsTo("lines");

  private Ndjson() {}

  static NdjsonFormat format(Values dataset, List<String> key) {
    return new NdjsonFormat(
        Tabular.columns(dataset, key),
        Tabular.nullTokens(dataset),
        dataset.get(LAYOUT),
        Math.toIntExact(dataset.get(Tabular.MAX_RECORD_BYTES)));
  }
}
