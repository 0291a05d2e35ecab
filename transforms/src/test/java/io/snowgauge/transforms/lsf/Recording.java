package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.record.ParseListener;
import io.snowgauge.transforms.record.ParseResult;
import io.snowgauge.transforms.record.Reject;
import io.snowgauge.transforms.record.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a parser said about a file, as text. */
final class Recording implements ParseListener {
  final List<String> records = new ArrayList<>();
  final List<Long> recordLines = new ArrayList<>();
  final List<Reject> rejects = new ArrayList<>();
  final List<String> notices = new ArrayList<>();
  private final ParseResult result;

  private Recording(InputStream in, int maxLineBytes) throws IOException {
    result = new UserGroupParser(maxLineBytes).parse(in, this);
  }

  static Recording of(InputStream in, int maxLineBytes) throws IOException {
    return new Recording(in, maxLineBytes);
  }

  static Recording of(byte[] file, int maxLineBytes) throws IOException {
    return of(new ByteArrayInputStream(file), maxLineBytes);
  }

  static Recording of(String file) throws IOException {
    return of(file.getBytes(StandardCharsets.UTF_8), UserGroupFormat.DEFAULT_MAX_LINE_BYTES);
  }

  @Override
  public void record(Row row) {
    String record =
        row.text(UserGroupFormat.GROUP)
            + "|"
            + row.text(UserGroupFormat.USER)
            + "|"
            + row.text(UserGroupFormat.SHARE);
    String condition = row.text(UserGroupFormat.CONDITION);
    records.add(condition == null ? record : record + "|" + condition);
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

  ParseResult result() {
    return result;
  }

  /** Rejects as {@code line:column: reason}. */
  List<String> reasons() {
    return rejects.stream()
        .map(reject -> reject.line() + ":" + reject.column() + ": " + reject.reason())
        .toList();
  }

  /** All that was said, for comparing two readings of the same file. */
  List<Object> everything() {
    return List.of(result, records, recordLines, rejects, notices);
  }
}
