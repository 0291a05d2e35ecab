package io.snowgauge.endtoend;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The contents of tables as texts that are the same whichever warehouse holds them. */
final class Contents {
  /** The control tables that say what became of which file and run. */
  static final List<String> LEDGER =
      List.of(
          "SNOWGAUGE.INGESTION_FILES", "SNOWGAUGE.INGESTION_REJECTS", "SNOWGAUGE.INGESTION_AUDIT");

  /** What differs between two runs that load the same: the names of runs and attempts, and when. */
  private static final Set<String> OF_THE_RUN =
      Set.of(
          "RUN_ID",
          "_RUN_ID",
          "STAGE_ID",
          "STARTED_AT",
          "FINISHED_AT",
          "LOADED_AT",
          "_LOADED_AT",
          "TIMESTAMP",
          "EXTRACTED_AT");

  private Contents() {}

  /** The rows of a table, each with the names of its columns, sorted. */
  static List<String> of(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
      ResultSetMetaData columns = rows.getMetaData();
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          if (!OF_THE_RUN.contains(columns.getColumnName(i))) {
            cells.add(columns.getColumnName(i) + "=" + cell(rows, i));
          }
        }
        lines.add(String.join(" | ", cells));
      }
      return lines.stream().sorted().toList();
    }
  }

  private static @Nullable String cell(ResultSet rows, int column) throws SQLException {
    Object value =
        switch (rows.getMetaData().getColumnType(column)) {
          case Types.TIMESTAMP -> rows.getTimestamp(column);
          case Types.DOUBLE, Types.FLOAT -> rows.getDouble(column);
          default -> rows.getString(column);
        };
    return rows.wasNull() ? null : String.valueOf(value);
  }
}
