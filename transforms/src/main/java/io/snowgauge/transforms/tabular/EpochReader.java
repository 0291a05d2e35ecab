package io.snowgauge.transforms.tabular;

import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.text.AsciiWords;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Timestamps that are numbers of seconds or parts of them since 1970, with digits behind a point as
 * far as the column holds them.
 */
final class EpochReader implements ValueReader {
  /** No number of a year up to 9999 needs more, with any fraction that a nanosecond has. */
  private static final int MAX_LENGTH = 40;

  /** Beyond the year 9999, and within what a time can be made of. */
  private static final BigDecimal LATEST = BigDecimal.valueOf(1_000_000_000_000L);

  private final EpochUnit unit;
  private final int digits;
  private final TimestampText timestamp = new TimestampText();
  private final DecimalText decimal = new DecimalText();

  /**
   * A reader for a column.
   *
   * @param digits of a second that it holds
   */
  EpochReader(EpochUnit unit, int digits) {
    this.unit = unit;
    this.digits = digits;
  }

  @Override
  public @Nullable String read(byte[] text, int start, int end, Row row, int column) {
    int from = AsciiWords.skipBlanks(text, start, end);
    int to = ValueReader.trimmedEnd(text, from, end);
    if (to - from > MAX_LENGTH || !decimal.split(text, start, end) || decimal.hasExponent()) {
      return ValueReader.refusal("a number of " + unit.formatName(), text, start, end);
    }
    BigDecimal seconds =
        new BigDecimal(new String(text, from, to - from, StandardCharsets.US_ASCII))
            .multiply(BigDecimal.valueOf(unit.micros()))
            .movePointLeft(6)
            .stripTrailingZeros();
    if (seconds.scale() > digits) {
      return ValueReader.refusal("at most " + digits + TimestampText.DIGITS, text, start, end);
    }
    if (seconds.abs().compareTo(LATEST) > 0 || !timestamp.set(time(seconds))) {
      return ValueReader.refusal("a year from 0001 to 9999", text, start, end);
    }
    timestamp.write(row, column);
    return null;
  }

  private static LocalDateTime time(BigDecimal seconds) {
    BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
    int nanos = seconds.subtract(whole).movePointRight(ColumnType.NANOSECONDS).intValueExact();
    return LocalDateTime.ofEpochSecond(whole.longValueExact(), nanos, ZoneOffset.UTC);
  }
}
