package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.TUESDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Site.userGroups;
import static io.snowgauge.transforms.dataset.PublishMode.REPLACE;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;

import io.snowgauge.io.warehouse.control.Mode;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.io.warehouse.snowflake.FaultProxy;
import io.snowgauge.io.warehouse.snowflake.FaultProxy.Fault;
import io.snowgauge.io.warehouse.snowflake.Stage;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.SourceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Faults between the driver and Snowflake while a newer version replaces an older one: publishing
 * gives what it would have given without them.
 */
@ExtendWith(StandInExtension.class)
@Timeout(120)
class FaultsTest {
  @TempDir Path folder;
  private FaultProxy proxy;
  private Site site;
  private Dataset dataset;

  @BeforeEach
  void publishAVersion() throws Exception {
    proxy = FaultProxy.before(StandInExtension.standIn());
    String database = "SITE_" + UUID.randomUUID().toString().substring(0, 8);
    site =
        new Site(
            folder,
            StandInExtension.warehouse(
                proxy.url(), database, "PUBLIC", "SNOWGAUGE", new Stage.Internal()));
    dataset = site.dataset(REPLACE, "*", new Tolerance(5L, null));
    site.load(run("r0"), dataset, site.write("a", userGroups("old (u) -"), MONDAY));
  }

  @AfterEach
  void closeSite() throws Exception {
    site.close();
    proxy.close();
  }

  private List<String> stageVersion(Run run, String group) throws IOException, SQLException {
    site.begin(run, dataset);
    return List.of(
        site.manifest(
            run,
            dataset,
            site.stage(
                run, dataset, site.write("a", userGroups(group + " (u v) -", "bad (w"), TUESDAY))));
  }

  private void publish(Run run, List<String> manifest) throws SQLException {
    site.publisher(run, dataset).publish(manifest);
  }

  private void assertPublishedOnce(String why) throws SQLException {
    assertThat(why, site.shares(), contains("new | u | null", "new | v | null"));
    assertThat(
        why,
        site.rows(
            "SELECT RUN_ID, ATTEMPT, STATUS, INGESTED_RECORD_COUNT FROM SNOWGAUGE.INGESTION_FILES"
                + " ORDER BY RUN_ID"),
        contains("r0 | 1 | REPLACED | 1", "r1 | 1 | PUBLISHED | 2"));
    assertThat(
        why,
        site.rows(
            "SELECT RUN_ID, FILES, SOURCE_RECORD_COUNT, INGESTED_RECORD_COUNT, STATUS"
                + " FROM SNOWGAUGE.INGESTION_AUDIT ORDER BY RUN_ID"),
        contains("r0 | 1 | 1 | 1 | SUCCESS", "r1 | 1 | 3 | 2 | PARTIAL"));
    assertThat(why, site.rows("SELECT LINE FROM SNOWGAUGE.INGESTION_REJECTS"), contains("4"));
  }

  /** What the driver repeats by itself, and what publishing has to begin again. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "RESET, set autocommit=false",
        "RESET, `^insert into .*INGESTION_FILE_EVENTS`",
        "UNAVAILABLE, ^COPY INTO",
        "SESSION_LOST_BEFORE, ^COPY INTO",
        "SESSION_LOST_AFTER, ^PUT",
        "ANSWER_DROPPED, `^insert into .*USER_GROUP_SHARES`",
        "ANSWER_DROPPED, ^commit$",
        "SESSION_LOST_BEFORE, `^insert into .*INGESTION_FILE_EVENTS`"
      })
  void isPublishedOnce(Fault fault, String statement) throws Exception {
    List<String> manifest = stageVersion(run("r1"), "new");
    proxy.arm(fault, statement, 1);
    publish(run("r1"), manifest);
    assertThat(proxy.met(), hasSize(1));
    assertPublishedOnce(fault + " " + statement);
  }

  /** A line that was refused is brought back once, whatever its replay meets. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "ANSWER_DROPPED, ^commit$",
        "SESSION_LOST_BEFORE, ^commit$",
        "SESSION_LOST_AFTER, `^insert into .*INGESTION_RUN_EVENTS`",
        "ANSWER_DROPPED, `^insert into .*USER_GROUP_SHARES`"
      })
  void isReplayedOnce(Fault fault, String statement) throws Exception {
    Run first = run("r1");
    publish(first, stageVersion(first, "new"));
    String stage =
        site.rows("SELECT STAGE_ID FROM SNOWGAUGE.INGESTION_FILES WHERE RUN_ID = 'r1'").get(0);
    Run replay = new Run("r2", first.executionDate(), Mode.REPLAY, first.startedAt(), false, stage);
    site.begin(replay, dataset);
    SourceFile late = site.write("late", userGroups("late (w) -"), TUESDAY);
    List<String> manifest =
        List.of(site.manifest(replay, dataset, site.stage(replay, dataset, late)));
    proxy.arm(fault, statement, 1);
    publish(replay, manifest);
    assertThat(proxy.met(), hasSize(1));
    assertThat(site.shares(), contains("late | w | null", "new | u | null", "new | v | null"));
    assertThat(
        site.rows(
            "SELECT RUN_ID, STATUS, ACCEPTED_RECORD_COUNT, REJECTED_RECORD_COUNT"
                + " FROM SNOWGAUGE.INGESTION_FILES WHERE RUN_ID <> 'r0' ORDER BY RUN_ID"),
        contains("r1 | PUBLISHED | 3 | 0", "r2 | REPLAYED | 1 | 0"));
    assertThat(
        site.rows(
            "SELECT RUN_ID, INGESTED_RECORD_COUNT, REJECTED_RECORD_COUNT, STATUS"
                + " FROM SNOWGAUGE.INGESTION_AUDIT WHERE RUN_ID <> 'r0' ORDER BY RUN_ID"),
        contains("r1 | 3 | 0 | SUCCESS", "r2 | 1 | 0 | SUCCESS"));
  }

  /**
   * On every thirteenth statement of a publication in turn, until none is left to meet the fault.
   */
  @ParameterizedTest
  @CsvSource({"SESSION_LOST_BEFORE, 1", "SESSION_LOST_AFTER, 7"})
  void isPublishedOnceWhicheverStatementLosesItsSession(Fault fault, int first) throws Exception {
    int statement = first;
    while (isPublishedOnceIfOneMeets(fault, statement)) {
      beginAnew();
      statement += 13;
    }
    assertThat(statement, greaterThan(30));
  }

  private boolean isPublishedOnceIfOneMeets(Fault fault, int statement) throws Exception {
    List<String> manifest = stageVersion(run("r1"), "new");
    proxy.arm(fault, "", statement);
    publish(run("r1"), manifest);
    List<String> met = proxy.met();
    assertPublishedOnce(fault + " at statement " + statement + " " + met);
    return !met.isEmpty();
  }

  /** As it was before the newer version came. */
  private void beginAnew() throws Exception {
    for (String table :
        List.of("INGESTION_FILE_EVENTS", "INGESTION_RUN_EVENTS", "INGESTION_REJECT_ROWS")) {
      site.execute("DELETE FROM SNOWGAUGE." + table);
    }
    for (String lock : DatasetTables.locks(site.warehouse(), dataset).all()) {
      site.execute("DROP TABLE " + lock);
    }
    site.execute("DELETE FROM USER_GROUP_SHARES");
    site.load(run("r0"), dataset, site.write("a", userGroups("old (u) -"), MONDAY));
  }

  @Test
  void anotherPublisherOfTheSameVersionWaitsForADelayedCommit() throws Exception {
    List<String> manifest = stageVersion(run("r1"), "new");
    int before = StandInExtension.standIn().log().size();
    proxy.arm(Fault.DELAYED, "^commit$", 1);
    CompletableFuture<Void> first =
        CompletableFuture.runAsync(() -> publishUnchecked(run("r1"), manifest));
    proxy.awaitMet();
    CompletableFuture<Void> second =
        CompletableFuture.runAsync(() -> publishUnchecked(run("r1"), manifest));
    while (waiters(before) == 0 && !second.isDone()) {
      Thread.onSpinWait();
    }
    proxy.release();
    first.join();
    second.join();
    assertThat(waiters(before), greaterThan(0L));
    assertPublishedOnce("two publishers");
  }

  private static long waiters(int before) throws IOException {
    List<String> log = StandInExtension.standIn().log();
    return log.subList(before, log.size()).stream()
        .filter(line -> line.contains("\"waits\""))
        .count();
  }

  private void publishUnchecked(Run run, List<String> manifest) {
    try {
      site.publisher(run, dataset).publish(manifest);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
