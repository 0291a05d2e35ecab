package io.snowgauge.pipelines.config;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A dataset of a format without columns of its own declares at least one, and their names differ in
 * more than case, for neither files nor warehouses tell such names apart.
 */
final class ColumnRules {
  private ColumnRules() {}

  /** Checks the datasets whose type of format is valid. */
  static void check(Values values, Dictionary given, Problems problems) {
    for (String dataset : values.datasets()) {
      String type = values.find(DatasetSettings.FORMAT_TYPE, dataset);
      if (type == null || type.equals(DatasetSettings.LSF)) {
        continue;
      }
      String group = Setting.inDataset(DatasetSettings.COLUMNS, dataset);
      if (values.columns(dataset).isEmpty() && !given.refusedIn(group)) {
        problems.error(
            group
                + ": expected the columns and their types, such as {\"id\": \"STRING NOT NULL\"},"
                + " but found nothing"
                + given.hint(dataset));
      }
      checkCase(group, values.columns(dataset), problems);
      warnOfLikelyTypos(dataset, given, problems);
    }
  }

  private static void checkCase(String group, List<String> columns, Problems problems) {
    Map<String, String> names = new HashMap<>();
    for (String name : columns) {
      String other = names.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
      if (other != null) {
        problems.error(
            KeyTree.join(group, name)
                + ": expected a name that differs from "
                + other
                + " in more than case but found "
                + ShownValue.text(name));
      }
    }
  }

  /** Whoever misspells a column that is to be changed adds one, which is legal. */
  private static void warnOfLikelyTypos(String dataset, Dictionary given, Problems problems) {
    List<String> inFile = given.columnsInFile(dataset);
    for (String name : given.columns(dataset)) {
      String key = DatasetSettings.COLUMN.named(name).key(dataset);
      GivenValue value = given.get(key);
      if (value != null && !inFile.contains(name)) {
        Suggestions.nearest(name, inFile)
            .ifPresent(
                near ->
                    problems.warning(
                        key
                            + ": adds a column that the file does not declare; did you mean "
                            + near
                            + "?"
                            + value.origin()));
      }
    }
  }
}
