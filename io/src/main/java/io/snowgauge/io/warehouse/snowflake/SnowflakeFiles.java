package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.CopySource;
import io.snowgauge.io.warehouse.Sessions;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.StagedFiles;
import io.snowgauge.io.warehouse.TableColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

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
    if (source.uris().isEmpty()) {
      return 0;
    }
    return stage instanceof Stage.Internal
        ? internalStage().copy(connection, source)
        : new ExternalCopy(stage).copy(connection, source);
  }

  private InternalStage internalStage() {
    return new InternalStage(controlSchema, sessions);
  }

  @Override
  public OptionalLong stage(Connection connection, CopySource source) throws SQLException {
    Sql.of("CREATE TRANSIENT TABLE {table} ({columns}) DATA_RETENTION_TIME_IN_DAYS = 0")
        .with("table", source.table())
        .withAll("columns", TableColumn.definition(source.columns()))
        .execute(connection);
    return OptionalLong.of(copy(connection, source));
  }

  @Override
  public void removeUploads(Connection connection, List<String> load) {
    if (stage instanceof Stage.Internal) {
      internalStage().remove(connection, load);
    }
  }
}
