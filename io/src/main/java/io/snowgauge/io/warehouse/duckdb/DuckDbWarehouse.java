package io.snowgauge.io.warehouse.duckdb;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.record.ColumnType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.duckdb.DuckDBDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger LOG = LoggerFactory.getLogger(DuckDbWarehouse.class);

  private static final Duration FIRST_WAIT = Duration.ofMillis(50);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  /** Keeps the whole process within the memory that the launcher plans for. */
  private static final String MEMORY_LIMIT = "200MB";

  /**
   * A file's rows are unknown before it is read, and the optimiser guesses few: it would hold all
   * records in memory to probe them with the manifest, instead of the other way round.
   */
  private static final String JOINS_AS_WRITTEN = "join_order,build_side_probe_side";

  /** Rows up to this length need no larger buffers; DuckDB's default of max_line_size. */
  private static final long DEFAULT_LINE_BYTES = 2_000_000;

  /** A thread's window on a CSV file, an eighth of DuckDB's default: as fast, with less memory. */
  private static final long BUFFER_BYTES = 4_000_000;

  /** The driver takes what follows for options, and DuckDB a backslash for a folder's end. */
  private static final String MISREAD = ";?\\";

  /** DuckDB does not name a database like these, in any case. */
  private static final Set<String> RESERVED = Set.of("main", "temp", "system");

  @Override
  public boolean exists() {
    return Files.exists(Path.of(path));
  }

  @Override
  public Connection connect() throws SQLException {
    try {
      Path folder = Path.of(path).toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new SQLException("cannot create the folder of " + path + ": " + e.getMessage(), e);
    }
    RetryPolicy<Connection> whileLocked =
        RetryPolicy.<Connection>builder()
            .handleIf(DuckDbWarehouse::isLocked)
            .withBackoff(FIRST_WAIT, LONGEST_WAIT)
            .withJitter(0.2)
            .withMaxRetries(lockTimeout.compareTo(FIRST_WAIT) > 0 ? -1 : 0)
            .withMaxDuration(lockTimeout.compareTo(FIRST_WAIT) > 0 ? lockTimeout : LONGEST_WAIT)
            .onRetry(
                attempt -> {
                  if (attempt.getAttemptCount() == 1) {
                    LOG.warn("{} is in use by another process; waiting for it", path);
                  }
                })
            .build();
    try {
      return Failsafe.with(whileLocked).get(this::open);
    } catch (FailsafeException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw isLocked(cause) ? lockedMessage(cause) : cause;
      }
      throw e;
    }
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

  /**
   * Opens the database. Nothing else in this process may open the file: closing any descriptor of
   * it gives up the POSIX lock that keeps other processes out.
   */
  private Connection open() throws SQLException {
    if (path.chars().anyMatch(c -> MISREAD.indexOf(c) >= 0)) {
      throw new SQLException(
          "warehouse.path: expected a path without ';', '?' and '\\' but found '" + path + "'");
    }
    Properties settings = new Properties();
    settings.setProperty("memory_limit", MEMORY_LIMIT);
    settings.setProperty("preserve_insertion_order", "false");
    settings.setProperty("disabled_optimizers", JOINS_AS_WRITTEN);
    // Not through DriverManager, which would also set up the other drivers on the class path.
    return new DuckDBDriver().connect("jdbc:duckdb:" + path, settings);
  }

  private static boolean isLocked(Throwable e) {
    return String.valueOf(e.getMessage()).contains("Could not set lock on file");
  }

  private SQLException lockedMessage(SQLException e) {
    return new SQLException(
        "the database file "
            + path
            + " is in use by another process, and still was after "
            + lockTimeout.toSeconds()
            + " s (warehouse.lockTimeout); DuckDB files are for one process at a time: run again"
            + " when the other one has ended",
        e);
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
    return switch (type) {
      case STRING -> "VARCHAR";
      case INTEGER -> "BIGINT";
      case TIMESTAMP -> "TIMESTAMP";
    };
  }

  /** Temporary tables end with their connection, so a killed run leaves none behind. */
  @Override
  public String createStagingTable() {
    return "CREATE TEMP TABLE ";
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
    try (Statement statement = connection.createStatement()) {
      return statement.executeLargeUpdate(
          "INSERT INTO " + source.table() + " SELECT * FROM " + readCsv(source));
    }
  }

  /** Reads the files in place: a copy would be written and read once more for nothing. */
  @Override
  public void stage(Connection connection, CopySource source) throws SQLException {
    String definition =
        source.uris().isEmpty()
            ? createStagingTable() + source.table() + " (" + definition(source) + ")"
            : "CREATE TEMP VIEW " + source.table() + " AS SELECT * FROM " + readCsv(source);
    try (Statement statement = connection.createStatement()) {
      statement.execute(definition);
    }
  }

  private static String definition(CopySource source) {
    return source.columns().stream()
        .map(column -> Identifiers.quote(column.name()) + " " + column.type())
        .collect(Collectors.joining(", "));
  }

  private static String readCsv(CopySource source) {
    String files =
        source.uris().stream()
            .map(uri -> Identifiers.literal(globFree(Storage.localPath(uri).toString())))
            .collect(Collectors.joining(", ", "[", "]"));
    String columns =
        source.columns().stream()
            .map(c -> Identifiers.literal(c.name()) + ": " + Identifiers.literal(c.type()))
            .collect(Collectors.joining(", ", "{", "}"));
    String quote = Identifiers.literal(String.valueOf(source.quote()));
    String widest =
        source.widestRow() < DEFAULT_LINE_BYTES
            ? ", buffer_size = " + BUFFER_BYTES
            : ", max_line_size = " + (source.widestRow() + 1024);
    return "read_csv("
        + files
        + ", columns = "
        + columns
        + ", auto_detect = false, header = false, delim = ',', quote = "
        + quote
        + ", escape = "
        + quote
        + ", nullstr = '', allow_quoted_nulls = false, compression = "
        + (source.compressed() ? "'gzip'" : "'none'")
        + widest
        + ")";
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
  public String recordCounts(String records) {
    return "SELECT STAGE_ID, CAST(SUM(STAGED) AS BIGINT) AS STAGED, MAX(HIGHEST) AS HIGHEST,"
        + " CAST(SUM(BIT_COUNT(BITS)) AS BIGINT) AS DISTINCT_COUNT FROM (SELECT STAGE_ID,"
        + " _RECORD // 64 AS BUCKET, COUNT(*) AS STAGED, MAX(_RECORD) AS HIGHEST,"
        + " BIT_OR(CAST(1 AS UBIGINT) << CAST(_RECORD % 64 AS UBIGINT)) AS BITS FROM "
        + records
        + " GROUP BY STAGE_ID, BUCKET) GROUP BY STAGE_ID";
  }

  @Override
  public String transactionIdQuery() {
    return "SELECT CAST(txid_current() AS VARCHAR)";
  }

  /** Transactions that met on a row: DuckDB fails the later one at once. */
  @Override
  public boolean isRetryable(SQLException e) {
    return String.valueOf(e.getMessage()).contains("TransactionContext Error");
  }
}
