package io.snowgauge.pipelines.config;

import io.snowgauge.io.warehouse.control.ControlTables;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Each dataset has a table of its own, for replacing and retracting take out whole files by their
 * identity, and no dataset's table is one of the control tables.
 */
final class TableRules {
  private TableRules() {}

  /** Checks the datasets whose table is valid. */
  static void check(Values values, Problems problems) {
    Map<String, String> owners = new HashMap<>();
    for (String dataset : values.datasets()) {
      String table = values.find(DatasetSettings.TABLE, dataset);
      if (table == null) {
        continue;
      }
      String name = table.toUpperCase(Locale.ROOT);
      String owner = owners.putIfAbsent(name, dataset);
      if (owner != null) {
        problems.error(
            DatasetSettings.TABLE.key(dataset)
                + ": expected a table of its own but found '"
                + table
                + "', which is that of the dataset "
                + owner);
      } else if (ControlTables.NAMES.contains(name)) {
        problems.error(
            DatasetSettings.TABLE.key(dataset)
                + ": expected a table of your own but found the control table '"
                + table
                + "'");
      }
    }
  }
}
