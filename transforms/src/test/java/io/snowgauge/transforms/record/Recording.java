package io.snowgauge.transforms.record;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** What a parser said about a file, as text. */
public final class Recording implements ParseListener {
  /** Shows an accepted record. */
  public interface RowText {
    String of(Row row) throws IOException;
  }

  private final List<String> records = new ArrayList<>();
  private final List<Long> recordLines = new ArrayList<>();
  private final List<Reject> rejects = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private final RowText shown;
  private final ParseResult result;

  private Recording(RecordParser parser, InputStream in, RowText shown) throws IOException {
    this.shown = shown;
    result = parser.parse(in, this);
  }

  /** Parses a file. */
  public static Recording of(RecordParser parser, InputStream in, RowText shown)
      throws IOException {
    return new Recording(parser, in, shown);
  }

  @Override
  public void record(Row row) throws IOException {
    records.add(shown.of(row));
    recordLines.add(row.line());
  }

  @Override
  public void reject(Reject reject) {
    rejects.add(reject);
  }

  @Override
  public void notice(String message) {
    notices.add(message);
  }

  public List<String> records() {
    return records;
  }

  public List<Long> recordLines() {
    return recordLines;
  }

  public List<Reject> rejects() {
    return rejects;
  }

  public List<String> notices() {
    return notices;
  }

  public ParseResult result() {
    return result;
  }

  /** Why the file as a whole is unusable, or nothing. */
  public List<String> fault() {
    String fault = result.fault();
    return fault == null ? List.of() : List.of(fault);
  }

  /** Rejects as {@code line:column: reason}. */
  public List<String> reasons() {
    return rejects.stream()
        .map(reject -> reject.line() + ":" + reject.column() + ": " + reject.reason())
        .toList();
  }

  /** The counts as cases have them. */
  public String counts() {
    return "accepted %d, rejected %d, lines %d, rejected lines %d"
        .formatted(result.accepted(), result.rejected(), result.lines(), result.rejectedLines());
  }

  /** All that was said, for comparing two readings of the same file. */
  public List<Object> everything() {
    return List.of(result.toString(), records, recordLines, rejects, notices);
  }
}
