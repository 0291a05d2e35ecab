package io.snowgauge.endtoend;

import static io.snowgauge.endtoend.Site.MONDAY;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.control.Heartbeat;
import io.snowgauge.io.warehouse.control.Mode;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import io.snowgauge.pipelines.batch.Backfill;
import io.snowgauge.pipelines.batch.DatedFiles;
import io.snowgauge.pipelines.batch.InterruptedRunException;
import io.snowgauge.pipelines.batch.RunObserver;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.ConfigurationLoader;
import io.snowgauge.pipelines.launch.Composition;
import io.snowgauge.transforms.dataset.Dataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What runs leave that died or were interrupted, and that of others stays. */
@ExtendWith(StandInExtension.class)
@Timeout(120)
class SnowflakeCleanupTest {
  private static final String CONFIGURATION =
      """
      {
        "warehouse": {},
        "datasets": {
          "shares": { "input": "data/shares-{date}", "format": { "type": "lsf" }, "table": "SHARES" }
        }
      }
      """;

  @TempDir Path folder;

  private static void running(SnowflakeSite snowflake, String id) throws Exception {
    snowflake.query(
        """
        INSERT INTO SNOWGAUGE.INGESTION_RUN_EVENTS (
          RUN_ID, EXECUTION_DATE, DATASET, MODE, STATUS, STARTED_AT, TRY_ID, PRECEDENCE, EVENT_AT)
        VALUES ('%s', '2026-02-03', 'shares', 'run', 'RUNNING', '2026-02-03', 't', 0, '2026-02-03')
        """
            .formatted(id));
  }

  @Test
  void neverTouchesARunThatGivesASignOfLife() throws Exception {
    Site site = Site.with(folder, CONFIGURATION);
    try (SnowflakeSite snowflake =
        SnowflakeSite.create(folder, "snowflake.json", CONFIGURATION, "PUBLIC")) {
      Instant start = Instant.parse("2026-02-03T00:00:00Z");
      Run alive = new Run("alive", LocalDate.parse("2026-02-03"), Mode.RUN, start, false);
      Heartbeat heartbeat = Heartbeat.start(snowflake.warehouse(), alive);
      try {
        for (String id : new String[] {"alive", "dead"}) {
          running(snowflake, id);
          stage(site, id);
        }
        Snowgauge.Ended ended = snowflake.run("cleanup");
        assertThat(
            ended.outLines(),
            contains(
                "removed 1 NDJSON file of run dead that are not in shares",
                "removed 1 staged file of run dead",
                "removed the state RUNNING of run dead, which is ABANDONED"));
        assertThat(ended.exitCode(), is(0));
        assertThat(
            snowflake.query("SELECT RUN_ID, STATUS FROM SNOWGAUGE.INGESTION_AUDIT ORDER BY RUN_ID"),
            contains("alive | RUNNING", "dead | ABANDONED"));
        assertThat(
            site.files(".snowgauge/staging"),
            contains(site.path(".snowgauge/staging/run-alive/shares/part.csv")));
        assertThat(site.files("archive"), contains(site.path("archive/shares/alive/f-s-1.ndjson")));
      } finally {
        heartbeat.close();
      }
    }
  }

  /** Ctrl-C, or SIGTERM: no other process has the graph, so what was staged has no reader. */
  @Test
  void anInterruptedBackfillLeavesNothingStaged() throws Exception {
    Site site = Site.with(folder, CONFIGURATION);
    LocalDate date = LocalDate.parse("2026-02-03");
    try (SnowflakeSite snowflake =
        SnowflakeSite.create(folder, "snowflake.json", CONFIGURATION, "PUBLIC")) {
      site.write("data/shares-" + date, UserGroups.random(1, 3), MONDAY);
      Configuration configuration =
          ConfigurationLoader.load(site.path("snowflake.json"), Map.of(), List.of());
      List<Dataset> datasets = configuration.datasets();
      Backfill backfill =
          new Backfill(
              snowflake.warehouse(),
              new Composition(configuration, Map.of()).areas(),
              new Backfill.Request("b", List.of(date), datasets, false, false, 1, true),
              DatedFiles.of(datasets, List.of(date)),
              RunObserver.NOBODY);
      List<Backfill.DateOutcome> outcomes =
          backfill.execute(
              (graph, jobName, work) -> {
                stage(site, "b-" + date);
                throw new InterruptedRunException();
              });
      assertThat(
          Objects.requireNonNull(outcomes.get(0).failure()).getMessage(),
          is("interrupted (Ctrl-C or SIGTERM) before it was done"));
      assertThat(site.files(".snowgauge/staging"), empty());
      assertThat(site.files("archive"), empty());
    }
  }

  private static void stage(Site site, String id) {
    try {
      site.write(".snowgauge/staging/run-" + id + "/shares/part.csv", "rows", MONDAY);
      site.write("archive/shares/" + id + "/f-s-1.ndjson", "{}", MONDAY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
