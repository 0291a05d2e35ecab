package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.text.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a file is text in UTF-8 (rules 1.1 and 2.7 of docs/formats/lsb-users.md): looks at
 * its byte-order mark and, as long as no section has begun, for bytes that are not text.
 */
final class EncodingCheck {
  /** No byte-order mark has more bytes. */
  static final int LONGEST_MARK = 4;

  private static final int UTF_8_MARK_LENGTH = 3;

  private boolean looking = true;
  private boolean otherEncoding;
  private boolean nulSeen;
  private boolean invalidSeen;
  private @Nullable String fault;

  /**
   * Looks at the start of the file, {@code [from, to)}, which is all of it or as long as any
   * byte-order mark.
   *
   * @return how long the mark of UTF-8 is that stands there, or 0
   */
  int takeMark(byte[] bytes, int from, int to) {
    if (startsWith(bytes, from, to, 0xef, 0xbb, 0xbf)) {
      return UTF_8_MARK_LENGTH;
    }
    if (startsWith(bytes, from, to, 0xff, 0xfe) || startsWith(bytes, from, to, 0xfe, 0xff)) {
      foundMark("UTF-16 or UTF-32");
    } else if (startsWith(bytes, from, to, 0, 0, 0xfe, 0xff)) {
      foundMark("UTF-32");
    }
    return 0;
  }

  private static boolean startsWith(byte[] bytes, int from, int to, int... mark) {
    if (to - from < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((bytes[from + i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private void foundMark(String encoding) {
    otherEncoding = true;
    looking = false;
    fault = "expected UTF-8 but found a " + encoding + " byte-order mark; convert the file";
  }

  /**
   * Looks at a piece of a line.
   *
   * @param isLast whether the line ends with this piece
   * @return where the next piece must start: at the piece's last character if that is incomplete
   */
  int take(byte[] bytes, int from, int to, boolean isLast) {
    if (!looking || fault != null) {
      return to;
    }
    int end = isLast ? to : Utf8.lastStart(bytes, from, to);
    for (int i = from; i < end && !nulSeen; i++) {
      nulSeen = bytes[i] == 0;
    }
    invalidSeen |= Utf8.firstInvalid(bytes, from, end) >= 0;
    return end;
  }

  /** Ends the physical line of a number, from 1. */
  void endLine(long number) {
    if (looking && fault == null && (nulSeen || invalidSeen)) {
      String found = nulSeen ? "a NUL byte" : "bytes that are not UTF-8";
      fault = "line " + number + ": expected text but found " + found;
    }
    nulSeen = false;
    invalidSeen = false;
  }

  /** Ends the search for bytes that are not text, and forgets those found. */
  void sectionBegins() {
    if (looking) {
      looking = false;
      fault = null;
    }
  }

  /** Whether the file starts with a byte-order mark of another encoding. */
  boolean isOtherEncoding() {
    return otherEncoding;
  }

  /** Why what was read so far is not text in UTF-8, or null. */
  @Nullable String fault() {
    return fault;
  }
}
