package io.snowgauge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The DAGs in {@code runner-configs/airflow} in a real Airflow. What takes longer is in {@code
 * src/test/airflow/check.sh}: pods, a load of two dates, tasks that are killed.
 */
@Timeout(900)
class AirflowTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int GROUPS = 60_000;

  private static final String CONFIGURATION =
      """
      {
        "extract": {
          "pods": {
            "kubeconfig": "kubeconfig", "namespace": "lsf", "pods": "app=lsf",
            "paths": ["lsb.users"], "dataset": "sound",
            "destination": "landing/{date}/{pod}/", "attempts": 1, "concurrency": 1
          }
        },
        "datasets": {
          "broken": {
            "input": "data/broken", "format": { "type": "lsf" }, "table": "BROKEN",
            "publish": "append"
          },
          "killed": {
            "input": "data/killed", "format": { "type": "lsf" }, "table": "KILLED",
            "publish": "append"
          },
          "sound": {
            "input": "landing/{date}/{pod}/lsb.users", "format": { "type": "lsf" },
            "table": "SOUND",
            "publish": "append"
          }
        }
      }
      """;

  private static final String BIKERS =
      "Begin UserGroup\nGROUP_NAME GROUP_MEMBER\nbikers (user1)\nEnd UserGroup\n";

  @TempDir Path folder;
  private Path home = Path.of("");

  @BeforeEach
  void createHome() throws IOException {
    home = Files.createDirectory(folder.resolve("home"));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(each -> !each.toString().contains("__pycache__")).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  private JsonNode imported(Path dags) throws Exception {
    List<String> lines =
        Airflow.in(home)
            .run("python", Airflow.TESTS.resolve("import_dags.py").toString(), dags.toString())
            .lines()
            .toList();
    return JSON.readTree(lines.get(lines.size() - 1));
  }

  @Test
  void importsWhatIsShippedAndAsksForPodsThatHoldNoSecret() throws Exception {
    JsonNode imported = imported(Airflow.DAGS);

    assertThat(imported.get("import_errors"), is(JSON.readTree("{}")));
    assertThat(imported.get("tasks"), is(JSON.readTree(resource("tasks.json"))));
    ObjectNode pods = (ObjectNode) imported.get("pods");
    JsonNode expected = JSON.readTree(resource("pods.json"));
    ObjectNode differences = JSON.createObjectNode();
    pods.properties().forEach(pod -> differences.set(pod.getKey(), takeOut(pod.getValue())));
    assertThat(differences, is(expected.get("differences")));
    pods.properties().forEach(pod -> assertThat(pod.getValue(), is(expected.get("pod"))));
  }

  /** What is different in each pod; its name ends at random. */
  private static ObjectNode takeOut(JsonNode pod) {
    ObjectNode spec = (ObjectNode) pod.get("spec");
    ObjectNode differences = JSON.createObjectNode();
    for (String name : List.of("serviceAccountName", "automountServiceAccountToken")) {
      differences.set(name, spec.remove(name));
    }
    differences.set("args", ((ObjectNode) spec.at("/containers/0")).remove("args"));
    String name = ((ObjectNode) pod.get("metadata")).remove("name").asText();
    differences.put("name", name.substring(0, name.lastIndexOf('-')));
    return differences;
  }

  private static String resource(String name) throws IOException {
    return Files.readString(Airflow.TESTS.resolve(name), UTF_8);
  }

  @Test
  void aMistakeInADagIsAnErrorOfItsImport() throws Exception {
    Path dags = folder.resolve("dags");
    copy(Airflow.DAGS, dags);
    Path broken = dags.resolve("snowgauge_kubernetes.py");
    Files.writeString(
        broken, Files.readString(broken, UTF_8).replace("extract=True", "extrakt=True"), UTF_8);

    JsonNode errors = imported(dags).get("import_errors");

    assertThat(errors.size(), is(1));
    assertThat(
        errors.elements().next().asText(), containsString("unexpected keyword argument 'extrakt'"));
  }

  @Test
  void theirPartsDoWhatTheySay() throws Exception {
    String said =
        Airflow.in(home)
            .with(Map.of("PYTHONPATH", Airflow.DAGS.toString()))
            .run("python", "-m", "unittest", "discover", "-s", Airflow.TESTS.toString());

    assertThat(said, matchesPattern("(?s).*Ran 20 tests in .*\\nOK\\n"));
  }

  /**
   * Three datasets in one DAG run, for a start of Airflow takes longer than all of their loads. One
   * comes from pods, and the connection to one of these breaks at first.
   */
  @Test
  void extractsAndLoadsWhatIsSoundAndGoesOnWhereItWasKilledAndLeavesFailedFilesToPeople()
      throws Exception {
    Site site = Site.with(folder.resolve("site"), CONFIGURATION);
    UserGroups sound = UserGroups.random(1, 10);
    UserGroups killed = UserGroups.random(2, GROUPS);
    site.write("data/killed", killed, Site.MONDAY);
    site.write(
        "data/broken", "Begin UserGroup\nGROUP_NAME GROUP_MEMBER\nteam1 (user1\n", Site.MONDAY);
    Path dags = folder.resolve("dags");
    copy(Airflow.DAGS, dags);
    copy(Airflow.TESTS.resolve("dags"), dags);
    List<String> alerts = new CopyOnWriteArrayList<>();
    HttpServer chat = chat(alerts);
    try (Pods pods = Pods.in(site.folder())) {
      pods.write("a", "lsb.users", sound.text());
      pods.write("b", "lsb.users", BIKERS);
      pods.api().setFault((exec, position, bytes) -> exec == 1 ? null : bytes);
      Airflow airflow = airflow(site, dags, chat.getAddress().getPort());
      airflow.run("airflow", "db", "migrate");
      Airflow.Running run =
          airflow.start(
              "airflow", "dags", "test", "site", "2026-01-05", "--conf", "{\"extract\": \"yes\"}");
      killFirstTry(site, run);

      assertThat(run.said(), run.await(), is(1));
      assertThat(
          airflow.query("SELECT task_id, state, try_number FROM task_instance ORDER BY task_id"),
          contains(
              "broken.audit | upstream_failed | 0",
              "broken.load | failed | 1",
              "extract | success | 2",
              "extract_audit | success | 1",
              "killed.audit | success | 1",
              "killed.load | success | 2",
              "sound.audit | success | 1",
              "sound.load | success | 1"));
      assertAudit(site, airflow, sound.size() + 1);
    } finally {
      chat.stop(0);
    }
    assertThat(alerts.size(), is(1));
    assertThat(
        JSON.readTree(alerts.get(0)).get("text").asText(),
        matchesPattern(
            "site: broken\\.load failed in manual__\\S+ at try 1: exit code 3: files failed; .*"));
    assertThat(
        site.query("SELECT POD, COUNT(*) FROM SOUND GROUP BY POD ORDER BY POD"),
        contains("a | " + sound.size(), "b | 1"));
    assertThat(
        site.query("SELECT GROUP_NAME, USER_NAME, SHARE FROM KILLED").stream().sorted().toList(),
        is(UserGroups.rowsOf(killed)));
  }

  private Airflow airflow(Site site, Path dags, int port) {
    return Airflow.in(home)
        .with(
            Map.of(
                "AIRFLOW__CORE__DAGS_FOLDER",
                dags.toString(),
                "AIRFLOW_VAR_SNOWGAUGE_COMMAND",
                Snowgauge.HOME.resolve("snowgauge").toString(),
                "AIRFLOW_VAR_SNOWGAUGE_CONFIG",
                site.path("snowgauge.json").toString(),
                "AIRFLOW_CONN_SNOWGAUGE_ALERTS",
                "{\"conn_type\": \"http\", \"host\": \"http://127.0.0.1:" + port + "/hook\"}"));
  }

  /** Takes what alerts say. */
  private static HttpServer chat(List<String> alerts) throws IOException {
    HttpServer chat =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    chat.createContext(
        "/hook",
        exchange -> {
          alerts.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    chat.start();
    return chat;
  }

  /** {@code kill -9} once the load of the large file has begun to leave something. */
  private static void killFirstTry(Site site, Airflow.Running run) throws Exception {
    while (site.files("archive/killed").isEmpty()) {
      if (run.process().waitFor(2, TimeUnit.MILLISECONDS)) {
        return; // What the run has left tells why.
      }
    }
    run.process()
        .descendants()
        .filter(each -> each.info().command().orElse("").endsWith("/java"))
        .forEach(ProcessHandle::destroyForcibly);
  }

  /** One row a dataset, whatever was tried how often; the assets name the runs that it knows. */
  private static void assertAudit(Site site, Airflow airflow, int records) throws Exception {
    List<String> runs =
        site.query(
            "SELECT DATASET, RUN_ID, STATUS, EXECUTION_DATE, FILES, FINISHED_AT IS NULL"
                + " FROM SNOWGAUGE.INGESTION_AUDIT ORDER BY DATASET, MODE DESC");
    assertThat(
        runs,
        contains(
            matchesPattern(row("broken", "broken", "FAILED", 1)),
            matchesPattern(row("killed", "killed", "SUCCESS", 1)),
            matchesPattern(row("sound", "sound", "SUCCESS", 2)),
            matchesPattern(row("sound", "extract", "SUCCESS", 2))));
    assertThat(
        "what was counted in the pods is what was loaded",
        site.query(
            "SELECT MODE, SOURCE_RECORD_COUNT, INGESTED_RECORD_COUNT"
                + " FROM SNOWGAUGE.INGESTION_AUDIT WHERE DATASET = 'sound' ORDER BY MODE"),
        contains("extract | " + records + " | 0", "run | " + records + " | " + records));
    assertThat(
        airflow.query(
            "SELECT replace(uri, 'snowgauge://datasets/', ''), json_extract(e.extra, '$.run_id'),"
                + " json_extract(e.extra, '$.status'), json_extract(e.extra, '$.execution_date'),"
                + " json_extract(e.extra, '$.files'), 'false'"
                + " FROM asset_event e JOIN asset ON asset.id = asset_id ORDER BY uri"),
        is(runs.subList(1, 3)));
    assertThat("values in XCom", airflow.query("SELECT COUNT(*) FROM xcom"), contains("0"));
  }

  /** The pattern of a row of the audit: a dataset's, of the run for a part. */
  private static String row(String dataset, String part, String status, int files) {
    String id = "site-" + part + "-manual__2026[0-9T._-]+-[0-9a-f]{12}";
    return String.join(" \\| ", dataset, id, status, "2026-01-05", "" + files, "false");
  }
}
