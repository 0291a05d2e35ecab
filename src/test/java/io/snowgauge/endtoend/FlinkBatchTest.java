package io.snowgauge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.emulators.Moto;
import io.snowgauge.io.files.s3.S3Store;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a run does on a cluster, and what is refused. */
class FlinkBatchTest extends SharesOnFlink {
  private static final String STAGE = "Stage files";

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
  void workersReadStageAndArchiveInABucket() throws Exception {
    Moto moto = Emulators.moto();
    String bucket = "flink-" + UUID.randomUUID().toString().substring(0, 8);
    moto.createBucket(bucket);
    S3Store store = new S3Store(moto.s3());
    String root = "s3://" + bucket + "/";
    for (int i = 0; i < FILES; i++) {
      try (OutputStream out = store.create(root + "data/f" + i)) {
        out.write(loaded.get(i).text().getBytes(UTF_8));
      }
    }
    String inABucket =
        CONFIGURATION
            .replace("data/*", root + "data/*")
            .replace(
                "\"datasets\"",
                """
                "archive": "%1$sarchive/", "staging": "%1$sstaging/",
                "datasets\""""
                    .formatted(root));
    // Only Beam's own options say where it is; they reach the workers, their secrets by reference.
    String[] options = {
      "--run-id",
      "bucket",
      "--awsRegion=us-east-1",
      "--endpoint=" + moto.endpoint(),
      "--awsCredentialsProvider={\"@type\": \"StaticCredentialsProvider\", \"accessKeyId\":"
          + " \"${env:AWS_ACCESS_KEY_ID}\", \"secretAccessKey\": \"${env:AWS_SECRET_ACCESS_KEY}\"}"
    };
    try (SnowflakeSite target =
        SnowflakeSite.create(folder, "bucket.json", inABucket, "PUBLIC", Moto.ENVIRONMENT)) {
      Snowgauge.Ended ended = target.run("run", onFlink(options));
      assertThat(ended.err(), ended.exitCode(), is(0));
      assertThat(rows(target), is(UserGroups.rowsOf(loaded.toArray(UserGroups[]::new))));
    }
    List<String> left = new ArrayList<>();
    store.list(root, object -> left.add(object.uri().replaceFirst(root + "([a-z]+)/.*", "$1")));
    assertThat(Set.copyOf(left), is(Set.of("data", "archive")));
    assertThat(site.files(".snowgauge/staging"), empty());
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
