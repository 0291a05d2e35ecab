package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.CopySource;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Row;
import io.snowgauge.io.warehouse.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
  private final Sql from;

  /**
   * A statement.
   *
   * @param from the location as the statement has it, with its integration if it needs one
   */
  CopyStatement(CopySource source, Sql from) {
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

  /** What COPY says of a file. */
  private record Copied(
      String file, String status, long parsed, long loaded, @Nullable String error) {
    private static Copied of(Row row) throws SQLException {
      return new Copied(
          row.text("file"),
          row.text("status"),
          row.number("rows_parsed"),
          row.number("rows_loaded"),
          row.textOrNull("first_error"));
    }

    private boolean isWhole() {
      return status.equals(EVERY_ROW_LOADED) && loaded == parsed;
    }
  }

  private long copySome(Connection connection, List<String> names) throws SQLException {
    List<Copied> files = sql(names).query(connection, Copied::of);
    for (Copied file : files) {
      if (!file.isWhole()) {
        throw new SQLException(
            "expected all rows of %s to be copied but found it %s: %s"
                .formatted(file.file(), file.status(), file.error()));
      }
    }
    if (files.size() != names.size()) {
      throw new SQLException(
          "expected %d files to be copied but found %d in the result"
              .formatted(names.size(), files.size()));
    }
    return files.stream().mapToLong(Copied::loaded).sum();
  }

  private Sql sql(List<String> names) {
    return Sql.of(
            """
            COPY INTO {table}
            FROM {from}
            FILES = ({files})
            FILE_FORMAT = (
              TYPE = CSV, COMPRESSION = {compression},
              RECORD_DELIMITER = '\\n', FIELD_DELIMITER = ',', MULTI_LINE = TRUE,
              PARSE_HEADER = FALSE, SKIP_HEADER = 0, SKIP_BLANK_LINES = FALSE,
              DATE_FORMAT = AUTO, TIME_FORMAT = AUTO, TIMESTAMP_FORMAT = AUTO,
              BINARY_FORMAT = HEX, ESCAPE = NONE, ESCAPE_UNENCLOSED_FIELD = NONE,
              TRIM_SPACE = FALSE, FIELD_OPTIONALLY_ENCLOSED_BY = {quote},
              NULL_IF = (), ERROR_ON_COLUMN_COUNT_MISMATCH = TRUE,
              REPLACE_INVALID_CHARACTERS = FALSE, EMPTY_FIELD_AS_NULL = TRUE,
              SKIP_BYTE_ORDER_MARK = FALSE, ENCODING = 'UTF8')
            ON_ERROR = ABORT_STATEMENT PURGE = FALSE FORCE = FALSE
            """)
        .with("table", source.table())
        .with("from", from)
        .withAll("files", names.stream().map(Identifiers::escapedLiteral).toList())
        .with("compression", source.compression().name())
        .with("quote", String.format("'0x%02x'", (int) source.quote()));
  }
}
