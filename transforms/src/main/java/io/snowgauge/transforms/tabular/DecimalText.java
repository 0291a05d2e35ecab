package io.snowgauge.transforms.tabular;

import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.text.AsciiWords;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a decimal number in a text: an optional sign, digits with at most one point among
 * them or at an end, and, for who wants one, an exponent. Reused from value to value.
 */
final class DecimalText {
  /** Numbers of more characters are not worked out: no column holds so many digits. */
  private static final int MAX_EXACT = 400;

  private byte[] buffer = new byte[64];
  private byte[] text = buffer;
  private boolean negative;
  private int integerStart;
  private int integerEnd;
  private int fractionStart;
  private int fractionEnd;
  private int end;

  /** Splits a text, without the blanks around it; false if it is no number. */
  boolean split(byte[] value, int start, int valueEnd) {
    text = value;
    int i = AsciiWords.skipBlanks(value, start, valueEnd);
    end = ValueReader.trimmedEnd(value, i, valueEnd);
    negative = i < end && value[i] == '-';
    if (i < end && (negative || value[i] == '+')) {
      i++;
    }
    integerStart = i;
    i = digitsEnd(i);
    integerEnd = i;
    boolean hasPoint = i < end && value[i] == '.';
    fractionStart = hasPoint ? i + 1 : i;
    fractionEnd = hasPoint ? digitsEnd(i + 1) : i;
    return integerEnd - integerStart + fractionEnd - fractionStart > 0 && exponentIsValid();
  }

  private int digitsEnd(int from) {
    int i = from;
    while (i < end && ValueReader.isDigit(text[i])) {
      i++;
    }
    return i;
  }

  private boolean exponentIsValid() {
    if (fractionEnd == end) {
      return true;
    }
    int i = fractionEnd;
    if (text[i] != 'e' && text[i] != 'E') {
      return false;
    }
    i++;
    if (i < end && (text[i] == '-' || text[i] == '+')) {
      i++;
    }
    return i < end && digitsEnd(i) == end;
  }

  /**
   * The number with its exponent worked out, or null if it has more digits than are allowed, zeros
   * at the ends not counted.
   */
  byte @Nullable [] withoutExponent(int maxInteger, int maxFraction) {
    if (end - integerStart > MAX_EXACT) {
      return null;
    }
    BigDecimal exact;
    try {
      exact = new BigDecimal(number()).stripTrailingZeros();
    } catch (NumberFormatException e) {
      return null; // The exponent has ten digits or more.
    }
    if (exact.signum() == 0) {
      return new byte[] {'0'};
    }
    long integer = (long) exact.precision() - exact.scale();
    return integer > maxInteger || exact.scale() > maxFraction
        ? null
        : ((negative ? "-" : "") + exact.toPlainString()).getBytes(StandardCharsets.US_ASCII);
  }

  boolean hasExponent() {
    return fractionEnd < end;
  }

  /** Digits before the point, zeros in front not counted. */
  int integerDigits() {
    return integerEnd - firstDigit(integerEnd);
  }

  /** Digits behind the point, zeros at the end not counted. */
  int fractionDigits() {
    int i = fractionEnd;
    while (i > fractionStart && text[i - 1] == '0') {
      i--;
    }
    return i - fractionStart;
  }

  private int firstDigit(int last) {
    int i = integerStart;
    while (i < last && text[i] == '0') {
      i++;
    }
    return i;
  }

  /** The number as it stands in the text, its exponent included. */
  String number() {
    return new String(text, integerStart, end - integerStart, StandardCharsets.US_ASCII);
  }

  boolean isNegative() {
    return negative;
  }

  /**
   * Writes the number without its exponent to a row, as JSON has it.
   *
   * @param maxFraction so many digits behind the point are enough
   */
  void write(Row row, int column, int maxFraction) {
    int fraction = Math.min(fractionEnd - fractionStart, maxFraction);
    int first = firstDigit(Math.max(integerStart, integerEnd - 1));
    boolean asItStands =
        first == integerStart
            && integerEnd > integerStart
            && fraction == fractionEnd - fractionStart
            && (fraction > 0 || end == integerEnd);
    if (asItStands) {
      boolean signed = negative && integerStart > 0 && text[integerStart - 1] == '-';
      row.set(column, text, signed ? integerStart - 1 : integerStart, fractionEnd);
      return;
    }
    int size = 2 + integerEnd - first + 1 + fraction;
    if (buffer.length < size) {
      buffer = new byte[size];
    }
    int to = 0;
    if (negative) {
      buffer[to++] = '-';
    }
    if (first == integerEnd) {
      buffer[to++] = '0';
    }
    System.arraycopy(text, first, buffer, to, integerEnd - first);
    to += integerEnd - first;
    if (fraction > 0) {
      buffer[to++] = '.';
      System.arraycopy(text, fractionStart, buffer, to, fraction);
      to += fraction;
    }
    row.set(column, buffer, 0, to);
  }
}
