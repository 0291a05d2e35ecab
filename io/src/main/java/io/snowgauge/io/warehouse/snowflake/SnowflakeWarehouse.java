package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.Finding;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Run;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Snowflake database. Any number of processes can use it at a time; {@code init} creates what
 * they need.
 *
 * @param account that holds the database
 * @param controlSchema of the control tables, of the staging tables and of the internal stage
 * @param stage where staged files are copied from
 */
public record SnowflakeWarehouse(SnowflakeAccount account, String controlSchema, Stage stage)
    implements Warehouse {

  /** Only shown to people; nothing is connected to before it is needed. */
  @Override
  public boolean exists() {
    return true;
  }

  @Override
  public Connection connect() throws SQLException {
    return Sessions.of(account).open(QueryTag.NONE);
  }

  @Override
  public Connection connect(Run run, String dataset) throws SQLException {
    return Sessions.of(account).open(QueryTag.of(run.id(), dataset));
  }

  @Override
  public List<Finding> access(Connection connection, List<TableUse> tables) {
    return new SnowflakeAccess(this, connection).findings(tables);
  }

  /** Never asked for: whether a database is there shows when it is used. */
  @Override
  public Finding creation() {
    return Finding.unknown("warehouse.database", "nothing was connected to");
  }

  @Override
  public void discard(Connection connection) {
    Sessions.of(account).discard(connection);
  }

  @Override
  public String targetSchema() {
    return account.schema();
  }

  @Override
  public String qualified(String schema) {
    return Identifiers.quote(account.database()) + "." + Identifiers.quote(schema);
  }

  /** Of this database: without its name, Snowflake takes the session's. */
  @Override
  public String informationSchema() {
    return Identifiers.quote(account.database()) + ".INFORMATION_SCHEMA";
  }

  @Override
  public boolean isExclusive() {
    return false;
  }

  @Override
  public boolean createsOnUse() {
    return false;
  }

  @Override
  public List<Sql> foundation() {
    List<Sql> ddl = new ArrayList<>();
    ddl.add(
        Sql.of("CREATE DATABASE IF NOT EXISTS {database}")
            .with("database", Identifiers.quote(account.database())));
    ddl.add(
        Sql.of("CREATE SCHEMA IF NOT EXISTS {schema}").with("schema", qualified(controlSchema)));
    if (stage instanceof Stage.Internal) {
      ddl.add(
          Sql.of("CREATE STAGE IF NOT EXISTS {schema}.{stage}")
              .with("schema", qualified(controlSchema))
              .with("stage", Identifiers.quote(InternalStage.NAME)));
    }
    return ddl;
  }

  /**
   * INTEGER is NUMBER(19, 0): every integer of 64 bits, as in the other warehouse. It can be
   * widened later without rewriting a row, and NUMBER(38, 0), Snowflake's BIGINT, not be narrowed.
   */
  @Override
  public String typeName(ColumnType type) {
    return switch (type.kind()) {
      case STRING -> "VARCHAR";
      case INTEGER -> "NUMBER(19, 0)";
      case NUMBER -> "NUMBER(" + type.precision() + ", " + type.scale() + ")";
      case FLOAT -> "FLOAT";
      case BOOLEAN -> "BOOLEAN";
      case DATE -> "DATE";
      case TIMESTAMP_NTZ -> "TIMESTAMP_NTZ(6)";
      case TIMESTAMP_TZ -> "TIMESTAMP_TZ(6)";
      case JSON -> "VARIANT";
    };
  }

  @Override
  public Sql parseJson(Sql text) {
    return Sql.of("PARSE_JSON({text})").with("text", text);
  }

  /** Snowflake spills to disk what does not fit into memory. */
  @Override
  public long keysPerStatement() {
    return Long.MAX_VALUE;
  }

  /** Not enforced, but read by people and by tools that join. */
  @Override
  public Optional<Sql> keyConstraint(List<String> columns) {
    return Optional.of(
        Sql.of("PRIMARY KEY ({columns})")
            .withAll("columns", columns.stream().map(Identifiers::quote).toList()));
  }

  /** Temporary tables would end with the session, and with them what a lost one had staged. */
  @Override
  public String stagingTableKind() {
    return "TRANSIENT";
  }

  @Override
  public String stagingTable(String name) {
    return qualified(controlSchema) + "." + Identifiers.quote(name);
  }

  @Override
  public boolean wantsCompressedParts() {
    return true;
  }

  @Override
  public List<Sql> grants(String role, List<String> targets) {
    return new RoleGrants(this, role).statements(targets);
  }

  @Override
  public boolean keepsStagingTables() {
    return true;
  }

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
    return new InternalStage(qualified(controlSchema));
  }

  @Override
  public void stage(Connection connection, CopySource source) throws SQLException {
    Sql.of("CREATE TRANSIENT TABLE {table} ({columns})")
        .with("table", source.table())
        .withAll("columns", TableColumn.definition(source.columns()))
        .execute(connection);
    if (!source.uris().isEmpty()) {
      copy(connection, source, 0);
    }
  }

  @Override
  public Sql recordCounts(String records) {
    return Sql.of(
            """
            SELECT
              _STAGE_ID AS STAGE_ID,
              COUNT(*) AS STAGED,
              MAX(_RECORD) AS HIGHEST,
              COUNT(DISTINCT _RECORD) AS DISTINCT_COUNT
            FROM {records}
            GROUP BY _STAGE_ID
            """)
        .with("records", records);
  }

  @Override
  public Sql transactionId() {
    return Sql.of("SELECT CAST(CURRENT_TRANSACTION() AS VARCHAR) AS TRANSACTION_ID");
  }

  /** In UTC, whatever the session's time zone. */
  @Override
  public String now() {
    return "SYSDATE()";
  }

  @Override
  public boolean isRetryable(SQLException e) {
    return SnowflakeErrors.isRetryable(e);
  }

  @Override
  public boolean isConnectionLost(SQLException e) {
    return SnowflakeErrors.isConnectionLost(e);
  }

  @Override
  public boolean isNotAllowed(SQLException e) {
    return SnowflakeErrors.isNotAllowed(e);
  }

  @Override
  public boolean isMissing(SQLException e) {
    return SnowflakeErrors.isMissing(e);
  }

  @Override
  public void sweep(Connection connection) throws SQLException {
    new LeftoverTables(this).drop(connection);
  }

  @Override
  public void removeUploads(Connection connection, String runId) {
    if (stage instanceof Stage.Internal) {
      internalStage().removeRun(connection, runId);
    }
  }
}
