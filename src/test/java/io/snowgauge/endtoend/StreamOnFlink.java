package io.snowgauge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import io.snowgauge.io.emulators.Azurite;
import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.emulators.KafkaExtension;
import io.snowgauge.io.files.azure.AzureStore;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster of real processes, a stand-in for Snowflake, and what a stream on the one has loaded
 * into the other. {@link SavepointMaker} also takes it to earlier versions of the program.
 */
@ExtendWith({StandInExtension.class, Emulators.class, KafkaExtension.class})
@Timeout(900)
abstract class StreamOnFlink {
  private static final String CONFIGURATION =
      """
      {
        "warehouse": {},
        %s
        "batch": { "interval": "%s" },
        "datasets": {
          "shares": {
            "input": "%s*", "format": { "type": "lsf" }, "table": "SHARES", "publish": "append"
          }
        }
      }
      """;

  /** Where files are written, and how the stream hears of them. */
  interface Input {
    void put(String name, UserGroups groups) throws IOException;
  }

  @TempDir Path clusterFolder;
  @TempDir Path folder;
  FlinkCluster cluster;
  SnowflakeSite snowflake;
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

  /**
   * Configures a stream.
   *
   * @param root of the inputs, ending in '/'
   * @param batch how long files wait for others
   * @param settings more of the configuration, each ending in a comma
   */
  void create(Input where, String root, String batch, String settings) throws IOException {
    input = where;
    snowflake =
        SnowflakeSite.create(
            folder,
            "snowgauge.json",
            CONFIGURATION.formatted(settings, batch, root),
            "PUBLIC",
            Map.of("AZURE_KEY", Azurite.KEY));
  }

  /** The root of a new container, ending in '/'. */
  static String container(String name) throws IOException {
    Emulators.azurite().createContainer(name);
    return "azfs://" + Azurite.ACCOUNT + "/" + name + "/";
  }

  static AzureStore store() throws IOException {
    return new AzureStore(Emulators.azurite().access());
  }

  static void write(String uri, UserGroups groups) throws IOException {
    try (OutputStream out = store().create(uri)) {
      out.write(groups.text().getBytes(UTF_8));
    }
  }

  /** That all files of a stream are in a container. */
  static String settings(String root) throws IOException {
    return """
    "archive": "%1$sarchive/", "staging": "%1$sstaging/",
    "storage": { "azure": { "endpoint": "%2$s",
      "auth": { "type": "accountKey", "accountKey": "${env:AZURE_KEY}" } } },
    """
        .formatted(root, Emulators.azurite().endpoint());
  }

  @AfterEach
  void endCluster() {
    cluster.close();
    if (snowflake != null) {
      snowflake.close();
    }
  }

  /** Submits the stream; gives the id of its job. */
  String submit(String... more) throws Exception {
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

  /** Writes files of random groups. */
  void write(int files, int groups) throws IOException {
    for (int i = 0; i < files; i++) {
      UserGroups next = UserGroups.random(written.size(), groups);
      input.put("f" + written.size(), next);
      written.add(next);
    }
  }

  /** Expects files that a savepoint holds: those that {@link #write} would write next. */
  void expect(int files, int groups) {
    for (int i = 0; i < files; i++) {
      written.add(UserGroups.random(written.size(), groups));
    }
  }

  private List<String> oracle() {
    return UserGroups.rowsOf(written.toArray(UserGroups[]::new));
  }

  void awaitAllLoaded(String when) throws Exception {
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

  void awaitCheckpoint(String job) throws Exception {
    int before = completed(job);
    cluster.await("a checkpoint", () -> completed(job) > before);
  }

  private int completed(String job) throws IOException {
    return cluster.get("/jobs/" + job + "/checkpoints").at("/counts/completed").asInt();
  }

  /** Where the savepoint is. */
  String stopWithSavepoint(String job) throws Exception {
    JsonNode trigger = cluster.post("/jobs/" + job + "/stop", "{\"drain\": false}");
    String path = "/jobs/" + job + "/savepoints/" + trigger.get("request-id").asText();
    cluster.await(
        "the savepoint", () -> cluster.get(path).at("/status/id").asText().equals("COMPLETED"));
    cluster.await("the end of the job", () -> cluster.state(job).equals("FINISHED"));
    JsonNode operation = cluster.get(path).get("operation");
    assertThat(operation.toString(), operation.has("location"));
    return operation.get("location").asText();
  }
}
