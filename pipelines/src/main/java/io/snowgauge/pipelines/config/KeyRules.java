package io.snowgauge.pipelines.config;

import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.record.Format;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A key names columns of the dataset, captures among them, without regard to case, each once.
 * Values of JSON are not compared, so none identifies a row.
 */
final class KeyRules {
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Set<String> json = new HashSet<>();
  private final Set<String> optional = new HashSet<>();

  private KeyRules(Values values, String dataset) {
    InputPattern input = values.find(DatasetSettings.INPUT, dataset);
    if (input != null) {
      input.captures().stream().filter(name -> !name.equals(InputPattern.DATE)).forEach(this::add);
    }
    List<Column> columns =
        new FormatBuilder(values, dataset).outline().map(Format::columns).orElse(List.of());
    for (Column column : columns) {
      add(column.name());
      if (column.type().equals(ColumnType.JSON)) {
        json.add(column.name());
      }
      // A column of LSF's own; a declared one is never null once it is part of the key.
      if (column.nullable() && values.columns(dataset).isEmpty()) {
        optional.add(column.name());
      }
    }
    // Their types may be wrong, which is another error.
    values.columns(dataset).forEach(this::add);
  }

  private void add(String name) {
    names.put(lowerCase(name), name);
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Checks the keys of datasets whose input and type of format are valid. */
  static void check(Values values, Problems problems) {
    for (String dataset : values.datasets()) {
      List<String> key = values.find(DatasetSettings.KEY, dataset);
      if (key != null
          && values.find(DatasetSettings.INPUT, dataset) != null
          && values.find(DatasetSettings.FORMAT_TYPE, dataset) != null) {
        new KeyRules(values, dataset)
            .check(key)
            .forEach(problem -> problems.error(DatasetSettings.KEY.key(dataset) + ": " + problem));
      }
    }
  }

  private List<String> check(List<String> key) {
    List<String> problems = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String given : key) {
      String name = names.get(lowerCase(given));
      if (name == null) {
        problems.add(
            "expected the name of a column or of a capture other than {date} but found "
                + ShownValue.text(given)
                + Suggestions.nearest(given, names.values())
                    .map(near -> "; did you mean " + near + "?")
                    .orElse(""));
      } else if (json.contains(name)) {
        problems.add("expected no column of JSON but found " + ShownValue.text(given));
      } else if (optional.contains(name)) {
        problems.add("expected columns that are never null but found " + ShownValue.text(given));
      } else if (!seen.add(name)) {
        problems.add("expected each column once but found " + ShownValue.text(given) + " again");
      }
    }
    return problems;
  }

  /** A dataset's key as its columns and captures are spelt; empty if it has none. */
  static List<String> resolve(Values values, String dataset) {
    List<String> key = values.find(DatasetSettings.KEY, dataset);
    if (key == null) {
      return List.of();
    }
    KeyRules rules = new KeyRules(values, dataset);
    return key.stream().map(name -> rules.names.getOrDefault(lowerCase(name), name)).toList();
  }
}
