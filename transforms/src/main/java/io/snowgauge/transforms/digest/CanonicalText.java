package io.snowgauge.transforms.digest;

/** Where canonical texts are written to, as bytes of UTF-8. */
interface CanonicalText {
  /** Appends an ASCII character. */
  void put(char c);

  /** Appends the slice {@code [start, end)}. */
  void put(byte[] bytes, int start, int end);

  /** Appends a number in decimal digits, with a sign only if it is negative. */
  default void putNumber(long number) {
    if (number < 0) {
      put('-');
    }
    long rest = Math.abs(number);
    long power = 1;
    while (rest / power >= 10) {
      power *= 10;
    }
    while (power > 0) {
      put((char) ('0' + rest / power % 10));
      power /= 10;
    }
  }
}
