package io.snowgauge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import io.snowgauge.io.emulators.Azurite;
import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.emulators.KafkaBroker;
import io.snowgauge.io.emulators.KafkaExtension;
import io.snowgauge.io.files.azure.AzureStore;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import io.snowgauge.transforms.files.StoredObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stream on a cluster of real processes into the stand-in for Snowflake: whatever part of the
 * cluster is killed or stopped, each file version is in once.
 */
@ExtendWith({StandInExtension.class, Emulators.class, KafkaExtension.class})
@Timeout(900)
class FlinkStreamTest {
  private static final int FILES_A_WAVE = 4;
  private static final int GROUPS = 200;

  private static final String CONFIGURATION =
      """
      {
        "warehouse": {},
        %s
        "batch": { "interval": "1 second" },
        "datasets": {
          "shares": {
            "input": "%s*", "format": { "type": "lsf" }, "table": "SHARES", "publish": "append"
          }
        }
      }
      """;

  /** Where files are written, and how the stream hears of them. */
  private interface Input {
    void put(String name, UserGroups groups) throws IOException;
  }

  /** Its seed decides when parts of the cluster are killed; SEED repeats a round of the loop. */
  private final Random random =
      new Random(Long.parseLong(System.getenv().getOrDefault("SEED", "1")));

  @TempDir private Path clusterFolder;
  @TempDir private Path folder;
  private FlinkCluster cluster;
  private SnowflakeSite snowflake;
  private Input input;
  private final List<UserGroups> written = new ArrayList<>();

  @BeforeEach
  void startCluster() throws Exception {
    cluster =
        FlinkCluster.startWithJobJar(
            clusterFolder,
            1,
            Map.of(SnowflakeSite.PASSWORD, "of-the-test", "AZURE_KEY", Azurite.KEY));
    cluster.startTaskManager();
    cluster.startTaskManager();
    cluster.awaitSlots(2);
  }

  private void create(Input where, String root, String settings) throws IOException {
    input = where;
    snowflake =
        SnowflakeSite.create(
            folder,
            "snowgauge.json",
            CONFIGURATION.formatted(settings, root),
            "PUBLIC",
            Map.of("AZURE_KEY", Azurite.KEY));
  }

  /** A folder of this machine that is listed every second. */
  private void inAFolder() throws IOException {
    Site site = new Site(folder);
    create(
        (name, groups) -> {
          // Written beside and moved, as object stores do it: a listing sees whole files only.
          Path beside = site.write("beside", groups, Site.MONDAY);
          Path file = site.path("data/" + name);
          Files.createDirectories(file.getParent());
          Files.move(beside, file);
        },
        "data/",
        "\"notifications\": { \"type\": \"files\", \"interval\": \"1 second\" },");
  }

  /** A container whose events come twice through Kafka; all files of the stream are in it. */
  private void inAContainer() throws Exception {
    Azurite azurite = Emulators.azurite();
    KafkaBroker broker = KafkaExtension.broker();
    String name = "flink-" + UUID.randomUUID().toString().substring(0, 8);
    azurite.createContainer(name);
    broker.createTopic(name, 2);
    AzureStore store = new AzureStore(azurite.access());
    String root = "azfs://" + Azurite.ACCOUNT + "/" + name + "/";
    create(
        (file, groups) -> {
          try (OutputStream out = store.create(root + "data/" + file)) {
            out.write(groups.text().getBytes(UTF_8));
          }
          StoredObject blob = store.find(root + "data/" + file).orElseThrow();
          String event = BlobCreated.eventGrid(name, "data/" + file, blob);
          broker.produce(name, List.of(event, event));
        },
        root + "data/",
        """
        "archive": "%1$sarchive/", "staging": "%1$sstaging/",
        "storage": { "azure": { "endpoint": "%2$s",
          "auth": { "type": "accountKey", "accountKey": "${env:AZURE_KEY}" } } },
        "notifications": { "type": "kafka", "bootstrapServers": "%3$s", "topic": "%4$s" },
        "sweep": "1 hour",
        """
            .formatted(root, azurite.endpoint(), broker.bootstrapServers(), name));
  }

  @AfterEach
  void endCluster() {
    cluster.close();
    if (snowflake != null) {
      snowflake.close();
    }
  }

  /** Submits the stream; gives the id of its job. */
  private String submit(String... more) throws Exception {
    List<String> known = jobs();
    List<String> words = new ArrayList<>(List.of(more));
    words.addAll(
        List.of(
            "--run-id=live",
            "--runner=FlinkRunner",
            FlinkCluster.JAR_OF_JOBS,
            "--flinkMaster=" + cluster.master(),
            "--attachedMode=false",
            "--parallelism=2",
            "--checkpointingInterval=1000",
            "--minPauseBetweenCheckpoints=100",
            "--executionRetryDelay=500"));
    Snowgauge.Ended submitted = snowflake.run("stream", words.toArray(String[]::new));
    assertThat(submitted.err(), submitted.exitCode(), is(0));
    assertThat(submitted.outLines(), hasItem("The cluster goes on, with job 'snowgauge-live'"));
    List<String> jobs = jobs();
    jobs.removeAll(known);
    assertThat(jobs.size(), is(1));
    return jobs.get(0);
  }

  private List<String> jobs() throws IOException {
    List<String> ids = new ArrayList<>();
    cluster.get("/jobs/overview").get("jobs").forEach(job -> ids.add(job.get("jid").asText()));
    return ids;
  }

  private void writeWave() throws IOException {
    for (int i = 0; i < FILES_A_WAVE; i++) {
      UserGroups groups = UserGroups.random(written.size(), GROUPS);
      input.put("f" + written.size(), groups);
      written.add(groups);
    }
  }

  private List<String> oracle() {
    return UserGroups.rowsOf(written.toArray(UserGroups[]::new));
  }

  private void awaitAllLoaded(String when) throws Exception {
    int expected = oracle().size();
    cluster.await(
        "all rows " + when,
        () ->
            snowflake
                .query("SELECT COUNT(*) FROM PUBLIC.SHARES")
                .equals(List.of(String.valueOf(expected))));
    assertThat(
        when + ": the rows of the table are the oracle's",
        snowflake.query("SELECT GROUP_NAME, USER_NAME, SHARE FROM PUBLIC.SHARES").stream()
            .sorted()
            .toList()
            .equals(oracle()));
    assertThat(
        when,
        snowflake.query(
            "SELECT STATUS, COUNT(*), COUNT(DISTINCT FILE_ID) FROM SNOWGAUGE.INGESTION_FILES"
                + " GROUP BY 1"),
        contains("PUBLISHED | %1$d | %1$d".formatted(written.size())));
  }

  private void awaitCheckpoint(String job) throws Exception {
    int before = completed(job);
    cluster.await("a checkpoint", () -> completed(job) > before);
  }

  private int completed(String job) throws IOException {
    return cluster.get("/jobs/" + job + "/checkpoints").at("/counts/completed").asInt();
  }

  /** Lets the stream run for a random time, which differs from round to round. */
  private void letRun() throws Exception {
    long until = System.nanoTime() + random.nextInt(2_500) * 1_000_000L;
    cluster.await("a random moment", () -> System.nanoTime() > until);
  }

  @Test
  void taskManagersThatAreKilledLoseNothingAndRepeatNothing() throws Exception {
    inAContainer();
    writeWave();
    String job = submit();
    awaitAllLoaded("at first");
    awaitCheckpoint(job);
    for (int kill = 1; kill <= 3; kill++) {
      writeWave();
      letRun();
      cluster.killTaskManager();
      endDetached();
      writeWave();
      cluster.startTaskManager();
      awaitAllLoaded("after kill " + kill);
    }
    assertCountersAreVisible(job);
  }

  /** What a publisher that was killed has left open; Snowflake ends it after some minutes. */
  private void endDetached() throws IOException {
    StandInExtension.standIn().endDetached("live-*");
  }

  private void assertCountersAreVisible(String job) throws Exception {
    writeWave();
    for (Map.Entry<String, String> counted :
        Map.of("Stage files", "FILES", "Publish", "FILES_PUBLISHED").entrySet()) {
      cluster.await(
          counted.getValue(),
          () ->
              cluster.metrics(job, counted.getKey(), "snowgauge").entrySet().stream()
                  .anyMatch(
                      counter ->
                          counter.getKey().endsWith(".snowgauge_" + counted.getValue())
                              && counter.getValue() > 0));
    }
  }

  @Test
  void aStreamGoesOnFromItsSavepointAndFromItsLastCheckpoint() throws Exception {
    inAFolder();
    writeWave();
    String first = submit();
    awaitAllLoaded("before the savepoint");
    writeWave();
    String savepoint = stopWithSavepoint(first);
    assertThat(cluster.state(first), is("FINISHED"));

    writeWave();
    String second = submit("--savepointPath=" + savepoint);
    awaitAllLoaded("after the savepoint");
    awaitCheckpoint(second);

    writeWave();
    letRun();
    cluster.killJobManager();
    endDetached();
    Path checkpoint = newestCheckpoint(second);
    cluster.startJobManager();
    cluster.awaitSlots(2);
    String third = submit("--savepointPath=" + checkpoint.toUri());
    writeWave();
    awaitAllLoaded("after the JobManager's death");
    assertThat(
        cluster.get("/jobs/" + third + "/checkpoints").at("/counts/restored").asInt(), is(1));
  }

  private String stopWithSavepoint(String job) throws Exception {
    JsonNode trigger = cluster.post("/jobs/" + job + "/stop", "{\"drain\": false}");
    String path = "/jobs/" + job + "/savepoints/" + trigger.get("request-id").asText();
    cluster.await(
        "the savepoint", () -> cluster.get(path).at("/status/id").asText().equals("COMPLETED"));
    cluster.await("the end of the job", () -> cluster.state(job).equals("FINISHED"));
    JsonNode operation = cluster.get(path).get("operation");
    assertThat(operation.toString(), operation.has("location"));
    return operation.get("location").asText();
  }

  /** The newest complete one, as an operator would look it up. */
  private Path newestCheckpoint(String job) throws IOException {
    try (Stream<Path> files = Files.walk(clusterFolder.resolve("checkpoints").resolve(job))) {
      return files
          .filter(file -> file.endsWith("_metadata"))
          .map(Path::getParent)
          .max(
              Comparator.comparingInt(
                  folder -> Integer.parseInt(folder.getFileName().toString().substring(4))))
          .orElseThrow();
    }
  }
}
