package io.snowgauge.transforms.csv;

import io.snowgauge.transforms.text.TextEncoding;

/**
 * Makes one byte of each code unit of UTF-16, for a reader that looks for ASCII characters only:
 * the character itself, or {@link #OTHER}. The byte-order mark is left out, and so is the odd last
 * byte of a file, which is half of nothing: such a file has a structural fault.
 */
final class NarrowedUtf16 {
  /** How many bytes are taken at a time, at most. */
  static final int MAX_BYTES = 8 << 10;

  /** Stands for what is not ASCII. */
  private static final byte OTHER = (byte) 0x80;

  private final TextEncoding encoding;
  private final byte[] units = new byte[MAX_BYTES / 2 + 1];
  private boolean started;
  private boolean littleEndian;
  private boolean halved;
  private byte firstHalf;

  /** For one of the wide encodings. */
  NarrowedUtf16(TextEncoding encoding) {
    this.encoding = encoding;
    littleEndian = encoding == TextEncoding.UTF_16LE;
  }

  /** Takes the next bytes and returns for how many units there now is a byte in {@link #units}. */
  int take(byte[] bytes, int from, int to) {
    int i = from;
    int count = 0;
    if (halved && i < to) {
      count = put(count, firstHalf, bytes[i]);
      halved = false;
      i++;
    }
    if (!started && i + 1 < to) {
      count = put(count, bytes[i], bytes[i + 1]);
      i += 2;
    }
    int high = littleEndian ? 1 : 0;
    int low = 1 - high;
    while (i + 1 < to) {
      units[count] = narrow(bytes[i + high], bytes[i + low]);
      count++;
      i += 2;
    }
    if (i < to) {
      firstHalf = bytes[i];
      halved = true;
    }
    return count;
  }

  /** The same array each time. */
  byte[] units() {
    return units;
  }

  private int put(int count, byte first, byte second) {
    if (!started) {
      started = true;
      if (isMark(first, second)) {
        return count;
      }
    }
    units[count] = littleEndian ? narrow(second, first) : narrow(first, second);
    return count + 1;
  }

  /** Decides the byte order where only the mark can. */
  private boolean isMark(byte first, byte second) {
    boolean little = first == (byte) 0xFF && second == (byte) 0xFE;
    boolean big = first == (byte) 0xFE && second == (byte) 0xFF;
    if (encoding == TextEncoding.UTF_16) {
      littleEndian = little;
      return little || big;
    }
    return littleEndian ? little : big;
  }

  private static byte narrow(byte high, byte low) {
    return high == 0 && low >= 0 ? low : OTHER;
  }
}
