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
      if (!isAt(i, upperCase.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean isAt(int i, char upperCase) {
    boolean small = bytes[i] >= 'a' && bytes[i] <= 'z';
    return upperCase == (small ? bytes[i] - 'a' + 'A' : bytes[i]);
  }

  /** Whether so many bytes, at most, added, removed or replaced make this {@code upperCase}. */
  boolean isNear(String upperCase, int edits) {
    return isNear(0, upperCase, 0, edits);
  }

  private boolean isNear(int from, String upperCase, int at, int edits) {
    int i = from;
    int k = at;
    while (i < length && k < upperCase.length() && isAt(i, upperCase.charAt(k))) {
      i++;
      k++;
    }
    int left = Math.max(length - i, upperCase.length() - k);
    if (left == 0 || edits == 0) {
      return left == 0;
    }
    return (i < length && isNear(i + 1, upperCase, k, edits - 1))
        || (k < upperCase.length() && isNear(i, upperCase, k + 1, edits - 1))
        || (i < length && k < upperCase.length() && isNear(i + 1, upperCase, k + 1, edits - 1));
  }
}
