package io.snowgauge.transforms.lsf;

import java.util.Arrays;

/** A logical line of several physical ones. Reused from line to line. */
final class JoinedLine {
  private final int maxLineBytes;
  private final byte[] raw;

  private byte[] bytes = new byte[4096];
  private int length;
  private int rawLength;
  private boolean hasText;
  private boolean over;
  private boolean ascii;

  /** Keeps {@code rawBytes} bytes of the physical text. */
  JoinedLine(int maxLineBytes, int rawBytes) {
    this.maxLineBytes = maxLineBytes;
    raw = new byte[rawBytes];
  }

  void start() {
    length = 0;
    rawLength = 0;
    hasText = false;
    over = false;
    ascii = true;
  }

  /** Adds the line that {@code physical} stands on. */
  void add(PhysicalLines physical) {
    hasText |= !physical.isBlank();
    ascii &= physical.isAscii();
    addRaw(physical.buffer(), physical.start(), physical.end());
    over |= physical.isOver();
    if (over) {
      return;
    }
    if (physical.dropsBackslashes()) {
      addWithoutBackslashes(physical);
      return;
    }
    int added = physical.textEnd() - physical.start();
    over = length + (long) added > maxLineBytes;
    if (!over) {
      makeRoom(added);
      System.arraycopy(physical.buffer(), physical.start(), bytes, length, added);
      length += added;
    }
  }

  private void addWithoutBackslashes(PhysicalLines physical) {
    int most = physical.end() - physical.start();
    over = length + (long) most > Integer.MAX_VALUE - 8L;
    if (!over) {
      makeRoom(most);
      length = physical.copyText(bytes, length);
      over = length > maxLineBytes;
    }
  }

  private void makeRoom(int added) {
    if (length + added > bytes.length) {
      long larger = Math.max(bytes.length * 2L, length + added);
      bytes = Arrays.copyOf(bytes, (int) Math.min(larger, Integer.MAX_VALUE - 8L));
    }
  }

  private void addRaw(byte[] from, int start, int end) {
    if (rawLength > 0 && rawLength < raw.length) {
      raw[rawLength] = '\n';
      rawLength++;
    }
    int added = Math.min(end - start, raw.length - rawLength);
    System.arraycopy(from, start, raw, rawLength, added);
    rawLength += added;
  }

  /** The array that holds the text, from its beginning on. */
  byte[] bytes() {
    return bytes;
  }

  /** How long the text is. */
  int length() {
    return length;
  }

  /** The array that holds the physical text, from its beginning on. */
  byte[] raw() {
    return raw;
  }

  int rawLength() {
    return rawLength;
  }

  /** Whether the text is more than blanks. */
  boolean hasText() {
    return hasText;
  }

  /** Whether the text or a physical line is over the limit; then the text is incomplete. */
  boolean isOver() {
    return over;
  }

  /** Whether the physical text holds no byte above 0x7f. */
  boolean isAscii() {
    return ascii;
  }
}
