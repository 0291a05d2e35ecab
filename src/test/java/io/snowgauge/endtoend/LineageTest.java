package io.snowgauge.endtoend;

import static io.snowgauge.endtoend.Site.MONDAY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher's commands tell a server that takes OpenLineage events. */
@Timeout(300)
class LineageTest {
  private static final String TASK = "019b0d3a-5c00-7d0b-8a3e-1f2e3d4c5b6a";

  @TempDir Path folder;
  private final List<JsonNode> events = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;
  private volatile int status = 201;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v1/lineage",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          if (exchange.getRequestMethod().equals("POST")) {
            events.add(new ObjectMapper().readTree(body));
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private Site site(String more) throws IOException {
    String configuration =
        Site.configuration("append", "")
            .replaceFirst(
                "\\{", "{ \"lineage\": {\"type\": \"http\", \"url\": \"" + url() + "\"}," + more);
    Site site = Site.with(folder, configuration);
    site.write("data/lsb.users", new UserGroups().group("g", "u=1"), MONDAY);
    return site;
  }

  private List<String> told() {
    return List.copyOf(events).stream()
        .map(event -> event.get("eventType").asText() + " " + event.at("/job/name").asText())
        .toList();
  }

  @Test
  void aRunIsTheChildOfTheTaskThatStartedIt() throws Exception {
    Site site = site("");
    Snowgauge.Ended ended =
        site.snowgauge()
            .with(Map.of("OPENLINEAGE_PARENT_ID", "airflow/daily.load/" + TASK))
            .run(Site.command("run"));
    assertThat(ended.toString(), ended.exitCode(), is(0));
    assertThat(told(), contains("START snowgauge.user_groups", "COMPLETE snowgauge.user_groups"));
    for (JsonNode event : events) {
      assertThat(event.at("/run/facets/parent/run/runId").asText(), is(TASK));
      assertThat(event.get("producer").asText(), is("urn:snowgauge:0.1.0"));
    }
    assertThat(
        events.get(1).at("/outputs/0/outputFacets/outputStatistics/rowCount").asLong(), is(1L));
  }

  /** As a class loader of its own would show. */
  @Test
  void withoutLineageNoClassOfItIsLoaded() throws Exception {
    Site site = Site.with(folder, Site.configuration("append", ""));
    site.write("data/lsb.users", new UserGroups().group("g", "u=1"), MONDAY);
    Snowgauge.Ended ended =
        site.snowgauge()
            .with("SNOWGAUGE_JAVA_OPTS", "-Xlog:class+load:file=classes.log")
            .run(Site.command("run"));
    assertThat(ended.toString(), ended.exitCode(), is(0));
    String loaded = Files.readString(site.path("classes.log"));
    assertThat(loaded, containsString("io.snowgauge.pipelines.batch.BatchRun"));
    assertThat(loaded, not(containsString("openlineage")));
    assertThat(loaded, not(containsString("with-cloud-libraries")));
  }

  @Test
  void checkAsksAndSendsAnEventOnlyWhereItIsToldTo() throws Exception {
    Site site = site("");
    Snowgauge.Ended ended = site.snowgauge().run(Site.command("check"));
    assertThat(ended.toString(), ended.exitCode(), is(0));
    assertThat(
        ended.outLines(),
        hasItem(
            "ok   lineage: "
                + url()
                + "/api/v1/lineage answers, not given an event;"
                + " 'check --send-test-event' sends one"));
    assertThat(told(), is(List.of()));
    assertThat(
        site.snowgauge().run(Site.command("check", "--send-test-event")).outLines(),
        hasItem("ok   lineage: took a test event"));
    assertThat(told(), contains("OTHER snowgauge.check.test"));
    status = 401;
    Snowgauge.Ended refused = site.snowgauge().run(Site.command("check", "--send-test-event"));
    assertThat(refused.exitCode(), is(1));
    assertThat(
        refused.outLines(),
        hasItem(
            "FAIL lineage: "
                + url()
                + "/api/v1/lineage answers 401; lineage.token is not what it wants"));
    assertThat(refused.outLines(), hasItem("FAIL lineage: took no test event: the answer was 401"));
  }

  @Test
  void aStreamTellsOfItselfAndOfItsBatches() throws Exception {
    Site site =
        site(
            """
            "notifications": {"type": "files", "interval": "1 second"},
            "batch": {"interval": "1 second"},
            """);
    Snowgauge.Running stream = site.snowgauge().start(Site.command("stream"));
    assertThat(
        stream.errSoFar(),
        stream.runsUntil(() -> told().contains("COMPLETE snowgauge.user_groups")),
        is(true));
    stream.terminate();
    Snowgauge.Ended ended = stream.await();
    assertThat(ended.toString(), ended.exitCode(), is(143));
    assertThat(
        ended.toString(),
        told(),
        contains(
            "START snowgauge.stream.stream",
            "START snowgauge.user_groups",
            "COMPLETE snowgauge.user_groups",
            "COMPLETE snowgauge.stream.stream"));
    JsonNode batch = events.get(2);
    assertThat(events.get(0).at("/inputs/0/name"), is(batch.at("/inputs/0/name")));
    assertThat(events.get(0).at("/outputs/0/name"), is(batch.at("/outputs/0/name")));
    assertThat(batch.at("/run/facets/parent/run/runId"), is(events.get(0).at("/run/runId")));
    assertThat(batch.at("/inputs/0/inputFacets/inputStatistics/fileCount").asLong(), is(1L));
    assertThat(batch.at("/outputs/0/facets/version/datasetVersion").asText(), is("1"));
  }
}
