package io.snowgauge.pipelines.lineage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import io.snowgauge.io.lineage.FileSink;
import io.snowgauge.io.lineage.LineageEvents;
import io.snowgauge.io.lineage.LineageQueue;
import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.MergeCounts;
import io.snowgauge.io.warehouse.control.Mode;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.io.warehouse.control.RunStatus;
import io.snowgauge.pipelines.batch.RunObserver.Audited;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.ConfigurationLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is told of runs that did not end as they should. */
@Timeout(60)
class RunLineageTest {
  private static final Run RUN =
      new Run(
          "r", LocalDate.of(2026, 2, 3), Mode.RUN, Instant.parse("2026-02-03T06:00:00Z"), false);

  @TempDir Path folder;
  private final List<String> warnings = new ArrayList<>();
  private Configuration configuration;
  private LineageQueue queue;
  private RunLineage lineage;

  @BeforeEach
  void configure() throws IOException {
    Path file = folder.resolve("snowgauge.json");
    Files.writeString(
        file,
        """
        {"datasets": {"shares": {"input": "in/*", "format": {"type": "lsf"}, "table": "SHARES"}}}
        """);
    configuration = ConfigurationLoader.load(file, Map.of(), List.of());
    queue = new LineageQueue(new FileSink(folder.resolve("events")), warnings::add);
    lineage =
        new RunLineage(
            configuration.warehouse(),
            new LineageEvents("ns", configuration.warehouse(), "1", null),
            queue,
            warnings::add);
  }

  private static Audit.RunRow row() {
    return new Audit.RunRow(
        "r",
        RUN.executionDate(),
        "shares",
        "run",
        0,
        0,
        0,
        0,
        RunStatus.FAILED,
        null,
        RUN.startedAt(),
        null,
        MergeCounts.NONE);
  }

  private JsonNode only() throws IOException {
    assertThat(queue.end(Duration.ofSeconds(30)), is(Optional.empty()));
    List<String> lines = Files.readAllLines(folder.resolve("events"));
    assertThat(lines.size(), is(1));
    return EventSchema.valid(lines.get(0));
  }

  @Test
  void whereTheAuditCannotBeAskedNothingIsCounted() throws IOException {
    lineage.failed(RUN, configuration.datasets(), new Audited(List.of(), List.of()), false);
    JsonNode event = only();
    assertThat(event.get("eventType").asText(), is("FAIL"));
    assertThat(event.at("/inputs/0").has("inputFacets"), is(false));
    assertThat(event.at("/outputs/0").has("outputFacets"), is(false));
    assertThat(warnings, is(empty()));
  }

  @Test
  void whereTheAuditKnowsOfNothingThatIsCounted() throws IOException {
    lineage.failed(RUN, configuration.datasets(), new Audited(List.of(row()), List.of()), true);
    JsonNode event = only();
    assertThat(event.get("eventType").asText(), is("ABORT"));
    assertThat(event.at("/inputs/0/inputFacets/inputStatistics").has("fileCount"), is(true));
  }

  @Test
  void whatGoesWrongWithTellingIsAWarningAndNothingToTheRun() {
    lineage.failed(
        RUN, configuration.datasets(), new Audited(List.of(row(), row()), List.of()), false);
    assertThat(warnings, contains("events of run r are not made, IllegalStateException"));
  }
}
