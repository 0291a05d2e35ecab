package io.snowgauge.transforms.text;

/**
 * Finds bytes that are not UTF-8, by RFC 3629: no overlong forms, no surrogates, up to U+10FFFF.
 */
public final class Utf8 {
  private Utf8() {}

  /** Where the first invalid sequence starts, or -1. */
  public static int firstInvalid(byte[] bytes, int start, int end) {
    int i = start;
    while (i < end) {
      int b = bytes[i];
      if (b >= 0) {
        i++;
        continue;
      }
      int length = sequenceLength(bytes, i, end);
      if (length == 0) {
        return i;
      }
      i += length;
    }
    return -1;
  }

  private static int sequenceLength(byte[] bytes, int i, int end) {
    int lead = bytes[i] & 0xff;
    int length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (length == 0 || i + length > end) {
      return 0;
    }
    int second = bytes[i + 1] & 0xff;
    int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (second < low || second > high) {
      return 0;
    }
    for (int k = 2; k < length; k++) {
      if ((bytes[i + k] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /** Where the last character starts, which {@code end} may cut; {@code end} after ASCII. */
  public static int lastStart(byte[] bytes, int start, int end) {
    for (int i = end - 1; i >= Math.max(start, end - 3) && bytes[i] < 0; i--) {
      if ((bytes[i] & 0xc0) == 0xc0) {
        return i;
      }
    }
    return end;
  }

  /** How many characters (code points) the valid text {@code [start, end)} has. */
  public static int characters(byte[] bytes, int start, int end) {
    int characters = 0;
    for (int i = start; i < end; i++) {
      if ((bytes[i] & 0xc0) != 0x80) {
        characters++;
      }
    }
    return characters;
  }
}
