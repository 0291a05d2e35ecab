package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.csv.CsvFields;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.record.Reject;
import io.snowgauge.transforms.record.Utf8Output;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One file's rejects as CSV: {@code stage_id,line,column,reason,raw}; a bounded number of them. */
final class RejectPart implements Closeable {
  private final String uri;
  private final String stageId;
  private final int limit;
  private int written;
  private @Nullable Utf8Output out;

  RejectPart(String uri, String stageId, int limit) {
    this.uri = uri;
    this.stageId = stageId;
    this.limit = limit;
  }

  void write(Reject reject) throws IOException {
    if (written >= limit) {
      return;
    }
    Utf8Output part = out;
    if (part == null) {
      part = new Utf8Output(Storage.create(uri));
      out = part;
    }
    written++;
    part.put(stageId.getBytes(StandardCharsets.US_ASCII));
    part.put(',');
    part.putNumber(reject.line());
    part.put(',');
    part.putNumber(reject.column());
    part.put(',');
    CsvFields.write(reject.reason(), part);
    part.put(',');
    // COPY knows no NUL in text.
    CsvFields.write(reject.raw().replace('\0', '\ufffd'), part);
    part.put('\n');
  }

  /** Where the rejects are, or null if there are none. */
  @Nullable String uri() {
    return written == 0 ? null : uri;
  }

  /** Completes the part. */
  void complete() throws IOException {
    if (out != null) {
      out.close();
      out = null;
    }
  }

  @Override
  public void close() throws IOException {
    complete();
  }
}
