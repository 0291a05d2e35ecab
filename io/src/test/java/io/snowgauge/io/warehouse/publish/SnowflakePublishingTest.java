package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Site.userGroups;
import static io.snowgauge.transforms.dataset.PublishMode.APPEND;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.io.warehouse.CopySource;
import io.snowgauge.io.warehouse.TableColumn;
import io.snowgauge.io.warehouse.control.ControlSchema;
import io.snowgauge.io.warehouse.control.Heartbeat;
import io.snowgauge.io.warehouse.control.PublishLocks;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.io.warehouse.snowflake.SnowflakeAccount;
import io.snowgauge.io.warehouse.snowflake.SnowflakeWarehouse;
import io.snowgauge.io.warehouse.snowflake.Stage;
import io.snowgauge.io.warehouse.snowflake.StandIn;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.staging.StagedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What Snowflake is told, statement by statement, and what happens when it does not answer. */
@ExtendWith(StandInExtension.class)
class SnowflakePublishingTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> DDL =
      Set.of("create", "drop", "alter", "truncate", "put", "copy", "remove");

  @TempDir Path folder;
  private StandIn standIn;
  private Site site;
  private Dataset dataset;
  private int before;

  @BeforeEach
  void openSite() throws Exception {
    standIn = StandInExtension.standIn();
    site = new Site(folder, WarehouseKind.SNOWFLAKE);
    dataset = site.dataset(APPEND);
    site.begin(run("r1"), dataset);
    before = standIn.log().size();
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  /** The statements since the test began. */
  private List<JsonNode> statements() throws IOException {
    List<JsonNode> statements = new ArrayList<>();
    for (String line : standIn.log().subList(before, standIn.log().size())) {
      JsonNode event = JSON.readTree(line);
      if (event.has("sql")) {
        statements.add(event);
      }
    }
    return statements;
  }

  private List<String> texts(String start) throws IOException {
    return statements().stream()
        .map(event -> event.get("sql").asText())
        .filter(sql -> sql.toLowerCase(Locale.ROOT).startsWith(start))
        .toList();
  }

  private void load() throws Exception {
    site.publish(
        run("r1"),
        dataset,
        site.stage(run("r1"), dataset, site.write("a", userGroups("g (u v) -"), MONDAY)));
  }

  @Test
  void nothingButQueriesAndChangesOfRowsStandsInATransaction() throws Exception {
    load();
    boolean isOpen = false;
    List<String> inside = new ArrayList<>();
    for (JsonNode event : statements()) {
      String sql = event.get("sql").asText().toLowerCase(Locale.ROOT);
      if (sql.contains("set autocommit")) {
        isOpen = sql.endsWith("false");
      } else if (isOpen) {
        inside.add(sql.split("\\s", 2)[0]);
      }
    }
    assertThat(inside, hasItem("insert"));
    assertThat(inside, everyItem(not(in(DDL))));
    assertThat(inside.get(inside.size() - 1), is("commit"));
  }

  @Test
  void everyStatementOfAPublisherCarriesItsRunAndDataset() throws Exception {
    load();
    String tag = "{\"application\":\"Snowgauge\",\"run\":\"r1\",\"dataset\":\"user_groups\"}";
    assertThat(
        statements().stream().map(event -> event.get("tag").asText()).distinct().toList(),
        contains(tag));
  }

  @Test
  void uploadsAreRemovedAndStagingTablesDropped() throws Exception {
    load();
    assertThat(texts("remove"), hasSize(1));
    assertThat(texts("drop"), hasSize(2));
  }

  /** A day of Time Travel is the default of transient tables, too. */
  @Test
  void nobodyPaysForThePastOfStagingTables() throws Exception {
    load();
    Table table = new Table(site, List.of("ID"), Table.text("ID"), Table.number("QTY"));
    table.load(run("r2"), site.write("f", "1", MONDAY), "a,1");
    List<String> created = texts("create transient table");
    assertThat(created, hasSize(2 + 7));
    assertThat(created, everyItem(containsString(" DATA_RETENTION_TIME_IN_DAYS = 0")));
  }

  /** DEFAULT_DDL_COLLATION of an account would compare ids without regard to case. */
  @Test
  void textsOfControlTablesStateTheirCollation() throws Exception {
    load();
    String database = ((SnowflakeWarehouse) site.warehouse()).account().database();
    Pattern control =
        Pattern.compile("CREATE (TRANSIENT )?TABLE .*(INGESTION_|LOCK|VERSION|MANIFEST|DECISION)");
    Pattern bare = Pattern.compile("VARCHAR(?! COLLATE 'utf8')");
    List<String> tables = new ArrayList<>();
    List<String> withoutCollation = new ArrayList<>();
    for (String line : standIn.log()) {
      String sql = JSON.readTree(line).path("sql").asText();
      if (sql.toUpperCase(Locale.ROOT).contains(database.toUpperCase(Locale.ROOT))
          && control.matcher(sql).find()) {
        tables.add(sql);
        if (bare.matcher(sql).find()) {
          withoutCollation.add(sql);
        }
      }
    }
    assertThat(tables.size(), is(greaterThan(4)));
    assertThat(withoutCollation, empty());
  }

  @Test
  void partsOfRecordsAreUploadedCompressed() throws Exception {
    load();
    assertThat(
        texts("put").stream()
            .filter(sql -> sql.contains("/records-"))
            .map(sql -> sql.replaceAll("^.*(\\.csv[.a-z]*)'.*'\\s+AUTO", "$1 AUTO"))
            .toList(),
        contains(".csv.zst AUTO_COMPRESS = FALSE SOURCE_COMPRESSION = ZSTD OVERWRITE = TRUE"));
    assertThat(
        texts("copy").stream()
            .map(sql -> sql.replaceAll("(?s)^.*COMPRESSION = (\\w+).*$", "$1"))
            .toList(),
        contains("GZIP", "ZSTD"));
  }

  @Test
  void namesAThousandFilesInAStatementAtMost() throws Exception {
    site.execute("CREATE TABLE T (A VARCHAR, B VARCHAR)");
    List<String> uris = new ArrayList<>();
    for (int i = 0; i < 1001; i++) {
      Path file = folder.resolve("part-" + i + ".csv");
      Files.writeString(file, "x,\"\"\ny,\n");
      uris.add(Storage.localUri(file));
    }
    assertThat(site.warehouse().files().copy(site.connection(), source("T", uris)), is(2002L));
    List<Integer> counts =
        texts("copy").stream().map(sql -> sql.split("\\.csv'", -1).length - 1).toList();
    assertThat(counts, contains(1000, 1));
    assertThat(
        site.rows("SELECT A, B IS NULL, B = '', COUNT(*) FROM T GROUP BY 1, 2, 3 ORDER BY 1"),
        contains("x | false | true | 1001", "y | true | null | 1001"));
  }

  private static CopySource source(String table, List<String> uris) {
    List<TableColumn> columns =
        List.of(new TableColumn("A", "VARCHAR"), new TableColumn("B", "VARCHAR"));
    return new CopySource(List.of("run/../é", "d'a", "x"), '"' + table + '"', columns, uris, '"');
  }

  @Test
  void copiesFromWhereTheWorkersWroteIfThatIsNotLocal() throws Exception {
    String run = UUID.randomUUID().toString();
    Path written = StandInExtension.BUCKET.resolve("staging").resolve(run);
    Files.createDirectories(written);
    Files.writeString(written.resolve("a.csv"), "x,1\n");
    List<String> uris = List.of("s3://bucket/staging/" + run + "/a.csv");
    site.execute("CREATE TABLE T (A VARCHAR, B VARCHAR)");
    site.execute("CREATE STAGE PUBLIC.LANDING URL = 's3://bucket/staging/'");
    SnowflakeAccount account = ((SnowflakeWarehouse) site.warehouse()).account();
    Stage stage = new Stage.External("PUBLIC.LANDING");
    SnowflakeWarehouse overAStage = new SnowflakeWarehouse(account, "SNOWGAUGE", stage);
    assertThat(overAStage.files().copy(site.connection(), source("T", uris)), is(1L));
    Stage integration = new Stage.Integration("LAKE");
    SnowflakeWarehouse byIntegration = new SnowflakeWarehouse(account, "SNOWGAUGE", integration);
    assertThat(byIntegration.files().copy(site.connection(), source("T", uris)), is(1L));
    assertThat(
        texts("copy").stream()
            .map(sql -> sql.replaceAll("(?s)\nFILE_FORMAT.*", "").replace('\n', ' '))
            .toList(),
        contains(
            "COPY INTO \"T\" FROM '@\"PUBLIC\".\"LANDING\"/" + run + "/' FILES = ('a.csv')",
            "COPY INTO \"T\" FROM 's3://bucket/staging/"
                + run
                + "/' STORAGE_INTEGRATION = \"LAKE\" FILES = ('a.csv')"));
    assertThat(texts("put"), empty());
  }

  @Test
  void aCommitWhoseAnswerIsLostIsSettledByRunningAgain() throws Exception {
    standIn.loseSessionAfter("commit", 1);
    load();
    assertThat(site.shares(), contains("g | u | null", "g | v | null"));
    assertThat(site.ledger(), contains("a | r1 | 1 | PUBLISHED | 2 | null"));
    assertThat(site.audit(), contains("r1 | 1 | 2 | 2 | 0 | SUCCESS | null"));
    // The second time there is nothing to commit.
    assertThat(texts("update"), hasSize(6));
    assertThat(texts("commit"), hasSize(1));
    assertThat(texts("drop"), hasSize(2));
  }

  @Test
  void aRetractionWhoseAnswerIsLostTellsWhatItHasTakenOut() throws Exception {
    load();
    standIn.loseSessionAfter("commit", 1);
    List<Retraction.TakenOut> takenOut = Retraction.ofRun(site.warehouse(), "r1").from(dataset);
    assertThat(takenOut.stream().map(Retraction.TakenOut::rows).toList(), contains(2L));
    assertThat(site.shares(), empty());
    assertThat(Retraction.ofRun(site.warehouse(), "r1").from(dataset), empty());
  }

  /** Of two configurations, each with a dataset of its own. */
  @Test
  void datasetsWithOneTargetWaitForEachOther() throws Exception {
    load();
    Dataset other = Datasets.named("other", dataset.table(), dataset);
    site.begin(run("r2"), other);
    PublishLocks ofOther = DatasetTables.locks(site.warehouse(), other);
    PublishLocks ofFirst = DatasetTables.locks(site.warehouse(), dataset);
    assertThat(ofOther.names().get(0).equals(ofFirst.names().get(0)), is(false));
    assertThat(ofOther.names().get(1), is(ofFirst.names().get(1)));
    try (Connection first = site.warehouse().connect()) {
      first.setAutoCommit(false);
      ofFirst.take(first, "first");
      CompletableFuture<Void> second = CompletableFuture.runAsync(() -> loadUnchecked(other));
      Awaitility.await().until(() -> isWaitedFor(ofOther.names().get(1)) || second.isDone());
      assertThat(second.isDone(), is(false));
      first.rollback();
      first.setAutoCommit(true);
      second.join();
    }
    assertThat(
        site.rows(
            "SELECT DATASET, EPOCH, TARGET_EPOCH FROM SNOWGAUGE.INGESTION_FILE_EVENTS ORDER BY 3"),
        contains("user_groups | 1 | 1", "other | 1 | 2"));
  }

  private boolean isWaitedFor(String lock) throws IOException {
    List<String> log = standIn.log();
    return log.subList(before, log.size()).stream()
        .anyMatch(line -> line.contains("\"waits\"") && line.contains(lock));
  }

  private void loadUnchecked(Dataset other) {
    try {
      SourceFile file = site.write("b", userGroups("g (w) -"), MONDAY);
      site.publish(run("r2"), other, site.stage(run("r2"), other, file));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * People may write to a target whenever they like, and each statement sees what was committed
   * before it: so the number of rows is checked also where none is expected.
   */
  @Test
  void aMergeThatReplacesNothingRequiresThatNothingIsThere() throws Exception {
    Table table = new Table(site, List.of("ID"), Table.text("ID"), Table.number("QTY"));
    table.load(run("r1"), site.write("f", "1", MONDAY), "a,1");
    assertThat(table.rows("ID, QTY"), contains("a | 1"));
    assertThat(
        texts("delete").stream().filter(sql -> sql.contains("\"STOCK\"")).toList(), hasSize(1));
  }

  /** As it comes to be when two programs create it at a time. */
  @Test
  void aLockWithTwoRowsIsOneLock() throws Exception {
    load();
    for (String lock : DatasetTables.locks(site.warehouse(), dataset).all()) {
      site.execute("INSERT INTO " + lock + " (EPOCH) VALUES (0)");
    }
    Run second = run("r2");
    site.load(second, dataset, site.write("b", userGroups("h (w) -"), MONDAY));
    assertThat(site.shares(), contains("g | u | null", "g | v | null", "h | w | null"));
    assertThat(
        site.rows("SELECT EPOCH FROM SNOWGAUGE.PUBLISH_LOCK_USER_GROUPS ORDER BY 1"),
        contains("1", "2"));
  }

  /**
   * The other one may be a job on a cluster: its parts and its archive are still to be published.
   */
  @Test
  void whatAnotherTryOfTheRunHasStagedStaysWhileThatIsAlive() throws Exception {
    Run job = run("r1");
    Run retry =
        new Run("r1", job.executionDate(), job.mode(), job.startedAt().plusSeconds(60), false);
    StagedFile staged = site.stage(job, dataset, site.write("a", userGroups("g (u v) -"), MONDAY));
    Heartbeat.start(site.warehouse(), job).close();
    Leftovers leftovers = new Leftovers(site.warehouse());
    site.publish(
        retry, dataset, site.stage(retry, dataset, site.write("b", userGroups("h (w) -"), MONDAY)));
    leftovers.removeOfRun(site.connection(), retry, site.area(retry).partsUri());
    leftovers.removeOfGraph(site.area(retry), retry, dataset.name());
    site.publish(job, dataset, staged);
    assertThat(site.shares(), contains("g | u | null", "g | v | null", "h | w | null"));
    for (String part : staged.ndjsonParts()) {
      assertThat(Storage.list(site.area(job).archiveUri()), hasItem(part));
    }
    standIn.ageHeartbeats(
        ((SnowflakeWarehouse) site.warehouse()).account().database(), "", Duration.ofHours(1));
    leftovers.removeOfRun(site.connection(), retry, site.area(retry).partsUri());
    assertThat(Storage.list(site.area(job).partsUri()), empty());
  }

  /** The part alone goes again, and nothing that was staged before it. */
  @Test
  void anUploadThatFailedIsTriedAgain() throws Exception {
    standIn.refuse("^put .*/records-", 2, 253003, "58000");
    load();
    assertThat(site.ledger(), contains("a | r1 | 1 | PUBLISHED | 2 | null"));
    assertThat(site.audit(), contains("r1 | 1 | 2 | 2 | 0 | SUCCESS | null"));
    assertThat(texts("put").stream().filter(sql -> sql.contains("/records-")).toList(), hasSize(3));
    assertThat(texts("drop"), hasSize(2));
  }

  /** Not for an hour: what has failed three times is not begun again around them. */
  @Test
  void anUploadThatAlwaysFailsEndsThePublication() throws Exception {
    standIn.refuse("^put .*/records-", 3, 253003, "58000");
    SQLException failure = assertThrows(SQLException.class, this::load);
    assertThat(String.valueOf(failure.getMessage()), containsString("cannot upload file:///"));
    assertThat(texts("put").stream().filter(sql -> sql.contains("/records-")).toList(), hasSize(3));
    assertThat(site.shares(), empty());
  }

  /** MASTER_TOKEN_NOTFOUND of the driver's SnowflakeUtil: only a new login helps. */
  @Test
  void aSessionWhoseMasterTokenIsUnknownIsLost() throws Exception {
    standIn.refuse("^insert into .*INGESTION_FILE_EVENTS", 1, 390113, "08001");
    load();
    assertThat(site.ledger(), contains("a | r1 | 1 | PUBLISHED | 2 | null"));
  }

  @Test
  void aLeftoverOfAnotherRoleStays() throws Exception {
    String foreign = "SNOWGAUGE_RECORDS_" + "2123456789ABCDEF".repeat(2);
    String own = "SNOWGAUGE_RECORDS_" + "3123456789ABCDEF".repeat(2);
    for (String table : List.of(foreign, own)) {
      site.execute("CREATE TRANSIENT TABLE SNOWGAUGE." + table + " (A VARCHAR)");
      standIn.age(table);
    }
    standIn.refuse("^drop table .*" + foreign, 1, 3001, "42501");
    new Leftovers(site.warehouse()).dropTablesOfDeadAttempts(site.connection());
    assertThat(texts("drop"), hasSize(2));
    assertThat(site.rows("SELECT * FROM SNOWGAUGE." + foreign), empty());
    assertThrows(SQLException.class, () -> site.rows("SELECT * FROM SNOWGAUGE." + own));
  }

  @Test
  void dropsStagingTablesOfDeadAttemptsWhenTheyAreADayOld() throws Exception {
    String dead = "SNOWGAUGE_RECORDS_" + "0123456789ABCDEF".repeat(2);
    String alive = "SNOWGAUGE_RECORDS_" + "1123456789ABCDEF".repeat(2);
    for (String table : List.of(dead, alive)) {
      site.execute("CREATE TRANSIENT TABLE SNOWGAUGE." + table + " (A VARCHAR)");
    }
    standIn.age(dead);
    new Leftovers(site.warehouse()).dropTablesOfDeadAttempts(site.connection());
    assertThat(texts("drop"), contains(startsWith("DROP TABLE IF EXISTS ")));
    assertThat(site.rows("SELECT * FROM SNOWGAUGE." + alive), empty());
  }

  @Test
  void whatInitHasNotCreatedIsNamedWithWhatToDo() throws Exception {
    Dataset other = Datasets.named("other", "OTHER", dataset);
    SQLException missing =
        assertThrows(
            SQLException.class,
            () -> new DatasetTables(site.warehouse(), other).require(site.connection()));
    assertThat(String.valueOf(missing.getMessage()), containsString("'snowgauge init'"));
    new DatasetTables(site.warehouse(), dataset).require(site.connection());
    new ControlSchema(site.warehouse()).require(site.connection());
  }
}
