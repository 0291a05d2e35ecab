package io.snowgauge.io.warehouse.duckdb;

import io.snowgauge.io.warehouse.Finding;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.record.ColumnType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A DuckDB file. One process at a time can open it: another one waits for it up to a limit and then
 * gives up with a clear message. Connections of one process share the open database.
 *
 * @param path of the database file
 * @param targetSchema of the targets
 * @param controlSchema of the control tables
 * @param lockTimeout how long to wait for another process
 */
public record DuckDbWarehouse(
    String path, String targetSchema, String controlSchema, Duration lockTimeout)
    implements Warehouse {

  /** Rows up to this length need no larger buffers; DuckDB's default of max_line_size. */
  private static final long DEFAULT_LINE_BYTES = 2_000_000;

  /** A thread's window on a CSV file, an eighth of DuckDB's default: as fast, with less memory. */
  private static final long BUFFER_BYTES = 4_000_000;

  /** Grouping and joining more of them at a time was seen to fail for want of memory. */
  private static final long KEYS_PER_STATEMENT = 1_000_000;

  /** DuckDB does not name a database like these, in any case. */
  private static final Set<String> RESERVED = Set.of("main", "temp", "system");

  @Override
  public boolean exists() {
    return file().exists();
  }

  @Override
  public Connection connect() throws SQLException {
    return file().connect();
  }

  @Override
  public Connection connectToLook() throws SQLException {
    return file().connectToLook();
  }

  @Override
  public List<Finding> access(Connection connection, List<TableUse> tables) {
    return List.of(file().access());
  }

  @Override
  public Finding creation() {
    return file().creation();
  }

  private DatabaseFile file() {
    return new DatabaseFile(path, lockTimeout);
  }

  @Override
  public String qualified(String schema) {
    return Identifiers.quote(catalog()) + "." + Identifiers.quote(schema);
  }

  /** The name that DuckDB gives the database: the file's up to its first dot. */
  private String catalog() {
    String name = String.valueOf(Path.of(path).getFileName()).replaceFirst("^\\.+", "");
    String stem = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
    return RESERVED.contains(stem.toLowerCase(Locale.ROOT)) ? stem + "_db" : stem;
  }

  @Override
  public boolean isExclusive() {
    return true;
  }

  @Override
  public boolean createsOnUse() {
    return true;
  }

  @Override
  public String typeName(ColumnType type) {
    return switch (type.kind()) {
      case STRING -> "VARCHAR";
      case INTEGER -> "BIGINT";
      case NUMBER -> "DECIMAL(" + type.precision() + ", " + type.scale() + ")";
      case FLOAT -> "DOUBLE";
      case BOOLEAN -> "BOOLEAN";
      case DATE -> "DATE";
      case TIMESTAMP_NTZ -> "TIMESTAMP";
      case TIMESTAMP_TZ -> "TIMESTAMP WITH TIME ZONE";
      case JSON -> "JSON";
    };
  }

  @Override
  public String now() {
    return "CAST(now() AT TIME ZONE 'UTC' AS TIMESTAMP)";
  }

  @Override
  public Sql parseJson(Sql text) {
    return Sql.of("CAST({text} AS JSON)").with("text", text);
  }

  @Override
  public long keysPerStatement() {
    return KEYS_PER_STATEMENT;
  }

  /** Temporary tables end with their connection, so a killed run leaves none behind. */
  @Override
  public String stagingTableKind() {
    return "TEMP";
  }

  @Override
  public String stagingTable(String name) {
    return Identifiers.quote(name);
  }

  @Override
  public boolean keepsStagingTables() {
    return false;
  }

  @Override
  public long copy(Connection connection, CopySource source) throws SQLException {
    if (source.uris().isEmpty()) {
      return 0;
    }
    return Sql.of("INSERT INTO {table} SELECT * FROM {files}")
        .with("table", source.table())
        .with("files", readCsv(source))
        .update(connection);
  }

  /** Reads the files in place: a copy would be written and read once more for nothing. */
  @Override
  public void stage(Connection connection, CopySource source) throws SQLException {
    if (source.uris().isEmpty()) {
      Sql.of("CREATE TEMP TABLE {table} ({columns})")
          .with("table", source.table())
          .withAll("columns", TableColumn.definition(source.columns()))
          .execute(connection);
    } else {
      Sql.of("CREATE TEMP VIEW {table} AS SELECT * FROM {files}")
          .with("table", source.table())
          .with("files", readCsv(source))
          .execute(connection);
    }
  }

  private static Sql readCsv(CopySource source) {
    List<String> files =
        source.uris().stream()
            .map(uri -> Identifiers.literal(globFree(Storage.localPath(uri).toString())))
            .toList();
    List<Sql> columns =
        source.columns().stream()
            .map(
                column ->
                    Sql.of("{name}: {type}")
                        .with("name", Identifiers.literal(column.name()))
                        .with("type", Identifiers.literal(column.type())))
            .toList();
    return Sql.of(
            """
            read_csv(
              [{files}],
              columns = {
                {columns}
              },
              auto_detect = false, header = false, delim = ',', quote = {quote}, escape = {quote},
              nullstr = '', allow_quoted_nulls = false, compression = {compression},
              {longRows})
            """)
        .withAll("files", files)
        .withAll("columns", columns)
        .with("quote", Identifiers.literal(String.valueOf(source.quote())))
        .with(
            "compression",
            Identifiers.literal(source.compression().name().toLowerCase(Locale.ROOT)))
        .with("longRows", longRows(source.widestRow()));
  }

  private static Sql longRows(long widestRow) {
    return widestRow < DEFAULT_LINE_BYTES
        ? Sql.of("buffer_size = {bytes}").with("bytes", String.valueOf(BUFFER_BYTES))
        : Sql.of("max_line_size = {bytes}").with("bytes", String.valueOf(widestRow + 1024));
  }

  /** A path as DuckDB takes it literally: a bracket around each character that a glob would use. */
  private static String globFree(String path) {
    return path.replaceAll("[*?\\[]", "[$0]");
  }

  /**
   * Counts the bits of 64 neighbouring numbers at a time: exact, and many times faster than {@code
   * COUNT(DISTINCT)}.
   */
  @Override
  public Sql recordCounts(String records) {
    return Sql.of(
            """
            SELECT
              _STAGE_ID AS STAGE_ID,
              CAST(SUM(STAGED) AS BIGINT) AS STAGED,
              MAX(HIGHEST) AS HIGHEST,
              CAST(SUM(BIT_COUNT(BITS)) AS BIGINT) AS DISTINCT_COUNT
            FROM (
              SELECT
                _STAGE_ID,
                _RECORD // 64 AS BUCKET,
                COUNT(*) AS STAGED,
                MAX(_RECORD) AS HIGHEST,
                BIT_OR(CAST(1 AS UBIGINT) << CAST(_RECORD % 64 AS UBIGINT)) AS BITS
              FROM {records}
              GROUP BY _STAGE_ID, BUCKET)
            GROUP BY _STAGE_ID
            """)
        .with("records", records);
  }

  @Override
  public Sql transactionId() {
    return Sql.of("SELECT CAST(txid_current() AS VARCHAR) AS TRANSACTION_ID");
  }

  /** Transactions that met on a row: DuckDB fails the later one at once. */
  @Override
  public boolean isRetryable(SQLException e) {
    return String.valueOf(e.getMessage()).contains("TransactionContext Error");
  }
}
