package io.snowgauge.io.warehouse.control;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.warehouse.Catalog;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.publish.OnEveryWarehouse;
import io.snowgauge.io.warehouse.publish.WarehouseKind;
import io.snowgauge.io.warehouse.snowflake.SnowflakeWarehouse;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import io.snowgauge.transforms.files.SourceFile;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What a program of version 1 has written stays, whatever happens on its way to later versions. */
@OnEveryWarehouse
@Timeout(120)
class MigrationTest {
  private static final String LEDGER = "SELECT * FROM SNOWGAUGE.INGESTION_FILES";

  /** What became of merged records, which no version before the third counted. */
  private static final String NO_COUNTS = " | null".repeat(4);

  /** Nor did any take digests, or bring back lines. */
  private static final String NO_DIGEST = " | null | null";

  private static final String VERSIONS =
      "SELECT VERSION, CASE WHEN INSTALLED_AT IS NULL THEN 'begun' ELSE 'there' END"
          + " FROM SNOWGAUGE.SCHEMA_VERSION";

  @TempDir Path folder;
  private final WarehouseKind kind;
  private VersionOne site;
  private List<String> ledger = List.of();

  MigrationTest(WarehouseKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void open() throws Exception {
    open("first");
  }

  private void open(String name) throws Exception {
    site = new VersionOne(kind, Files.createDirectory(folder.resolve(name)));
    ledger = sorted(LEDGER);
  }

  @AfterEach
  void close() throws SQLException {
    site.close();
  }

  private List<String> sorted(String query) throws SQLException {
    return site.rows(query).stream().sorted().toList();
  }

  private ControlSchema schema() {
    return new ControlSchema(site.warehouse());
  }

  /** The ledger of version 1 with the present name of what was taken out; the rest is not known. */
  private List<String> expectedLedger() {
    assertThat(
        ledger.stream().filter(row -> row.contains(" | UNLOADED | ")).toList().size(), is(4));
    return ledger.stream()
        .map(
            row ->
                row.replace(" | UNLOADED | ", " | RETRACTED | ")
                    + " | null"
                    + NO_COUNTS
                    + NO_DIGEST)
        .toList();
  }

  @Test
  void theHistoryIsKept() throws Exception {
    Map<String, List<String>> before = new TreeMap<>();
    for (String table : VersionOne.TABLES) {
      before.put(table, sorted("SELECT * FROM SNOWGAUGE." + table));
    }
    assertThat(before.get("INGESTION_AUDIT"), is(not(empty())));
    assertThat(before.get("INGESTION_REJECTS"), is(not(empty())));
    schema().create(site.connection());
    assertThat(
        sorted("SELECT * FROM SNOWGAUGE.INGESTION_AUDIT"),
        is(
            Objects.requireNonNull(before.get("INGESTION_AUDIT")).stream()
                .map(row -> row + NO_COUNTS)
                .toList()));
    assertThat(
        sorted("SELECT * FROM SNOWGAUGE.INGESTION_REJECTS"), is(before.get("INGESTION_REJECTS")));
    assertThat(
        sorted("SELECT RUN_ID, BEAT_AT FROM SNOWGAUGE.RUN_HEARTBEATS"),
        is(before.get("RUN_HEARTBEATS")));
    assertThat(sorted(LEDGER), is(expectedLedger()));
    assertThat(
        sorted(VERSIONS),
        contains("1 | there", "2 | begun", "2 | there", "3 | begun", "3 | there"));
    schema().require(site.connection());
    schema().create(site.connection());
    assertThat(sorted(LEDGER), is(expectedLedger()));
    assertThat(
        sorted(VERSIONS),
        contains("1 | there", "2 | begun", "2 | there", "3 | begun", "3 | there"));
  }

  /** What is made of each event by SQL is what is made of it by Java. */
  @Test
  void eachEventHasAHashFromThenOn() throws Exception {
    schema().create(site.connection());
    LedgerChain chain = new LedgerChain(site.warehouse());
    List<LedgerEvent> events = new ArrayList<>();
    for (String dataset : chain.datasets(site.connection())) {
      chain.each(site.connection(), dataset, (event, isDisguised) -> events.add(event));
    }
    assertThat(events.size(), is(ledger.size()));
    for (LedgerEvent event : events) {
      assertThat(event.toString(), event.eventHash(), is(event.hash()));
    }
  }

  @Test
  void everythingThatIsReadOfItCanBeRead() throws Exception {
    schema().create(site.connection());
    Audit audit = new Audit(site.warehouse());
    List<String> read = new ArrayList<>();
    for (Audit.RunRow run : audit.lastRuns(site.connection(), 20)) {
      read.add(
          "%s %s %s %s %d %d %d"
              .formatted(
                  run.runId(),
                  run.dataset(),
                  run.mode(),
                  run.status(),
                  run.sourceRecords(),
                  run.ingestedRecords(),
                  run.rejectedRecords()));
      audit.files(site.connection(), run.runId()).stream()
          .filter(file -> file.dataset().equals(run.dataset()))
          .map(
              file ->
                  "  %s %s %d"
                      .formatted(
                          file.uri().replaceFirst(".*/", ""),
                          file.status(),
                          file.ingestedRecords()))
          .forEach(read::add);
    }
    assertThat(
        read,
        contains(
            "x1 extracted extract SUCCESS 2 0 0",
            "  lsb.users EXTRACTED 0",
            "r3 current run FAILED 4 0 3",
            "  broken FAILED 0",
            "  changing SUPERSEDED 0",
            "r2 current run FAILED 6 3 3",
            "  broken FAILED 0",
            "  changing PUBLISHED 2",
            "  late PUBLISHED 1",
            "r2 history run FAILED 6 3 3",
            "  broken FAILED 0",
            "  changing RETRACTED 2",
            "  late RETRACTED 1",
            "r1 current run FAILED 10 6 4",
            "  broken FAILED 0",
            "  changing REPLACED 3",
            "  kept RETRACTED 2",
            "  partial PUBLISHED 1",
            "r1 history run FAILED 10 6 4",
            "  broken FAILED 0",
            "  changing PUBLISHED 3",
            "  kept RETRACTED 2",
            "  partial PUBLISHED 1"));
  }

  @Test
  void whatWasTakenOutIsNotSettledAndWhatIsInIs() throws Exception {
    schema().create(site.connection());
    List<String> found = new ArrayList<>();
    for (String dataset : List.of("history", "current")) {
      List<SourceFile> versions = versions(dataset);
      Map<String, Ledger.State> states =
          new Ledger(site.warehouse()).lookUp(site.connection(), dataset, versions);
      for (SourceFile version : versions) {
        Ledger.State state = Objects.requireNonNull(states.get(version.fileId()));
        found.add(
            "%s %s of %s: %s, %d failures"
                .formatted(
                    dataset,
                    version.uri().replaceFirst(".*/", ""),
                    version.lastModified().toString().substring(0, 10),
                    state.isSettled() ? "settled" : "to load",
                    state.failures()));
      }
    }
    assertThat(
        found.stream().sorted().toList(),
        contains(
            "current broken of 2025-06-02: to load, 3 failures",
            "current changing of 2025-06-01: settled, 0 failures",
            "current changing of 2025-06-02: settled, 0 failures",
            "current changing of 2025-06-03: settled, 0 failures",
            "current kept of 2025-06-02: to load, 0 failures",
            "current late of 2025-06-03: settled, 0 failures",
            "current partial of 2025-06-02: settled, 0 failures",
            "history broken of 2025-06-02: to load, 2 failures",
            "history changing of 2025-06-02: settled, 0 failures",
            "history changing of 2025-06-03: to load, 0 failures",
            "history kept of 2025-06-02: to load, 0 failures",
            "history late of 2025-06-03: to load, 0 failures",
            "history partial of 2025-06-02: settled, 0 failures"));
  }

  /** The versions of files that the ledger has, made anew from what it says of them. */
  private List<SourceFile> versions(String dataset) throws SQLException {
    List<SourceFile> versions = new ArrayList<>();
    for (String row :
        site.rows(
            "SELECT DISTINCT FILE_ID, URI, ETAG, SIZE_BYTES, CAST(LAST_MODIFIED AS VARCHAR)"
                + " FROM SNOWGAUGE.INGESTION_FILES WHERE DATASET = '"
                + dataset
                + "'")) {
      String[] cells = row.split(" \\| ", -1);
      SourceFile version =
          new SourceFile(
              cells[1],
              cells[2].equals("null") ? null : cells[2],
              Long.parseLong(cells[3]),
              Instant.parse(cells[4].substring(0, 19).replace(' ', 'T') + "Z"),
              Map.of());
      assertThat(version.fileId(), is(cells[0]));
      versions.add(version);
    }
    return versions;
  }

  /** As the program of version 2 has left them: it wrote what version 1 did, and RETRACTED. */
  private void takeToVersionTwo() throws SQLException {
    new RetractedStatus().run(new TableChanges(site.warehouse(), site.connection()));
    site.execute("DELETE FROM SNOWGAUGE.SCHEMA_VERSION");
    for (String time : List.of("NULL", site.warehouse().dialect().now())) {
      site.execute("INSERT INTO SNOWGAUGE.SCHEMA_VERSION SELECT 2, " + time);
    }
  }

  @Test
  void theHistoryOfVersionTwoIsKept() throws Exception {
    takeToVersionTwo();
    List<String> audit = sorted("SELECT * FROM SNOWGAUGE.INGESTION_AUDIT");
    List<String> rejects = sorted("SELECT * FROM SNOWGAUGE.INGESTION_REJECTS");
    if (kind == WarehouseKind.SNOWFLAKE) {
      assertThat(
          assertThrows(SQLException.class, () -> schema().require(site.connection())).getMessage(),
          startsWith("the control tables in SNOWGAUGE are of version 2 but this program needs"));
    }
    schema().create(site.connection());
    assertThat(sorted(LEDGER), is(expectedLedger()));
    assertThat(
        sorted("SELECT * FROM SNOWGAUGE.INGESTION_AUDIT"),
        is(audit.stream().map(row -> row + NO_COUNTS).toList()));
    assertThat(sorted("SELECT * FROM SNOWGAUGE.INGESTION_REJECTS"), is(rejects));
    assertThat(sorted(VERSIONS), contains("2 | begun", "2 | there", "3 | begun", "3 | there"));
    schema().require(site.connection());
  }

  /** A publisher of an earlier program starts by updating this table. */
  @Test
  void noEarlierProgramPublishesAnyMore() throws Exception {
    takeToVersionTwo();
    schema().create(site.connection());
    assertThat(
        new Catalog(site.warehouse())
            .present(site.connection(), "SNOWGAUGE", List.of("PUBLISH_LOCK")),
        is(empty()));
    int known = 2;
    ControlSchema earlier =
        new ControlSchema(site.warehouse(), List.of(new RetractedStatus()), List.of());
    for (Executable use :
        List.<Executable>of(
            () -> earlier.create(site.connection()),
            () -> earlier.isReady(site.connection()),
            () -> earlier.require(site.connection()))) {
      assertThat(
          assertThrows(SQLException.class, use).getMessage(),
          is(
              "the control tables in SNOWGAUGE are of version 3 but this program knows only up to "
                  + known
                  + "; use the newer program"));
    }
  }

  @Test
  void tablesWithoutAVersionAreOfTheFirst() throws Exception {
    site.execute("DELETE FROM SNOWGAUGE.SCHEMA_VERSION");
    schema().create(site.connection());
    assertThat(sorted(LEDGER), is(expectedLedger()));
    assertThat(
        sorted(VERSIONS),
        contains("1 | there", "2 | begun", "2 | there", "3 | begun", "3 | there"));
  }

  @Test
  void aCommandTakesThemThereOnDuckDbAndOnlyInitOnSnowflake() throws Exception {
    if (kind == WarehouseKind.DUCKDB) {
      assertThat(schema().isReady(site.connection()), is(true));
      assertThat(sorted(LEDGER), is(expectedLedger()));
      return;
    }
    String older =
        "the control tables in SNOWGAUGE are of version 1 but this program needs version 3;"
            + " 'snowgauge init' takes them there and keeps what is in them";
    assertThat(
        assertThrows(SQLException.class, () -> schema().isReady(site.connection())).getMessage(),
        is(older));
    site.execute("INSERT INTO SNOWGAUGE.SCHEMA_VERSION (VERSION) VALUES (2)");
    assertThat(
        assertThrows(SQLException.class, () -> schema().require(site.connection())).getMessage(),
        is(older + ". That has begun: if nobody is at it any more, run it again"));
    assertThat(sorted(LEDGER), is(ledger));
  }

  @Test
  void aRunThatGoesOnIsWaitedForWhereThereCanBeOne() throws Exception {
    site.execute(
        "INSERT INTO SNOWGAUGE.RUN_HEARTBEATS (RUN_ID, BEAT_AT) SELECT 'live', "
            + site.warehouse().dialect().now());
    if (kind == WarehouseKind.DUCKDB) {
      schema().create(site.connection());
      assertThat(sorted(LEDGER), is(expectedLedger()));
      return;
    }
    SQLException refused =
        assertThrows(SQLException.class, () -> schema().create(site.connection()));
    assertThat(
        refused.getMessage(),
        is(
            "expected no run to go on while the control tables in SNOWGAUGE are taken to version 3"
                + " but found live; run 'snowgauge init' again when they have ended, or 15 minutes"
                + " after they were killed"));
    assertThat(sorted(LEDGER), is(ledger));
    assertThat("nobody else is kept out", sorted(VERSIONS), contains("1 | there"));
  }

  @Test
  void aRoleThatMayNotIsToldWhichOneMay() throws Exception {
    String message = "Insufficient privileges to operate on table";
    Migration forbidden =
        new Migration() {
          @Override
          public int version() {
            return 2;
          }

          @Override
          public void run(TableChanges tables) throws SQLException {
            throw new SQLException(message, "42501", 3001);
          }
        };
    SQLException refused =
        assertThrows(
            SQLException.class,
            () ->
                new ControlSchema(site.warehouse(), List.of(forbidden), List.of())
                    .create(site.connection()));
    assertThat(
        refused.getMessage(),
        is(
            kind == WarehouseKind.DUCKDB
                ? message
                : "the control tables in SNOWGAUGE have to be changed by the role that created"
                    + " them; run 'snowgauge init' with it: "
                    + message));
  }

  private static ControlSchema with(Warehouse warehouse, Migration last) {
    return new ControlSchema(
        warehouse, List.of(new RetractedStatus(), last), List.of(ControlTable.values()));
  }

  private void assertTheLedgerIsAViewWithItsHistory(String when) throws SQLException {
    assertThat(when, sorted(LEDGER), is(expectedLedger()));
    assertThat(
        when,
        site.rows(
            "SELECT TABLE_NAME, TABLE_TYPE FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA ="
                + " 'SNOWGAUGE' AND TABLE_NAME LIKE '%FILE%' ORDER BY TABLE_NAME"),
        contains("INGESTION_FILES | VIEW", "INGESTION_FILE_EVENTS | BASE TABLE"));
    assertThat(
        when,
        sorted(VERSIONS).stream().distinct().toList(),
        contains("1 | there", "2 | begun", "2 | there", "3 | begun", "3 | there"));
  }

  @Test
  void aStepMayBeRunAgain() throws Exception {
    schema().create(site.connection());
    assertTheLedgerIsAViewWithItsHistory("at first");
    new AppendedEvents().run(new TableChanges(site.warehouse(), site.connection()));
    schema().create(site.connection());
    assertTheLedgerIsAViewWithItsHistory("again");
  }

  /** At each statement on DuckDB; on the stand-in, which takes longer, at every seventh. */
  @Test
  void whoeverDiesOnTheWayIsFollowedToTheEnd() throws Exception {
    int step = kind == WarehouseKind.DUCKDB ? 1 : 7;
    int deaths = 0;
    boolean dies = true;
    for (int statement = 1; dies; statement += step) {
      boolean carriedOut = deaths % 2 == 0;
      dies = dies(statement, carriedOut);
      deaths += dies ? 1 : 0;
      String when = "died at statement " + statement + (carriedOut ? ", carried out" : "");
      if (sorted(VERSIONS).contains("3 | there")) {
        assertTheLedgerIsAViewWithItsHistory(when);
      }
      schema().create(site.connection());
      assertTheLedgerIsAViewWithItsHistory(when);
      close();
      open(when);
    }
    assertThat(deaths, greaterThan(kind == WarehouseKind.DUCKDB ? 20 : 3));
  }

  private boolean dies(int statement, boolean carriedOut) throws SQLException {
    Connection dying = DyingConnection.of(site.connection(), statement, carriedOut);
    try {
      schema().create(dying);
      return false;
    } catch (SQLException e) {
      assertThat(e.getMessage(), startsWith("died "));
      return true;
    }
  }

  @Test
  void twoProgramsAtATimeTakeThemThereOnce() throws Exception {
    CountDownLatch secondWaits = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    Migration slow =
        new Migration() {
          @Override
          public int version() {
            return 3;
          }

          @Override
          public void run(TableChanges tables) throws SQLException {
            runs.incrementAndGet();
            Awaitility.await().until(() -> secondWaits.getCount() == 0);
            new AppendedEvents().run(tables);
          }
        };
    CompletableFuture<Void> first =
        CompletableFuture.runAsync(() -> create(site.warehouse(), slow));
    Awaitility.await().until(() -> runs.get() == 1);
    AtomicInteger tries = new AtomicInteger();
    Warehouse counted = counting(site.warehouse(), tries);
    CompletableFuture<Void> second = CompletableFuture.runAsync(() -> create(counted, slow));
    Awaitility.await().until(() -> isWaiting(tries.get()));
    secondWaits.countDown();
    first.join();
    second.join();
    assertThat(runs.get(), is(1));
    assertTheLedgerIsAViewWithItsHistory("two at a time");
  }

  /**
   * On DuckDB the first connection of a program is its own, each other one a try to take the lock;
   * Snowflake has it wait.
   */
  private boolean isWaiting(int connections) throws IOException {
    if (site.warehouse() instanceof SnowflakeWarehouse snowflake) {
      String lock = snowflake.account().database().toUpperCase(Locale.ROOT);
      return StandInExtension.standIn().log().stream()
          .anyMatch(
              line ->
                  line.contains("\"waits\"") && line.contains(lock + ".SNOWGAUGE.SCHEMA_VERSION"));
    }
    return connections > 2;
  }

  private static void create(Warehouse warehouse, Migration last) {
    try (Connection connection = warehouse.connect()) {
      with(warehouse, last).create(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The warehouse, with a count of its connections. */
  private static Warehouse counting(Warehouse warehouse, AtomicInteger connections) {
    return (Warehouse)
        Proxy.newProxyInstance(
            Warehouse.class.getClassLoader(),
            new Class<?>[] {Warehouse.class},
            (proxy, called, values) -> {
              if (called.getName().equals("connect")) {
                connections.incrementAndGet();
              }
              try {
                return called.invoke(warehouse, values);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
