package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.TUESDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Site.userGroups;
import static io.snowgauge.transforms.dataset.PublishMode.APPEND;
import static io.snowgauge.transforms.dataset.PublishMode.REPLACE;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.io.warehouse.snowflake.SnowflakeWarehouse;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.staging.StagedFile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
@OnEveryWarehouse
class ConcurrentPublishersTest {
  private static final int RUNS = 5;

  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;

  ConcurrentPublishersTest(WarehouseKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void openSite() throws Exception {
    site = new Site(folder, kind);
    if (site.warehouse() instanceof SnowflakeWarehouse snowflake) {
      StandInExtension.standIn().readLate(snowflake.account().database());
    }
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  /** Runs all at the same time and waits for them; the first that fails is thrown. */
  private void together(List<Callable<Void>> tasks) throws Exception {
    CyclicBarrier start = new CyclicBarrier(tasks.size());
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<Future<Void>> running = new ArrayList<>();
      for (Callable<Void> task : tasks) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return task.call();
                }));
      }
      for (Future<Void> task : running) {
        task.get();
      }
    } finally {
      threads.shutdownNow();
    }
    // The site's own session sees late, too.
    site.rows("SELECT 1");
  }

  private Callable<Void> publishing(Run run, Dataset dataset, StagedFile... files)
      throws Exception {
    List<String> manifest = List.of(site.manifest(run, dataset, files));
    return () -> {
      site.publisher(run, dataset).publish(manifest);
      return null;
    };
  }

  @Test
  void severalRunsOfTheSameVersionsLoadEachOnce() throws Exception {
    Dataset dataset = site.dataset(APPEND);
    SourceFile one = site.write("lsb.users.1", userGroups("team1 (u v) -"), MONDAY);
    SourceFile other = site.write("lsb.users.2", userGroups("team2 (u) -"), MONDAY);
    List<Callable<Void>> runs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      Run run = run("r" + i);
      site.begin(run, dataset);
      runs.add(
          publishing(run, dataset, site.stage(run, dataset, one), site.stage(run, dataset, other)));
    }
    together(runs);
    assertThat(site.shares(), contains("team1 | u | null", "team1 | v | null", "team2 | u | null"));
    assertThat(
        site.rows(
            "SELECT URI, STATUS, COUNT(*) FROM SNOWGAUGE.INGESTION_FILES GROUP BY ALL ORDER BY 1"),
        contains(one.uri() + " | PUBLISHED | 1", other.uri() + " | PUBLISHED | 1"));
    assertThat(
        site.rows(
            "SELECT STATUS, FILES, INGESTED_RECORD_COUNT, COUNT(*) FROM SNOWGAUGE.INGESTION_AUDIT"
                + " GROUP BY ALL ORDER BY FILES"),
        contains("SUCCESS | 0 | 0 | " + (RUNS - 1), "SUCCESS | 2 | 3 | 1"));
  }

  @Test
  void runsOneAfterTheOtherShareOneLockRow() throws Exception {
    Dataset dataset = site.dataset(APPEND);
    site.load(run("r1"), dataset, site.write("lsb.users.1", userGroups("a (u) -"), MONDAY));
    site.load(run("r2"), dataset, site.write("lsb.users.2", userGroups("b (u) -"), MONDAY));
    assertThat(
        site.rows("SELECT EPOCH, RUN_ID, TAKEN_AT IS NULL FROM SNOWGAUGE.PUBLISH_LOCK_USER_GROUPS"),
        contains("2 | r2 | false"));
    assertThat(
        site.rows(
            "SELECT RUN_ID, EPOCH, TARGET_EPOCH FROM SNOWGAUGE.INGESTION_FILE_EVENTS"
                + " ORDER BY EPOCH"),
        contains("r1 | 1 | 1", "r2 | 2 | 2"));
  }

  @Test
  void severalVersionsOfOneFileLeaveTheNewest() throws Exception {
    Dataset dataset = site.dataset(REPLACE);
    List<Callable<Void>> runs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      Run run = run("r" + i);
      site.begin(run, dataset);
      SourceFile version =
          site.write("lsb.users", userGroups("team (u" + i + ") -"), TUESDAY.plusSeconds(i));
      runs.add(publishing(run, dataset, site.stage(run, dataset, version)));
    }
    together(runs);
    assertThat(site.shares(), contains("team | u" + (RUNS - 1) + " | null"));
    assertThat(
        site.rows(
            "SELECT COUNT_IF(STATUS = 'PUBLISHED'),"
                + " COUNT_IF(STATUS IN ('REPLACED', 'SUPERSEDED'))"
                + " FROM SNOWGAUGE.INGESTION_FILES"),
        contains("1 | " + (RUNS - 1)));
  }

  /** More than wait for one lock on Snowflake, where the twenty-first waiter fails. */
  @Test
  void thirtyDatasetsDoNotWaitForEachOther() throws Exception {
    List<Callable<Void>> runs = new ArrayList<>();
    Run run = run("r1");
    int logged = kind == WarehouseKind.SNOWFLAKE ? StandInExtension.standIn().log().size() : 0;
    for (int i = 0; i < 30; i++) {
      Dataset dataset = Datasets.named("dataset" + i, "TABLE" + i, site.dataset(APPEND));
      site.begin(run, dataset);
      SourceFile file = site.write("file" + i, userGroups("team (u" + i + ") -"), MONDAY);
      runs.add(publishing(run, dataset, site.stage(run, dataset, file)));
    }
    together(runs);
    assertThat(
        site.rows("SELECT STATUS, COUNT(*) FROM SNOWGAUGE.INGESTION_AUDIT GROUP BY ALL"),
        contains("SUCCESS | 30"));
    assertThat(
        site.rows("SELECT STATUS, COUNT(*) FROM SNOWGAUGE.INGESTION_FILES GROUP BY ALL"),
        contains("PUBLISHED | 30"));
    if (kind == WarehouseKind.SNOWFLAKE) {
      List<String> log = StandInExtension.standIn().log();
      String database = ((SnowflakeWarehouse) site.warehouse()).account().database();
      assertThat(
          log.subList(logged, log.size()).stream()
              .filter(line -> line.contains("\"code\": \"000625\"") || line.contains("\"waits\""))
              .filter(line -> line.contains(database))
              .toList(),
          is(empty()));
    }
  }

  @Test
  void datasetsDoNotDisturbEachOther() throws Exception {
    List<Callable<Void>> runs = new ArrayList<>();
    Run run = run("r1");
    for (int i = 0; i < RUNS; i++) {
      Dataset dataset = Datasets.named("dataset" + i, "TABLE" + i, site.dataset(APPEND));
      site.begin(run, dataset);
      SourceFile file = site.write("file" + i, userGroups("team (u" + i + ") -"), MONDAY);
      runs.add(publishing(run, dataset, site.stage(run, dataset, file)));
    }
    together(runs);
    assertThat(
        site.rows(
            "SELECT USER_NAME FROM TABLE0 UNION ALL SELECT USER_NAME FROM TABLE1"
                + " UNION ALL SELECT USER_NAME FROM TABLE2 UNION ALL SELECT USER_NAME FROM TABLE3"
                + " UNION ALL SELECT USER_NAME FROM TABLE4 ORDER BY 1"),
        contains("u0", "u1", "u2", "u3", "u4"));
    assertThat(
        site.rows("SELECT STATUS, COUNT(*) FROM SNOWGAUGE.INGESTION_AUDIT GROUP BY ALL"),
        contains("SUCCESS | " + RUNS));
  }
}
