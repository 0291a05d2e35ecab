package io.snowgauge.transforms.ndjson;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a file into its objects, wherever their lines end: one after the other, or as the elements
 * of one array. Only brackets and strings are looked at; what is between them is for the parser of
 * one object. Rule 4.7 of docs/formats/csv-ndjson.md.
 */
final class JsonDocument implements JsonTexts {
  private static final int CHUNK = 64 << 10;
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /** Where the next object may be. */
  private enum Place {
    /** Nothing but blanks so far. */
    START,
    /** Between objects that follow each other. */
    OUTSIDE,
    /** Behind the bracket of an array. */
    ARRAY_START,
    /** Behind an element. */
    BEHIND_ELEMENT,
    /** Behind a comma. */
    BEHIND_COMMA,
    /** Behind the array. */
    END
  }

  private final InputStream in;
  private final int maxBytes;
  private byte[] bytes = new byte[2 * CHUNK];
  private int filled;
  private int at;
  private int start;
  private long line = 1;
  private long startLine;
  private Place place = Place.START;
  private boolean isStarted;
  private @Nullable String fault;

  JsonDocument(InputStream in, int maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  @Override
  public boolean next() throws IOException {
    if (!isStarted) {
      isStarted = true;
      skipMark();
    }
    while (true) {
      start = at;
      int b = take();
      if (b < 0) {
        return endFile();
      }
      if (isBlank(b)) {
        continue;
      }
      if (b == '{' && mayBegin()) {
        return object();
      }
      if (!pass(b)) {
        return fail(unexpected((byte) b));
      }
    }
  }

  private void skipMark() throws IOException {
    while (filled < MARK.length && fill()) {}
    if (filled >= MARK.length && Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length)) {
      at = MARK.length;
    }
  }

  private boolean mayBegin() {
    return place != Place.BEHIND_ELEMENT && place != Place.END;
  }

  /** Takes a bracket of the array, or a comma; false if none may be there. */
  private boolean pass(int b) {
    if (b == '[' && place == Place.START) {
      place = Place.ARRAY_START;
    } else if (b == ',' && place == Place.BEHIND_ELEMENT) {
      place = Place.BEHIND_COMMA;
    } else if (b == ']' && (place == Place.ARRAY_START || place == Place.BEHIND_ELEMENT)) {
      place = Place.END;
    } else {
      return false;
    }
    return true;
  }

  private boolean endFile() {
    boolean isComplete = place == Place.START || place == Place.OUTSIDE || place == Place.END;
    if (!isComplete) {
      fault = "line " + line + ": expected ']' to close the array but found the end of the file";
    }
    return false;
  }

  private String unexpected(byte b) {
    String expected =
        switch (place) {
          case START -> "expected '{' or '[' but found ";
          case OUTSIDE, BEHIND_COMMA -> "expected '{' but found ";
          case ARRAY_START -> "expected '{' or ']' but found ";
          case BEHIND_ELEMENT -> "expected ',' or ']' but found ";
          case END -> "expected nothing behind the array but found ";
        };
    boolean isShown = b > ' ' && b < 0x7f;
    return expected + (isShown ? "'" + (char) b + "'" : "another character");
  }

  private boolean fail(String reason) {
    fault = "line " + line + ": " + reason;
    return false;
  }

  /** Passes an object, whose first bracket was taken. */
  private boolean object() throws IOException {
    startLine = line;
    place = place == Place.START || place == Place.OUTSIDE ? Place.OUTSIDE : Place.BEHIND_ELEMENT;
    int depth = 1;
    boolean inString = false;
    while (depth > 0) {
      int b = take();
      if (b < 0) {
        fault =
            "line "
                + startLine
                + ": expected the object that starts here to end but found the end of the file";
        return false;
      }
      if (at - start > maxBytes) {
        fault =
            "line "
                + startLine
                + ": expected objects of at most "
                + maxBytes
                + " bytes (format.maxRecordBytes) but found a longer one";
        return false;
      }
      if (inString) {
        if (b == '\\') {
          take();
        }
        inString = b != '"';
      } else if (b == '"') {
        inString = true;
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
      }
    }
    return true;
  }

  private static boolean isBlank(int b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  /** The next byte, or -1. */
  private int take() throws IOException {
    if (at == filled && !fill()) {
      return -1;
    }
    int b = bytes[at++] & 0xff;
    line += b == '\n' ? 1 : 0;
    return b;
  }

  /** Reads more behind what is kept from {@link #start} on. */
  private boolean fill() throws IOException {
    if (bytes.length - filled < CHUNK) {
      int kept = filled - start;
      byte[] to = kept > bytes.length / 2 ? new byte[2 * bytes.length] : bytes;
      System.arraycopy(bytes, start, to, 0, kept);
      bytes = to;
      at -= start;
      start = 0;
      filled = kept;
    }
    int read = in.read(bytes, filled, Math.min(CHUNK, bytes.length - filled));
    filled += Math.max(read, 0);
    return read > 0;
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
    return at;
  }

  @Override
  public long number() {
    return startLine;
  }

  @Override
  public @Nullable String fault() {
    return fault;
  }
}
