package io.snowgauge.pipelines.alerts;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import io.snowgauge.io.alerts.Delivery;
import io.snowgauge.io.warehouse.control.ControlSchema;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.ConfigurationLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One alert for each incident, and one when it is over, by what the ledger says. */
class AlertingTest {
  private static final Instant MORNING = Instant.parse("2026-02-03T07:00:00Z");

  private static final Instant BEFORE_DUE = Instant.parse("2026-02-03T05:50:00Z");

  @TempDir Path folder;
  private Receiver receiver;
  private Configuration configuration;

  @BeforeEach
  void start() throws Exception {
    receiver = new Receiver();
    configuration = configured("");
    try (Connection connection = configuration.warehouse().connect()) {
      new ControlSchema(configuration.warehouse()).create(connection);
    }
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  /** A dataset of two units, a Slack that is told of everything and a PagerDuty. */
  private Configuration configured(String on) throws IOException {
    Path file = folder.resolve("snowgauge.json");
    Files.writeString(
        file,
        """
        {
          "alerts": {
            "team": { "type": "slack", "url": "${file:slack}"%s },
            "oncall": {
              "type": "pagerDuty", "routingKey": "${file:key}", "endpoint": "%s", "source": "prod"
            }
          },
          "datasets": {
            "sales": {
              "input": "in/{unit}-{date}", "format": {"type": "lsf"}, "table": "SALES",
              "expect": {
                "every": "day", "by": "06:00", "from": "2026-02-03",
                "captures": { "unit": ["berlin", "lima"] }
              }
            }
          }
        }
        """
            .formatted(on, receiver.url("/pd")));
    Files.writeString(folder.resolve("slack"), receiver.url("/slack"));
    Files.writeString(folder.resolve("key"), "integration-key");
    return ConfigurationLoader.load(file, Map.of(), List.of());
  }

  /** A version of a file of 3 February, as the ledger has it. */
  private void ledger(String unit, String status, String loadedAt, int rejected)
      throws SQLException {
    String uri = "file://" + folder + "/in/" + unit + "-2026-02-03";
    execute(
        """
        INSERT INTO SNOWGAUGE.INGESTION_FILE_EVENTS (
          DATASET, FILE_ID, URI, SIZE_BYTES, LAST_MODIFIED, RUN_ID, ATTEMPT,
          SOURCE_RECORD_COUNT, ACCEPTED_RECORD_COUNT, REJECTED_RECORD_COUNT,
          INGESTED_RECORD_COUNT, STATUS, ERROR_MESSAGES, LOADED_AT, EPOCH)
        VALUES ('sales', '%s', '%s', 10, '%s', 'r-%s', 1, 5, 5, %d, 5, '%s',
          'line 3: the private value 4711', '%s', 1)
        """
            .formatted(unit + loadedAt, uri, loadedAt, loadedAt, rejected, status, loadedAt));
  }

  private void run(String status, String startedAt) throws SQLException {
    execute(
        """
        INSERT INTO SNOWGAUGE.INGESTION_RUN_EVENTS (
          RUN_ID, EXECUTION_DATE, DATASET, MODE, STATUS, ERROR_MESSAGES, STARTED_AT, FINISHED_AT,
          TRY_ID, PRECEDENCE, EVENT_AT)
        VALUES ('r-%s', '2026-02-03', 'sales', 'run', '%s', 'the run failed: secret', '%s', '%s',
          't', 3, '%s')
        """
            .formatted(startedAt.substring(11, 13), status, startedAt, startedAt, startedAt));
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = configuration.warehouse().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> events() throws SQLException {
    List<String> events = new ArrayList<>();
    try (Connection connection = configuration.warehouse().connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT CHANNEL || ' ' || EVENT || ' ' || INCIDENT FROM SNOWGAUGE.ALERT_EVENTS"
                    + " ORDER BY EVENT_AT, CHANNEL DESC")) {
      while (rows.next()) {
        events.add(rows.getString(1));
      }
    }
    return events;
  }

  /** What is told to which of the two: the text, or the action and the key. */
  private List<String> told(Instant now) throws Exception {
    assertThat(alerting().tell(now, Observed.NOTHING), is(empty()));
    return taken();
  }

  private List<String> taken() throws IOException {
    List<String> told = new ArrayList<>();
    for (Receiver.Posted posted : receiver.taken()) {
      assertThat(posted.body().contains("4711"), is(false));
      assertThat(posted.body().contains("secret"), is(false));
      JsonNode json = posted.json();
      told.add(
          posted.path().equals("/slack")
              ? json.get("text").asText()
              : json.get("event_action").asText() + " " + json.get("dedup_key").asText());
    }
    return told;
  }

  @Test
  void filesThatDidNotComeAreToldOnceAndSoIsThatTheyCame() throws Exception {
    assertThat(told(Instant.parse("2026-02-03T05:59:00Z")), is(empty()));
    assertThat(
        told(MORNING),
        contains(
            "MISSING sales 2026-02-03: 2 of what was expected",
            "trigger prod/sales/MISSING/2026-02-03"));
    assertThat(told(MORNING.plusSeconds(60)), is(empty()));
    ledger("berlin", "PUBLISHED", "2026-02-03 07:30:00", 0);
    assertThat("one is still missing", told(MORNING.plusSeconds(3600)), is(empty()));
    ledger("lima", "PUBLISHED", "2026-02-03 08:30:00", 0);
    assertThat(
        told(MORNING.plusSeconds(7200)),
        contains("OK again: sales/MISSING/2026-02-03", "resolve prod/sales/MISSING/2026-02-03"));
    assertThat(told(MORNING.plusSeconds(7300)), is(empty()));
    assertThat(
        events(),
        contains(
            "team TRIGGERED sales/MISSING/2026-02-03",
            "oncall TRIGGERED sales/MISSING/2026-02-03",
            "team RESOLVED sales/MISSING/2026-02-03",
            "oncall RESOLVED sales/MISSING/2026-02-03"));
  }

  /** Only who has a channel that keeps incidents has to be told that nobody looks any more. */
  @Test
  void whatIsMissingStaysSoAndWhatWasLateIsOverWithItsDay() throws Exception {
    ledger("berlin", "PUBLISHED", "2026-02-03 06:30:00", 0);
    assertThat(
        told(MORNING),
        contains(
            "LATE sales 2026-02-03 unit=berlin: loaded 30 min after 2026-02-03 06:00 UTC",
            "MISSING sales 2026-02-03 unit=lima: expected by 2026-02-03 06:00 UTC",
            "trigger prod/sales/LATE/2026-02-03",
            "trigger prod/sales/MISSING/2026-02-03"));
    List<String> later = told(Instant.parse("2026-02-05T05:00:00Z"));
    assertThat(
        later,
        contains(
            "MISSING sales 2026-02-04: 2 of what was expected",
            "trigger prod/sales/MISSING/2026-02-04",
            "resolve prod/sales/LATE/2026-02-03"));
    ledger("lima", "PUBLISHED", "2026-02-05 05:30:00", 0);
    assertThat(
        told(Instant.parse("2026-02-05T05:40:00Z")),
        contains("OK again: sales/MISSING/2026-02-03", "resolve prod/sales/MISSING/2026-02-03"));
  }

  @Test
  void aFileThatFailedIsToldByItsNameAndWithoutWhatIsInIt() throws Exception {
    ledger("berlin", "PUBLISHED", "2026-02-03 05:30:00", 1);
    ledger("lima", "FAILED", "2026-02-03 05:30:00", 5);
    configuration = configured(", \"on\": [\"failed\"]");
    assertThat(alerting().tell(MORNING, Observed.NOTHING), is(empty()));
    List<Receiver.Posted> posted = receiver.taken();
    assertThat(posted.size(), is(3));
    assertThat(
        posted
            .get(0)
            .json()
            .get("blocks")
            .get(2)
            .get("text")
            .get("text")
            .asText()
            .replaceFirst("file:.*/", ""),
        is("FAILED sales 2026-02-03 unit=lima: 1 file did not load\nlima-2026-02-03"));
    assertThat(posted.stream().anyMatch(one -> one.body().contains("4711")), is(false));
  }

  @Test
  void aRunThatCouldNotGoOnIsOverWhenOneDoes() throws Exception {
    ledger("berlin", "PUBLISHED", "2026-02-03 05:30:00", 0);
    ledger("lima", "PUBLISHED", "2026-02-03 05:30:00", 0);
    run("FAILED", "2026-02-03 05:00:00");
    assertThat(
        told(MORNING),
        contains("RUN_FAILED sales: run r-05 could not go on", "trigger prod/sales/RUN_FAILED"));
    run("FAILED", "2026-02-03 06:00:00");
    assertThat(told(MORNING), is(empty()));
    run("SUCCESS", "2026-02-03 07:00:00");
    assertThat(
        told(MORNING), contains("OK again: sales/RUN_FAILED", "resolve prod/sales/RUN_FAILED"));
    run("ABANDONED", "2026-02-03 08:00:00");
    assertThat(
        told(MORNING),
        contains(
            "ABANDONED sales: run r-08 ended without a result",
            "trigger prod/sales/ABANDONED/r-08"));
  }

  @Test
  void whatIsNotTakenIsInTheAuditAndTriedAgain() throws Exception {
    receiver.answer(400);
    assertThat(
        alerting().tell(MORNING, Observed.NOTHING),
        contains(
            "alerts.team: not delivered, the answer was 400",
            "alerts.oncall: not delivered, the answer was 400"));
    taken();
    receiver.answer(200);
    assertThat(told(MORNING).size(), is(2));
    assertThat(
        events(),
        contains(
            "team UNDELIVERED sales/MISSING/2026-02-03",
            "oncall UNDELIVERED sales/MISSING/2026-02-03",
            "team TRIGGERED sales/MISSING/2026-02-03",
            "oncall TRIGGERED sales/MISSING/2026-02-03"));
  }

  /** What was told is kept beside the staged files, for the warehouse may be what is out. */
  @Test
  void aCommandThatCouldNotWorkIsToldOnceAndSoIsThatItCanAgain() throws Exception {
    String alive = Files.readString(folder.resolve("slack"));
    Files.writeString(folder.resolve("slack"), "http://127.0.0.1:1/none");
    breakWarehouse();
    assertThat(
        alerting().tellOfEnd("run", Alerting.End.COULD_NOT_WORK, Observed.NOTHING, MORNING).stream()
            .map(line -> line.replaceFirst("asked, .*", "asked"))
            .toList(),
        contains(
            "alerts: the warehouse cannot be asked",
            "alerts.team: not delivered, no answer: ConnectException"));
    assertThat(taken(), contains("trigger prod/(run)/COMMAND_FAILED"));
    Files.writeString(folder.resolve("slack"), alive);
    assertThat(
        "whoever was told is not told again",
        alerting().tellOfEnd("run", Alerting.End.COULD_NOT_WORK, Observed.NOTHING, MORNING).size(),
        is(1));
    assertThat(
        taken(),
        contains("COMMAND_FAILED: 'run' could not do its work, or could not reach the warehouse"));
    mendWarehouse();
    assertThat(
        "who only looks does not know whether it works",
        alerting().tellOfEnd("status", Alerting.End.LOOKED, Observed.NOTHING, BEFORE_DUE),
        is(empty()));
    assertThat(taken(), is(empty()));
    assertThat(
        alerting().tellOfEnd("run", Alerting.End.WORKED, Observed.NOTHING, BEFORE_DUE),
        is(empty()));
    assertThat(
        taken(), contains("OK again: (run)/COMMAND_FAILED", "resolve prod/(run)/COMMAND_FAILED"));
    assertThat(
        alerting().tellOfEnd("run", Alerting.End.WORKED, Observed.NOTHING, BEFORE_DUE),
        is(empty()));
    assertThat(taken(), is(empty()));
    assertThat(
        "what could not be delivered while the warehouse was out is in the audit, too",
        events(),
        contains(
            "team UNDELIVERED (run)/COMMAND_FAILED",
            "team TRIGGERED (run)/COMMAND_FAILED",
            "team RESOLVED (run)/COMMAND_FAILED",
            "oncall TRIGGERED (run)/COMMAND_FAILED",
            "oncall RESOLVED (run)/COMMAND_FAILED"));
  }

  private Path database() {
    return folder.resolve("warehouse.duckdb");
  }

  private void breakWarehouse() throws IOException {
    Files.move(database(), folder.resolve("aside"));
    Files.writeString(database(), "no database");
  }

  private void mendWarehouse() throws IOException {
    Files.move(folder.resolve("aside"), database(), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void aRunThatDiedIsToldThoughALaterOneHasMendedAll() throws Exception {
    run("ABANDONED", "2026-02-03 04:00:00");
    run("SUCCESS", "2026-02-03 05:00:00");
    assertThat(
        told(BEFORE_DUE),
        contains(
            "ABANDONED sales: run r-04 ended without a result; a later run has ended",
            "trigger prod/sales/ABANDONED/r-04",
            "resolve prod/sales/ABANDONED/r-04"));
    assertThat(told(BEFORE_DUE), is(empty()));
    assertThat(
        "nor is it told of what died long ago",
        told(Instant.parse("2026-02-09T05:00:00Z")).stream()
            .filter(text -> text.contains("ABANDONED"))
            .toList(),
        is(empty()));
  }

  private Alerting alerting() {
    return new Alerting(configuration, new Delivery());
  }
}
