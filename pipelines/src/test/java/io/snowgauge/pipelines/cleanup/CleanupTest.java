package io.snowgauge.pipelines.cleanup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.control.ControlSchema;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.ConfigurationLoader;
import io.snowgauge.pipelines.launch.Composition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is listed is what is removed, and nothing else. */
class CleanupTest {
  private final Instant now = Instant.now();

  @TempDir Path folder;
  private Configuration configuration;

  @BeforeEach
  void createTables() throws Exception {
    configuration = configured("");
    try (Connection connection = configuration.warehouse().connect()) {
      new ControlSchema(configuration.warehouse()).create(connection);
    }
  }

  private Configuration configured(String more) throws IOException {
    Path file = folder.resolve("snowgauge.json");
    Files.writeString(
        file,
        """
        {
          "staging": "staging", "archive": "archive",%s
          "datasets": {
            "sales": { "input": "in/*", "format": {"type": "lsf"}, "table": "SALES" }
          }
        }
        """
            .formatted(more));
    return ConfigurationLoader.load(file, Map.of(), List.of());
  }

  private void file(String name, Duration age) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, "content");
    Files.setLastModifiedTime(path, FileTime.from(now.minus(age)));
  }

  private void run(String id, String status) throws SQLException {
    execute(
        """
        INSERT INTO SNOWGAUGE.INGESTION_RUN_EVENTS (
          RUN_ID, EXECUTION_DATE, DATASET, MODE, STATUS, STARTED_AT, TRY_ID, PRECEDENCE, EVENT_AT)
        VALUES ('%s', '2026-02-03', 'sales', 'run', '%s', '2026-02-03', 't', 0, '2026-02-03')
        """
            .formatted(id, status));
  }

  private void published(String file, String stageId, String runId) throws SQLException {
    execute(
        """
        INSERT INTO SNOWGAUGE.INGESTION_FILE_EVENTS (
          DATASET, FILE_ID, URI, RUN_ID, ATTEMPT, STATUS, LOADED_AT, EPOCH, STAGE_ID,
          SOURCE_RECORD_COUNT, INGESTED_RECORD_COUNT, REJECTED_RECORD_COUNT)
        VALUES ('sales', '%s', '%s', '%s', 1, 'PUBLISHED', '2026-02-03', 1, '%s', 7, 7, 0)
        """
            .formatted(file, file, runId, stageId));
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = configuration.warehouse().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> listed() throws Exception {
    List<String> lines = new ArrayList<>();
    try (Connection connection = configuration.warehouse().connect()) {
      cleanup(connection).list(lines::add);
    }
    return lines;
  }

  private List<String> removed() throws Exception {
    List<String> lines = new ArrayList<>();
    try (Connection connection = configuration.warehouse().connect()) {
      assertThat(cleanup(connection).run(lines::add), is(true));
    }
    return lines;
  }

  private Cleanup cleanup(Connection connection) {
    return new Cleanup(
        configuration, new Composition(configuration, Map.of()).areas(), connection, now);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(path -> folder.relativize(path).toString())
          .filter(name -> name.startsWith("staging") || name.startsWith("archive"))
          .sorted()
          .toList();
    }
  }

  private List<String> audit() throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = configuration.warehouse().connect();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT RUN_ID || ' ' || STATUS || ' ' || COALESCE(INGESTED_RECORD_COUNT, 0) || ' '"
                    + " || COALESCE(ERROR_MESSAGES, '-') FROM SNOWGAUGE.INGESTION_AUDIT"
                    + " ORDER BY RUN_ID")) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }
    return rows;
  }

  @Test
  void whatADeadRunLeftIsListedAndThenRemovedAndItsRowSaysSo() throws Exception {
    run("dead", "RUNNING");
    published("f1", "s1", "dead");
    file("staging/run-dead/sales/part-1.csv", Duration.ZERO);
    file("staging/run-dead/sales/part-2.csv", Duration.ZERO);
    file("archive/sales/dead/f1-s1-1.ndjson", Duration.ZERO);
    file("archive/sales/dead/f1-s2-1.ndjson", Duration.ZERO);
    file("archive/sales/dead/f2-s3-1.ndjson.gz", Duration.ZERO);
    file("staging/run-of-another-database/sales/part-1.csv", Duration.ofDays(400));
    file("staging/notes/todo", Duration.ofDays(400));
    List<String> before = files();
    String[] found = {
      "2 NDJSON files of run dead that are not in sales",
      "2 staged files of run dead",
      "the state RUNNING of run dead, which is ABANDONED"
    };
    assertThat(listed(), contains(with("would remove ", found)));
    assertThat("it was only listed", files(), is(before));
    assertThat(audit(), contains("dead RUNNING 0 -"));

    assertThat(removed(), contains(with("removed ", found)));
    assertThat(
        files(),
        contains(
            "archive/sales/dead/f1-s1-1.ndjson",
            "staging/notes/todo",
            "staging/run-of-another-database/sales/part-1.csv"));
    assertThat(
        "with what is known of it",
        audit(),
        contains("dead ABANDONED 7 ended without a result; found by cleanup"));
    assertThat(listed(), is(empty()));
  }

  private static String[] with(String start, String... rest) {
    return Stream.of(rest).map(one -> start + one).toArray(String[]::new);
  }

  @Test
  void whatARunLeftThatHasEndedGoesToo() throws Exception {
    run("ended", "FAILED");
    file("staging/run-ended/sales/part-1.csv", Duration.ZERO);
    assertThat(removed(), contains("removed 1 staged file of run ended"));
    assertThat(audit(), contains("ended FAILED 0 -"));
  }

  /** A stream that is alive has what it staged for minutes; one with a savepoint for longer. */
  @Test
  void whatAStreamStagedLongAgoGoesAndWhatItLoadedStays() throws Exception {
    published("f1", "s1", "s-0011223344556677");
    file("staging/stream-s/sales/old.csv", Duration.ofDays(31));
    file("staging/stream-s/sales/young.csv", Duration.ofDays(29));
    file("archive/sales/s/f1-s1-1.ndjson", Duration.ofDays(31));
    file("archive/sales/s/f2-s2-1.ndjson", Duration.ofDays(31));
    file("archive/sales/s/f3-s3-1.ndjson", Duration.ofDays(29));
    assertThat(
        removed(),
        contains(
            "removed 1 staged file of stream s",
            "removed 1 NDJSON file of stream s that are not in sales"));
    assertThat(
        files(),
        contains(
            "archive/sales/s/f1-s1-1.ndjson",
            "archive/sales/s/f3-s3-1.ndjson",
            "staging/stream-s/sales/young.csv"));
  }

  @Test
  void theArchiveIsKeptForEverUnlessItIsSaidForHowLong() throws Exception {
    published("f1", "s1", "r");
    file("archive/sales/r/f1-s1-1.ndjson", Duration.ofDays(91));
    file("archive/sales/r/f1-s1-2.ndjson", Duration.ofDays(89));
    file("archive/others/r/f1-s1-1.ndjson", Duration.ofDays(91));
    assertThat(listed(), is(empty()));
    configuration = configured("\"retention\": {\"archive\": \"90 days\"},");
    assertThat(
        removed(),
        contains("removed 1 NDJSON file of sales from before " + now.minus(Duration.ofDays(90))));
    assertThat(
        files(), contains("archive/others/r/f1-s1-1.ndjson", "archive/sales/r/f1-s1-2.ndjson"));
  }
}
