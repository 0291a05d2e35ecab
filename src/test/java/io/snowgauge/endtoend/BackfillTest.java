package io.snowgauge.endtoend;

import static io.snowgauge.endtoend.Site.MONDAY;
import static io.snowgauge.endtoend.Site.TUESDAY;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One run per date, over files that have dates in their paths. */
@Timeout(300)
class BackfillTest {
  private static final String CONFIGURATION =
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
          },
          "undated": {
            "input": "undated/*", "format": { "type": "lsf" },
            "table": "UNDATED", "publish": "append"
          }
        }
      }
      """;

  private static final String BAD = "Begin UserGroup\n";
  private static final String WHY =
      "line 1: expected 'End UserGroup' to close this section but found the end of the file";

  private static final String AUDIT =
      "SELECT RUN_ID, EXECUTION_DATE, MODE, FILES, INGESTED_RECORD_COUNT, STATUS"
          + " FROM SNOWGAUGE.INGESTION_AUDIT WHERE DATASET = 'history'"
          + " ORDER BY RUN_ID";

  @TempDir Path folder;
  private Site site = new Site(Path.of(""));

  @BeforeEach
  void createSite() throws IOException {
    site = Site.with(folder, CONFIGURATION);
  }

  private static UserGroups groups(int number) {
    return UserGroups.random(number, 3 + number);
  }

  private void write(String farm, String date, UserGroups groups) throws IOException {
    site.write("data/" + farm + "/" + date + "/lsb.users", groups, MONDAY);
  }

  private Snowgauge.Ended backfill(String... more) {
    return site.snowgauge().run(Site.command("backfill", more));
  }

  private List<String> rows(String table) throws Exception {
    return site.query("SELECT GROUP_NAME, USER_NAME, SHARE FROM " + table).stream()
        .sorted()
        .toList();
  }

  private static List<String> squeezed(Snowgauge.Ended ended) {
    return ended.outLines().stream().map(line -> line.strip().replaceAll(" +", " ")).toList();
  }

  @Test
  void eachDateIsARunOfItsOwn() throws Exception {
    write("aurora", "2026-01-01", groups(1));
    write("borealis", "2026-01-01", groups(2));
    write("aurora", "2026-01-02", groups(3));
    write("aurora", "2026-01-04", groups(4));
    write("aurora", "2026-01-05", groups(5));
    write("aurora", "2026-02-30", groups(6));
    site.write("undated/f", groups(7), MONDAY);
    Snowgauge.Ended ended =
        backfill("--from", "2026-01-01", "--to", "2026-01-04", "--run-id", "january");
    assertThat(ended.err(), ended.exitCode(), is(0));
    int both = groups(1).size() + groups(2).size();
    assertThat(
        squeezed(ended),
        contains(
            "history: not read, for their dates are no days or are not written as in the input"
                + " data/{farm}/{date}/lsb.users: data/aurora/2026-02-30/lsb.users",
            "current: not read, for their dates are no days or are not written as in the input"
                + " data/{farm}/{date}/lsb.users: data/aurora/2026-02-30/lsb.users",
            "Backfill january, 2026-01-01 to 2026-01-04, runs january-DATE",
            "",
            "EXECUTION_DATE DATASET FILES SOURCE INGESTED REJECTED STATUS",
            "2026-01-01 current 2 %1$d %1$d 0 SUCCESS".formatted(both),
            "2026-01-01 history 2 %1$d %1$d 0 SUCCESS".formatted(both),
            "2026-01-02 current 1 %1$d %1$d 0 SUCCESS".formatted(groups(3).size()),
            "2026-01-02 history 1 %1$d %1$d 0 SUCCESS".formatted(groups(3).size()),
            "2026-01-03 current 0 0 0 0 SUCCESS",
            "2026-01-03 history 0 0 0 0 SUCCESS",
            "2026-01-04 current 1 %1$d %1$d 0 SUCCESS".formatted(groups(4).size()),
            "2026-01-04 history 1 %1$d %1$d 0 SUCCESS".formatted(groups(4).size()),
            "",
            "history: no files of 2026-01-03",
            "current: no files of 2026-01-03"));
    List<String> expected = UserGroups.rowsOf(groups(1), groups(2), groups(3), groups(4));
    assertThat(rows("HISTORY"), is(expected));
    assertThat(rows("CURRENT"), is(expected));
    assertThat(
        site.query(AUDIT),
        contains(
            "january-2026-01-01 | 2026-01-01 | backfill | 2 | " + both + " | SUCCESS",
            "january-2026-01-02 | 2026-01-02 | backfill | 1 | " + groups(3).size() + " | SUCCESS",
            "january-2026-01-03 | 2026-01-03 | backfill | 0 | 0 | SUCCESS",
            "january-2026-01-04 | 2026-01-04 | backfill | 1 | " + groups(4).size() + " | SUCCESS"));
    assertThat(
        site.query("SELECT ERROR_MESSAGES, COUNT(*) FROM SNOWGAUGE.INGESTION_AUDIT GROUP BY ALL"),
        contains(
            "not read, for their dates are no days or are not written as in the input"
                + " file://%1$s/data/{farm}/{date}/lsb.users: file://%1$s/data/aurora/2026-02-30/"
                    .formatted(folder)
                + "lsb.users | 8"));
    assertThat(
        site.query("SELECT _RUN_ID, FARM, COUNT(*) FROM HISTORY GROUP BY ALL ORDER BY ALL LIMIT 2"),
        contains(
            "january-2026-01-01 | aurora | " + groups(1).size(),
            "january-2026-01-01 | borealis | " + groups(2).size()));
    assertThat(site.files(".snowgauge"), empty());
  }

  @Test
  void runAgainItChangesNoTableUnlessItIsForced() throws Exception {
    write("aurora", "2026-01-01", groups(1));
    write("aurora", "2026-01-02", groups(2));
    assertThat(backfill("--run-id", "first").exitCode(), is(0));
    String everything = "SELECT * FROM HISTORY UNION ALL SELECT * FROM CURRENT ORDER BY ALL";
    List<String> loaded = site.query(everything);

    Snowgauge.Ended again = backfill("--run-id", "second");
    assertThat(again.exitCode(), is(0));
    assertThat(
        again.outLines().subList(0, 2),
        contains(
            "history: nothing new, all 2 files are loaded",
            "current: nothing new, all 2 files are loaded"));
    assertThat(site.query(everything), is(loaded));
    assertThat(backfill("--run-id", "first").exitCode(), is(0));
    assertThat(site.query(everything), is(loaded));

    Snowgauge.Ended forced = backfill("--run-id", "third", "--force", "--from", "2026-01-02");
    assertThat(forced.exitCode(), is(0));
    assertThat(rows("HISTORY"), is(UserGroups.rowsOf(groups(1), groups(2))));
    assertThat(rows("CURRENT"), is(UserGroups.rowsOf(groups(1), groups(2))));
    assertThat(
        site.query("SELECT DISTINCT _RUN_ID FROM HISTORY ORDER BY 1"),
        contains("first-2026-01-01", "third-2026-01-02"));
    assertThat(
        site.query(AUDIT),
        contains(
            "first-2026-01-01 | 2026-01-01 | backfill | 1 | " + groups(1).size() + " | SUCCESS",
            "first-2026-01-02 | 2026-01-02 | backfill | 1 | " + groups(2).size() + " | SUCCESS",
            "second-2026-01-01 | 2026-01-01 | backfill | 0 | 0 | SUCCESS",
            "second-2026-01-02 | 2026-01-02 | backfill | 0 | 0 | SUCCESS",
            "third-2026-01-02 | 2026-01-02 | backfill | 1 | " + groups(2).size() + " | SUCCESS"));
  }

  @Test
  void aDateWhoseFilesFailDoesNotStopTheOthers() throws Exception {
    write("aurora", "2026-01-01", groups(1));
    site.write("data/aurora/2026-01-02/lsb.users", BAD, MONDAY);
    write("aurora", "2026-01-03", groups(3));
    Snowgauge.Ended ended = backfill("--run-id", "r", "--dataset", "history");
    assertThat(ended.exitCode(), is(3));
    assertThat(
        squeezed(ended),
        contains(
            "Backfill r, 2026-01-01 to 2026-01-03, runs r-DATE",
            "",
            "EXECUTION_DATE DATASET FILES SOURCE INGESTED REJECTED STATUS",
            "2026-01-01 history 1 %1$d %1$d 0 SUCCESS".formatted(groups(1).size()),
            "2026-01-02 history 1 0 0 0 FAILED",
            "2026-01-03 history 1 %1$d %1$d 0 SUCCESS".formatted(groups(3).size()),
            "",
            "FAILED data/aurora/2026-01-02/lsb.users",
            WHY,
            "",
            "Failed dates: 2026-01-02"));
    assertThat(rows("HISTORY"), is(UserGroups.rowsOf(groups(1), groups(3))));

    for (String id : List.of("r2", "r3")) {
      assertThat(backfill("--run-id", id, "--dataset", "history").exitCode(), is(3));
    }
    Snowgauge.Ended fourth = backfill("--run-id", "r4", "--dataset", "history");
    assertThat(fourth.exitCode(), is(3));
    assertThat(fourth.out(), containsString("SKIPPED data/aurora/2026-01-02/lsb.users\n"));
    assertThat(
        backfill("--run-id", "r5", "--dataset", "history", "--retry-failed").out(),
        containsString("FAILED data/aurora/2026-01-02/lsb.users\n  " + WHY));

    site.write("data/aurora/2026-01-02/lsb.users", groups(2), TUESDAY);
    assertThat(backfill("--run-id", "r", "--dataset", "history").exitCode(), is(0));
    assertThat(rows("HISTORY"), is(UserGroups.rowsOf(groups(1), groups(2), groups(3))));
  }

  @Test
  void aSystemThatFailsForADateBeatsFilesThatFailForAnother() throws Exception {
    site.write("data/aurora/2026-01-01/lsb.users", BAD, MONDAY);
    write("aurora", "2026-01-02", groups(2));
    write("aurora", "2026-01-03", groups(3));
    // A file where the run's folder of the archive has to be.
    site.write("archive/history/r-2026-01-02", "", MONDAY);
    Snowgauge.Ended ended = backfill("--run-id", "r", "--dataset", "history");
    assertThat(ended.exitCode(), is(1));
    List<String> end =
        ended.outLines().subList(ended.outLines().size() - 5, ended.outLines().size());
    assertThat(end.subList(0, 2), contains("", "FAILED 2026-01-02"));
    assertThat(end.get(2), containsString("archive/history/r-2026-01-02"));
    assertThat(end.subList(3, 5), contains("", "Failed dates: 2026-01-01, 2026-01-02"));
    assertThat(rows("HISTORY"), is(groups(3).rows()));
    assertThat(
        site.query(AUDIT),
        contains(
            "r-2026-01-01 | 2026-01-01 | backfill | 1 | 0 | FAILED",
            "r-2026-01-02 | 2026-01-02 | backfill | 0 | 0 | FAILED",
            "r-2026-01-03 | 2026-01-03 | backfill | 1 | " + groups(3).size() + " | SUCCESS"));
    assertThat(site.files(".snowgauge"), empty());
  }

  @Test
  void severalDatesAtATimeGiveTheSameTables() throws Exception {
    List<UserGroups> all = new ArrayList<>();
    for (int day = 1; day <= 9; day++) {
      for (int farm = 0; farm < 2; farm++) {
        UserGroups groups = UserGroups.random(day * 10 + farm, 300);
        write("farm" + farm, "2026-01-0" + day, groups);
        all.add(groups);
      }
    }
    Snowgauge.Ended ended = backfill("--concurrent-dates", "3");
    assertThat(ended.err(), ended.exitCode(), is(0));
    List<String> expected = UserGroups.rowsOf(all.toArray(UserGroups[]::new));
    assertThat(rows("HISTORY"), is(expected));
    assertThat(rows("CURRENT"), is(expected));
    assertThat(
        site.query("SELECT STATUS, FILES, COUNT(*) FROM SNOWGAUGE.INGESTION_AUDIT GROUP BY ALL"),
        contains("SUCCESS | 2 | 18"));
    assertThat(
        site.query(
            "SELECT STATUS, ATTEMPT, COUNT(*) FROM SNOWGAUGE.INGESTION_FILES" + " GROUP BY ALL"),
        contains("PUBLISHED | 1 | 36"));
    assertThat(site.files(".snowgauge"), empty());
  }

  @Test
  void aDryRunSaysWhatEachDateWouldLoadAndCreatesNothing() throws Exception {
    write("aurora", "2026-01-01", groups(1));
    Path third = site.path("data/aurora/2026-01-03/lsb.users");
    write("aurora", "2026-01-03", groups(3));
    Snowgauge.Ended ended = backfill("--dry-run", "--from", "2026-01-02", "--dataset", "history");
    assertThat(ended.err(), ended.exitCode(), is(0));
    assertThat(
        ended.outLines(),
        contains(
            "2026-01-02 history: 0 of 0 files would be loaded",
            "2026-01-03 history: 1 of 1 files would be loaded",
            "  data/aurora/2026-01-03/lsb.users (%,d bytes)".formatted(third.toFile().length())));
    assertThat(site.everything(), contains("snowgauge.json"));
    assertThat(backfill("--dry-run", "--from", "2026-01-02", "--fail-on-empty").exitCode(), is(3));

    backfill();
    assertThat(
        backfill("--dry-run", "--dataset", "history").outLines(),
        contains(
            "2026-01-01 history: 0 of 1 files would be loaded",
            "2026-01-02 history: 0 of 0 files would be loaded",
            "2026-01-03 history: 0 of 1 files would be loaded"));
  }

  @Test
  void datesWithoutFilesFailOnRequest() throws Exception {
    Snowgauge.Ended none = backfill();
    assertThat(none.exitCode(), is(0));
    assertThat(none.out(), is("No dates to load: no file matches\n"));
    assertThat(site.everything(), contains("snowgauge.json"));
    assertThat(backfill("--fail-on-empty").exitCode(), is(3));

    write("aurora", "2026-01-05", groups(1));
    Snowgauge.Ended ended =
        backfill("--fail-on-empty", "--from", "2026-01-01", "--dataset", "history");
    assertThat(ended.exitCode(), is(3));
    assertThat(
        ended.out(),
        containsString(
            """

            history: no files of 2026-01-01 to 2026-01-04

            Failed dates: 2026-01-01 to 2026-01-04
            """));
    assertThat(rows("HISTORY"), is(groups(1).rows()));
    assertThat(
        backfill("--to", "2025-12-31").out(),
        is("No dates to load: the files are of 2026-01-05 to 2026-01-05\n"));
  }

  private void assertRefused(String message, String... arguments) throws Exception {
    Snowgauge.Ended ended = backfill(arguments);
    assertThat(ended.err(), ended.exitCode(), is(2));
    assertThat(ended.err(), containsString(message));
    assertThat(site.everything(), contains("snowgauge.json"));
  }

  @Test
  void wrongUsageIsRefused() throws Exception {
    write("aurora", "2026-01-01", groups(1));
    assertRefused(
        "--from: expected a date up to --to 2026-01-01 but found 2026-01-02",
        "--from",
        "2026-01-02",
        "--to",
        "2026-01-01");
    assertRefused(
        "Invalid value for option '--to': expected a date such as 2026-01-31 but found '2026-02-30'",
        "--to",
        "2026-02-30");
    assertRefused(
        "--dataset: expected a dataset whose input has {date} but found 'undated' with undated/*",
        "--dataset",
        "undated",
        "--dataset",
        "history");
    assertRefused(
        "--run-id: expected up to 89 letters, digits, '.', '_' and '-'",
        "--run-id",
        "r".repeat(90));
    assertRefused("--concurrent-dates: expected 1 to 16 but found 0", "--concurrent-dates", "0");
    assertRefused(
        "expected up to 10,000 dates but found 328,719, from 2026-01-01 to 2926-01-01; name fewer"
            + " with --from and --to",
        "--to",
        "2926-01-01");
    assertRefused("unknown argument '--parallel'", "--parallel");
    Snowgauge.Ended noDates =
        site.snowgauge()
            .run(
                "backfill",
                "--set",
                "datasets.history.input=data/*",
                "--set",
                "datasets.current.input=data/*");
    assertThat(noDates.exitCode(), is(2));
    assertThat(noDates.err(), containsString("datasets: expected one whose input has {date}"));
  }

  private boolean isArchiving(String runId) {
    try {
      return !site.files("archive/history/" + runId).isEmpty();
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  /** Kills a backfill once a run of it writes its archive; whether it really was killed. */
  private boolean kill(String prefix, String date) throws Exception {
    Snowgauge.Running running =
        site.snowgauge().start("backfill", "--run-id", prefix, "--concurrent-dates", "2");
    boolean killed = running.runsUntil(() -> isArchiving(prefix + "-" + date));
    running.kill();
    return killed;
  }

  @Test
  void killedInTheMiddleItIsMadeWholeByTheNext() throws Exception {
    List<UserGroups> all = new ArrayList<>();
    for (int day = 1; day <= 6; day++) {
      UserGroups groups = UserGroups.random(day, 2000);
      write("aurora", "2026-01-0" + day, groups);
      all.add(groups);
    }
    assertThat(kill("r", "2026-01-02"), is(true));
    assertThat("under the same id", kill("r", "2026-01-04"), is(true));
    assertThat("under another id", kill("s", "2026-01-05"), is(true));
    Snowgauge.Ended ended = backfill("--run-id", "r", "--from", "2026-01-03");
    assertThat(ended.err(), ended.exitCode(), is(0));
    assertThat(backfill("--run-id", "t").exitCode(), is(0));

    List<String> expected = UserGroups.rowsOf(all.toArray(UserGroups[]::new));
    assertThat(rows("HISTORY"), is(expected));
    assertThat(rows("CURRENT"), is(expected));
    assertThat(site.ndjson().size(), is(2 * expected.size()));
    assertThat(
        site.query(
            "SELECT DATASET, STATUS, COUNT(*) FROM SNOWGAUGE.INGESTION_FILES"
                + " GROUP BY ALL ORDER BY ALL"),
        contains("current | PUBLISHED | 6", "history | PUBLISHED | 6"));
    assertThat(
        site.query(
            "SELECT RUN_ID, STATUS, ERROR_MESSAGES FROM SNOWGAUGE.INGESTION_AUDIT"
                + " WHERE STATUS NOT IN ('SUCCESS', 'ABANDONED') OR STATUS = 'ABANDONED' AND"
                + " ERROR_MESSAGES NOT LIKE 'ended without a result; found by backfill _'"),
        empty());
    assertThat(
        site.query(
            "SELECT RUN_ID, DATASET FROM SNOWGAUGE.INGESTION_AUDIT GROUP BY ALL"
                + " HAVING COUNT(*) > 1"),
        empty());
    assertThat(site.files(".snowgauge"), empty());
  }

  @Test
  void beamsOwnOptionsPassThrough() throws Exception {
    write("aurora", "2026-01-01", groups(1));
    assertThat(backfill("--targetParallelism=2", "--enforceImmutability=true").exitCode(), is(0));
    assertThat(rows("HISTORY"), is(groups(1).rows()));
    Snowgauge.Ended unknown = backfill("--noSuchOption=1");
    assertThat(unknown.exitCode(), is(2));
    assertThat(unknown.err(), startsWith("Class interface"));
  }

  @Test
  void aDatasetThatCannotBeListedDoesNotKeepTheOthersFromBeingLoaded() throws Exception {
    site =
        Site.with(
            folder, CONFIGURATION.replaceFirst("data/\\{farm}/\\{date}", "looped/{farm}/{date}"));
    Files.createSymbolicLink(site.path("looped"), site.path("looped"));
    write("west", "2025-01-01", groups(1));
    Snowgauge.Ended ended = backfill("--run-id", "b");
    assertThat(ended.toString(), ended.exitCode(), is(1));
    assertThat(
        ended.err(),
        startsWith(
            "snowgauge: history: expected a readable folder but listing it failed (Too many"));
    assertThat(
        site.query("SELECT count(*) FROM CURRENT"), is(List.of("" + groups(1).rows().size())));
    assertThat(
        site.query(
            "SELECT RUN_ID, DATASET, STATUS FROM SNOWGAUGE.INGESTION_AUDIT ORDER BY DATASET"),
        contains("b-2025-01-01 | current | SUCCESS", "b-2025-01-01 | history | FAILED"));
  }
}
