package io.snowgauge.io.warehouse.duckdb;

import dev.failsafe.RetryPolicy;
import io.snowgauge.io.files.FolderAccess;
import io.snowgauge.io.warehouse.Finding;
import io.snowgauge.io.warehouse.Retries;
import io.snowgauge.io.warehouse.Sessions;
import io.snowgauge.io.warehouse.Setup;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.TableUse;
import io.snowgauge.transforms.files.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.duckdb.DuckDBDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that holds a database, and what opening it takes.
 *
 * @param path of the file
 * @param lockTimeout how long to wait for another process
 * @param memoryBytes how much DuckDB may have
 */
record DatabaseFile(String path, Duration lockTimeout, long memoryBytes)
    implements Sessions, Setup {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseFile.class);

  private static final Duration FIRST_WAIT = Duration.ofMillis(50);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  /**
   * A file's rows are unknown before it is read, and the optimiser guesses few: it would hold all
   * records in memory to probe them with the manifest, instead of the other way round.
   */
  private static final String JOINS_AS_WRITTEN = "join_order,build_side_probe_side";

  /** The driver takes what follows for options, and DuckDB a backslash for a folder's end. */
  private static final String MISREAD = ";?\\";

  private static final String SUBJECT = "warehouse";

  private static final Pattern MEMORY_USED = Pattern.compile("\\([^()/]+/[^()/]+ used\\)");

  /** Whether there is something at the path. */
  @Override
  public boolean exists() {
    return Files.exists(Path.of(path));
  }

  /** Opens it, creating it if it is missing, and waiting for another process up to a limit. */
  @Override
  public Connection connect() throws SQLException {
    try {
      Path folder = Path.of(path).toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new SQLException("cannot create the folder of " + path + ": " + Reason.of(e), e);
    }
    RetryPolicy<Connection> whileLocked =
        RetryPolicy.<Connection>builder()
            .handleIf(DatabaseFile::isLocked)
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
    if (!exists()) {
      create();
    }
    try {
      return Retries.get(whileLocked, () -> open(new Properties()));
    } catch (SQLException e) {
      throw isLocked(e) ? lockedMessage(e) : e;
    }
  }

  /**
   * Creates an empty database beside its path and gives it its name when it is whole: who is killed
   * while DuckDB writes the headers of a file would leave one that cannot be opened. Whoever gives
   * the name first wins. Where a file system has no hard links, DuckDB creates the file as it
   * opens.
   */
  private void create() {
    Path whole = Path.of(path + ".new-" + ProcessHandle.current().pid());
    try {
      Files.deleteIfExists(whole);
      open(whole.toString(), new Properties()).close();
      Files.createLink(Path.of(path), whole);
    } catch (IOException | SQLException | UnsupportedOperationException e) {
      // Opening it says what is wrong, if anything is.
      LOG.debug("{} is created as it is opened: {}", path, e.toString());
    } finally {
      try {
        Files.deleteIfExists(whole);
      } catch (IOException e) {
        LOG.warn("{} was left behind: {}", whole, Reason.of(e));
      }
    }
  }

  /**
   * Opens it as it is, to read: even what a killed process left in the log beside it stays there.
   */
  @Override
  public Connection connectToLook() throws SQLException {
    try {
      return open(toRead());
    } catch (SQLException e) {
      throw isLocked(e)
          ? new SQLException("the database file " + path + " is in use by another process now", e)
          : e;
    }
  }

  @Override
  public Optional<Connection> connectToCopy() throws SQLException {
    requireFile(Path.of(path));
    try {
      Path copy = DatabaseCopy.of(Path.of(path)).orElse(null);
      return copy == null ? Optional.empty() : Optional.of(open(copy.toString(), toRead()));
    } catch (IOException e) {
      throw new SQLException(
          path
              + " is in use by another process, and cannot be copied to look at: "
              + e.getMessage(),
          e);
    }
  }

  private static Properties toRead() {
    Properties settings = new Properties();
    settings.setProperty("access_mode", "READ_ONLY");
    return settings;
  }

  /**
   * Transactions that met on a row: DuckDB fails the later one at once. A disk that is full is told
   * in the same way, and will be as full the next time.
   */
  @Override
  public boolean isRetryable(SQLException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("TransactionContext Error")
        && !message.contains("IO Error")
        && !message.contains("No space left")
        && !isOutOfMemory(e);
  }

  /**
   * A commit that runs out of memory only tells how much was used. Writing the database file down
   * is another matter: less to load would not help.
   */
  @Override
  public boolean isOutOfMemory(SQLException e) {
    String message = String.valueOf(e.getMessage());
    return (message.contains("Out of Memory Error") || MEMORY_USED.matcher(message).find())
        && !isDiskFull(message)
        && !message.contains("FATAL Error");
  }

  /** What it sets aside, since its memory is full, has no room on the disk either. */
  private static boolean isDiskFull(String message) {
    return message.contains("failed to offload") || message.contains("max_temp_directory_size");
  }

  @Override
  public SQLException inWords(SQLException e) {
    String message = String.valueOf(e.getMessage());
    return isDiskFull(message)
        ? new SQLException(
            path
                + ".tmp: No space left on device, for what DuckDB sets aside while it loads; free"
                + " some there, or give it more memory (warehouse.memory); it said: "
                + message.lines().findFirst().orElse(""),
            e)
        : e;
  }

  /** Whether it can also be written, with the log beside it: there are no grants. */
  @Override
  public List<Finding> access(Connection connection, List<TableUse> tables) {
    return List.of(access());
  }

  private Finding access() {
    String folder = FolderAccess.whyNotWritable(folder());
    if (folder != null) {
      return Finding.failed(SUBJECT, folder);
    }
    return Files.isWritable(Path.of(path))
        ? Finding.ok(SUBJECT, "connected to the DuckDB file " + path)
        : Finding.failed(SUBJECT, path + " may not be written");
  }

  /** Whether it can be created. */
  @Override
  public Finding creation() {
    if (isMisread()) {
      return Finding.failed("warehouse.path", misread());
    }
    String folder = FolderAccess.whyNotWritable(folder());
    return folder == null
        ? Finding.ok(
            SUBJECT,
            path + " is not there yet; 'snowgauge init' or the first run creates it and its tables")
        : Finding.failed(SUBJECT, path + " cannot be created: " + folder);
  }

  private Path folder() {
    return Objects.requireNonNullElse(Path.of(path).toAbsolutePath().getParent(), Path.of("/"));
  }

  /**
   * Opens the database. Nothing else in this process may open the file: closing any descriptor of
   * it gives up the POSIX lock that keeps other processes out.
   */
  private Connection open(Properties settings) throws SQLException {
    return open(path, settings);
  }

  private Connection open(String file, Properties settings) throws SQLException {
    if (isMisread()) {
      throw new SQLException("warehouse.path: " + misread());
    }
    requireFile(Path.of(file));
    settings.setProperty("memory_limit", memoryBytes / 1_000_000 + "MB");
    // Without it, rows of a prepared statement come in any order, whatever it is ordered by.
    settings.setProperty("preserve_insertion_order", "true");
    settings.setProperty("disabled_optimizers", JOINS_AS_WRITTEN);
    // Not through DriverManager, which would also set up the other drivers on the class path.
    Connection connection = new DuckDBDriver().connect("jdbc:duckdb:" + file, settings);
    try {
      requireDatabase(connection);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Opening a pipe would wait for somebody to write to it. */
  private static void requireFile(Path file) throws SQLException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new SQLException(
          "warehouse.path: expected a DuckDB database file but found a "
              + (Files.isDirectory(file) ? "folder" : "device, pipe or socket")
              + " at "
              + file);
    }
  }

  private boolean isMisread() {
    return path.chars().anyMatch(c -> MISREAD.indexOf(c) >= 0);
  }

  private String misread() {
    return "expected a path without ';', '?' and '\\' but found '" + path + "'";
  }

  /** DuckDB also opens data files, such as JSON: as a view in a database that it does not keep. */
  private void requireDatabase(Connection connection) throws SQLException {
    List<String> inMemory =
        Sql.of(
                """
                SELECT database_name
                FROM duckdb_databases()
                WHERE database_name = current_database() AND path IS NULL
                """)
            .texts(connection);
    if (!inMemory.isEmpty()) {
      throw new SQLException(
          "warehouse.path: expected a DuckDB database file but found another file at " + path);
    }
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
}
