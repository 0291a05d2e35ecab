package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.record.ParseListener;
import io.snowgauge.transforms.record.ParseResult;
import io.snowgauge.transforms.record.RecordParser;
import io.snowgauge.transforms.record.Reject;
import io.snowgauge.transforms.record.Row;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** One file's way through its parser: records to the parts, and what came of its lines. */
final class Parsing implements ParseListener {

  private final CsvParts csv;
  private final NdjsonParts ndjson;
  private final RejectPart rejects;
  private final FileMessages messages;
  private long records;
  private long refused;
  private @Nullable ParseResult result;

  Parsing(CsvParts csv, NdjsonParts ndjson, RejectPart rejects, FileMessages messages) {
    this.messages = messages;
    this.csv = csv;
    this.ndjson = ndjson;
    this.rejects = rejects;
  }

  void parse(RecordParser parser, InputStream text) throws IOException {
    result = parser.parse(text, this);
  }

  @Override
  public void record(Row row) throws IOException {
    records++;
    ndjson.write(row);
    csv.write(records, row);
  }

  @Override
  public void reject(Reject reject) throws IOException {
    refused++;
    rejects.write(reject);
    if (messages.hasRoom()) {
      messages.add(
          "line " + reject.line() + ", column " + reject.column() + ": " + reject.reason());
    } else {
      messages.addUnshown();
    }
  }

  @Override
  public void notice(String message) {
    messages.addNotice(message);
  }

  /** The records that were written, also where parsing broke off. */
  long accepted() {
    return records;
  }

  /** What the counting rule gives for the refused lines; unknown where parsing broke off. */
  long rejected() {
    return result == null ? 0 : result.rejected();
  }

  long lines() {
    return result == null ? refused : result.lines();
  }

  long rejectedLines() {
    return refused;
  }

  @Nullable String fault() {
    return result == null ? null : result.fault();
  }
}
