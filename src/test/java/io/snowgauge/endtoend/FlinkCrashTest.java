package io.snowgauge.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.snowflake.StandIn;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Parts of a cluster are killed while a run is on it: tables, ledger and audit are as if they had
 * not been. {@code src/test/flink/crash-loop.sh} repeats it.
 */
class FlinkCrashTest extends SharesOnFlink {
  @Test
  void survivesTheDeathOfATaskManagerThatStages() throws Exception {
    // A step that is seen to run may have ended by now: what it leaves is lost all the same.
    killAndAssert(
        "staging",
        () -> {
          String job = cluster.job("snowgauge-staging");
          return String.valueOf(
              !cluster.step(job, "Stage files").get("status").asText().equals("CREATED"));
        },
        "true");
  }

  @Test
  void survivesTheDeathOfATaskManagerThatHasCommitted() throws Exception {
    StandIn standIn = StandInExtension.standIn();
    int since = standIn.log().size();
    Pattern committed = Pattern.compile("\"sql\": \"commit");
    killAndAssert(
        "committed",
        () ->
            String.valueOf(
                standIn.log().stream().skip(since).anyMatch(e -> committed.matcher(e).find())),
        "true");
  }

  private interface Observation {
    String now() throws IOException;
  }

  private void killAndAssert(String run, Observation observation, String moment) throws Exception {
    Snowgauge.Running running = snowflake.start("run", onFlink("--run-id", run));
    boolean runs =
        running.runsUntil(
            () -> {
              try {
                return observation.now().equals(moment);
              } catch (IOException notYet) {
                return false;
              }
            });
    assertThat("still running when it is to be hit", runs);
    String job = cluster.job("snowgauge-" + run);
    cluster.killTaskManagerOf(job);
    // Snowflake does so by itself, some minutes later.
    StandInExtension.standIn().endDetached(run);
    cluster.startTaskManager();

    Snowgauge.Ended ended = running.awaitEndOfJobs();
    assertThat(ended.err(), ended.exitCode(), is(0));
    cluster.awaitSlots(2);
    assertLoadedOnce();
    assertThat(audit(run), is("SUCCESS | " + FILES));
    assertThat("restarts of " + run, cluster.failures(job), is(greaterThan(0)));
  }

  @Test
  void aDetachedRunIsGivenUpWhenItIsDeadAndNotBefore() throws Exception {
    Path idle = Files.createDirectory(folder.resolve("idle-" + UUID.randomUUID()));
    try (FlinkCluster noSlots = FlinkCluster.start(idle, 1, Map.of())) {
      Snowgauge.Ended submitted =
          snowflake.run(
              "run",
              "--run-id",
              "waiting",
              "--runner=FlinkRunner",
              "--flinkMaster=" + noSlots.master(),
              "--attachedMode=false");
      assertThat(submitted.err(), submitted.exitCode(), is(0));
      assertThat(snowflake.run("run", "--run-id", "beside").exitCode(), is(0));
      assertThat(audit("waiting"), is("RUNNING | 0"));
      assertThat(audit("beside"), is("SUCCESS | " + FILES));
    }
    snowflake.query("UPDATE SNOWGAUGE.RUN_HEARTBEATS SET BEAT_AT = '2025-01-01'");
    StandInExtension.standIn().ageHeartbeats(snowflake.database(), "", Duration.ofHours(1));
    Snowgauge.Ended waited = snowflake.run("audit", "--wait", "--run", "waiting");
    assertThat(waited.exitCode(), is(1));
    assertThat(
        waited.errLines(),
        contains(
            "snowgauge: the run has not ended, and gives no sign of life; run again to go on"));
    assertThat(snowflake.run("run", "--run-id", "later").exitCode(), is(0));
    assertThat(audit("waiting"), is("ABANDONED | 0"));
    assertLoadedOnce();
  }
}
