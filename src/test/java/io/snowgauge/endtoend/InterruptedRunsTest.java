package io.snowgauge.endtoend;

import static io.snowgauge.endtoend.Site.MONDAY;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C in the midst of a run: what it says, what it leaves, and that the next run goes on. */
@Timeout(300)
class InterruptedRunsTest {
  private static final int ROWS = 2_500_000;

  private static final String CONFIGURATION =
      """
      {
        "datasets": {
          "large": {
            "input": "data/large/*.csv", "format": { "type": "csv" }, "table": "LARGE",
            "publish": "append", "columns": { "id": "INTEGER", "name": "STRING" }
          },
          "small": {
            "input": "data/small/*.csv", "format": { "type": "csv" }, "table": "SMALL",
            "publish": "append", "columns": { "id": "INTEGER", "name": "STRING" }
          }
        }
      }
      """;

  @TempDir Path folder;

  private static String csv(int rows) {
    StringBuilder text = new StringBuilder("id,name\n");
    for (int i = 0; i < rows; i++) {
      text.append(i).append(",name of ").append(i).append('\n');
    }
    return text.toString();
  }

  /** Whether there are files of such names below a folder; while it changes, nobody knows. */
  private static boolean has(Site site, String name, String start) {
    try {
      return site.files(name).stream()
          .anyMatch(file -> String.valueOf(file.getFileName()).startsWith(start));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  /** The small dataset's parts are removed after its commit, while the large one is being read. */
  private static boolean isSmallInAndLargeUnderWay(Site site) {
    return has(site, "archive/small/first", "")
        && has(site, ".snowgauge/staging/run-first/large", "records-")
        && has(site, ".snowgauge/staging/run-first/small/manifest", "")
        && !has(site, ".snowgauge/staging/run-first/small", "records-");
  }

  /** What was told of ends. */
  private static List<String> lineage(Site site) throws IOException {
    return Files.readAllLines(site.path("lineage.ndjson")).stream()
        .map(
            event ->
                event.contains("\"eventType\":\"START\"")
                    ? "START"
                    : event.replaceFirst(
                        ".*\"eventType\":\"(\\w+)\".*\"snowgauge[.](\\w+)\".*", "$1 $2"))
        .toList();
  }

  /** Which phase a line is of, and whether it has a rate. */
  private static String phase(String line) {
    return line.replaceFirst("^phase (\\w+) +[0-9]+[.][0-9]{2} s", "$1")
        .replaceFirst(" +[0-9,]+[.][0-9] MB/s$", " MB/s");
  }

  @Test
  void ctrlCEndsARunAndSaysWhatWasPublished() throws Exception {
    Site site = Site.with(folder, CONFIGURATION);
    site.write("data/small/a.csv", csv(3), MONDAY);
    site.write("data/large/a.csv", csv(ROWS), MONDAY);
    Snowgauge.Running running =
        site.snowgauge()
            .startInForeground(
                "run",
                "--run-id",
                "first",
                "--targetParallelism=2",
                "--set",
                "lineage.type=file",
                "--set",
                "lineage.file=lineage.ndjson");
    assertThat(
        "still runs once the small dataset is in",
        running.runsUntil(() -> isSmallInAndLargeUnderWay(site)),
        is(true));
    running.interrupt();
    Snowgauge.Ended ended = running.await();
    assertThat(ended.toString(), ended.exitCode(), is(130));
    assertThat(
        ended.err(),
        containsString(
            "snowgauge: interrupted; what was committed is complete, nothing else is visible; run"
                + " again to go on"));
    assertThat(
        ended.outLines().subList(2, 5),
        contains(
            " DATASET  FILES  SOURCE  INGESTED  REJECTED  STATUS",
            " large        0       0         0         0  FAILED",
            " small        1       3         3         0  SUCCESS"));
    assertThat("what is not published leaves nothing behind", site.files(".snowgauge"), empty());
    assertThat(site.files("archive/large"), empty());
    assertThat(
        site.query(
            "SELECT DATASET, STATUS, ERROR_MESSAGES FROM SNOWGAUGE.INGESTION_AUDIT ORDER BY ALL"),
        contains(
            "large | FAILED | the run failed: interrupted (Ctrl-C or SIGTERM) before it was done",
            "small | SUCCESS | null"));

    assertThat(lineage(site), contains("START", "START", "ABORT large", "COMPLETE small"));

    Snowgauge.Ended next = site.run("--verbose");
    assertThat(next.toString(), next.exitCode(), is(0));
    assertThat(
        next.errLines().stream()
            .filter(line -> line.startsWith("phase "))
            .map(InterruptedRunsTest::phase)
            .toList(),
        contains("start", "list", "stage MB/s", "count MB/s", "move MB/s", "commit", "total MB/s"));
    assertThat(
        site.query("SELECT (SELECT COUNT(*) FROM SMALL), (SELECT COUNT(*) FROM LARGE)"),
        contains("3 | " + ROWS));
    Snowgauge.Ended quiet = site.run("--quiet");
    assertThat(quiet, is(new Snowgauge.Ended(0, "", "")));
  }
}
