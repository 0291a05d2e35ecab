package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.record.ParseListener;
import io.snowgauge.transforms.record.ParseResult;
import io.snowgauge.transforms.record.RecordParser;
import io.snowgauge.transforms.record.Reject;
import io.snowgauge.transforms.record.Row;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One file's way through its parser: records to the parts, and what came of its lines. */
final class Parsing implements ParseListener {
  /** More notices than these are only counted. */
  private static final int NOTICES = 20;

  private final CsvParts csv;
  private final NdjsonParts ndjson;
  private final RejectPart rejects;
  private final List<String> notices = new ArrayList<>();
  private long furtherNotices;
  private long records;
  private long refused;
  private @Nullable ParseResult result;

  Parsing(CsvParts csv, NdjsonParts ndjson, RejectPart rejects) {
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
  }

  @Override
  public void notice(String message) {
    if (notices.size() < NOTICES) {
      notices.add(message);
    } else {
      furtherNotices++;
    }
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

  List<String> notices() {
    if (furtherNotices == 0) {
      return notices;
    }
    List<String> all = new ArrayList<>(notices);
    all.add("and " + furtherNotices + " more");
    return all;
  }
}
