package io.snowgauge.pipelines.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.pipelines.commands.Snowgauge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in a process of its own: each line that it writes is what a parser says it is. */
class JsonLogTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;

  private record Ended(int exitCode, String out, String err) {
    /**
     * Throws if a line is anything but an object with the fields that all have. How far a run has
     * come, which is told on a slow machine alone, is left out.
     */
    List<JsonNode> events() throws IOException {
      List<JsonNode> events = new ArrayList<>();
      for (String line : err.lines().toList()) {
        JsonNode event = MAPPER.readTree(line);
        assertTrue(Instant.parse(event.get("time").asText()).isBefore(Instant.now()), line);
        assertTrue(List.of("INFO", "WARN", "ERROR").contains(event.get("level").asText()), line);
        assertTrue(event.get("logger").isTextual() && event.get("message").isTextual(), line);
        if (!event.get("logger").asText().equals("snowgauge")
            || !event.get("level").asText().equals("INFO")) {
          events.add(event);
        }
      }
      return events;
    }
  }

  private Ended run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                Snowgauge.class.getName()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertTrue(process.waitFor(2, TimeUnit.MINUTES));
    return new Ended(
        process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  @BeforeEach
  void configure() throws IOException {
    Files.writeString(
        folder.resolve("snowgauge.json"),
        """
        {"datasets": {
          "sales": {"input": "*.csv", "format": {"type": "csv"}, "table": "SALES",
            "columns": {"id": "INTEGER"}, "rejects": {"max": 1}},
          "shares": {"input": "*.users", "format": {"type": "lsf"}, "table": "SHARES"}
        }}
        """);
    Files.writeString(folder.resolve("day.csv"), "id\n1\nü\"}\n");
  }

  /** A file whose name is hostile to lines and to JSON. */
  @Test
  void eachEventHasRunDatasetAndFile() throws IOException, InterruptedException {
    Path hostile = folder.resolve("a \"b\"\n{\\.users");
    Files.writeString(hostile, "Begin UserGroup\nGROUP_NAME GROUP_MEMBER\na (b)\n");
    Ended ended = run(Map.of(), "run", "--run-id", "monday", "--log-format", "json");
    assertEquals(3, ended.exitCode(), ended.err());
    assertTrue(ended.out().startsWith("Run monday, execution date "), ended.out());

    List<JsonNode> events = ended.events();
    assertEquals(4, events.size(), ended.err());
    JsonNode ofFile =
        events.stream()
            .filter(event -> event.path("file").asText().endsWith(".users"))
            .findFirst()
            .orElseThrow();
    assertEquals("ERROR", ofFile.get("level").asText());
    assertEquals("monday", ofFile.get("run_id").asText());
    assertEquals("shares", ofFile.get("dataset").asText());
    assertEquals(
        hostile.toUri().getPath(), Path.of(ofFile.get("file").asText().substring(7)).toString());
    assertEquals(
        "line 1: expected 'End UserGroup' to close this section but found the end of the file",
        ofFile.get("message").asText());
    JsonNode ofRejects =
        events.stream()
            .filter(event -> event.path("file").asText().endsWith(".csv"))
            .findFirst()
            .orElseThrow();
    assertEquals("WARN", ofRejects.get("level").asText());
    assertTrue(ofRejects.get("message").asText().contains("found 'ü\"}'"), ended.err());
    JsonNode ofDataset =
        events.stream()
            .filter(event -> event.get("message").asText().equals("sales: PARTIAL"))
            .findFirst()
            .orElseThrow();
    assertEquals("WARN", ofDataset.get("level").asText());
    assertEquals(2, ofDataset.get("source").asLong());
    assertEquals(1, ofDataset.get("ingested").asLong());
    assertEquals(1, ofDataset.get("rejected").asLong());
  }

  /** What hinders a command is an event with where it came from, whatever is asked for. */
  @Test
  void aFailureHasItsException() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("warehouse.duckdb"), "not a database");
    Ended ended =
        run(Map.of("SNOWGAUGE_LOG_FORMAT", "JSON"), "run", "--run-id", "monday", "--quiet");
    assertEquals(1, ended.exitCode(), ended.err());
    List<JsonNode> events = ended.events();
    assertEquals(1, events.size(), ended.err());
    JsonNode last = events.get(0);
    assertEquals("ERROR", last.get("level").asText());
    assertEquals("monday", last.get("run_id").asText());
    assertTrue(last.get("exception").asText().contains("\n\tat io.snowgauge."), ended.err());
  }

  @Test
  void eachProblemOfAConfigurationIsAnEvent() throws IOException, InterruptedException {
    Ended ended =
        run(
            Map.of("SNOWGAUGE_LOG_FORMAT", "json"),
            "check",
            "--set",
            "datasets.sales.publish=upsert",
            "--set",
            "datasets.shares.publish=x");
    assertEquals(2, ended.exitCode());
    List<JsonNode> events = ended.events();
    assertEquals(2, events.size(), ended.err());
    events.forEach(event -> assertEquals("ERROR", event.get("level").asText()));
    assertTrue(
        events.get(0).get("message").asText().startsWith("datasets.sales.publish: expected"));
  }

  @Test
  void aWrongCommandLineIsOneEvent() throws IOException, InterruptedException {
    Ended ended = run(Map.of(), "run", "--log-format=json", "--nope");
    assertEquals(2, ended.exitCode());
    assertEquals(
        "unknown argument '--nope' (Beam's own options are written --name=value)",
        ended.events().get(0).get("message").asText());
    assertEquals(1, ended.events().size());
  }

  @Test
  void aFormatThatThereIsNotIsSaid() throws IOException, InterruptedException {
    Ended ended = run(Map.of("SNOWGAUGE_LOG_FORMAT", "xml"), "run");
    assertEquals(2, ended.exitCode());
    assertEquals(
        "1 problem:\n  SNOWGAUGE_LOG_FORMAT: expected text or json but found 'xml'\n", ended.err());
  }
}
