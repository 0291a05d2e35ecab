package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.run;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.snowgauge.io.warehouse.control.AlertLog;
import io.snowgauge.io.warehouse.control.AlertLog.Event;
import io.snowgauge.io.warehouse.control.AlertLog.Incident;
import io.snowgauge.io.warehouse.control.AlertLog.Told;
import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.ControlSchema;
import io.snowgauge.io.warehouse.control.Heartbeat;
import io.snowgauge.io.warehouse.control.LastRuns;
import io.snowgauge.io.warehouse.control.Mode;
import io.snowgauge.io.warehouse.control.PassedOver;
import io.snowgauge.io.warehouse.control.Run;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEveryWarehouse
class AlertLogTest {
  private static final Incident MISSING =
      new Incident("sales/MISSING/2026-02-03", "MISSING", "sales", "2026-02-03");
  private static final Incident RUN = new Incident("sales/RUN_FAILED", "RUN_FAILED", "sales", null);

  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;

  AlertLogTest(WarehouseKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void openSite() throws SQLException {
    site = new Site(folder, kind);
    new ControlSchema(site.warehouse()).create(site.connection());
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  @Test
  void theLastThatAChannelWasToldCounts() throws Exception {
    AlertLog log = new AlertLog(site.warehouse());
    log.add(site.connection(), "team", MISSING, Event.TRIGGERED, "it began", null);
    log.add(site.connection(), "team", RUN, Event.UNDELIVERED, "it failed", "the answer was 500");
    log.add(site.connection(), "oncall", MISSING, Event.TRIGGERED, "it began", null);
    log.add(site.connection(), "oncall", MISSING, Event.RESOLVED, "it is over", null);
    log.add(site.connection(), "oncall", MISSING, Event.UNDELIVERED, "again", "no answer");
    assertThat(
        log.told(site.connection(), "team"),
        is(Map.of(MISSING.incident(), new Told(MISSING, true))));
    assertThat(
        log.told(site.connection(), "oncall"),
        is(Map.of(MISSING.incident(), new Told(MISSING, false))));
    assertThat(log.told(site.connection(), "nobody"), is(Map.of()));
    assertThat(
        site.rows(
            "SELECT CHANNEL, EVENT, FAILURE FROM SNOWGAUGE.ALERT_EVENTS WHERE FAILURE IS NOT NULL"
                + " ORDER BY CHANNEL"),
        contains("oncall | UNDELIVERED | no answer", "team | UNDELIVERED | the answer was 500"));
  }

  /** Of what is over before it is told, both are told at once. */
  @Test
  void whatBeganAndEndedInOneMomentIsOver() throws Exception {
    for (String event : List.of("RESOLVED", "TRIGGERED")) {
      site.execute(
          """
          INSERT INTO SNOWGAUGE.ALERT_EVENTS (INCIDENT, CHANNEL, EVENT, KIND, DATASET, EVENT_AT)
          VALUES ('%s', 'team', '%s', 'RUN_FAILED', 'sales', '2026-02-03 04:05:06.789')
          """
              .formatted(RUN.incident(), event));
    }
    assertThat(
        new AlertLog(site.warehouse()).told(site.connection(), "team"),
        is(Map.of(RUN.incident(), new Told(RUN, false))));
  }

  private Run at(String id, Mode mode, int seconds) {
    Run run = run(id);
    return new Run(id, run.executionDate(), mode, run.startedAt().plusSeconds(seconds), false);
  }

  @Test
  void ofEachDatasetTheRunThatWasStartedLastAndHasEnded() throws Exception {
    Audit audit = new Audit(site.warehouse());
    audit.start(site.connection(), at("r1", Mode.RUN, 1), "sales");
    audit.fail(site.connection(), at("r1", Mode.RUN, 1), "sales", "no space left");
    audit.start(site.connection(), at("x3", Mode.EXTRACT, 3), "sales");
    audit.conclude(site.connection(), at("x3", Mode.EXTRACT, 3), "sales", PassedOver.NOTHING);
    audit.start(site.connection(), at("r1", Mode.RUN, 1), "users");
    audit.abandon(site.connection(), "r1", "run me");
    audit.start(site.connection(), at("r1", Mode.RUN, 1), "skipping");
    PassedOver skipped = new PassedOver(List.of(), List.of("a: skipped"));
    audit.conclude(site.connection(), at("r1", Mode.RUN, 1), "skipping", skipped);
    audit.start(site.connection(), at("r4", Mode.RUN, 4), "users");
    audit.conclude(site.connection(), at("r4", Mode.RUN, 4), "users", PassedOver.NOTHING);
    assertThat(
        lastRuns(Instant.now().minusSeconds(3600)),
        containsInAnyOrder(
            "sales r1 could not go on, last of all that ended",
            "users r1 died",
            "users r4 last of all that ended",
            "skipping r1 last of all that ended"));
    assertThat(
        "what died long ago is told no more",
        lastRuns(Instant.now().plusSeconds(3600)),
        containsInAnyOrder(
            "sales r1 could not go on, last of all that ended",
            "users r4 last of all that ended",
            "skipping r1 last of all that ended"));
  }

  @Test
  void whenRunsEndedAndTheLastOneThatSucceeded() throws Exception {
    Audit audit = new Audit(site.warehouse());
    Instant before = Instant.now().minusSeconds(1);
    for (String dataset : List.of("sales", "users")) {
      audit.start(site.connection(), at("r1", Mode.RUN, 1), dataset);
    }
    audit.conclude(site.connection(), at("r1", Mode.RUN, 1), "sales", PassedOver.NOTHING);
    audit.fail(site.connection(), at("r1", Mode.RUN, 1), "users", "no space left");
    audit.start(site.connection(), at("x2", Mode.EXTRACT, 2), "extracted");
    audit.conclude(site.connection(), at("x2", Mode.EXTRACT, 2), "extracted", PassedOver.NOTHING);
    SortedMap<String, LastRuns.Ends> first = new LastRuns(site.warehouse()).ends(site.connection());
    assertThat(first.keySet(), contains("sales", "users"));
    LastRuns.Ends sales = Objects.requireNonNull(first.get("sales"));
    assertThat(sales.lastSuccess(), is(sales.last()));
    assertThat(sales.last(), is(greaterThan(before)));
    assertThat(Objects.requireNonNull(first.get("users")).lastSuccess(), is(nullValue()));

    audit.start(site.connection(), at("r3", Mode.RUN, 3), "sales");
    audit.fail(site.connection(), at("r3", Mode.RUN, 3), "sales", "no space left");
    audit.start(site.connection(), at("r4", Mode.RUN, 4), "sales");
    LastRuns.Ends later =
        Objects.requireNonNull(new LastRuns(site.warehouse()).ends(site.connection()).get("sales"));
    assertThat("a failure is no success", later.lastSuccess(), is(sales.lastSuccess()));
    assertThat("what runs has no end", later.last(), is(greaterThan(sales.last())));
  }

  /** On DuckDB whoever asks is alone, so that every other run is dead. */
  @Test
  void aRunWithoutASignOfLifeIsDeadThoughNobodyHasSaidSo() throws Exception {
    Audit audit = new Audit(site.warehouse());
    audit.start(site.connection(), at("dead", Mode.RUN, 1), "sales");
    audit.start(site.connection(), at("alive", Mode.RUN, 2), "users");
    Heartbeat beating = Heartbeat.start(site.warehouse(), at("alive", Mode.RUN, 2));
    try {
      assertThat(
          lastRuns(Instant.now()),
          kind == WarehouseKind.DUCKDB
              ? containsInAnyOrder(
                  "sales dead died, last of all that ended",
                  "users alive died, last of all that ended")
              : containsInAnyOrder("sales dead died, last of all that ended"));
    } finally {
      beating.close();
    }
  }

  private List<String> lastRuns(Instant since) throws SQLException {
    return new LastRuns(site.warehouse())
        .read(site.connection(), since).stream()
            .map(
                run ->
                    run.dataset()
                        + " "
                        + run.runId()
                        + " "
                        + Stream.of(
                                run.isAbandoned() ? "died" : "",
                                run.couldNotGoOn() ? "could not go on" : "",
                                run.isLast() ? "last of all that ended" : "")
                            .filter(word -> !word.isEmpty())
                            .collect(Collectors.joining(", ")))
            .toList();
  }
}
