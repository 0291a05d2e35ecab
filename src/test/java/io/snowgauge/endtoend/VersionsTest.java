package io.snowgauge.endtoend;

import static io.snowgauge.endtoend.Site.MONDAY;
import static io.snowgauge.endtoend.Site.TUESDAY;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of files that change, and of runs that are asked for more than new files. */
@Timeout(300)
class VersionsTest {
  private static final String TWO_DATASETS =
      """
      {
        "datasets": {
          "history": {
            "input": "data/*", "format": { "type": "lsf" }, "table": "HISTORY", "publish": "append"
          },
          "current": {
            "input": "data/*", "format": { "type": "lsf" }, "table": "CURRENT", "publish": "replace"
          }
        }
      }
      """;

  private static final UserGroups OLD = UserGroups.random(1, 20);
  private static final UserGroups NEW = UserGroups.random(2, 30);
  private static final UserGroups OTHER = UserGroups.random(3, 10);

  @TempDir Path folder;

  private static List<String> rows(Site site, String table) throws Exception {
    return site.query("SELECT GROUP_NAME, USER_NAME, SHARE FROM " + table).stream()
        .sorted()
        .toList();
  }

  @Test
  void aChangedFileIsLoadedAgainAndAnUnchangedOneIsNot() throws Exception {
    Site site = Site.with(folder, TWO_DATASETS);
    site.write("data/changing", OLD, MONDAY);
    site.write("data/same", OTHER, MONDAY);
    assertThat(site.run("--run-id", "r1").exitCode(), is(0));
    assertThat(rows(site, "HISTORY"), is(UserGroups.rowsOf(OLD, OTHER)));
    assertThat(rows(site, "CURRENT"), is(UserGroups.rowsOf(OLD, OTHER)));

    site.write("data/changing", NEW, TUESDAY);
    Snowgauge.Ended second = site.run("--run-id", "r2");
    assertThat(second.exitCode(), is(0));
    assertThat(
        second.outLines().stream().map(line -> line.strip().replaceAll(" +", " ")).toList(),
        contains(
            second.outLines().get(0),
            "",
            "DATASET FILES SOURCE INGESTED REJECTED STATUS",
            "current 1 %1$d %1$d 0 SUCCESS".formatted(NEW.size()),
            "history 1 %1$d %1$d 0 SUCCESS".formatted(NEW.size())));
    assertThat(rows(site, "HISTORY"), is(UserGroups.rowsOf(OLD, NEW, OTHER)));
    assertThat(rows(site, "CURRENT"), is(UserGroups.rowsOf(NEW, OTHER)));
    assertThat(
        site.query(
            "SELECT DATASET, regexp_extract(URI, '[^/]*$'), RUN_ID, STATUS"
                + " FROM SNOWGAUGE.INGESTION_FILES ORDER BY ALL"),
        contains(
            "current | changing | r1 | REPLACED",
            "current | changing | r2 | PUBLISHED",
            "current | same | r1 | PUBLISHED",
            "history | changing | r1 | PUBLISHED",
            "history | changing | r2 | PUBLISHED",
            "history | same | r1 | PUBLISHED"));
  }

  @Test
  void oneDatasetCanBeRunAlone() throws Exception {
    Site site = Site.with(folder, TWO_DATASETS);
    site.write("data/a", OLD, MONDAY);
    Snowgauge.Ended run = site.run("--dataset", "current");
    assertThat(run.exitCode(), is(0));
    assertThat(run.out(), not(containsString("history")));
    assertThat(rows(site, "CURRENT"), is(OLD.rows()));
    assertThat(site.query("SELECT DATASET FROM SNOWGAUGE.INGESTION_AUDIT"), contains("current"));
  }

  @Test
  void aForcedRunLoadsAgainInPlaceOfWhatWasThere() throws Exception {
    Site site = Site.with(folder, TWO_DATASETS);
    site.write("data/a", OLD, MONDAY);
    site.run("--run-id", "r1");
    site.write("data/a", NEW, TUESDAY);
    site.run("--run-id", "r2");
    Snowgauge.Ended forced = site.run("--run-id", "r3", "--force");
    assertThat(forced.exitCode(), is(0));
    assertThat(rows(site, "HISTORY"), is(UserGroups.rowsOf(OLD, NEW)));
    assertThat(rows(site, "CURRENT"), is(NEW.rows()));
    assertThat(
        site.query(
            "SELECT DATASET, RUN_ID, ATTEMPT, STATUS FROM SNOWGAUGE.INGESTION_FILES"
                + " ORDER BY ALL"),
        contains(
            "current | r1 | 1 | REPLACED",
            "current | r2 | 1 | REPLACED",
            "current | r3 | 2 | PUBLISHED",
            "history | r1 | 1 | PUBLISHED",
            "history | r2 | 1 | REPLACED",
            "history | r3 | 2 | PUBLISHED"));
  }

  @Test
  void aDryRunShowsWhatWouldBeLoadedAndChangesNothing() throws Exception {
    Site site = Site.with(folder, Site.configuration("append", ""));
    Path file = site.write("data/a", OLD, MONDAY);
    site.write("data/.b", OLD, MONDAY);
    Snowgauge.Ended before = site.run("--dry-run");
    assertThat(before.exitCode(), is(0));
    assertThat(
        before.outLines(),
        contains(
            "user_groups: 1 of 1 files would be loaded",
            "  data/a (%,d bytes)".formatted(file.toFile().length()),
            "user_groups: 1 file is left out, for its name begins with a dot"));
    assertThat(site.everything(), contains("snowgauge.json"));

    site.run();
    List<String> loaded = site.everything();
    site.write("data/b", OTHER, MONDAY);
    Snowgauge.Ended after = site.run("--dry-run");
    assertThat(after.exitCode(), is(0));
    assertThat(after.outLines().get(0), is("user_groups: 1 of 2 files would be loaded"));
    assertThat(site.everything(), is(loaded));
    assertThat(site.shares(), is(OLD.rows()));
    assertThat(site.query("SELECT COUNT(*) FROM SNOWGAUGE.INGESTION_AUDIT"), contains("1"));
  }

  @Test
  void runsAreLabelledAsAsked() throws Exception {
    Site site = Site.with(folder, Site.configuration("append", ""));
    site.write("data/a", OLD, MONDAY);
    Snowgauge.Ended run = site.run("--run-id", "nightly.1", "--execution-date", "2024-02-29");
    assertThat(run.exitCode(), is(0));
    assertThat(run.outLines().get(0), is("Run nightly.1, execution date 2024-02-29"));
    assertThat(
        site.query("SELECT RUN_ID, EXECUTION_DATE, MODE FROM SNOWGAUGE.INGESTION_AUDIT"),
        contains("nightly.1 | 2024-02-29 | run"));
    assertThat(site.query("SELECT DISTINCT _RUN_ID FROM USER_GROUP_SHARES"), contains("nightly.1"));
  }

  @Test
  void aRunThatIsRetriedUnderItsIdGoesOnInItsRow() throws Exception {
    Site site = Site.with(folder, Site.configuration("append", ""));
    site.write("data/good", OLD, MONDAY);
    site.write("data/bad", OTHER.text().replace("End UserGroup", "bad (\nEnd UserGroup"), MONDAY);
    assertThat(site.run("--run-id", "r1").exitCode(), is(3));
    assertThat(site.shares(), is(OLD.rows()));
    Snowgauge.Ended retry =
        site.run("--run-id", "r1", "--set", "datasets.user_groups.rejects.max=1");
    assertThat(retry.exitCode(), is(0));
    assertThat(site.shares(), is(UserGroups.rowsOf(OLD, OTHER)));
    assertThat(
        site.query(
            "SELECT RUN_ID, FILES, INGESTED_RECORD_COUNT, REJECTED_RECORD_COUNT, STATUS"
                + " FROM SNOWGAUGE.INGESTION_AUDIT"),
        contains("r1 | 2 | " + (OLD.size() + OTHER.size()) + " | 1 | PARTIAL"));
    assertThat(site.ndjson().size(), is(OLD.size() + OTHER.size()));
  }

  @Test
  void anInputThatMatchesNothingSaysSo() throws Exception {
    Site site = Site.with(folder, Site.configuration("append", ""));
    site.write("data/.a", OLD, MONDAY);
    site.write("data/.b", OLD, MONDAY);
    Snowgauge.Ended run = site.run();
    assertThat(run.exitCode(), is(0));
    assertThat(run.outLines().get(0), is("user_groups: no file matches data/*"));
    assertThat(
        run.outLines().get(1),
        is("user_groups: 2 files are left out, for their names begin with dots"));
    assertThat(
        site.query("SELECT FILES, STATUS FROM SNOWGAUGE.INGESTION_AUDIT"), contains("0 | SUCCESS"));
    assertThat(site.run("--fail-on-empty").exitCode(), is(3));
    assertThat(site.run("--fail-on-empty", "--dry-run").exitCode(), is(3));
  }

  @Test
  void aVersionThatFailedInThreeRunsIsSkippedUntilItIsAskedFor() throws Exception {
    Site site = Site.with(folder, Site.configuration("append", ""));
    site.write("data/good", OLD, MONDAY);
    String bad = OTHER.text().replace("End UserGroup", "bad (\nEnd UserGroup");
    site.write("data/bad", bad, MONDAY);
    for (int i = 1; i <= 3; i++) {
      assertThat(site.run("--run-id", "r" + i).exitCode(), is(3));
    }
    Snowgauge.Ended fourth = site.run("--run-id", "r4");
    assertThat(fourth.exitCode(), is(3));
    assertThat(
        fourth.out(),
        containsString(
            """
            SKIPPED data/bad
              it failed in 3 runs; mend it, or try again with --retry-failed
            """));
    assertThat(
        site.run("--dry-run").outLines(),
        contains(
            "user_groups: 0 of 2 files would be loaded", "  skipped, failed too often: data/bad"));
    assertThat(site.run("--run-id", "r5", "--retry-failed").exitCode(), is(3));
    assertThat(
        site.query(
            "SELECT RUN_ID, ATTEMPT, STATUS FROM SNOWGAUGE.INGESTION_FILES"
                + " WHERE URI LIKE '%/bad' ORDER BY RUN_ID"),
        contains("r1 | 1 | FAILED", "r2 | 2 | FAILED", "r3 | 3 | FAILED", "r5 | 4 | FAILED"));
    assertThat(
        site.query(
            "SELECT RUN_ID, FILES, STATUS, regexp_replace(ERROR_MESSAGES, 'file.*/data/', '')"
                + " FROM SNOWGAUGE.INGESTION_AUDIT ORDER BY RUN_ID"),
        contains(
            "r1 | 2 | FAILED | bad: 1 of 12 lines rejected, none tolerated",
            "r2 | 1 | FAILED | bad: 1 of 12 lines rejected, none tolerated",
            "r3 | 1 | FAILED | bad: 1 of 12 lines rejected, none tolerated",
            "r4 | 0 | FAILED | bad: skipped, it failed in 3 runs; mend it, or try again with"
                + " --retry-failed",
            "r5 | 1 | FAILED | bad: 1 of 12 lines rejected, none tolerated"));

    site.write("data/bad", OTHER, TUESDAY);
    assertThat(site.run("--run-id", "r6").exitCode(), is(0));
    assertThat(site.shares(), is(UserGroups.rowsOf(OLD, OTHER)));
  }
}
