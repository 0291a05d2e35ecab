package io.snowgauge.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import io.snowgauge.io.warehouse.snowflake.StandIn;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs on a cluster of real processes, one slot in each of two TaskManagers, into the stand-in for
 * Snowflake. {@code src/test/flink/crash-loop.sh} repeats what is killed here.
 */
@ExtendWith(StandInExtension.class)
@Timeout(900)
class FlinkBatchTest {
  private static final int FILES = 8;
  private static final int GROUPS = 1500;
  private static final String STAGE = "Stage files";

  private static final String CONFIGURATION =
      """
      {
        "warehouse": {},
        "datasets": {
          "shares": {
            "input": "data/*", "format": { "type": "lsf" }, "table": "SHARES", "publish": "append"
          }
        }
      }
      """;

  @TempDir private static Path clusterFolder;
  private static FlinkCluster cluster;

  @TempDir private Path folder;
  private Site site;
  private SnowflakeSite snowflake;
  private final List<UserGroups> loaded = new ArrayList<>();

  @BeforeAll
  static void startCluster() throws Exception {
    StandInExtension.standIn();
    cluster = FlinkCluster.start(clusterFolder, 1, Map.of(SnowflakeSite.PASSWORD, "of-the-test"));
    cluster.startTaskManager();
    cluster.startTaskManager();
    cluster.awaitSlots(2);
  }

  @AfterAll
  static void endCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @BeforeEach
  void createSite() throws Exception {
    site = Site.with(folder, CONFIGURATION);
    snowflake = SnowflakeSite.create(folder, "snowgauge.json", CONFIGURATION, "PUBLIC");
    for (int i = 0; i < FILES; i++) {
      write("f" + i, UserGroups.random(i, GROUPS));
    }
  }

  @AfterEach
  void closeSite() {
    snowflake.close();
  }

  private void write(String name, UserGroups groups) throws IOException {
    site.write("data/" + name, groups, Site.MONDAY);
    loaded.add(groups);
  }

  /** What a command takes to run on the cluster, with two tasks. */
  private static String[] onFlink(String... more) {
    List<String> words = new ArrayList<>(List.of(more));
    words.addAll(
        List.of("--runner=FlinkRunner", "--flinkMaster=" + cluster.master(), "--parallelism=2"));
    return words.toArray(String[]::new);
  }

  private List<String> rows() throws Exception {
    return snowflake.query("SELECT GROUP_NAME, USER_NAME, SHARE FROM PUBLIC.SHARES").stream()
        .sorted()
        .toList();
  }

  /** The table is the oracle's, each version is in once, and nothing is left of the staging. */
  private void assertLoadedOnce() throws Exception {
    List<String> oracle = UserGroups.rowsOf(loaded.toArray(UserGroups[]::new));
    // Compared by itself first: a difference of tens of thousands of rows cannot be read.
    assertThat(rows().size(), is(oracle.size()));
    assertThat("the rows of the table are the oracle's", rows().equals(oracle));
    assertThat(
        snowflake.query(
            "SELECT STATUS, COUNT(*), COUNT(DISTINCT FILE_ID) FROM SNOWGAUGE.INGESTION_FILES"
                + " GROUP BY 1"),
        contains("PUBLISHED | %1$d | %1$d".formatted(loaded.size())));
    assertThat(site.files(".snowgauge/staging"), empty());
    assertThat(site.ndjson().size(), is(oracle.size()));
  }

  private String audit(String run) throws Exception {
    return String.join(
        ", ",
        snowflake.query(
            "SELECT STATUS, FILES FROM SNOWGAUGE.INGESTION_AUDIT WHERE RUN_ID = '" + run + "'"));
  }

  @Test
  void spreadsFilesEvenlyOverItsTasks() throws Exception {
    Snowgauge.Ended ended = snowflake.run("run", onFlink("--run-id", "even"));
    assertThat(ended.err(), ended.exitCode(), is(0));
    assertLoadedOnce();

    String job = cluster.job("snowgauge-even");
    JsonNode tasks =
        cluster
            .get("/jobs/" + job + "/vertices/" + cluster.step(job, STAGE).get("id").asText())
            .get("subtasks");
    assertThat(bins(tasks, 0), is(FILES / 2));
    assertThat(bins(tasks, 1), is(FILES / 2));
  }

  private static int bins(JsonNode tasks, int task) {
    return tasks.get(task).get("metrics").get("read-records").asInt();
  }

  @Test
  void survivesTheDeathOfATaskManagerThatStages() throws Exception {
    // A step that is seen to run may have ended by now: what it leaves is lost all the same.
    killAndAssert(
        "staging",
        () -> {
          String job = cluster.job("snowgauge-staging");
          return String.valueOf(!cluster.step(job, STAGE).get("status").asText().equals("CREATED"));
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
  void aDetachedRunPublishesWithoutItsLauncher() throws Exception {
    Snowgauge.Ended submitted =
        snowflake.run("run", onFlink("--run-id", "alone", "--attachedMode=false"));
    assertThat(submitted.err(), submitted.exitCode(), is(0));
    assertThat(
        submitted.outLines(),
        hasItem("The cluster goes on; 'audit --wait --run alone' tells the outcome"));

    Snowgauge.Ended waited = snowflake.run("audit", "--wait", "--run", "alone");
    assertThat(waited.err(), waited.exitCode(), is(0));
    assertThat(waited.out(), containsString("SUCCESS"));
    String job = cluster.job("snowgauge-alone");
    cluster.await("the end of the job", () -> cluster.state(job).equals("FINISHED"));
    assertLoadedOnce();
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

  @Test
  void aSecretThatIsNoReferenceIsNotSentToACluster() throws IOException {
    Path configuration = folder.resolve("snowgauge.json");
    Files.writeString(
        configuration,
        Files.readString(configuration).replace("${env:" + SnowflakeSite.PASSWORD + "}", "s3cret"));
    Snowgauge.Ended refused = snowflake.run("run", onFlink());
    assertThat(refused.exitCode(), is(2));
    assertThat(
        refused.errLines(),
        hasItem(
            "warehouse.auth: expected ${env:NAME} or ${file:/path} for the secret, which workers can"
                + " read where they are, but found the secret itself; it would be stored with the job"
                + " of the FlinkRunner"));
  }

  @Test
  void detachedWithoutAClusterIsRefused() {
    Snowgauge.Ended refused = snowflake.run("run", "--runner=FlinkRunner", "--attachedMode=false");
    assertThat(refused.exitCode(), is(2));
    assertThat(
        refused.errLines().get(0),
        endsWith("but found false: a cluster in this process would end with it"));
  }

  @Test
  void aBackfillIsAJobForEachDate() throws Exception {
    String dated = CONFIGURATION.replace("data/*", "dated/{date}.users");
    Path datedFolder = Files.createDirectory(folder.resolve("dated-site"));
    Site datedSite = Site.with(datedFolder, dated);
    try (SnowflakeSite target =
        SnowflakeSite.create(datedFolder, "snowgauge.json", dated, "PUBLIC")) {
      datedSite.write("dated/2026-01-01.users", UserGroups.random(1, 10), Site.MONDAY);
      datedSite.write("dated/2026-01-02.users", UserGroups.random(2, 10), Site.MONDAY);
      Snowgauge.Ended ended =
          target.start("backfill", onFlink("--run-id", "january")).awaitEndOfJobs();
      assertThat(ended.err(), ended.exitCode(), is(0));
      assertThat(
          target.query("SELECT RUN_ID, STATUS FROM SNOWGAUGE.INGESTION_AUDIT ORDER BY 1"),
          contains("january-2026-01-01 | SUCCESS", "january-2026-01-02 | SUCCESS"));

      datedSite.write("dated/2026-01-03.users", UserGroups.random(3, 10), Site.MONDAY);
      datedSite.write("dated/2026-01-04.users", UserGroups.random(4, 10), Site.MONDAY);
      Snowgauge.Ended submitted =
          target.run("backfill", onFlink("--run-id", "more", "--attachedMode=false"));
      assertThat(submitted.err(), submitted.exitCode(), is(0));
      for (String date : List.of("2026-01-03", "2026-01-04")) {
        Snowgauge.Ended waited = target.run("audit", "--wait", "--run", "more-" + date);
        assertThat(waited.err(), waited.exitCode(), is(0));
      }
      assertThat(
          target.query("SELECT COUNT(*) FROM PUBLIC.SHARES"),
          contains(
              String.valueOf(
                  UserGroups.random(1, 10).size()
                      + UserGroups.random(2, 10).size()
                      + UserGroups.random(3, 10).size()
                      + UserGroups.random(4, 10).size())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
