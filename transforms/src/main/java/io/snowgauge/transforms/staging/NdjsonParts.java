package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.ndjson.NdjsonLayout;
import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.record.Utf8Output;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One file's part of the archive: {@code <file_id>-<stage_id>-<n>.ndjson}, n from 1. */
final class NdjsonParts implements Closeable {
  private static final long PART_BYTES = 256L << 20;

  private final String prefixUri;
  private final ArchiveCompression compression;
  private final NdjsonLayout layout;
  private final List<String> uris = new ArrayList<>();
  private @Nullable Utf8Output part;

  NdjsonParts(String prefixUri, ArchiveCompression compression, NdjsonLayout layout) {
    this.prefixUri = prefixUri;
    this.compression = compression;
    this.layout = layout;
  }

  void write(Row row) throws IOException {
    Utf8Output out = part;
    if (out == null || out.written() > PART_BYTES) {
      out = next();
    }
    layout.write(row, out);
  }

  private Utf8Output next() throws IOException {
    complete();
    String uri = prefixUri + (uris.size() + 1) + ".ndjson" + compression.suffix();
    uris.add(uri);
    Utf8Output next = new Utf8Output(compression.compress(Storage.create(uri)));
    part = next;
    return next;
  }

  /** The parts so far; complete once closed. */
  List<String> uris() {
    return List.copyOf(uris);
  }

  /** Completes the current part. */
  void complete() throws IOException {
    if (part != null) {
      Utf8Output closing = part;
      part = null;
      closing.close();
    }
  }

  @Override
  public void close() throws IOException {
    complete();
  }

  /** Removes what was written: the file will not be published. */
  void discard() throws IOException {
    complete();
    Storage.delete(uris);
    uris.clear();
  }
}
