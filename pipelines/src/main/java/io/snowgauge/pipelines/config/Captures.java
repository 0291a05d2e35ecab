package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.engine.Problems;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Format;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The captures of a dataset's input become columns of its table and keys of its NDJSON, so they
 * must differ from the columns that are there and from each other. The lineage columns start with
 * an underscore, which no capture does.
 */
final class Captures {
  private Captures() {}

  /** Checks a dataset whose input and format are valid. */
  static void check(Values dataset, Setting<InputPattern> inputSetting, Problems problems) {
    InputPattern input = dataset.find(inputSetting);
    Format format = Formats.outline(dataset).orElse(null);
    if (input == null || format == null) {
      return;
    }
    Map<String, String> columns = columns(format);
    Map<String, String> captures = new HashMap<>();
    for (String capture : input.captures()) {
      String name = lowerCase(capture);
      String other = captures.put(name, "the capture {" + capture + "}");
      if (other == null && !capture.equals(InputPattern.DATE)) {
        other = columns.get(name);
      }
      if (other != null) {
        problems.error(
            dataset.key(inputSetting),
            "expected a capture named differently from " + other + " but found {" + capture + "}");
      }
    }
  }

  /** The columns and archive keys of a format by lower-case name, each as messages call it. */
  private static Map<String, String> columns(Format format) {
    Map<String, String> columns = new HashMap<>();
    List<Column> all = new ArrayList<>(format.columns());
    format.extractedAt().ifPresent(all::add);
    for (Column column : all) {
      columns.put(lowerCase(column.jsonKey()), "the key '" + column.jsonKey() + "' of the archive");
    }
    all.forEach(column -> columns.put(lowerCase(column.name()), "the column " + column.name()));
    return columns;
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
