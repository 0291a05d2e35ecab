package io.snowgauge.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.io.emulators.Installation;
import io.snowgauge.io.emulators.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All statements that tests of this build have sent to the stand-in for Snowflake are Snowflake's
 * SQL by SQLFluff's account of it.
 */
@Tag("afterwards")
class SnowflakeGrammarTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SOURCES = Sources.root().resolve("src/test/snowflake/dialect");
  private static final Path BUILD = Sources.root().resolve("io/target");

  /** A mistake each, which the stand-in's own parser may be kind about. */
  private static final List<String> BAD =
      List.of(
          "SELECT A FROM T WHERE",
          "SELECT A B C FROM T",
          "SELECT COUNT(*) FROM T GROUP A",
          "SELECT COUNT(*) FILTER (WHERE A = 1) FROM T",
          "SELECT ROW_NUMBER() OVER (ORDER A) FROM T",
          "INSERT INTO T FROM S",
          "UPDATE T A = 1 WHERE B = 2",
          "MERGE INTO T USING S ON T.A = S.A WHEN MATCHED UPDATE SET B = 1",
          "CREATE TRANSIENT TABLE T (A VARCHAR NOT)",
          "COPY INTO T FROM @S FILES = ('a') FILE_FORMAT = (TYPE = CVS)",
          "PUT 'file:///a' OVERWRITE = TRUE",
          "GRANT SELECT ON T ROLE R",
          "ALTER SESSION QUERY_TAG = 'x'");

  @TempDir static Path folder;
  private static Path python;

  @BeforeAll
  static void install() {
    python =
        Installation.pythonEnvironment(
                SOURCES.resolve("requirements-lock.txt"), "tests of Snowflake's grammar")
            .resolve("bin/python");
  }

  /** A statement of each kind, and what of it is not understood. */
  private record Parsed(String sql, String unparsable) {}

  private static List<Parsed> parse(List<Path> logs) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(python.toString());
    command.add(SOURCES.resolve("parse.py").toString());
    logs.forEach(log -> command.add(log.toString()));
    Path errors = folder.resolve("errors.txt");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    List<Parsed> parsed = new ArrayList<>();
    for (String line : process.inputReader(UTF_8).lines().toList()) {
      JsonNode statement = JSON.readTree(line);
      parsed.add(new Parsed(statement.get("sql").asText(), statement.get("unparsable").asText("")));
    }
    assertThat(Files.readString(errors), process.onExit().join().exitValue(), is(0));
    return parsed;
  }

  /** Logs of tests of the classes that are there now. */
  private static List<Path> logs() throws IOException {
    FileTime built = FileTime.fromMillis(0);
    for (String classes : List.of("classes", "test-classes")) {
      try (Stream<Path> files = Files.walk(BUILD.resolve(classes))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
          FileTime changed = Files.getLastModifiedTime(file);
          built = changed.compareTo(built) > 0 ? changed : built;
        }
      }
    }
    List<Path> logs = new ArrayList<>();
    if (Files.isDirectory(BUILD.resolve("snowflake"))) {
      try (Stream<Path> files = Files.list(BUILD.resolve("snowflake"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".jsonl")).toList()) {
          if (Files.getLastModifiedTime(file).compareTo(built) > 0) {
            logs.add(file);
          }
        }
      }
    }
    return logs;
  }

  @Test
  void allStatementsAreSnowflakesSql() throws Exception {
    List<Path> logs = logs();
    if (System.getenv("CI") == null) {
      Assumptions.assumeFalse(
          logs.isEmpty(), "no test has logged a statement since the build: run others before");
    }
    List<Parsed> parsed = parse(logs);
    assertThat(
        parsed.stream().filter(statement -> !statement.unparsable().isEmpty()).toList(), empty());
    assertThat(parsed.size(), greaterThan(0));
    List<String> texts = parsed.stream().map(Parsed::sql).toList();
    assertThat(texts, hasItem(startsWith("ALTER SESSION SET QUERY_TAG")));
  }

  @Test
  void badStatementsAreNot() throws Exception {
    List<String> lines = new ArrayList<>();
    for (String sql : BAD) {
      lines.add(JSON.createObjectNode().put("ok", true).put("sql", sql).toString());
    }
    Path log = Files.write(folder.resolve("bad.jsonl"), lines);
    List<Parsed> parsed = parse(List.of(log));
    assertThat(parsed.size(), is(BAD.size()));
    assertThat(
        parsed.stream().filter(statement -> statement.unparsable().isEmpty()).toList(), empty());
  }
}
