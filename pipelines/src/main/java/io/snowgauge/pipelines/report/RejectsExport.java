package io.snowgauge.pipelines.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.snowgauge.io.warehouse.control.FileStatus;
import io.snowgauge.io.warehouse.control.RefusedLines.Line;
import io.snowgauge.transforms.record.Reject;
import io.snowgauge.transforms.staging.RejectArchive;
import io.snowgauge.transforms.text.Amount;
import io.snowgauge.transforms.text.Excerpt;
import java.io.IOException;
import java.io.Writer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refused lines, written as they come: none is kept. A terminal gets no control characters; a file
 * gets what the source file has.
 */
public final class RejectsExport {
  /** How they are written. */
  public enum Format {
    /** To people, by file. */
    TEXT,
    /** To programs, an array. */
    JSON,
    /** To spreadsheets. */
    CSV,
    /** What stands in the source file and nothing else, below its header, to be corrected. */
    RAW
  }

  private static final List<String> COLUMNS =
      List.of(
          "DATASET",
          "URI",
          "FILE_ID",
          "RUN_ID",
          "STATUS",
          "LINE",
          "COLUMN_NUMBER",
          "REASON",
          "RAW");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Format format;
  private final Writer out;
  private final boolean isExact;
  private final @Nullable CsvWriter csv;
  private final Set<String> files = new HashSet<>();
  private String lastFile = "";
  private final ArchivedRejects archive;
  private long lines;
  private long cut;
  private long unarchived;
  private boolean isArchived;
  private @Nullable String header;

  /**
   * Begins.
   *
   * @param isExact whether control characters are written, too, which is nothing for a terminal
   * @param archive has more lines than are asked to be written, for {@link Format#RAW}
   */
  public RejectsExport(Format format, Writer out, boolean isExact, ArchivedRejects archive)
      throws IOException {
    this.archive = archive;
    this.format = format;
    this.out = out;
    this.isExact = isExact;
    this.csv = format == Format.CSV ? CsvWriter.builder().build(out) : null;
    if (csv != null) {
      csv.writeRecord(COLUMNS);
    } else if (format == Format.JSON) {
      out.write("[");
    }
  }

  /** Writes one. */
  public void write(Line line) throws IOException {
    String file = line.dataset() + ' ' + line.fileId() + ' ' + line.runId();
    boolean isNewFile = !file.equals(lastFile);
    lastFile = file;
    files.add(line.dataset() + ' ' + line.fileId());
    switch (format) {
      case TEXT -> writeText(line, isNewFile);
      case JSON -> {
        out.write(lines == 0 ? "\n  " : ",\n  ");
        out.write(AuditExport.withoutControls(JSON.writeValueAsString(json(line))));
      }
      case CSV -> {
        if (csv != null) {
          csv.writeRecord(json(line).values().stream().map(this::cell).toList());
        }
      }
      case RAW -> {
        writeRaw(line, isNewFile);
        return;
      }
    }
    count(line.raw());
  }

  private void count(String raw) {
    lines++;
    if (raw.codePointCount(0, raw.length()) >= Reject.RAW_CHARACTERS) {
      cut++;
    }
  }

  /** The archive has all lines of a version, which are written when the first of them comes. */
  private void writeRaw(Line line, boolean isNewFile) throws IOException {
    if (isNewFile) {
      isArchived =
          archive.read(
              line,
              new RejectArchive.Reader() {
                @Override
                public void header(String raw) throws IOException {
                  writeHeader(raw, line);
                }

                @Override
                public void line(String raw) throws IOException {
                  writeRaw(raw);
                }
              });
      unarchived += isArchived || line.status() == FileStatus.FAILED ? 0 : 1;
    }
    if (!isArchived) {
      writeRaw(line.raw());
    }
  }

  private void writeRaw(String raw) throws IOException {
    out.write(raw + "\n");
    count(raw);
  }

  private void writeHeader(String raw, Line line) throws IOException {
    if (lines == 0) {
      header = raw;
      out.write(raw + "\n");
    } else if (!raw.equals(header)) {
      throw new IOException(
          "--format raw: expected lines below one header, "
              + (header == null ? "which those before have not" : Excerpt.printable(header))
              + ", but found "
              + Excerpt.printable(raw)
              + " above those of "
              + line.uri()
              + "; name one file with --file");
    }
  }

  private void writeText(Line line, boolean isNewFile) throws IOException {
    if (isNewFile) {
      out.write(
          "%s%s %s, run %s: %s\n"
              .formatted(
                  lines == 0 ? "" : "\n",
                  Display.line(line.dataset()),
                  Display.uri(line.uri()),
                  Display.line(line.runId()),
                  line.status()));
    }
    out.write(
        "  line %d, column %d: %s\n    %s\n"
            .formatted(
                line.line(),
                line.column(),
                Display.line(line.reason()),
                Excerpt.escaped(line.raw())));
  }

  private String cell(Object value) {
    return isExact ? value.toString() : Display.text(value.toString());
  }

  private static Map<String, Object> json(Line line) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("DATASET", line.dataset());
    row.put("URI", line.uri());
    row.put("FILE_ID", line.fileId());
    row.put("RUN_ID", line.runId());
    row.put("STATUS", line.status().name());
    row.put("LINE", line.line());
    row.put("COLUMN_NUMBER", line.column());
    row.put("REASON", line.reason());
    row.put("RAW", line.raw());
    return row;
  }

  /** Ends what was written; the stream is the caller's. */
  public void end() throws IOException {
    if (format == Format.JSON) {
      out.write(lines == 0 ? " ]\n" : "\n]\n");
    }
    if (csv != null) {
      csv.flush();
    }
    out.flush();
  }

  /** How much it was. */
  public String summary() {
    return lines == 0
        ? "No refused line is kept."
        : Amount.of(lines, "refused line") + " of " + Amount.of(files.size(), "file version");
  }

  /** Of how many file versions that were loaded the archive does not have the lines. */
  public long unarchived() {
    return unarchived;
  }

  /** How many lines are as long as they are kept at most, so that their ends may be missing. */
  public long cut() {
    return cut;
  }
}
