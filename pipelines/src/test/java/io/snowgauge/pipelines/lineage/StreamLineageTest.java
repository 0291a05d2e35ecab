package io.snowgauge.pipelines.lineage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.ConfigurationLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a stream itself. */
@Timeout(60)
class StreamLineageTest {
  @TempDir Path folder;
  private StreamLineage lineage;

  @BeforeEach
  void configure() throws IOException {
    Path file = folder.resolve("snowgauge.json");
    Files.writeString(
        file,
        """
        {
          "lineage": {"type": "file", "file": "events"},
          "datasets": {
            "a": {"input": "in/*", "format": {"type": "lsf"}, "table": "A"},
            "b": {"input": "more/*", "format": {"type": "lsf"}, "table": "B"}
          }
        }
        """);
    Configuration configuration = ConfigurationLoader.load(file, Map.of(), List.of());
    lineage =
        Objects.requireNonNull(
            StreamLineage.of(
                configuration,
                "s",
                configuration.datasets(),
                new PrintWriter(Writer.nullWriter())));
  }

  private List<JsonNode> events() throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("events"))) {
      events.add(EventSchema.valid(line));
    }
    return events;
  }

  private List<String> types() throws IOException {
    return events().stream().map(event -> event.get("eventType").asText()).toList();
  }

  @Test
  void itsStartHasAllThatItReadsAndWrites() throws IOException {
    lineage.begin();
    lineage.close();
    lineage.fail();
    assertThat(types(), contains("START", "COMPLETE"));
    JsonNode start = events().get(0);
    assertThat(start.get("inputs").size(), is(2));
    assertThat(start.at("/inputs/0/name").asText(), is(folder.resolve("in").toString()));
    assertThat(start.at("/inputs/1/name").asText(), is(folder.resolve("more").toString()));
    assertThat(start.at("/outputs/0/name").asText(), is("warehouse.main.A"));
    assertThat(start.at("/outputs/1/name").asText(), is("warehouse.main.B"));
  }

  @Test
  void oneThatIsStoppedBeforeItBeginsHasNotBeenARun() {
    lineage.close();
    assertThat(Files.exists(folder.resolve("events")), is(false));
  }

  @Test
  void oneThatCannotBeginHasFailed() throws IOException {
    lineage.fail();
    lineage.close();
    assertThat(types(), contains("START", "FAIL"));
  }
}
