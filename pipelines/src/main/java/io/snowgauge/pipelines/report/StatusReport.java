package io.snowgauge.pipelines.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.pipelines.status.DatasetStatus;
import io.snowgauge.transforms.expectations.Expectation;
import io.snowgauge.transforms.expectations.Standing;
import io.snowgauge.transforms.expectations.Verdict;
import io.snowgauge.transforms.text.Amount;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How datasets stand, for people and for programs.
 *
 * @param datasets in the order of the configuration
 * @param now when it was looked
 */
public record StatusReport(List<DatasetStatus> datasets, Instant now) {
  /** How it is shown. */
  public enum Format {
    /** To people. */
    TABLE,
    /** To programs. */
    JSON
  }

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  /** Keeps a copy of the list. */
  public StatusReport {
    datasets = List.copyOf(datasets);
  }

  /** 3 if anything is MISSING, LATE, SHORT, FAILED or PARTIAL. */
  public int exitCode() {
    return ExitCode.of(false, datasets.stream().anyMatch(DatasetStatus::hasProblem));
  }

  /** Prints it. */
  public void show(Format format, PrintWriter out) throws IOException {
    switch (format) {
      case TABLE -> showTable(out);
      case JSON ->
          out.println(
              AuditExport.withoutControls(
                  new ObjectMapper()
                      .writerWithDefaultPrettyPrinter()
                      .writeValueAsString(datasets.stream().map(this::json).toList())));
    }
  }

  private void showTable(PrintWriter out) {
    out.println(Tables.datasets(datasets, this::age, StatusReport::summary));
    boolean first = true;
    for (DatasetStatus status : datasets) {
      for (Standing standing : status.told()) {
        if (first) {
          out.println();
          first = false;
        }
        out.println(Display.line(line(status, standing)));
        standing.failed().forEach(uri -> out.println("  " + Display.uri(uri)));
      }
    }
  }

  private String age(DatasetStatus status) {
    Instant lastLoad = status.lastLoad();
    return lastLoad == null ? "-" : length(Duration.between(lastLoad, now));
  }

  /** How many of what, the worst first. */
  public static String summary(DatasetStatus status) {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    status
        .told()
        .forEach(
            standing -> standing.verdicts().forEach(one -> counts.merge(one, 1, Integer::sum)));
    List<String> parts = new ArrayList<>();
    counts.forEach((verdict, count) -> parts.add(0, count + " " + verdict));
    return parts.isEmpty() ? "OK" : String.join(", ", parts);
  }

  /** One line on what is to be said of files that were expected. */
  public static String line(DatasetStatus status, Standing standing) {
    String unit =
        standing.unit().entrySet().stream()
            .map(capture -> " " + capture.getKey() + "=" + capture.getValue())
            .collect(Collectors.joining());
    return standing.verdicts().stream().map(Enum::name).collect(Collectors.joining(", "))
        + " "
        + status.dataset()
        + " "
        + standing.period().name()
        + unit
        + ": "
        + reasons(status, standing);
  }

  private static String reasons(DatasetStatus status, Standing standing) {
    List<String> reasons = new ArrayList<>();
    for (Verdict verdict : standing.verdicts()) {
      switch (verdict) {
        case OK -> {}
        case WAITING, MISSING -> reasons.add("expected by " + due(status, standing));
        case LATE -> reasons.add(late(status, standing));
        case SHORT -> reasons.add(shortage(status, standing));
        case FAILED -> reasons.add(Amount.of(standing.failed().size(), "file") + " did not load");
        case PARTIAL -> reasons.add(Amount.of(standing.rejected(), "record") + " rejected");
      }
    }
    return String.join("; ", reasons);
  }

  private static String late(DatasetStatus status, Standing standing) {
    Instant loadedAt = standing.loadedAt();
    String after =
        loadedAt == null ? "" : length(Duration.between(standing.period().due(), loadedAt));
    return "loaded " + after + " after " + due(status, standing);
  }

  private static String shortage(DatasetStatus status, Standing standing) {
    Expectation expectation = status.expectation();
    if (standing.records() < standing.expectedRecords() || expectation == null) {
      return "%s where at least %,d were expected"
          .formatted(Amount.of(standing.records(), "record"), standing.expectedRecords());
    }
    return "%s where at least %,d were expected"
        .formatted(Amount.of(standing.bytes(), "byte"), expectation.minBytes());
  }

  private static String due(DatasetStatus status, Standing standing) {
    Expectation expectation = status.expectation();
    ZoneId zone = expectation == null ? ZoneOffset.UTC : expectation.timetable().zone();
    return TIME.format(standing.period().due().atZone(zone)) + " " + zone;
  }

  /** A length of time by its two largest units. */
  public static String length(Duration time) {
    long minutes = Math.max(0, time.toMinutes());
    long hours = minutes / 60;
    long days = hours / 24;
    return days > 0
        ? String.format(Locale.ROOT, "%d d %d h", days, hours % 24)
        : hours > 0
            ? String.format(Locale.ROOT, "%d h %d min", hours, minutes % 60)
            : minutes + " min";
  }

  private Map<String, @Nullable Object> json(DatasetStatus status) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    Instant lastLoad = status.lastLoad();
    json.put("dataset", status.dataset());
    json.put("lastLoad", text(lastLoad));
    json.put("ageSeconds", lastLoad == null ? null : Duration.between(lastLoad, now).toSeconds());
    json.put("isExpected", status.expectation() != null);
    json.put("hasProblem", status.hasProblem());
    json.put("ok", status.standings().size() - status.told().size());
    json.put("files", status.told().stream().map(standing -> json(status, standing)).toList());
    return json;
  }

  private static Map<String, @Nullable Object> json(DatasetStatus status, Standing standing) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("verdicts", standing.verdicts().stream().map(Enum::name).toList());
    json.put("period", standing.period().name());
    json.put("captures", standing.unit());
    json.put("due", status.expectation() == null ? null : standing.period().due().toString());
    json.put("loadedAt", text(standing.loadedAt()));
    json.put("records", standing.records());
    json.put("bytes", standing.bytes());
    json.put("rejectedRecords", standing.rejected());
    json.put("failedFiles", standing.failed());
    json.put("message", reasons(status, standing));
    return json;
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }
}
