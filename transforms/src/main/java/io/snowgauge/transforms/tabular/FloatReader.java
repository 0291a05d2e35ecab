package io.snowgauge.transforms.tabular;

import io.snowgauge.transforms.record.Row;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Floating-point numbers of 64 bits; neither NaN nor infinite. */
final class FloatReader implements ValueReader {
  /** So many digits are always less than the largest number. */
  private static final int SAFE_DIGITS = 300;

  private final DecimalText decimal = new DecimalText();

  @Override
  public @Nullable String read(byte[] text, int start, int end, Row row, int column) {
    if (!decimal.split(text, start, end)) {
      return ValueReader.refusal("a finite number", text, start, end);
    }
    if (!decimal.hasExponent() && end - start < SAFE_DIGITS) {
      decimal.write(row, column, Integer.MAX_VALUE);
      return null;
    }
    double value = Double.parseDouble(decimal.number());
    if (Double.isInfinite(value)) {
      return ValueReader.refusal(
          "a number of magnitude up to " + Double.MAX_VALUE, text, start, end);
    }
    byte[] shortest =
        ((decimal.isNegative() ? "-" : "") + value).getBytes(StandardCharsets.US_ASCII);
    row.set(column, shortest, 0, shortest.length);
    return null;
  }
}
