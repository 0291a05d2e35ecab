package io.snowgauge.transforms.tabular;

import io.snowgauge.transforms.record.Row;
import org.jspecify.annotations.Nullable;

/** {@code NUMBER(precision, scale)}: nothing is rounded, so what does not fit is refused. */
final class DecimalReader implements ValueReader {
  private final DecimalText decimal = new DecimalText();
  private final int precision;
  private final int scale;

  DecimalReader(int precision, int scale) {
    this.precision = precision;
    this.scale = scale;
  }

  @Override
  public @Nullable String read(byte[] text, int start, int end, Row row, int column) {
    if (!decimal.split(text, start, end)) {
      return ValueReader.refusal("a decimal number", text, start, end);
    }
    if (decimal.hasExponent()) {
      byte[] whole = decimal.withoutExponent(precision - scale, scale);
      if (whole == null) {
        return ValueReader.refusal(
            "a number of at most "
                + (precision - scale)
                + " digits before the point and "
                + scale
                + " behind it",
            text,
            start,
            end);
      }
      row.set(column, whole, 0, whole.length);
      return null;
    }
    if (decimal.fractionDigits() > scale) {
      return ValueReader.refusal(
          scale == 0 ? "a whole number" : "at most " + scale + " digits behind the point",
          text,
          start,
          end);
    }
    if (decimal.integerDigits() > precision - scale) {
      return ValueReader.refusal(
          "at most " + (precision - scale) + " digits before the point", text, start, end);
    }
    decimal.write(row, column, scale);
    return null;
  }
}
