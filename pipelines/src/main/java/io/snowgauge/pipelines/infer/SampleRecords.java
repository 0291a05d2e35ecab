package io.snowgauge.pipelines.infer;

import io.snowgauge.transforms.record.Format;
import io.snowgauge.transforms.record.ParseListener;
import io.snowgauge.transforms.record.ParseResult;
import io.snowgauge.transforms.record.Reject;
import io.snowgauge.transforms.record.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a format makes of samples: the values of each column, and the rejects. */
final class SampleRecords implements ParseListener {
  private final List<List<String>> values = new ArrayList<>();
  private final List<Long> nulls = new ArrayList<>();
  private final List<Reject> rejects = new ArrayList<>();
  private final List<String> rejectedIn = new ArrayList<>();
  private String file = "";
  private long records;
  private long mostRejectedLines;
  private @Nullable String fault;

  private SampleRecords(int columns) {
    for (int i = 0; i < columns; i++) {
      values.add(new ArrayList<>());
      nulls.add(0L);
    }
  }

  /** Reads the samples; the last record of one that was cut does not count. */
  static SampleRecords of(Format format, List<Sample> samples) throws IOException {
    SampleRecords records = new SampleRecords(format.columns().size());
    for (Sample sample : samples) {
      records.file = samples.size() == 1 ? "" : sample.name() + ", ";
      ParseResult result = format.newParser().parse(sample.open(), records);
      records.mostRejectedLines = Math.max(records.mostRejectedLines, result.rejectedLines());
      if (records.fault == null && result.fault() != null && sample.isWhole()) {
        records.fault = records.file + result.fault();
      }
    }
    return records;
  }

  @Override
  public void record(Row row) {
    records++;
    for (int i = 0; i < row.columns(); i++) {
      String text = row.text(i);
      if (text == null) {
        nulls.set(i, nulls.get(i) + 1);
      } else {
        values.get(i).add(text);
      }
    }
  }

  @Override
  public void reject(Reject reject) {
    rejects.add(reject);
    rejectedIn.add(file + "line " + reject.line() + ": " + reject.reason());
  }

  @Override
  public void notice(String message) {}

  /** The values of a column that are not null. */
  List<String> values(int column) {
    return values.get(column);
  }

  /** Whether each record has a value there, and no two the same. */
  boolean isUnique(int column) {
    return records > 1
        && nulls.get(column) == 0
        && values.get(column).stream().distinct().count() == records;
  }

  long records() {
    return records;
  }

  List<Reject> rejects() {
    return rejects;
  }

  /** Where and why, with the file's name if there are several. */
  List<String> rejectedIn() {
    return rejectedIn;
  }

  /** How many lines of a file were refused, at most. */
  long mostRejectedLines() {
    return mostRejectedLines;
  }

  @Nullable String fault() {
    return fault;
  }
}
