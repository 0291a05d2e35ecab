package io.snowgauge.pipelines.config;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Each dataset has a table of its own, for replacing and unloading take out whole files by their
 * identity, and no dataset's table is one of the control tables.
 */
final class TableRules {
  private static final List<String> CONTROL_TABLES =
      List.of(
          "INGESTION_AUDIT",
          "INGESTION_FILES",
          "INGESTION_REJECTS",
          "PUBLISH_LOCK",
          "RUN_HEARTBEATS",
          "SCHEMA_VERSION");

  private TableRules() {}

  /** Checks the datasets whose table is valid. */
  static void check(Values values, Problems problems) {
    Map<String, String> owners = new HashMap<>();
    for (String dataset : values.datasets()) {
      String table = values.find(Settings.TABLE, dataset);
      if (table == null) {
        continue;
      }
      String name = table.toUpperCase(Locale.ROOT);
      String owner = owners.putIfAbsent(name, dataset);
      if (owner != null) {
        problems.error(
            Settings.TABLE.key(dataset)
                + ": expected a table of its own but found '"
                + table
                + "', which is that of the dataset "
                + owner);
      } else if (CONTROL_TABLES.contains(name)) {
        problems.error(
            Settings.TABLE.key(dataset)
                + ": expected a table of your own but found the control table '"
                + table
                + "'");
      }
    }
  }
}
