package io.snowgauge.transforms.tabular;

import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.text.AsciiWords;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Integers of 64 bits: an optional sign and digits. */
final class IntegerReader implements ValueReader {
  private static final int MAX_DIGITS = 19;
  private static final byte[] LARGEST = "9223372036854775807".getBytes(StandardCharsets.US_ASCII);

  private static final String OF_64_BITS = "an integer of 64 bits";

  private final DecimalText decimal = new DecimalText();
  private final byte[] buffer = new byte[MAX_DIGITS + 1];

  @Override
  public @Nullable String read(byte[] text, int start, int end, Row row, int column) {
    int from = AsciiWords.skipBlanks(text, start, end);
    int to = ValueReader.trimmedEnd(text, from, end);
    boolean signed = from < to && (text[from] == '-' || text[from] == '+');
    boolean negative = signed && text[from] == '-';
    int digits = signed ? from + 1 : from;
    int i = digits;
    while (i < to && ValueReader.isDigit(text[i])) {
      i++;
    }
    if (i < to || digits == to) {
      return readDecimal(text, start, end, row, column);
    }
    int first = digits;
    while (first < to - 1 && text[first] == '0') {
      first++;
    }
    if (overflows(text, first, to, negative)) {
      return ValueReader.refusal(OF_64_BITS, text, start, end);
    }
    boolean isZero = text[first] == '0';
    if (negative && !isZero && first > digits) {
      buffer[0] = '-';
      System.arraycopy(text, first, buffer, 1, to - first);
      row.set(column, buffer, 0, 1 + to - first);
    } else {
      row.set(column, text, negative && !isZero ? from : first, to);
    }
    return null;
  }

  /** Takes what is an integer although it is written with a point or an exponent. */
  private @Nullable String readDecimal(byte[] text, int start, int end, Row row, int column) {
    if (!decimal.split(text, start, end)) {
      return ValueReader.refusal("an integer", text, start, end);
    }
    byte[] whole = decimal.withoutExponent(MAX_DIGITS, 0);
    if (whole == null) {
      return ValueReader.refusal(
          "an integer (NUMBER(p,s) and FLOAT take other numbers)", text, start, end);
    }
    boolean negative = whole[0] == '-';
    if (overflows(whole, negative ? 1 : 0, whole.length, negative)) {
      return ValueReader.refusal(OF_64_BITS, text, start, end);
    }
    row.set(column, whole, 0, whole.length);
    return null;
  }

  private static boolean overflows(byte[] text, int first, int end, boolean negative) {
    if (end - first != MAX_DIGITS) {
      return end - first > MAX_DIGITS;
    }
    for (int i = 0; i < MAX_DIGITS; i++) {
      int largest = LARGEST[i] + (negative && i == MAX_DIGITS - 1 ? 1 : 0);
      if (text[first + i] != largest) {
        return text[first + i] > largest;
      }
    }
    return false;
  }
}
