package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.transforms.ndjson.NdjsonFormat;
import java.util.List;

/** Files of JSON objects, one a line; they have no settings but those of all declared columns. */
final class Ndjson {
  private Ndjson() {}

  static NdjsonFormat format(Values dataset, List<String> key) {
    return new NdjsonFormat(
        Tabular.columns(dataset, key), Math.toIntExact(dataset.get(Tabular.MAX_RECORD_BYTES)));
  }
}
