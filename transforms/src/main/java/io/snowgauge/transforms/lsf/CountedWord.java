package io.snowgauge.transforms.lsf;

/**
 * A word that is compared with known ones. It keeps at most {@link #CAPACITY} bytes, which no known
 * word has, so that a longer word is not taken for one.
 */
final class CountedWord {
  private static final int CAPACITY = 16;

  private final byte[] bytes = new byte[CAPACITY];
  private int length;

  void clear() {
    length = 0;
  }

  void add(byte b) {
    if (length < bytes.length) {
      bytes[length] = b;
      length++;
    }
  }

  int length() {
    return length;
  }

  /** The array that holds the word from its beginning on. */
  byte[] bytes() {
    return bytes;
  }

  /** Whether this is {@code upperCase}, whatever the case of its letters. */
  boolean is(String upperCase) {
    if (length != upperCase.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      boolean small = bytes[i] >= 'a' && bytes[i] <= 'z';
      if (upperCase.charAt(i) != (small ? bytes[i] - 'a' + 'A' : bytes[i])) {
        return false;
      }
    }
    return true;
  }
}
