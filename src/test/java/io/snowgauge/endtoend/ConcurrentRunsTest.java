package io.snowgauge.endtoend;

import static io.snowgauge.endtoend.Site.MONDAY;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes and one database, which only one of them can have at a time. */
@Timeout(300)
class ConcurrentRunsTest {
  @TempDir Path folder;

  @Test
  void runsThatStartTogetherLoadEachVersionOnce() throws Exception {
    Site site = Site.with(folder, Site.configuration("append", ""));
    UserGroups one = UserGroups.random(1, 5000);
    UserGroups other = UserGroups.random(2, 5000);
    site.write("data/a", one, MONDAY);
    site.write("data/b", other, MONDAY);
    List<Snowgauge.Running> running =
        Stream.of("r1", "r2", "r3")
            .map(id -> site.snowgauge().start("run", "--run-id", id))
            .toList();
    for (Snowgauge.Running run : running) {
      Snowgauge.Ended ended = run.await();
      assertThat(ended.err(), ended.exitCode(), is(0));
    }
    assertThat(site.shares(), is(UserGroups.rowsOf(one, other)));
    assertThat(site.ndjson().size(), is(one.size() + other.size()));
    assertThat(
        site.query("SELECT FILES, STATUS FROM SNOWGAUGE.INGESTION_AUDIT ORDER BY FILES"),
        contains("0 | SUCCESS", "0 | SUCCESS", "2 | SUCCESS"));
    assertThat(
        site.query("SELECT RUN_ID FROM SNOWGAUGE.INGESTION_AUDIT"),
        containsInAnyOrder("r1", "r2", "r3"));
    assertThat(site.files(".snowgauge"), empty());
  }

  @Test
  void aRunKeepsOthersOutUntilItEnds() throws Exception {
    Site site = Site.with(folder, Site.configuration("append", ""));
    UserGroups groups = UserGroups.random(1, 400_000);
    site.write("data/a", groups, MONDAY);
    Snowgauge.Running running = site.snowgauge().start("run");
    assertThat(running.runsUntil(() -> isStaging(site)), is(true));
    Snowgauge.Running auditing = site.snowgauge().start("audit");
    Snowgauge.Running second = site.snowgauge().start("run", "--set", "warehouse.lockTimeout=1 ms");
    Snowgauge.Ended audit = auditing.await();
    Snowgauge.Ended other = second.await();
    assertThat("the run has not ended before the others", running.isAlive(), is(true));
    assertThat(other.exitCode(), is(1));
    assertThat(other.err(), containsString("is in use by another process"));
    assertThat(audit.err(), audit.exitCode(), is(0));
    assertThat(audit.out(), containsString(" RUNNING "));
    assertThat(running.await().exitCode(), is(0));
    assertThat(
        site.query("SELECT COUNT(*) FROM USER_GROUP_SHARES"),
        contains(String.valueOf(groups.size())));
  }

  @Test
  void aKilledRunIsKnownToBeDeadAtOnceAlsoWhereNothingCanBeWritten() throws Exception {
    Site site = Site.with(folder, Site.configuration("append", ""));
    site.write("data/a", UserGroups.random(1, 200_000), MONDAY);
    Snowgauge.Running running = site.snowgauge().start("run", "--run-id", "r1");
    assertThat(running.runsUntil(() -> isStaging(site)), is(true));
    running.kill();
    assertThat(site.path("warehouse.duckdb").toFile().setReadOnly(), is(true));
    List<String> before = site.everything();
    Snowgauge.Ended audit = site.snowgauge().run("audit", "--run", "r1");
    assertThat(audit.err(), audit.exitCode(), is(0));
    assertThat(audit.out(), containsString(" ABANDONED "));
    assertThat(audit.out(), containsString("the next run removes what it has left"));
    assertThat(site.everything(), is(before));
  }

  private static boolean isStaging(Site site) {
    try {
      return !site.files("archive").isEmpty();
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  @Test
  void aRunGivesUpOnADatabaseThatStaysInUse() throws Exception {
    Site site = Site.with(folder, Site.configuration("append", ""));
    site.write("data/a", UserGroups.random(1, 2), MONDAY);
    Snowgauge.Ended run;
    Snowgauge.Ended audit;
    try (Connection inUse = site.connect()) {
      run = site.run("--set", "warehouse.lockTimeout=1 second");
      audit = site.snowgauge().run("audit", "--set", "warehouse.lockTimeout=1 second");
      assertThat(Site.query(inUse, "SELECT table_name FROM duckdb_tables()"), empty());
    }
    String message =
        "the database file "
            + folder
            + "/warehouse.duckdb is in use by another process, and still was after 1 s"
            + " (warehouse.lockTimeout)";
    assertThat(run.exitCode(), is(1));
    assertThat(run.err(), containsString(message));
    assertThat(audit.out(), is("No runs yet.\n"));
  }

  @Test
  void aRunWaitsForADatabaseThatIsInUseAndSaysSo() throws Exception {
    Site site = Site.with(folder, Site.configuration("append", ""));
    UserGroups groups = UserGroups.random(1, 2);
    site.write("data/a", groups, MONDAY);
    Connection inUse = site.connect();
    Snowgauge.Running running = site.snowgauge().start("run");
    try {
      assertThat(running.runsUntil(() -> running.errSoFar().contains("waiting for it")), is(true));
    } finally {
      inUse.close();
    }
    Snowgauge.Ended ended = running.await();
    assertThat(ended.exitCode(), is(0));
    assertThat(
        ended.err(),
        containsString("warehouse.duckdb is in use by another process; waiting for it"));
    assertThat(site.shares(), is(groups.rows()));
  }
}
