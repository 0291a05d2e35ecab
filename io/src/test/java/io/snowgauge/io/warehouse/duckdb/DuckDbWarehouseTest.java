package io.snowgauge.io.warehouse.duckdb;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.warehouse.CopySource;
import io.snowgauge.io.warehouse.Sessions;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.TableColumn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DuckDbWarehouseTest {
  @TempDir Path folder;

  private DuckDbWarehouse warehouse(Duration lockTimeout) {
    return warehouse("site.duckdb", lockTimeout);
  }

  private DuckDbWarehouse warehouse(String name, Duration lockTimeout) {
    return new DuckDbWarehouse(folder.resolve(name).toString(), "main", "SNOWGAUGE", lockTimeout);
  }

  @Test
  void existsOnceItIsConnectedTo() throws Exception {
    DuckDbWarehouse warehouse = warehouse("new/folder/site.duckdb", Duration.ZERO);
    assertThat(warehouse.sessions().exists(), is(false));
    warehouse.connect().close();
    assertThat(warehouse.sessions().exists(), is(true));
  }

  @Test
  void connectionsOfOneProcessShareTheDatabase() throws Exception {
    DuckDbWarehouse warehouse = warehouse(Duration.ZERO);
    try (Connection one = warehouse.connect();
        Connection other = warehouse.connect()) {
      execute(one, "CREATE TABLE T (X INTEGER)");
      execute(one, "INSERT INTO T VALUES (7)");
      assertThat(first(other, "SELECT X FROM T"), is("7"));
    }
  }

  /**
   * DuckDB gives rows of prepared statements in any order, unless it is to keep that of inserts.
   */
  @Test
  void manyRowsComeInTheOrderThatIsAskedFor() throws Exception {
    try (Connection connection = warehouse(Duration.ZERO).connect()) {
      execute(connection, "CREATE TABLE T AS SELECT RANGE AS X FROM RANGE(1000000)");
      Sql inOrder = Sql.of("SELECT X FROM T WHERE X >= :least ORDER BY X").bind("least", 0L);
      for (int again = 0; again < 5; again++) {
        AtomicLong next = new AtomicLong();
        AtomicLong misplaced = new AtomicLong();
        inOrder.each(
            connection,
            row -> {
              if (row.number("X") != next.getAndIncrement()) {
                misplaced.incrementAndGet();
              }
            });
        assertThat(next.get(), is(1_000_000L));
        assertThat(misplaced.get(), is(0L));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.duckdb", "x.json", "x.csv", "x.parquet", "x.txt"})
  void aFileThatIsNoDatabaseIsRefusedAtOnceAndLeftAsItIs(String name) throws Exception {
    String text = "{\"a\": 1}\n".repeat(1000);
    Path file = Files.writeString(folder.resolve(name), text);
    SQLException refused =
        assertThrows(SQLException.class, () -> warehouse(name, Duration.ofMinutes(5)).connect());
    assertThat(refused.getMessage(), containsString(name));
    assertThat(Files.readString(file), is(text));
  }

  @Test
  void aDataFileThatDuckDbWouldShowIsNoDatabase() throws Exception {
    Files.writeString(folder.resolve("x.json"), "{\"a\": 1}\n");
    SQLException refused =
        assertThrows(SQLException.class, () -> warehouse("x.json", Duration.ZERO).connect());
    assertThat(
        refused.getMessage(),
        is(
            "warehouse.path: expected a DuckDB database file but found another file at "
                + folder.resolve("x.json")));
  }

  @Test
  void aFullDiskIsNoReasonToTryAgain() {
    assertThat(
        warehouse("x", Duration.ZERO)
            .sessions()
            .isRetryable(
                new SQLException(
                    "TransactionContext Error: Failed to commit: Could not write file"
                        + " \"x.wal\": No space left on device")),
        is(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Out of Memory Error: failed to allocate data of size 16.0 MiB (187.0 MiB/190.7 MiB used)",
        "TransactionContext Error: Failed to commit: failed to pin block of size 392.0 KiB (190.5"
            + " MiB/190.7 MiB used)"
      })
  void whatIsTooMuchForItsMemoryIsNotTriedAgain(String message) {
    Sessions sessions = warehouse("x", Duration.ZERO).sessions();
    assertThat(sessions.isOutOfMemory(new SQLException(message)), is(true));
    assertThat(sessions.isRetryable(new SQLException(message)), is(false));
  }

  /** As it was said on a file system of 256 KiB (src/test/disk/full.sh). */
  @Test
  void aFullDiskForWhatIsSetAsideIsToldWithItsPlace() {
    Sessions sessions = warehouse("x", Duration.ZERO).sessions();
    SQLException full =
        new SQLException(
            "Out of Memory Error: failed to offload data block of size 256.0 KiB (0 bytes/230.3 KiB"
                + " used).\nThis limit was set by the 'max_temp_directory_size' setting.");
    assertThat(sessions.isOutOfMemory(full), is(false));
    assertThat(
        sessions.inWords(full).getMessage(),
        is(
            folder.resolve("x")
                + ".tmp: No space left on device, for what DuckDB sets aside while it loads; free"
                + " some there, or give it more memory (warehouse.memory); it said: Out of Memory"
                + " Error: failed to offload data block of size 256.0 KiB (0 bytes/230.3 KiB"
                + " used)."));
  }

  /** Opening it would wait for somebody to write to it. */
  @Test
  void aPipeIsNoDatabase() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor(), is(0));
    SQLException refused =
        assertThrows(SQLException.class, () -> warehouse("pipe", Duration.ZERO).connect());
    assertThat(
        refused.getMessage(),
        is(
            "warehouse.path: expected a DuckDB database file but found a device, pipe or socket at "
                + pipe));
    assertThrows(
        SQLException.class, () -> warehouse("pipe", Duration.ZERO).sessions().connectToCopy());
  }

  @Test
  void aDatabaseMayBeCalledAnything() throws Exception {
    for (String name : List.of("db.json", "db.csv", "db.parquet", "db.txt", "db")) {
      try (Connection connection = warehouse(name, Duration.ZERO).connect()) {
        execute(connection, "CREATE TABLE T AS SELECT 7 AS X");
      }
      try (Connection connection = warehouse(name, Duration.ZERO).connect()) {
        assertThat(first(connection, "SELECT X FROM T"), is("7"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a;b.duckdb", "a?b.duckdb", "a\\b.duckdb", "x;y/a.duckdb"})
  void pathsThatTheDriverWouldMisreadAreRefused(String name) {
    SQLException refused =
        assertThrows(SQLException.class, () -> warehouse(name, Duration.ZERO).connect());
    assertThat(
        refused.getMessage(),
        is(
            "warehouse.path: expected a path without ';', '?' and '\\' but found '"
                + folder.resolve(name)
                + "'"));
  }

  @Test
  void aFolderThatCannotBeCreatedIsNamed() throws Exception {
    Files.createFile(folder.resolve("file"));
    SQLException refused =
        assertThrows(
            SQLException.class, () -> warehouse("file/site.duckdb", Duration.ZERO).connect());
    assertThat(
        refused.getMessage(),
        is(
            "cannot create the folder of "
                + folder.resolve("file/site.duckdb")
                + ": "
                + folder.resolve("file")
                + ": something else is there"));
  }

  @Test
  void transactionsThatMeetOnARowMayBeTriedAgain() throws Exception {
    DuckDbWarehouse warehouse = warehouse(Duration.ZERO);
    try (Connection one = warehouse.connect();
        Connection other = warehouse.connect()) {
      execute(one, "CREATE TABLE T AS SELECT 1 AS X");
      one.setAutoCommit(false);
      execute(one, "UPDATE T SET X = 2");
      SQLException conflict =
          assertThrows(SQLException.class, () -> execute(other, "UPDATE T SET X = 3"));
      assertThat(warehouse.sessions().isRetryable(conflict), is(true));
      one.commit();
      execute(other, "UPDATE T SET X = 3");
    }
  }

  @Test
  void otherFailuresAreFinal() throws Exception {
    DuckDbWarehouse warehouse = warehouse(Duration.ZERO);
    try (Connection connection = warehouse.connect()) {
      for (String statement : List.of("SELECT FROM", "SELECT X FROM GONE", "SELECT 'x'::INT")) {
        SQLException failure =
            assertThrows(SQLException.class, () -> execute(connection, statement));
        assertThat(warehouse.sessions().isRetryable(failure), is(false));
      }
    }
  }

  @Test
  void theTransactionHasAnIdentityOfItsOwn() throws Exception {
    DuckDbWarehouse warehouse = warehouse(Duration.ZERO);
    try (Connection connection = warehouse.connect()) {
      connection.setAutoCommit(false);
      String id = first(connection, warehouse.dialect().transactionId().text());
      assertThat(first(connection, warehouse.dialect().transactionId().text()), is(id));
      connection.commit();
      String next = first(connection, warehouse.dialect().transactionId().text());
      assertThat(next.equals(id), is(false));
    }
  }

  @Test
  void copiesFilesAndSaysHowManyRowsThereWere() throws Exception {
    DuckDbWarehouse warehouse = warehouse(Duration.ZERO);
    Path one = Files.writeString(folder.resolve("a[1].csv"), "'o''neil',1\n,2\n");
    Path other = Files.writeString(folder.resolve("b *?.csv"), "'',\n");
    List<TableColumn> columns =
        List.of(new TableColumn("TEXT", "VARCHAR"), new TableColumn("NUMBER", "BIGINT"));
    try (Connection connection = warehouse.connect()) {
      execute(connection, "CREATE TABLE T (TEXT VARCHAR, NUMBER BIGINT)");
      List<String> uris = List.of("file://" + one, "file://" + other);
      assertThat(
          warehouse.files().copy(connection, new CopySource(List.of(), "T", columns, uris, '\'')),
          is(3L));
      assertThat(
          first(
              connection,
              "SELECT STRING_AGG(COALESCE(TEXT, '-') || '=' || COALESCE(NUMBER, 0), ' '"
                  + " ORDER BY NUMBER NULLS FIRST) FROM T"),
          is("=0 o'neil=1 -=2"));
      assertThat(
          warehouse
              .files()
              .copy(connection, new CopySource(List.of(), "T", columns, List.of(), '\'')),
          is(0L));
    }
  }

  @Test
  void copiesAllFilesOrNothing() throws Exception {
    DuckDbWarehouse warehouse = warehouse(Duration.ZERO);
    Path good = Files.writeString(folder.resolve("good.csv"), "1\n2\n");
    Path bad = Files.writeString(folder.resolve("bad.csv"), "3\nx\n");
    try (Connection connection = warehouse.connect()) {
      execute(connection, "CREATE TABLE T (NUMBER BIGINT)");
      CopySource source =
          new CopySource(
              List.of(),
              "T",
              List.of(new TableColumn("NUMBER", "BIGINT")),
              List.of("file://" + good, "file://" + bad),
              '"');
      assertThrows(SQLException.class, () -> warehouse.files().copy(connection, source));
      assertThat(first(connection, "SELECT COUNT(*) FROM T"), is("0"));
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String first(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
