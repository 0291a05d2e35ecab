package io.snowgauge.pipelines.alerts;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.alerts.Delivery;
import io.snowgauge.io.warehouse.beam.Backlog;
import io.snowgauge.io.warehouse.control.ControlSchema;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.ConfigurationLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stream tells of itself, and when it asks the warehouse for what else there is. */
class StreamAlertsTest {
  private static final Instant START = Instant.parse("2026-02-03T05:00:00Z");

  @TempDir Path folder;
  private final Backlog backlog = Backlog.unwatched();
  private Receiver receiver;
  private StreamAlerts alerts;
  private Configuration configuration;

  @BeforeEach
  void start() throws Exception {
    receiver = new Receiver();
    Files.writeString(folder.resolve("slack"), receiver.url("/slack"));
    Path file = folder.resolve("snowgauge.json");
    Files.writeString(
        file,
        """
        {
          "alerts": { "team": { "type": "slack", "url": "${file:slack}" } },
          "monitoring": { "maxLag": "10 minutes", "maxFailureRate": 0.2 },
          "datasets": {
            "sales": {
              "input": "in/*", "format": {"type": "lsf"}, "table": "SALES",
              "expect": { "every": "day", "by": "06:00", "from": "2026-02-03" }
            }
          }
        }
        """);
    configuration = ConfigurationLoader.load(file, Map.of(), List.of());
    try (Connection connection = configuration.warehouse().connect()) {
      new ControlSchema(configuration.warehouse()).create(connection);
    }
    alerts = alerts();
    backlog.watch();
  }

  /** Of a stream that has just been started. */
  private StreamAlerts alerts() {
    return new StreamAlerts(
        configuration,
        new Delivery(),
        backlog,
        "s",
        configuration.datasets(),
        true,
        new PrintWriter(Writer.nullWriter()));
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private List<String> toldAfter(int seconds) throws IOException {
    assertThat(alerts.look(START.plusSeconds(seconds)), is(empty()));
    List<String> told = new ArrayList<>();
    for (Receiver.Posted posted : receiver.taken()) {
      told.add(posted.json().get("text").asText());
    }
    return told;
  }

  private void settled(String id, int published, int failed, int seconds) {
    backlog.settle(
        "sales", List.of(id), new Backlog.Outcome(START.plusSeconds(seconds), published, failed));
  }

  @Test
  void aFileThatWaitsForTooLongIsToldOnceAndOverWhenItIsIn() throws Exception {
    backlog.notice("sales", "a", START);
    backlog.notice("sales", "a", START.plusSeconds(500));
    assertThat(toldAfter(600), is(empty()));
    assertThat(
        toldAfter(630),
        contains(
            "LAG sales: a file has waited for 10 min to be loaded by stream s, where at most 10 min"
                + " is expected"));
    assertThat(toldAfter(660), is(empty()));
    assertThat("the same, by a stream that was started again", restarted(690), is(empty()));
    settled("a", 1, 0, 700);
    assertThat(toldAfter(720), contains("OK again: sales/LAG/s"));
    assertThat(toldAfter(750), is(empty()));
  }

  private List<String> restarted(int seconds) throws IOException {
    alerts = alerts();
    return toldAfter(seconds);
  }

  @Test
  void aLagThatMovesAboutItsLimitIsOneIncident() throws Exception {
    backlog.notice("sales", "a", START);
    assertThat(toldAfter(660).size(), is(1));
    backlog.notice("sales", "b", START.plusSeconds(120));
    settled("a", 1, 0, 670);
    assertThat("9 minutes are still much", toldAfter(670), is(empty()));
    assertThat(toldAfter(730), is(empty()));
    settled("b", 1, 0, 740);
    assertThat(toldAfter(740), contains("OK again: sales/LAG/s"));
  }

  @Test
  void manyFailuresWithinAnHourAreToldAndOverWithTheHour() throws Exception {
    settled("a", 7, 2, 0);
    assertThat("nine files are too few to tell", toldAfter(30), is(empty()));
    settled("b", 0, 1, 30);
    assertThat(
        toldAfter(60),
        contains(
            "FAILURE_RATE sales: 3 of 10 files of the last hour did not load in stream s, where at"
                + " most 20 % are expected"));
    assertThat(
        "the day's file was due meanwhile, too",
        toldAfter(3631),
        contains(
            "MISSING sales 2026-02-03: expected by 2026-02-03 06:00 UTC",
            "OK again: sales/FAILURE_RATE/s"));
  }

  /** Nothing else has happened: the moment by which files had to be in is what makes it ask. */
  @Test
  void asksWhenFilesAreDueAndNotWhenNothingCanBeNew() throws Exception {
    assertThat(toldAfter(0), is(empty()));
    Files.move(folder.resolve("warehouse.duckdb"), folder.resolve("aside"));
    Files.writeString(folder.resolve("warehouse.duckdb"), "no database");
    assertThat("the warehouse is not asked", toldAfter(3000), is(empty()));
    Files.delete(folder.resolve("warehouse.duckdb"));
    Files.move(folder.resolve("aside"), folder.resolve("warehouse.duckdb"));
    assertThat(
        toldAfter(3601), contains("MISSING sales 2026-02-03: expected by 2026-02-03 06:00 UTC"));
  }
}
