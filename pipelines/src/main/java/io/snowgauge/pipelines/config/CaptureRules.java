package io.snowgauge.pipelines.config;

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
final class CaptureRules {
  private final Map<String, String> columns = new HashMap<>();
  private final Map<String, String> captures = new HashMap<>();

  private CaptureRules(Format format) {
    List<Column> all = new ArrayList<>(format.columns());
    format.extractedAt().ifPresent(all::add);
    for (Column column : all) {
      columns.put(lowerCase(column.jsonKey()), "the key '" + column.jsonKey() + "' of the archive");
    }
    for (Column column : all) {
      columns.put(lowerCase(column.name()), "the column " + column.name());
    }
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Checks the datasets whose input and format are valid. */
  static void check(Values values, Problems problems) {
    for (String dataset : values.datasets()) {
      InputPattern input = values.find(DatasetSettings.INPUT, dataset);
      Format format = new FormatBuilder(values, dataset).outline().orElse(null);
      if (input != null && format != null) {
        new CaptureRules(format)
            .check(input)
            .forEach(
                problem -> problems.error(DatasetSettings.INPUT.key(dataset) + ": " + problem));
      }
    }
  }

  private List<String> check(InputPattern input) {
    List<String> problems = new ArrayList<>();
    for (String capture : input.captures()) {
      String name = lowerCase(capture);
      String other = captures.put(name, "the capture {" + capture + "}");
      if (other == null && !capture.equals(InputPattern.DATE)) {
        other = columns.get(name);
      }
      if (other != null) {
        problems.add(
            "expected a capture named differently from " + other + " but found {" + capture + "}");
      }
    }
    return problems;
  }
}
