package io.snowgauge.pipelines.lineage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import io.snowgauge.io.lineage.LineageEvents;
import io.snowgauge.io.lineage.LineageEvents.End;
import io.snowgauge.io.lineage.LineageEvents.Ending;
import io.snowgauge.io.lineage.RunReference;
import io.snowgauge.io.lineage.RunReference.Parent;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.Mode;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.io.warehouse.duckdb.DuckDbWarehouse;
import io.snowgauge.pipelines.config.ConfigurationLoader;
import io.snowgauge.transforms.dataset.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parents, streams and ids, by OpenLineage's schemas. */
class LineageEventsTest {
  private static final Instant NOW = Instant.parse("2026-02-03T06:00:00Z");
  private static final RunReference TASK =
      new RunReference("airflow", "daily.load", new UUID(1, 2));
  private static final RunReference DAG = new RunReference("airflow", "daily", new UUID(1, 3));

  @TempDir Path folder;
  private Dataset dataset;

  @BeforeEach
  void configure() throws IOException {
    Path file = folder.resolve("snowgauge.json");
    Files.writeString(
        file,
        """
        {"datasets": {"shares": {"input": "in/*", "format": {"type": "lsf"}, "table": "SHARES"}}}
        """);
    dataset = ConfigurationLoader.load(file, Map.of(), List.of()).datasets().get(0);
  }

  private static Warehouse warehouse(String path) {
    return new DuckDbWarehouse(path, "main", "SNOWGAUGE", Duration.ofSeconds(1));
  }

  private static LineageEvents events(@Nullable Parent parent) {
    return new LineageEvents("ns", warehouse("/d/w.duckdb"), "1.2 (x)", parent);
  }

  private static Run run(Mode mode, Instant startedAt) {
    return new Run("r", LocalDate.of(2026, 2, 3), mode, startedAt, false);
  }

  private String started(LineageEvents events, Mode mode, Instant at) throws IOException {
    return EventSchema.valid(events.started(run(mode, at), dataset)).at("/run/runId").asText();
  }

  @Test
  void theTaskThatStartedItIsTheParentAndItsDagTheRoot() throws IOException {
    JsonNode start =
        EventSchema.valid(events(new Parent(TASK, DAG)).started(run(Mode.RUN, NOW), dataset));
    JsonNode parent = start.at("/run/facets/parent");
    assertThat(parent.at("/job/namespace").asText(), is("airflow"));
    assertThat(parent.at("/job/name").asText(), is("daily.load"));
    assertThat(parent.at("/run/runId").asText(), is(TASK.run().toString()));
    assertThat(parent.at("/root/job/name").asText(), is("daily"));
    assertThat(parent.at("/root/run/runId").asText(), is(DAG.run().toString()));
    assertThat(
        EventSchema.facets(start),
        contains("jobType", "nominalTime", "parent", "processing_engine", "schema"));
    assertThat(start.get("eventTime").asText(), is("2026-02-03T06:00:00Z"));
  }

  @Test
  void anIdIsThatOfTheRunInItsDatabaseWhoeverTries() throws IOException {
    String id = started(events(null), Mode.RUN, NOW);
    assertThat(started(events(new Parent(TASK, null)), Mode.RUN, NOW.plusSeconds(9)), is(id));
    LineageEvents elsewhere = new LineageEvents("ns", warehouse("/e/w.duckdb"), "1", null);
    assertThat(started(elsewhere, Mode.RUN, NOW), is(not(id)));
    LineageEvents others = new LineageEvents("other", warehouse("/d/w.duckdb"), "1", null);
    assertThat(started(others, Mode.RUN, NOW), is(not(id)));
  }

  @Test
  void aStreamIsTheParentOfItsBatches() throws IOException {
    LineageEvents events = events(new Parent(TASK, DAG));
    JsonNode stream = EventSchema.valid(events.streamStarted("stream", NOW, List.of(dataset)));
    assertThat(stream.at("/job/name").asText(), is("snowgauge.stream.stream"));
    assertThat(stream.at("/job/facets/jobType/processingType").asText(), is("STREAMING"));
    assertThat(stream.at("/run/facets/parent/job/name").asText(), is("daily.load"));
    assertThat(stream.at("/inputs/0/name").asText(), is(folder.resolve("in").toString()));
    assertThat(stream.at("/outputs/0/name").asText(), is("w.main.SHARES"));
    LineageEvents ofBatches = events.ofStream(warehouse("/d/w.duckdb"), "stream", NOW);
    JsonNode batch =
        EventSchema.valid(
            ofBatches.ended(
                run(Mode.STREAM, NOW),
                dataset,
                new Ending(End.COMPLETE, NOW, List.of(), OptionalLong.of(7), null)));
    JsonNode parent = batch.at("/run/facets/parent");
    assertThat(parent.at("/job/name").asText(), is("snowgauge.stream.stream"));
    assertThat(parent.at("/run/runId"), is(stream.at("/run/runId")));
    assertThat(parent.at("/root/job/name").asText(), is("daily"));
    assertThat(batch.at("/outputs/0/facets/version/datasetVersion").asText(), is("7"));
    JsonNode end =
        EventSchema.valid(events.streamEnded("stream", NOW, End.FAIL, NOW.plusSeconds(60), "why"));
    assertThat(end.get("eventTime").asText(), is("2026-02-03T06:01:00Z"));
    assertThat(end.at("/run/facets/errorMessage/message").asText(), is("why"));
    assertThat(end.at("/run/runId"), is(stream.at("/run/runId")));
    JsonNode again =
        EventSchema.valid(events.streamStarted("stream", NOW.plusSeconds(1), List.of()));
    assertThat(again.at("/run/runId"), is(not(stream.at("/run/runId"))));
  }

  @Test
  void ofAnEndThatNothingIsKnownOfNothingIsCounted() throws IOException {
    Instant at = NOW.plusSeconds(60);
    JsonNode unknown =
        EventSchema.valid(
            events(null)
                .ended(
                    run(Mode.RUN, NOW),
                    dataset,
                    new Ending(End.FAIL, at, null, OptionalLong.empty(), "why")));
    assertThat(unknown.get("eventTime").asText(), is("2026-02-03T06:01:00Z"));
    assertThat(unknown.at("/inputs/0/name").asText(), is(folder.resolve("in").toString()));
    assertThat(unknown.at("/inputs/0").has("inputFacets"), is(false));
    assertThat(unknown.at("/outputs/0/name").asText(), is("w.main.SHARES"));
    assertThat(unknown.at("/outputs/0").has("outputFacets"), is(false));
    JsonNode nothing =
        EventSchema.valid(
            events(null)
                .ended(
                    run(Mode.RUN, NOW),
                    dataset,
                    new Ending(End.COMPLETE, at, List.of(), OptionalLong.empty(), null)));
    assertThat(nothing.at("/inputs/0/inputFacets/inputStatistics/fileCount").asLong(), is(0L));
    assertThat(nothing.at("/inputs/0").has("inputFacets"), is(true));
  }

  @Test
  void aTestIsOfNoDataset() throws IOException {
    JsonNode test = EventSchema.valid(events(null).test(NOW));
    assertThat(test.get("eventType").asText(), is("OTHER"));
    assertThat(test.at("/job/name").asText(), is("snowgauge.check.test"));
    assertThat(test.get("producer").asText(), is("urn:snowgauge:1.2--x-"));
  }
}
