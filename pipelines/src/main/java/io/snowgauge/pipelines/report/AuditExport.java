package io.snowgauge.pipelines.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.MergeCounts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rows of the audit for programs, under the names of the tables' columns. */
final class AuditExport {
  /** JSON lets these stand as they are; some terminals obey them. */
  private static final Pattern CONTROLS = Pattern.compile("[\\u007f-\\u009f]");

  private AuditExport() {}

  /** A text of JSON with escapes for control characters that JSON does not ask them for. */
  static String withoutControls(String json) {
    return CONTROLS.matcher(json).replaceAll(AuditExport::escaped);
  }

  private static String escaped(MatchResult control) {
    return "\\\\u%04x".formatted((int) control.group().charAt(0));
  }

  /** An array of runs; those whose files are given carry them as FILE_ROWS. */
  static void json(List<Audit.RunRow> runs, List<Audit.FileRow> files, PrintWriter out)
      throws IOException {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Audit.RunRow run : runs) {
      Map<String, @Nullable Object> row = row(run);
      List<Map<String, @Nullable Object>> fileRows =
          files.stream()
              .filter(file -> file.dataset().equals(run.dataset()))
              .map(AuditExport::row)
              .toList();
      if (!files.isEmpty()) {
        row.put("FILE_ROWS", fileRows);
      }
      rows.add(row);
    }
    String text = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(rows);
    out.println(withoutControls(text));
  }

  /** The runs; or, if a single one was asked for, its files. */
  static void csv(
      List<Audit.RunRow> runs, List<Audit.FileRow> files, boolean filesWanted, PrintWriter out)
      throws IOException {
    List<Map<String, @Nullable Object>> rows =
        filesWanted
            ? files.stream().map(AuditExport::row).toList()
            : runs.stream().map(AuditExport::row).toList();
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().build(text)) {
      if (!rows.isEmpty()) {
        csv.writeRecord(rows.get(0).keySet());
      }
      for (Map<String, @Nullable Object> row : rows) {
        csv.writeRecord(
            row.values().stream()
                .map(value -> value == null ? "" : Display.text(value.toString()))
                .toList());
      }
    }
    out.print(text);
    out.flush();
  }

  private static Map<String, @Nullable Object> row(Audit.RunRow run) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("RUN_ID", run.runId());
    row.put("EXECUTION_DATE", run.executionDate().toString());
    row.put("DATASET", run.dataset());
    row.put("MODE", run.mode());
    row.put("SOURCE_RECORD_COUNT", run.sourceRecords());
    row.put("INGESTED_RECORD_COUNT", run.ingestedRecords());
    row.put("REJECTED_RECORD_COUNT", run.rejectedRecords());
    row.put("FILES", run.files());
    row.put("STATUS", run.status().name());
    row.put("ERROR_MESSAGES", run.errorMessages());
    row.put("STARTED_AT", run.startedAt().toString());
    row.put("FINISHED_AT", text(run.finishedAt()));
    putMerged(row, run.merged());
    return row;
  }

  private static Map<String, @Nullable Object> row(Audit.FileRow file) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("DATASET", file.dataset());
    row.put("FILE_ID", file.fileId());
    row.put("URI", file.uri());
    row.put("SIZE_BYTES", file.sizeBytes());
    row.put("RUN_ID", file.runId());
    row.put("ATTEMPT", file.attempt());
    row.put("SOURCE_RECORD_COUNT", file.sourceRecords());
    row.put("ACCEPTED_RECORD_COUNT", file.acceptedRecords());
    row.put("REJECTED_RECORD_COUNT", file.rejectedRecords());
    row.put("INGESTED_RECORD_COUNT", file.ingestedRecords());
    row.put("STATUS", file.status().name());
    row.put("ERROR_MESSAGES", file.errorMessages());
    row.put("LOADED_AT", text(file.loadedAt()));
    putMerged(row, file.merged());
    row.put("DIGEST", file.digest());
    return row;
  }

  private static void putMerged(Map<String, @Nullable Object> row, MergeCounts merged) {
    row.put("INSERTED_RECORD_COUNT", merged.inserted());
    row.put("UPDATED_RECORD_COUNT", merged.updated());
    row.put("UNCHANGED_RECORD_COUNT", merged.unchanged());
    row.put("OVERTAKEN_RECORD_COUNT", merged.overtaken());
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }
}
