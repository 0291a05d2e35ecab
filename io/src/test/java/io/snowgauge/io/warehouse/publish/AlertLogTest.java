package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.run;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.control.AlertLog;
import io.snowgauge.io.warehouse.control.AlertLog.Event;
import io.snowgauge.io.warehouse.control.AlertLog.Incident;
import io.snowgauge.io.warehouse.control.AlertLog.Told;
import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.ControlSchema;
import io.snowgauge.io.warehouse.control.LastRuns;
import io.snowgauge.io.warehouse.control.Mode;
import io.snowgauge.io.warehouse.control.Run;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEveryWarehouse
class AlertLogTest {
  private static final Incident MISSING =
      new Incident("sales/MISSING/2026-02-03", "MISSING", "sales", "2026-02-03");
  private static final Incident RUN =
      new Incident("sales/RUN_FAILED", "RUN_FAILED", "sales", null);

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
        contains(
            "oncall | UNDELIVERED | no answer", "team | UNDELIVERED | the answer was 500"));
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
    audit.start(site.connection(), at("r2", Mode.RUN, 2), "sales");
    audit.start(site.connection(), at("x3", Mode.EXTRACT, 3), "sales");
    audit.conclude(site.connection(), at("x3", Mode.EXTRACT, 3), "sales", List.of());
    audit.start(site.connection(), at("r1", Mode.RUN, 1), "users");
    audit.abandon(site.connection(), "r1", "run me");
    audit.start(site.connection(), at("r1", Mode.RUN, 1), "skipping");
    audit.conclude(site.connection(), at("r1", Mode.RUN, 1), "skipping", List.of("a: skipped"));
    assertThat(
        new LastRuns(site.warehouse())
            .read(site.connection()).stream().map(LastRuns.LastRun::toString).toList(),
        containsInAnyOrder(
            "LastRun[dataset=sales, runId=r1, isAbandoned=false, couldNotGoOn=true]",
            "LastRun[dataset=users, runId=r1, isAbandoned=true, couldNotGoOn=false]",
            "LastRun[dataset=skipping, runId=r1, isAbandoned=false, couldNotGoOn=false]"));
  }
}
