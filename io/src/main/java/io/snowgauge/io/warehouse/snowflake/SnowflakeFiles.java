package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.CopySource;
import io.snowgauge.io.warehouse.Sessions;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.StagedFiles;
import io.snowgauge.io.warehouse.TableColumn;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Copies staged files into Snowflake.
 *
 * @param stage where they are copied from
 * @param controlSchema that holds the internal stage, qualified and quoted
 * @param sessions to upload on beside the one that copies
 */
record SnowflakeFiles(Stage stage, String controlSchema, Sessions sessions) implements StagedFiles {
  @Override
  public long copy(Connection connection, CopySource source) throws SQLException {
    return source.uris().isEmpty()
        ? 0
        : copy(connection, source, count(connection, source.table()));
  }

  /** Copies into a table that had so many rows before. */
  private long copy(Connection connection, CopySource source, long before) throws SQLException {
    long copied =
        stage instanceof Stage.Internal
            ? internalStage().copy(connection, source)
            : new ExternalCopy(stage).copy(connection, source);
    long found = count(connection, source.table()) - before;
    if (found != copied) {
      throw new SQLException(
          "COPY reported " + copied + " rows for " + source.table() + " but it has " + found);
    }
    return copied;
  }

  private static long count(Connection connection, String table) throws SQLException {
    return Sql.of("SELECT COUNT(*) FROM {table}").with("table", table).number(connection);
  }

  private InternalStage internalStage() {
    return new InternalStage(controlSchema, sessions);
  }

  @Override
  public void stage(Connection connection, CopySource source) throws SQLException {
    Sql.of("CREATE TRANSIENT TABLE {table} ({columns}) DATA_RETENTION_TIME_IN_DAYS = 0")
        .with("table", source.table())
        .withAll("columns", TableColumn.definition(source.columns()))
        .execute(connection);
    if (!source.uris().isEmpty()) {
      copy(connection, source, 0);
    }
  }

  @Override
  public void removeUploads(Connection connection, String runId) {
    if (stage instanceof Stage.Internal) {
      internalStage().removeRun(connection, runId);
    }
  }
}
