package io.snowgauge.transforms.ndjson;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines of a file that hold more than blanks, each a slice of one buffer. */
final class NdjsonLines implements JsonTexts {
  private static final int CHUNK = 64 << 10;
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private final int maxBytes;
  private byte[] bytes = new byte[2 * CHUNK];
  private int filled;
  private int start;
  private int end;
  private int next;
  private long number;
  private boolean overLimit;

  NdjsonLines(InputStream in, int maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  /** A byte-order mark is no part of the first line. */
  private void skipMark() throws IOException {
    while (filled < MARK.length && fill()) {}
    boolean isMark =
        filled >= MARK.length && Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length);
    next = isMark ? MARK.length : 0;
  }

  @Override
  public boolean next() throws IOException {
    if (number == 0) {
      skipMark();
    }
    do {
      if (!advance()) {
        return false;
      }
    } while (isBlank());
    return true;
  }

  private boolean advance() throws IOException {
    start = next;
    int from = next;
    while (true) {
      for (int i = from; i < filled; i++) {
        if (bytes[i] == '\n') {
          return finish(i, i + 1);
        }
      }
      if (filled - start > maxBytes + 1L) {
        number++;
        overLimit = true;
        return false;
      }
      int scanned = filled - start;
      if (!fill()) {
        return filled > start && finish(filled, filled);
      }
      from = start + scanned;
    }
  }

  /** Ends the line; false if it is over the limit. */
  private boolean finish(int lineEnd, int nextLine) {
    number++;
    end = lineEnd > start && bytes[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
    next = nextLine;
    overLimit = end - start > maxBytes;
    return !overLimit;
  }

  private boolean fill() throws IOException {
    if (bytes.length - filled < CHUNK) {
      int kept = filled - start;
      if (start >= CHUNK) {
        System.arraycopy(bytes, start, bytes, 0, kept);
      } else {
        byte[] larger = new byte[2 * bytes.length];
        System.arraycopy(bytes, start, larger, 0, kept);
        bytes = larger;
      }
      start = 0;
      filled = kept;
    }
    int read = in.read(bytes, filled, CHUNK);
    filled += Math.max(read, 0);
    return read > 0;
  }

  private boolean isBlank() {
    for (int i = start; i < end; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  @Override
  public @Nullable String fault() {
    return overLimit
        ? "line "
            + number
            + ": expected lines of at most "
            + maxBytes
            + " bytes (format.maxRecordBytes) but found a longer one"
        : null;
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public int start() {
    return start;
  }

  @Override
  public int end() {
    return end;
  }
}
