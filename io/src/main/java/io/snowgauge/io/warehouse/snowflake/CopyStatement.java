package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.Warehouse.CopySource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/**
 * COPY of files that lie under one location into a table, at most {@value #MOST_FILES} at a time.
 * Every option that changes what is loaded is stated, for the defaults of Snowflake and of a stage
 * would make {@code \N} a null and take backslashes out of unquoted values.
 */
final class CopyStatement {
  /** Snowflake's limit of names in a statement. */
  static final int MOST_FILES = 1000;

  private static final String EVERY_ROW_LOADED = "LOADED";

  private final CopySource source;
  private final String from;

  /**
   * A statement.
   *
   * @param from the location as the statement has it, with its integration if it needs one
   */
  CopyStatement(CopySource source, String from) {
    this.source = source;
    this.from = from;
  }

  /**
   * Copies.
   *
   * @param names of the files, relative to the location
   * @return how many rows were loaded
   * @throws SQLException if any row of any file was not
   */
  long copy(Connection connection, List<String> names) throws SQLException {
    long rows = 0;
    for (int i = 0; i < names.size(); i += MOST_FILES) {
      rows += copySome(connection, names.subList(i, Math.min(i + MOST_FILES, names.size())));
    }
    return rows;
  }

  private long copySome(Connection connection, List<String> names) throws SQLException {
    long rows = 0;
    int files = 0;
    try (Statement statement = connection.createStatement();
        ResultSet loaded = statement.executeQuery(sql(names))) {
      while (loaded.next()) {
        String status = loaded.getString("status");
        if (!EVERY_ROW_LOADED.equals(status)
            || loaded.getLong("rows_loaded") != loaded.getLong("rows_parsed")) {
          throw new SQLException(
              "expected all rows of "
                  + loaded.getString("file")
                  + " to be copied but found it "
                  + status
                  + ": "
                  + loaded.getString("first_error"));
        }
        rows += loaded.getLong("rows_loaded");
        files++;
      }
    }
    if (files != names.size()) {
      throw new SQLException(
          "expected " + names.size() + " files to be copied but found " + files + " in the result");
    }
    return rows;
  }

  String sql(List<String> names) {
    return "COPY INTO "
        + source.table()
        + " FROM "
        + from
        + " FILES = ("
        + names.stream().map(SnowflakeText::literal).collect(Collectors.joining(", "))
        + ") FILE_FORMAT = (TYPE = CSV, COMPRESSION = "
        + source.compression()
        + ", RECORD_DELIMITER = '\\n', FIELD_DELIMITER = ',', MULTI_LINE = TRUE"
        + ", PARSE_HEADER = FALSE, SKIP_HEADER = 0, SKIP_BLANK_LINES = FALSE"
        + ", DATE_FORMAT = AUTO, TIME_FORMAT = AUTO, TIMESTAMP_FORMAT = AUTO"
        + ", BINARY_FORMAT = HEX, ESCAPE = NONE, ESCAPE_UNENCLOSED_FIELD = NONE"
        + ", TRIM_SPACE = FALSE, FIELD_OPTIONALLY_ENCLOSED_BY = "
        + String.format("'0x%02x'", (int) source.quote())
        + ", NULL_IF = (), ERROR_ON_COLUMN_COUNT_MISMATCH = TRUE"
        + ", REPLACE_INVALID_CHARACTERS = FALSE, EMPTY_FIELD_AS_NULL = TRUE"
        + ", SKIP_BYTE_ORDER_MARK = FALSE, ENCODING = 'UTF8')"
        + " ON_ERROR = ABORT_STATEMENT PURGE = FALSE FORCE = FALSE";
  }
}
