package io.snowgauge.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that are killed with {@code kill -9} at some moment, each time with new versions to load:
 * after the next run everything is as if nothing had been killed.
 */
@Timeout(600)
class KilledRunsTest {
  private static final long SEED = 20250606;
  private static final int FILES = 5;
  private static final int GROUPS = 1_200;

  private static final String CONFIGURATION =
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

  @TempDir Path folder;
  private Site site = new Site(Path.of(""));
  private final Random random = new Random(SEED);
  private final List<UserGroups> history = new ArrayList<>();
  private final List<UserGroups> current = new ArrayList<>();
  private int round;
  private int killed;

  @BeforeEach
  void createSite() throws IOException {
    site = Site.with(folder, CONFIGURATION);
  }

  /** Gives every file a new version. */
  private void writeVersions() throws IOException {
    round++;
    current.clear();
    for (int i = 0; i < FILES; i++) {
      UserGroups version = UserGroups.random(round * 100L + i, GROUPS);
      current.add(version);
      history.add(version);
      site.write("data/f" + i, version, Instant.parse("2025-06-06T00:00:00Z").plusSeconds(round));
    }
  }

  private boolean exists(String name) {
    return Files.exists(site.path(name));
  }

  /** Whether a file below a folder has a name that contains a text. */
  private boolean hasFile(String name, String part) {
    try {
      return site.files(name).stream()
          .anyMatch(file -> String.valueOf(file.getFileName()).contains(part));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  private String runId() {
    return "run" + round;
  }

  /** Kills a run some time after something could be observed, then runs again. */
  private void killAndRunAgain(BooleanSupplier observed, Duration later, boolean sameRunId)
      throws Exception {
    writeVersions();
    Snowgauge.Running running = site.snowgauge().start("run", "--run-id", runId());
    if (running.runsUntil(observed) && running.runsFor(later)) {
      killed++;
    }
    running.kill();
    Snowgauge.Ended again = site.run("--run-id", sameRunId ? runId() : runId() + "-again");
    assertThat(again.err(), again.exitCode(), is(0));
    assertAsIfNothingHadBeenKilled();
  }

  private void assertAsIfNothingHadBeenKilled() throws Exception {
    try (var connection = site.connect()) {
      assertThat(
          "round " + round,
          Site.query(connection, "SELECT GROUP_NAME, USER_NAME, SHARE FROM CURRENT").stream()
              .sorted()
              .toList(),
          is(UserGroups.rowsOf(current.toArray(UserGroups[]::new))));
      assertThat(
          Site.query(connection, "SELECT COUNT(*) FROM HISTORY"),
          contains(String.valueOf(history.stream().mapToInt(UserGroups::size).sum())));
      assertThat(
          Site.query(
              connection,
              "SELECT RUN_ID, DATASET, STATUS, FINISHED_AT IS NULL, COUNT(*)"
                  + " FROM SNOWGAUGE.INGESTION_AUDIT GROUP BY ALL"
                  + " HAVING COUNT(*) > 1 OR STATUS NOT IN ('SUCCESS', 'ABANDONED')"
                  + " OR FINISHED_AT IS NULL"),
          empty());
      assertThat(
          Site.query(
              connection,
              "SELECT DATASET, FILE_ID, COUNT(*) FROM SNOWGAUGE.INGESTION_FILES"
                  + " GROUP BY ALL HAVING COUNT(*) > 1"),
          empty());
      assertThat(
          archived(),
          is(
              Site.query(
                  connection,
                  "SELECT DATASET || '/' || RUN_ID || '/'"
                      + " || FILE_ID || '-' || STAGE_ID || '-1.ndjson'"
                      + " FROM SNOWGAUGE.INGESTION_FILES ORDER BY ALL")));
    }
    assertThat(site.files(".snowgauge"), empty());
  }

  private List<String> archived() throws IOException {
    return site.files("archive").stream()
        .map(part -> site.path("archive").relativize(part).toString())
        .sorted()
        .toList();
  }

  @Test
  void leaveNothingThatTheNextRunDoesNotPutRight() throws Exception {
    killAndRunAgain(() -> exists("warehouse.duckdb"), Duration.ZERO, false);
    killAndRunAgain(() -> hasFile(".snowgauge", "records-"), Duration.ZERO, false);
    killAndRunAgain(() -> hasFile("archive/history/" + runId(), ""), Duration.ZERO, true);
    killAndRunAgain(() -> hasFile("archive/current/" + runId(), ""), Duration.ZERO, false);
    for (int i = 0; i < 4; i++) {
      Duration later = Duration.ofMillis(random.nextInt(400));
      killAndRunAgain(() -> hasFile(".snowgauge", ".csv.gz"), later, i % 2 == 0);
    }
    for (int i = 0; i < 4; i++) {
      Duration later = Duration.ofMillis(200 + random.nextInt(1500));
      killAndRunAgain(() -> true, later, i % 2 == 0);
    }
    assertThat("runs that were really killed", killed, greaterThan(7));
    assertThat(
        "runs that were found dead",
        Integer.valueOf(
            site.query(
                    "SELECT COUNT(DISTINCT RUN_ID) FROM SNOWGAUGE.INGESTION_AUDIT"
                        + " WHERE STATUS = 'ABANDONED'")
                .get(0)),
        greaterThan(2));
    assertHistoryIsWhole();
  }

  private void assertHistoryIsWhole() throws Exception {
    assertThat(
        site.query("SELECT GROUP_NAME, USER_NAME, SHARE FROM HISTORY").stream().sorted().toList(),
        is(UserGroups.rowsOf(history.toArray(UserGroups[]::new))));
  }
}
