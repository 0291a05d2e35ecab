package io.snowgauge.endtoend;

import static io.snowgauge.endtoend.Site.MONDAY;
import static io.snowgauge.endtoend.Site.TUESDAY;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.oneOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Taking out again what runs have loaded. */
@Timeout(300)
class RetractTest {
  private static final String TWO_DATASETS =
      """
      {
        "datasets": {
          "history": {
            "input": "data/{farm}/{date}/lsb.users", "format": { "type": "lsf" },
            "table": "HISTORY", "publish": "append"
          },
          "current": {
            "input": "data/{farm}/{date}/lsb.users", "format": { "type": "lsf" },
            "table": "CURRENT", "publish": "replace"
          }
        }
      }
      """;

  private static final String LEDGER =
      "SELECT DATASET, regexp_extract(URI, 'data/(.*)', 1), RUN_ID, ATTEMPT, STATUS,"
          + " regexp_replace(ERROR_MESSAGES, 'retracted [-0-9T:]*Z', 'TIME')"
          + " FROM SNOWGAUGE.INGESTION_FILES ORDER BY ALL";

  private static final String A = "data/aurora/2026-01-01/lsb.users";
  private static final String B = "data/borealis/2026-01-02/lsb.users";
  private static final UserGroups OLD = UserGroups.random(1, 4);
  private static final UserGroups NEW = UserGroups.random(2, 5);
  private static final UserGroups OTHER = UserGroups.random(3, 6);

  @TempDir Path folder;

  private Site site() throws IOException {
    Site site = Site.with(folder, TWO_DATASETS);
    site.write(A, OLD, MONDAY);
    site.write(B, OTHER, MONDAY);
    return site;
  }

  private static Snowgauge.Ended retract(Site site, String... more) {
    return site.snowgauge().run(Site.command("retract", more));
  }

  private static List<String> rows(Site site, String table) throws Exception {
    return site.query("SELECT GROUP_NAME, USER_NAME, SHARE FROM " + table).stream()
        .sorted()
        .toList();
  }

  @Test
  void takesOutARunAndALaterRunLoadsItAgain() throws Exception {
    Site site = site();
    site.snowgauge().run("backfill", "--run-id", "b");
    Snowgauge.Ended retracted = retract(site, "--run", "b-2026-01-01");
    assertThat(retracted.err(), retracted.exitCode(), is(0));
    assertThat(
        retracted.outLines(),
        contains(
            "current " + A + ": " + OLD.size() + " rows taken out",
            "history " + A + ": " + OLD.size() + " rows taken out",
            2 * OLD.size() + " rows of 2 files taken out",
            "current replaces: the rows of an older version of a file do not come back by"
                + " themselves"));
    assertThat(rows(site, "HISTORY"), is(OTHER.rows()));
    assertThat(rows(site, "CURRENT"), is(OTHER.rows()));
    String note = "TIME: " + OLD.size() + " rows taken out";
    assertThat(
        site.query(LEDGER),
        contains(
            "current | aurora/2026-01-01/lsb.users | b-2026-01-01 | 1 | RETRACTED | " + note,
            "current | borealis/2026-01-02/lsb.users | b-2026-01-02 | 1 | PUBLISHED | null",
            "history | aurora/2026-01-01/lsb.users | b-2026-01-01 | 1 | RETRACTED | " + note,
            "history | borealis/2026-01-02/lsb.users | b-2026-01-02 | 1 | PUBLISHED | null"));

    Snowgauge.Ended again = retract(site, "--run", "b-2026-01-01");
    assertThat(again.exitCode(), is(0));
    assertThat(
        again.out(), is("nothing of run 'b-2026-01-01' is published; nothing was taken out\n"));

    assertThat(site.run("--run-id", "r").exitCode(), is(0));
    assertThat(rows(site, "HISTORY"), is(UserGroups.rowsOf(OLD, OTHER)));
    assertThat(rows(site, "CURRENT"), is(UserGroups.rowsOf(OLD, OTHER)));
    assertThat(retract(site, "--run", "b-2026-01-01").out(), is(again.out()));
    assertThat(rows(site, "HISTORY"), is(UserGroups.rowsOf(OLD, OTHER)));
  }

  @Test
  void theSameRunMayLoadItAgainToo() throws Exception {
    Site site = site();
    site.snowgauge().run("backfill", "--run-id", "b");
    retract(site, "--run", "b-2026-01-01");
    assertThat(site.snowgauge().run("backfill", "--run-id", "b").exitCode(), is(0));
    assertThat(rows(site, "HISTORY"), is(UserGroups.rowsOf(OLD, OTHER)));
    assertThat(rows(site, "CURRENT"), is(UserGroups.rowsOf(OLD, OTHER)));
    String attempt = "current | aurora/2026-01-01/lsb.users | b-2026-01-01 | ";
    assertThat(
        site.query(LEDGER).subList(0, 2),
        contains(
            attempt + "1 | RETRACTED | TIME: " + OLD.size() + " rows taken out",
            attempt + "2 | PUBLISHED | null"));
  }

  @Test
  void takesOutAFileThatNoLongerExists() throws Exception {
    Site site = site();
    site.run("--run-id", "r1");
    site.write(A, NEW, TUESDAY);
    site.run("--run-id", "r2");
    Files.delete(site.path(A));
    Snowgauge.Ended one = retract(site, "--file", A, "--dataset", "history");
    assertThat(one.err(), one.exitCode(), is(0));
    assertThat(
        one.outLines(),
        contains(
            "history " + A + ": " + OLD.size() + " rows taken out",
            "history " + A + ": " + NEW.size() + " rows taken out",
            OLD.size() + NEW.size() + " rows of 2 files taken out"));
    assertThat(rows(site, "HISTORY"), is(OTHER.rows()));
    assertThat(rows(site, "CURRENT"), is(UserGroups.rowsOf(NEW, OTHER)));

    assertThat(
        retract(site, "--file", A, "--dataset", "history").out(),
        is("nothing of file " + A + " in history is published; nothing was taken out\n"));
    Snowgauge.Ended rest = retract(site, "--file", "file://" + site.path(A));
    assertThat(rest.exitCode(), is(0));
    assertThat(
        rest.outLines().subList(0, 2),
        contains(
            "current " + A + ": " + NEW.size() + " rows taken out",
            NEW.size() + " rows of 1 files taken out"));
    assertThat(rows(site, "CURRENT"), is(OTHER.rows()));
    assertThat(
        retract(site, "--file", "data/../" + A).out(),
        is("nothing of file " + A + " is published; nothing was taken out\n"));
  }

  @Test
  void whatTheLedgerDoesNotKnowIsWrongUsage() throws Exception {
    Site site = site();
    Snowgauge.Ended before = retract(site, "--run", "r1");
    assertThat(before.exitCode(), is(2));
    assertThat(before.err(), is("snowgauge: no run 'r1' in the ledger\n"));
    assertThat(site.everything(), contains("snowgauge.json"));

    site.run("--run-id", "r1");
    Snowgauge.Ended run = retract(site, "--run", "r2");
    assertThat(run.exitCode(), is(2));
    assertThat(run.err(), is("snowgauge: no run 'r2' in the ledger\n"));
    Snowgauge.Ended file = retract(site, "--file", "data/nowhere");
    assertThat(file.exitCode(), is(2));
    assertThat(file.err(), is("snowgauge: no file data/nowhere in the ledger\n"));
    Snowgauge.Ended dataset = retract(site, "--run", "r1", "--dataset", "none");
    assertThat(dataset.exitCode(), is(2));
    assertThat(
        dataset.err(),
        containsString("--dataset: expected one of history, current but found 'none'"));
    assertThat(retract(site).exitCode(), is(2));
    assertThat(retract(site, "--run", "r1", "--file", A).exitCode(), is(2));
    assertThat(rows(site, "HISTORY"), is(UserGroups.rowsOf(OLD, OTHER)));

    site.run("--run-id", "nothing-new");
    Snowgauge.Ended nothing = retract(site, "--run", "nothing-new");
    assertThat(nothing.exitCode(), is(0));
    assertThat(
        nothing.out(), is("nothing of run 'nothing-new' is published; nothing was taken out\n"));
  }

  @Test
  void aDatasetThatIsNoLongerConfiguredIsNamed() throws Exception {
    Site site = site();
    site.run("--run-id", "r1");
    Site.with(folder, TWO_DATASETS.replace("\"history\"", "\"renamed\""));
    Snowgauge.Ended retracted = retract(site, "--run", "r1");
    assertThat(retracted.exitCode(), is(2));
    assertThat(
        retracted.err(),
        is(
            """
            1 problem:
              datasets: expected 'history', of which the ledger has run 'r1', but found no such\
             dataset; nothing was taken out
            """));
    assertThat(rows(site, "CURRENT"), is(UserGroups.rowsOf(OLD, OTHER)));
    assertThat(retract(site, "--run", "r1", "--dataset", "current").exitCode(), is(0));
    assertThat(rows(site, "CURRENT"), empty());
    assertThat(rows(site, "HISTORY"), is(UserGroups.rowsOf(OLD, OTHER)));
  }

  @Test
  void killedItLeavesAllOrNothing() throws Exception {
    Site site = Site.with(folder, TWO_DATASETS);
    UserGroups large = UserGroups.random(1, 20_000);
    site.write(A, large, MONDAY);
    site.run("--run-id", "r1");
    for (int i = 0; i < 6; i++) {
      Snowgauge.Running running =
          site.snowgauge().start("retract", "--run", "r1", "--dataset", "history");
      running.runsFor(Duration.ofMillis(400 + 100L * i));
      running.kill();
      List<String> state =
          site.query(
              "SELECT STATUS, (SELECT COUNT(*) FROM HISTORY), ERROR_MESSAGES IS NULL"
                  + " FROM SNOWGAUGE.INGESTION_FILES WHERE DATASET = 'history'");
      assertThat(
          state,
          contains(oneOf("PUBLISHED | " + large.size() + " | true", "RETRACTED | 0 | false")));
      if (state.get(0).startsWith("RETRACTED")) {
        assertThat(site.run("--run-id", "r1").exitCode(), is(0));
      }
    }
    assertThat(retract(site, "--run", "r1").exitCode(), is(0));
    assertThat(rows(site, "HISTORY"), empty());
    assertThat(rows(site, "CURRENT"), empty());
    assertThat(site.run("--run-id", "r2").exitCode(), is(0));
    assertThat(rows(site, "HISTORY"), is(large.rows()));
  }
}
