package io.snowgauge.pipelines.monitoring;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowgauge.io.warehouse.control.History;
import io.snowgauge.io.warehouse.control.LastRuns;
import io.snowgauge.io.warehouse.control.LastRuns.Ends;
import io.snowgauge.pipelines.batch.FailureMessage;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.report.Display;
import io.snowgauge.transforms.dataset.Dataset;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * When datasets were last loaded, for the textfile collector of Prometheus' node exporter: a batch
 * is gone before anybody could ask it. It goes by the audit, so any run writes it of all datasets.
 */
public final class Textfile {
  private Textfile() {}

  /**
   * Writes the file, if one is configured. What hinders it is printed, and changes nothing of how
   * the command ends: the file then grows old, which is what is looked for in it.
   */
  public static void write(Configuration configuration, PrintWriter err) {
    if (configuration.textfile().isEmpty()) {
      return;
    }
    Path file = Path.of(configuration.textfile().get());
    try {
      replace(file, text(ends(configuration)));
    } catch (IOException | UncheckedIOException | SQLException e) {
      err.println(
          "warning: monitoring.textfile: %s was not written: %s"
              .formatted(Display.line(file.toString()), Display.line(FailureMessage.of(e))));
    }
  }

  /** Those of datasets that are configured; others are nobody's any more. */
  private static SortedMap<String, Ends> ends(Configuration configuration) throws SQLException {
    SortedMap<String, Ends> ends = new TreeMap<>();
    Map<String, Ends> known =
        new History(configuration.warehouse())
            .<Map<String, Ends>, SQLException>ask(
                connection -> new LastRuns(configuration.warehouse()).ends(connection))
            .orElse(new TreeMap<>());
    for (Dataset dataset : configuration.datasets()) {
      Ends ofDataset = known.get(dataset.name());
      if (ofDataset != null) {
        ends.put(dataset.name(), ofDataset);
      }
    }
    return ends;
  }

  /** In Prometheus' text format 0.0.4. */
  static String text(SortedMap<String, Ends> ends) {
    StringBuilder text = new StringBuilder();
    append(
        text,
        "snowgauge_last_success_timestamp_seconds",
        "When the last run ended whose files are all in.",
        ends,
        Ends::lastSuccess);
    append(
        text,
        "snowgauge_last_run_timestamp_seconds",
        "When the last run ended, whatever came of it.",
        ends,
        Ends::last);
    return text.toString();
  }

  /** One of the moments that are known of a dataset. */
  private interface Moment {
    @Nullable Instant of(Ends ends);
  }

  private static void append(
      StringBuilder text, String name, String help, SortedMap<String, Ends> ends, Moment moment) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(" gauge\n");
    ends.forEach(
        (dataset, ofDataset) -> {
          Instant value = moment.of(ofDataset);
          if (value != null) {
            text.append(
                "%s{dataset=\"%s\"} %s\n"
                    .formatted(
                        name,
                        StreamMetrics.escaped(dataset),
                        BigDecimal.valueOf(value.toEpochMilli(), 3).toPlainString()));
          }
        });
  }

  /** The collector may read at any moment, and does so as another user. */
  private static void replace(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
    Path part = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      Files.write(part, text.getBytes(UTF_8));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
