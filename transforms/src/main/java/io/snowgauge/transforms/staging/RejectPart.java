package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.csv.CsvFields;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.record.Reject;
import io.snowgauge.transforms.record.Utf8Output;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One file's rejects as CSV: {@code stage_id,line,column,reason,raw}; a bounded number of them, and
 * all of them in its archive.
 */
final class RejectPart implements Closeable {
  private final String uri;
  private final String stageId;
  private final int limit;
  private final RejectArchive archive;
  private int written;
  private @Nullable Utf8Output out;

  RejectPart(String uri, String stageId, int limit, RejectArchive archive) {
    this.archive = archive;
    this.uri = uri;
    this.stageId = stageId;
    this.limit = limit;
  }

  /** The file's header, for whoever reads its lines alone. */
  void header(long line, String raw) {
    archive.header(line, raw);
  }

  void write(Reject reject) throws IOException {
    archive.write(reject);
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

  /** Removes the archive's: the file will not be published. */
  void discardArchive() throws IOException {
    archive.discard();
  }

  /** Completes the part, and that of the archive. */
  void complete() throws IOException {
    archive.complete();
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
