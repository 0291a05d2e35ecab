package io.snowgauge.transforms.digest;

import java.nio.charset.StandardCharsets;

/**
 * Writes floating-point numbers by what they are made of, {@code 4503599627370496p-52}: an integer
 * of at most 53 bits and the power of two that it is multiplied by, as IEEE 754 has them. Decimal
 * digits would be those of who prints them.
 */
final class FloatText {
  private static final int FRACTION_BITS = 52;
  private static final int EXPONENT_BIAS = 1075;

  /**
   * Integers and powers of ten up to here are doubles, and so their quotient is the nearest one.
   */
  private static final int EXACT_DIGITS = 15;

  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private final CanonicalText out;

  FloatText(CanonicalText out) {
    this.out = out;
  }

  /** Writes the double that is nearest to a decimal number. */
  void put(byte[] bytes, int start, int end) {
    double value = value(bytes, start, end);
    if (value == 0) {
      out.put('0');
      return;
    }
    long bits = Double.doubleToRawLongBits(Math.abs(value));
    long exponent = bits >>> FRACTION_BITS;
    long fraction = bits & ((1L << FRACTION_BITS) - 1);
    if (value < 0) {
      out.put('-');
    }
    out.putNumber(exponent == 0 ? fraction : fraction | 1L << FRACTION_BITS);
    out.put('p');
    out.putNumber(Math.max(exponent, 1) - EXPONENT_BIAS);
  }

  private static double value(byte[] bytes, int start, int end) {
    int i = bytes[start] == '-' ? start + 1 : start;
    long digits = 0;
    int behindPoint = -1;
    for (; i < end && end - start <= EXACT_DIGITS; i++) {
      if (bytes[i] == '.') {
        behindPoint = 0;
      } else if (bytes[i] >= '0' && bytes[i] <= '9') {
        digits = 10 * digits + (bytes[i] - '0');
        behindPoint += behindPoint < 0 ? 0 : 1;
      } else {
        break;
      }
    }
    if (i < end) {
      return Double.parseDouble(new String(bytes, start, end - start, StandardCharsets.US_ASCII));
    }
    double value = digits / POWERS_OF_TEN[Math.max(behindPoint, 0)];
    return bytes[start] == '-' ? -value : value;
  }
}
