package io.snowgauge.pipelines.lineage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import io.snowgauge.pipelines.commands.Snowgauge;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands, and what OpenLineage's receivers are told of them; all of it fits its schemas. */
@Timeout(300)
class LineageOfCommandsTest {
  @TempDir Path folder;
  private Receiver receiver;
  private String said = "";

  @BeforeEach
  void start() throws IOException {
    receiver = new Receiver();
    configure("{\"type\": \"http\", \"url\": \"" + receiver.url() + "\"}");
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private void configure(String lineage) throws IOException {
    Files.writeString(
        folder.resolve("snowgauge.json"),
        """
        {
          "lineage": %s,
          "datasets": {
            "sales": {
              "input": "in put/sales-{date}-*.csv",
              "format": {"type": "csv"},
              "columns": {"id": "INTEGER NOT NULL", "amount": "NUMBER(10,2)"},
              "table": "SALES", "digest": "records", "rejects": {"max": 1}
            }
          }
        }
        """
            .formatted(lineage));
  }

  private Path write(String name, String lines) throws IOException {
    Path file = folder.resolve("in put").resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "id,amount\n" + lines);
  }

  private int command(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(1, "--config=" + folder.resolve("snowgauge.json"));
    PrintStream before = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      return Snowgauge.execute(all.toArray(String[]::new));
    } finally {
      System.setErr(before);
      said = bytes.toString(StandardCharsets.UTF_8);
    }
  }

  private void require(int exitCode, String... arguments) {
    int ended = command(arguments);
    assertThat(said, ended, is(exitCode));
  }

  private List<String> types() throws IOException {
    return receiver.events().stream().map(event -> event.get("eventType").asText()).toList();
  }

  private static JsonNode input(JsonNode event) {
    assertThat(event.get("inputs").size(), is(1));
    return event.get("inputs").get(0);
  }

  private static JsonNode output(JsonNode event) {
    assertThat(event.get("outputs").size(), is(1));
    return event.get("outputs").get(0);
  }

  private static List<String> assertions(JsonNode event) {
    List<String> assertions = new ArrayList<>();
    input(event)
        .at("/inputFacets/dataQualityAssertions/assertions")
        .forEach(one -> assertions.add(one.get("assertion").asText() + " " + one.get("success")));
    return assertions;
  }

  private List<String> query(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("warehouse.duckdb"));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
      return lines;
    }
  }

  @Test
  void aRunTellsWhatItReadsAndWhatItHasWrittenAndThatItBalances() throws Exception {
    Path file = write("sales-2026-02-03-ä %41#?&\"'.csv", "1,1.50\n2,x\n3,2\n");
    require(0, "run", "--run-id=r1", "--execution-date=2026-02-03");
    List<JsonNode> events = receiver.events();
    assertThat(types(), contains("START", "COMPLETE"));
    assertThat(receiver.requests(), everyItem(is("POST /api/v1/lineage application/json null")));
    JsonNode start = events.get(0);
    JsonNode end = events.get(1);
    assertThat(start.get("run").get("runId"), is(end.get("run").get("runId")));
    for (JsonNode event : events) {
      assertThat(event.at("/job/namespace").asText(), is("snowgauge"));
      assertThat(event.at("/job/name").asText(), is("snowgauge.sales"));
      assertThat(event.at("/job/facets/jobType/processingType").asText(), is("BATCH"));
      assertThat(
          event.at("/run/facets/nominalTime/nominalStartTime").asText(),
          is("2026-02-03T00:00:00Z"));
      assertThat(input(event).get("namespace").asText(), is("file"));
      assertThat(input(event).get("name").asText(), is(folder.resolve("in put").toString()));
      assertThat(
          output(event).get("namespace").asText(),
          is("duckdb://" + folder.resolve("warehouse.duckdb")));
      assertThat(output(event).get("name").asText(), is("warehouse.main.SALES"));
    }
    JsonNode read = input(end).get("inputFacets");
    assertThat(read.at("/inputStatistics/rowCount").asLong(), is(3L));
    assertThat(read.at("/inputStatistics/fileCount").asLong(), is(1L));
    assertThat(read.at("/inputStatistics/size").asLong(), is(Files.size(file)));
    assertThat(read.at("/subset/inputCondition/locations/0").asText(), is("file://" + file));
    assertThat(
        assertions(end),
        contains(
            "source_records_equal_accepted_plus_rejected true",
            "published_records_equal_accepted true",
            "every_version_published true",
            "published_digest_equals_source_digest true"));
    assertThat(output(end).at("/outputFacets/outputStatistics/rowCount").asLong(), is(2L));
    assertThat(
        output(end).at("/facets/version/datasetVersion").asText(),
        is(query("SELECT MAX(TARGET_EPOCH) FROM SNOWGAUGE.INGESTION_FILE_EVENTS").get(0)));
    assertThat(output(end).at("/facets/schema/fields/1/name").asText(), is("AMOUNT"));
    assertThat(output(end).at("/facets/schema/fields/1/type").asText(), is("DECIMAL(10, 2)"));
    assertThat(end.toString(), not(containsString("1.50")));
  }

  @Test
  void whatFailsIsSaidInNumbersAndNeverInWordsOfTheFile() throws Exception {
    write("sales-2026-02-03-good.csv", "1,1\n");
    write("sales-2026-02-03-bad.csv", "s3cret,1\ns3cret,2\ns3cret,3\n");
    require(3, "run", "--run-id=r1");
    JsonNode end = receiver.events().get(1);
    assertThat(types(), contains("START", "FAIL"));
    assertThat(
        end.at("/run/facets/errorMessage/message").asText(),
        is("1 of 2 file versions failed; 'snowgauge audit --run r1' says why"));
    assertThat(
        assertions(end),
        contains(
            "source_records_equal_accepted_plus_rejected true",
            "published_records_equal_accepted true",
            "every_version_published false",
            "published_digest_equals_source_digest false"));
    assertThat(receiver.bodies(), everyItem(not(containsString("s3cret"))));
  }

  @Test
  void aRunThatIsRetriedUnderItsIdStaysOneRun() throws Exception {
    write("sales-2026-02-03-1.csv", "1,1\n");
    require(0, "run", "--run-id=r1");
    write("sales-2026-02-03-2.csv", "2,1\n");
    require(0, "run", "--run-id=r1");
    require(0, "run", "--run-id=r2");
    List<JsonNode> events = receiver.events();
    assertThat(types(), contains("START", "COMPLETE", "START", "COMPLETE", "START", "COMPLETE"));
    assertThat(
        events.stream().map(event -> event.at("/run/runId").asText()).distinct().count(), is(2L));
    JsonNode retried = events.get(3);
    assertThat(output(retried).at("/outputFacets/outputStatistics/rowCount").asLong(), is(2L));
    JsonNode nothing = events.get(5);
    assertThat(input(nothing).at("/inputFacets/inputStatistics/fileCount").asLong(), is(0L));
    assertThat(output(nothing).get("facets").has("version"), is(false));
  }

  @Test
  void aBackfillTellsOfEachOfItsDates() throws Exception {
    write("sales-2026-02-03-1.csv", "1,1\n");
    write("sales-2026-02-04-1.csv", "2,1\n");
    require(0, "backfill", "--run-id=b", "--concurrent-dates=2");
    assertThat(
        receiver.events().stream()
            .filter(event -> event.get("eventType").asText().equals("COMPLETE"))
            .map(event -> event.at("/run/facets/nominalTime/nominalEndTime").asText())
            .sorted()
            .toList(),
        contains("2026-02-04T00:00:00Z", "2026-02-05T00:00:00Z"));
    assertThat(types().size(), is(4));
  }

  @Test
  void linesThatAreBroughtBackAreReadFromWhereTheyLie() throws Exception {
    write("sales-2026-02-03-1.csv", "1,1\n2,x\n");
    Path corrected = Files.createDirectories(folder.resolve("corrected")).resolve("c.csv");
    Files.writeString(corrected, "id,amount\n2,2\n");
    require(0, "run", "--run-id=r1");
    require(0, "replay", corrected.toString(), "--run-id=r2");
    assertThat(types(), contains("START", "COMPLETE", "START", "COMPLETE"));
    JsonNode end = receiver.events().get(3);
    assertThat(input(end).get("name").asText(), is(folder.resolve("corrected").toString()));
    assertThat(receiver.events().get(2).get("inputs").size(), is(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 401, 404, 500})
  void aRefusalIsAWarningAndARowAndChangesNothingOfTheLoad(int status) throws Exception {
    receiver.answer(status);
    write("sales-2026-02-03-1.csv", "1,1\n");
    require(0, "run", "--run-id=r1");
    String why = "2 of 2 events not delivered, the answer was " + status;
    assertThat(said.lines().toList(), hasItem("warning: lineage: " + why));
    assertThat(
        query("SELECT CHANNEL || ' ' || EVENT || ' ' || FAILURE FROM SNOWGAUGE.ALERT_EVENTS"),
        contains("lineage UNDELIVERED " + why));
    assertThat(query("SELECT COUNT(*) FROM SALES"), contains("1"));
    assertThat(receiver.requests(), not(hasItem(containsString("elsewhere"))));
  }

  /** People are not to wait for a receiver that is slow. */
  @Test
  void peopleAreToldBeforeLineageIsWaitedFor() throws Exception {
    receiver.answer(401);
    Files.writeString(folder.resolve("slack"), receiver.url());
    String today = LocalDate.now(ZoneOffset.UTC).toString();
    write("sales-" + today + "-bad.csv", "s3cret,1\ns3cret,2\ns3cret,3\n");
    require(3, "run", "--set=alerts.team.type=slack", "--set=alerts.team.url=${file:slack}");
    assertThat(
        said.lines().filter(line -> line.startsWith("warning: ")).toList(),
        contains(
            "warning: alerts.team: not delivered, the answer was 401",
            "warning: lineage: 2 of 2 events not delivered, the answer was 401"));
  }

  @ParameterizedTest
  @CsvSource({"--send-test-event, lineage", "--send-test-alert, alerts"})
  void aTestOfWhatIsNotConfiguredIsRefused(String option, String key) throws Exception {
    Path file = folder.resolve("snowgauge.json");
    String configured = Files.readString(file);
    Files.writeString(file, configured.replaceFirst("\"lineage\": .*,\n", ""));
    require(2, "check", option);
    assertThat(
        said,
        containsString(option + ": expected '" + key + "' in the configuration but found none"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket nobody = new ServerSocket(0)) {
      return nobody.getLocalPort();
    }
  }

  @Test
  void aReceiverThatIsDownHarmsNothing() throws Exception {
    configure("{\"type\": \"http\", \"url\": \"http://127.0.0.1:" + freePort() + "\"}");
    write("sales-2026-02-03-1.csv", "1,1\n");
    require(0, "run");
    assertThat(
        said.lines().toList(),
        hasItem("warning: lineage: 2 of 2 events not delivered, no answer: ConnectException"));
  }

  /** Takes connections and never answers: what the command waits for is bounded. */
  @Test
  void aReceiverThatSaysNothingHarmsNothing() throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      configure(
          "{\"type\": \"http\", \"url\": \"http://127.0.0.1:" + silent.getLocalPort() + "\"}");
      write("sales-2026-02-03-1.csv", "1,1\n");
      require(0, "run");
    }
    assertThat(
        said.lines().toList(),
        hasItem("warning: lineage: 2 of 2 events not delivered, no answer within 5000 ms"));
    assertThat(query("SELECT COUNT(*) FROM SALES"), contains("1"));
  }

  @Test
  void tenThousandFilesMakeNoLargeEvent() throws Exception {
    for (int i = 0; i < 10_000; i++) {
      write("sales-2026-02-03-%05d.csv".formatted(i), i + ",1\n");
    }
    require(0, "run");
    JsonNode end = receiver.events().get(1);
    assertThat(input(end).at("/inputFacets/inputStatistics/fileCount").asLong(), is(10_000L));
    assertThat(input(end).get("inputFacets").has("subset"), is(false));
    assertThat(output(end).at("/outputFacets/outputStatistics/rowCount").asLong(), is(10_000L));
    assertThat(end.toString().length(), is(lessThan(10_000)));
  }

  @Test
  void aFileGetsALineForEachEvent() throws Exception {
    configure("{\"type\": \"file\", \"file\": \"out/lineage.ndjson\", \"namespace\": \"prod\"}");
    write("sales-2026-02-03-1.csv", "1,1\n");
    require(0, "run");
    List<String> lines = Files.readAllLines(folder.resolve("out/lineage.ndjson"));
    assertThat(lines.size(), is(2));
    for (String line : lines) {
      assertThat(EventSchema.valid(line).at("/job/namespace").asText(), is("prod"));
    }
  }

  @Test
  void aTokenIsReadWhereItIsKeptAndToldNobodyElse() throws Exception {
    configure(
        "{\"type\": \"http\", \"url\": \"%s\", \"endpoint\": \"/v2/ol\", \"token\": \"${file:t}\"}"
            .formatted(receiver.url()));
    Files.writeString(folder.resolve("t"), "t0k3n\n");
    write("sales-2026-02-03-1.csv", "1,1\n");
    require(0, "run");
    assertThat(receiver.requests(), everyItem(is("POST /v2/ol application/json Bearer t0k3n")));
    assertThat(receiver.bodies(), everyItem(not(containsString("t0k3n"))));
  }
}
