package io.snowgauge.pipelines.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.io.warehouse.verify.Discrepancy;
import io.snowgauge.io.warehouse.verify.Discrepancy.Difference;
import io.snowgauge.io.warehouse.verify.Outcome;
import io.snowgauge.transforms.text.Excerpt;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code verify} finds, written as it is found, and what it came to. */
public final class VerifyReport {
  /** How it is written. */
  public enum Format {
    /** To people. */
    TEXT,
    /** To programs: an object with all discrepancies and an outcome for each dataset. */
    JSON
  }

  /** Of what is only to be known, people are told so much for each dataset. */
  private static final int NOTES = 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Format format;
  private final PrintWriter out;
  private final List<Outcome> outcomes = new ArrayList<>();
  private long written;
  private long notes;

  /** Begins. */
  public VerifyReport(Format format, PrintWriter out) {
    this.format = format;
    this.out = out;
  }

  /** Writes what differs, or is to be known. */
  public void discrepancy(Discrepancy found) {
    if (format == Format.JSON) {
      out.print(written == 0 ? "{\"discrepancies\":[\n  " : ",\n  ");
      out.print(json(json(found)));
      written++;
      return;
    }
    if (!found.isDifference() && ++notes > NOTES) {
      return;
    }
    written++;
    out.println(line(found));
    found.differences().forEach(one -> out.println("  " + line(one)));
  }

  private static String line(Discrepancy found) {
    String uri = found.uri();
    String runId = found.runId();
    return (found.isDifference() ? "DIFFERENT " : "note: ")
        + Display.line(found.dataset())
        + (uri == null ? "" : " " + Display.uri(uri))
        + (uri == null || runId == null ? "" : ", run " + Display.line(runId))
        + ": "
        + found.place().name().toLowerCase(Locale.ROOT)
        + ": "
        + Display.line(found.message());
  }

  private static String line(Difference one) {
    String key = one.key();
    String of =
        one.record() != null
            ? "record %,d".formatted(one.record())
            : key != null ? "key " + Excerpt.escaped(key) : "a record without a number";
    String column = one.column();
    return switch (one.kind()) {
      case MISSING -> of + " is missing in the table";
      case ADDED -> of + " is not in the archive";
      case CHANGED ->
          column == null
              ? of + " has other values"
              : "%s: %s: archived %s but found %s"
                  .formatted(of, Display.line(column), value(one.archived()), value(one.found()));
    };
  }

  private static String value(@Nullable String value) {
    return value == null ? "null" : "'" + Excerpt.of(value) + "'";
  }

  /** Takes what a dataset came to. */
  public void add(Outcome outcome) {
    outcomes.add(outcome);
    if (format == Format.TEXT && notes > NOTES) {
      out.println("note: and %,d more; --format json has all".formatted(notes - NOTES));
    }
    notes = 0;
  }

  /** What datasets came to, so far. */
  public List<Outcome> outcomes() {
    return List.copyOf(outcomes);
  }

  /** How many versions were compared. */
  public long versions() {
    return outcomes.stream().mapToLong(Outcome::versions).sum();
  }

  /** Writes what datasets came to. */
  public void end() {
    if (format == Format.JSON) {
      out.print(written == 0 ? "{\"discrepancies\":[" : "\n");
      out.println(
          "],\"datasets\":" + json(outcomes.stream().map(VerifyReport::json).toList()) + "}");
    } else {
      if (written > 0) {
        out.println();
      }
      out.println(Tables.verified(outcomes));
    }
    out.flush();
  }

  /** 3 if anything differs. */
  public int exitCode() {
    return ExitCode.of(false, outcomes.stream().anyMatch(one -> one.differences() > 0));
  }

  private static String json(Object value) {
    try {
      return AuditExport.withoutControls(JSON.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of texts and numbers are JSON", e);
    }
  }

  private static Map<String, @Nullable Object> json(Discrepancy found) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("dataset", found.dataset());
    json.put("uri", found.uri());
    json.put("fileId", found.fileId());
    json.put("runId", found.runId());
    json.put("place", found.place().name());
    json.put("isDifference", found.isDifference());
    json.put("message", found.message());
    json.put("records", found.differences().stream().map(VerifyReport::json).toList());
    return json;
  }

  private static Map<String, @Nullable Object> json(Difference one) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("kind", one.kind().name());
    json.put("record", one.record());
    json.put("key", one.key());
    json.put("column", one.column());
    json.put("archived", one.archived());
    json.put("found", one.found());
    return json;
  }

  private static Map<String, @Nullable Object> json(Outcome outcome) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("dataset", outcome.dataset());
    json.put("versions", outcome.versions());
    json.put("rows", outcome.rows());
    json.put("proven", outcome.proven());
    json.put("archives", outcome.archives());
    json.put("sources", outcome.sources());
    json.put("sourcesGone", outcome.gone());
    json.put("differences", outcome.differences());
    json.put("uncompared", outcome.uncompared());
    return json;
  }
}
