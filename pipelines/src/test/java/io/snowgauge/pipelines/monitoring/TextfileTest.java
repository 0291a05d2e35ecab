package io.snowgauge.pipelines.monitoring;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.control.ControlSchema;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.ConfigurationLoader;
import io.snowgauge.pipelines.config.types.InvalidConfigurationException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The text is as "Exposition formats" of Prometheus' documentation has it; that a file has to end
 * in .prom, and appear as a whole, says the node exporter's of its textfile collector.
 */
class TextfileTest {
  @TempDir Path folder;
  private final StringWriter err = new StringWriter();

  private Configuration configured(String textfile) throws Exception {
    Path file = folder.resolve("snowgauge.json");
    Files.writeString(
        file,
        """
        {
          "monitoring": { "textfile": "%s" },
          "datasets": {
            "sales": { "input": "a/*", "format": {"type": "lsf"}, "table": "A" },
            "users": { "input": "b/*", "format": {"type": "lsf"}, "table": "B" },
            "new": { "input": "c/*", "format": {"type": "lsf"}, "table": "C" }
          }
        }
        """
            .formatted(textfile));
    return ConfigurationLoader.load(file, Map.of(), List.of());
  }

  private static void ended(
      Configuration configuration, String dataset, String run, String status, String at)
      throws Exception {
    try (Connection connection = configuration.warehouse().connect();
        Statement statement = connection.createStatement()) {
      new ControlSchema(configuration.warehouse()).create(connection);
      statement.execute(
          """
          INSERT INTO SNOWGAUGE.INGESTION_RUN_EVENTS (
            RUN_ID, EXECUTION_DATE, DATASET, MODE, STATUS, STARTED_AT, FINISHED_AT, TRY_ID,
            PRECEDENCE, EVENT_AT)
          VALUES ('%s', '2026-02-03', '%s', 'run', '%s', '%s', '%s', 't', 2, '%s')
          """
              .formatted(run, dataset, status, at, at, at));
    }
  }

  private void write(Configuration configuration) {
    Textfile.write(configuration, new PrintWriter(err, true));
  }

  private List<String> files() throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve("collected"))) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  @Test
  void tellsOfEachDatasetWhenItWasLastLoaded() throws Exception {
    Configuration configuration = configured("collected/snowgauge.prom");
    Path file = Files.createDirectory(folder.resolve("collected")).resolve("snowgauge.prom");
    write(configuration);
    assertThat("without a database", Files.readAllLines(file).size(), is(4));

    ended(configuration, "sales", "r1", "PARTIAL", "2026-02-03 04:05:06.789");
    ended(configuration, "sales", "r2", "FAILED", "2026-02-04 00:00:00");
    ended(configuration, "users", "r1", "ABANDONED", "2026-02-03 00:00:00");
    ended(configuration, "gone", "r1", "SUCCESS", "2026-02-03 00:00:00");
    write(configuration);
    assertThat(
        Files.readString(file),
        is(
            """
            # HELP snowgauge_last_success_timestamp_seconds When the last run ended whose files are all in.
            # TYPE snowgauge_last_success_timestamp_seconds gauge
            snowgauge_last_success_timestamp_seconds{dataset="sales"} 1770091506.789
            # HELP snowgauge_last_run_timestamp_seconds When the last run ended, whatever came of it.
            # TYPE snowgauge_last_run_timestamp_seconds gauge
            snowgauge_last_run_timestamp_seconds{dataset="sales"} 1770163200.000
            snowgauge_last_run_timestamp_seconds{dataset="users"} 1770076800.000
            """));
    assertThat(err.toString(), is(""));
    assertThat("nothing is left beside it", files(), contains("snowgauge.prom"));
    assertThat(
        "the exporter is another user",
        Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ),
        is(true));
  }

  @Test
  void aFolderThatIsNotThereIsAWarning() throws Exception {
    write(configured("collected/snowgauge.prom"));
    assertThat(
        err.toString(),
        is(
            ("warning: monitoring.textfile: %1$s/collected/snowgauge.prom was not written:"
                    + " %1$s/collected: there is no such file or folder\n")
                .formatted(folder)));
  }

  @Test
  void theExporterReadsNoOtherNames() {
    InvalidConfigurationException refused =
        Assertions.assertThrows(
            InvalidConfigurationException.class, () -> configured("collected/snowgauge.txt"));
    assertThat(
        refused.messages(),
        contains(
            "monitoring.textfile: expected a local path ending in .prom but found"
                + " 'collected/snowgauge.txt'"));
  }
}
