package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.pipelines.config.types.ShownValue;
import io.snowgauge.pipelines.config.types.Suggestions;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Format;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A key, or an order, names columns of the dataset, captures among them, without regard to case,
 * each once. Values of JSON are not compared, so none identifies a row or tells which is the last.
 */
final class Keys {
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Set<String> json = new HashSet<>();
  private final Set<String> optional = new HashSet<>();

  /** What may be named in a dataset whose type of format is valid. */
  Keys(Values dataset, InputPattern input) {
    input.captures().stream().filter(name -> !name.equals(InputPattern.DATE)).forEach(this::add);
    List<Column> columns = Formats.outline(dataset).map(Format::columns).orElse(List.of());
    List<String> declared = dataset.names(Tabular.COLUMNS_GROUP);
    for (Column column : columns) {
      add(column.name());
      if (column.type().isJson()) {
        json.add(column.name());
      }
      // A column of LSF's own; a declared one is never null once it is part of the key.
      if (column.nullable() && declared.isEmpty()) {
        optional.add(column.name());
      }
    }
    // Their types may be wrong, which is another error.
    declared.forEach(this::add);
  }

  private void add(String name) {
    names.put(lowerCase(name), name);
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** What is wrong with a key. */
  List<String> check(List<String> key) {
    return check(key, optional);
  }

  /** What is wrong with an order, in which there may be nulls. */
  List<String> checkOrder(List<String> order) {
    return check(order, Set.of());
  }

  private List<String> check(List<String> key, Set<String> refused) {
    List<String> problems = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String given : key) {
      String name = names.get(lowerCase(given));
      if (name == null) {
        problems.add(
            "expected the name of a column or of a capture other than {date} but found "
                + ShownValue.text(given)
                + Suggestions.question(given, names.values()));
      } else if (json.contains(name)) {
        problems.add("expected no column of JSON but found " + ShownValue.text(given));
      } else if (refused.contains(name)) {
        problems.add("expected columns that are never null but found " + ShownValue.text(given));
      } else if (!seen.add(name)) {
        problems.add("expected each column once but found " + ShownValue.text(given) + " again");
      }
    }
    return problems;
  }

  /** A key or an order as the columns and captures are spelt. */
  List<String> spelt(List<String> key) {
    return key.stream().map(name -> names.getOrDefault(lowerCase(name), name)).toList();
  }
}
