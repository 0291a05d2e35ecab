package io.snowgauge.io.warehouse.snowflake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.warehouse.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** That the stand-in is no kinder than Snowflake's documentation, or no test says anything. */
@ExtendWith(StandInExtension.class)
@Timeout(120)
class StandInTeethTest {
  private static final int WAITERS = 20;

  private String database = "";
  private SnowflakeWarehouse warehouse;
  private Connection connection;

  @BeforeEach
  void createTable() throws SQLException {
    database = "TEETH_" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
    warehouse = StandInExtension.warehouse(database, "PUBLIC", "PUBLIC", new Stage.Internal());
    connection = warehouse.connect();
    Sql.of("CREATE TABLE PUBLIC.T (A VARCHAR(3) NOT NULL, N NUMBER(19, 0))").execute(connection);
    Sql.of("INSERT INTO PUBLIC.T VALUES ('abc', 1)").execute(connection);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    StandInExtension.close(warehouse);
  }

  private int errorOf(Sql statement) {
    return assertThrows(SQLException.class, () -> statement.execute(connection)).getErrorCode();
  }

  private static long waiting(String database) throws IOException {
    return StandInExtension.standIn().log().stream()
        .filter(line -> line.contains("\"waits\"") && line.contains(database))
        .count();
  }

  private Void update() throws SQLException {
    try (Connection other = warehouse.connect()) {
      Sql.of("UPDATE PUBLIC.T SET N = N + 1").execute(other);
    }
    return null;
  }

  /** https://docs.snowflake.com/en/sql-reference/transactions: "resource locking". */
  @Test
  void twentyWaitForATableAndOneMoreFails() throws Exception {
    connection.setAutoCommit(false);
    Sql.of("UPDATE PUBLIC.T SET N = N + 1").execute(connection);
    ExecutorService threads = Executors.newFixedThreadPool(WAITERS);
    try {
      List<Future<Void>> updates = new ArrayList<>();
      for (int i = 0; i < WAITERS; i++) {
        updates.add(threads.submit(this::update));
      }
      Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> waiting(database) == WAITERS);
      SQLException refused = assertThrows(SQLException.class, this::update);
      assertThat(refused.getErrorCode(), is(625));
      assertThat(refused.getMessage(), containsString("20 statements limit"));
      Sql.of("INSERT INTO PUBLIC.T VALUES ('i', 0)").execute(connection);
      connection.commit();
      for (Future<Void> each : updates) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(
        Sql.of("SELECT N FROM PUBLIC.T WHERE A = 'abc'").number(connection), is(WAITERS + 2L));
  }

  /** https://docs.snowflake.com/en/sql-reference/parameters#abort-detached-query. */
  @Test
  void whoDiesWhileItWaitsForATableNeverHoldsIt() throws Exception {
    connection.setAutoCommit(false);
    Sql.of("UPDATE PUBLIC.T SET N = N + 1").execute(connection);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Connection dead = warehouse.connect();
      Sql.of("ALTER SESSION SET QUERY_TAG = '{\"run\":\"dead\"}'").execute(dead);
      dead.setAutoCommit(false);
      Future<SQLException> waits =
          thread.submit(
              () ->
                  assertThrows(
                      SQLException.class,
                      () -> Sql.of("UPDATE PUBLIC.T SET N = N + 10").execute(dead)));
      Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> waiting(database) == 1);
      StandInExtension.standIn().endDetached("dead");
      waits.get();
      dead.abort(Runnable::run);
      connection.commit();
      update();
    } finally {
      thread.shutdownNow();
    }
    assertThat(Sql.of("SELECT N FROM PUBLIC.T").number(connection), is(3L));
  }

  /** https://docs.snowflake.com/en/sql-reference/parameters#read-consistency-mode: SESSION. */
  @Test
  void openSessionsSeeTheCommitsOfOthersOneStatementLate() throws Exception {
    Sql.of("CREATE TABLE \"PUBLIC\".\"INGESTION_FILE_EVENTS\" (N NUMBER(19, 0))")
        .execute(connection);
    Sql count = Sql.of("SELECT COUNT(*) FROM \"PUBLIC\".\"INGESTION_FILE_EVENTS\"");
    Sql add = Sql.of("INSERT INTO \"PUBLIC\".\"INGESTION_FILE_EVENTS\" VALUES (1)");
    StandInExtension.standIn().readLate(database);
    assertThat(count.number(connection), is(0L));
    try (Connection other = warehouse.connect()) {
      add.execute(other);
    }
    assertThat("late", count.number(connection), is(0L));
    assertThat("a statement later", count.number(connection), is(1L));
    add.execute(connection);
    assertThat("its own is seen at once", count.number(connection), is(2L));
    try (Connection anew = warehouse.sessions().connectAnew()) {
      assertThat("a new session sees all", count.number(anew), is(2L));
    }
    StandInExtension.standIn().readAtOnce(database);
  }

  @Test
  void lengthsAndNotNullAreEnforced() throws Exception {
    assertThat(errorOf(Sql.of("INSERT INTO PUBLIC.T VALUES ('abcd', 1)")), is(100078));
    assertThat(errorOf(Sql.of("INSERT INTO PUBLIC.T VALUES (NULL, 1)")), is(100072));
    Sql.of("CREATE TABLE PUBLIC.U AS SELECT t.\"A\" AS B FROM PUBLIC.T t").execute(connection);
    assertThat(
        "NOT NULL goes along", errorOf(Sql.of("INSERT INTO PUBLIC.U VALUES (NULL)")), is(100072));
  }

  @Test
  void whatAnAccountDoesNotCarryOutIsRefused() throws Exception {
    assertThat(
        errorOf(Sql.of("SELECT N FROM PUBLIC.T WHERE A IN (SELECT A FROM PUBLIC.T LIMIT 1)")),
        is(2031));
    assertThat(errorOf(Sql.of("CREATE TABLE PUBLIC.V (\"CURRENT_DATE\" VARCHAR)")), is(1003));
    Sql broad = Sql.of("SELECT TABLE_NAME FROM {information}.TABLES");
    assertThat(
        errorOf(broad.with("information", warehouse.dialect().informationSchema())), is(90030));
    assertThat(
        Sql.of("SELECT N FROM PUBLIC.T").query(connection, row -> row.number("N")), hasSize(1));
  }

  /** DuckDB is given the length of LEFT twice: a length below zero is another question there. */
  @Test
  void aParameterIsTheSameWhereverItsTranslationRepeatsIt() throws Exception {
    Sql statement =
        Sql.of(
                """
                SELECT N FROM PUBLIC.T
                WHERE LEFT(A, :length) = :start AND A <> '?' AND SUBSTR(A, :from, :length) = :end
                """)
            .bind("length", 2)
            .bind("start", "ab")
            .bind("from", 2)
            .bind("end", "bc");
    assertThat(statement.number(connection), is(1L));
  }
}
