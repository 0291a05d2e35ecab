package io.snowgauge.transforms.tabular;

import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.text.AsciiWords;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Timestamps that are numbers of seconds or parts of them since 1970, with digits behind a point as
 * far as they are whole microseconds.
 */
final class EpochReader implements ValueReader {
  /** No number of a year up to 9999 needs more, with any fraction that a microsecond has. */
  private static final int MAX_LENGTH = 40;

  private final EpochUnit unit;
  private final TimestampText timestamp = new TimestampText();
  private final DecimalText decimal = new DecimalText();

  EpochReader(EpochUnit unit) {
    this.unit = unit;
  }

  @Override
  public @Nullable String read(byte[] text, int start, int end, Row row, int column) {
    int from = AsciiWords.skipBlanks(text, start, end);
    int to = ValueReader.trimmedEnd(text, from, end);
    if (to - from > MAX_LENGTH || !decimal.split(text, start, end) || decimal.hasExponent()) {
      return ValueReader.refusal("a number of " + unit.formatName(), text, start, end);
    }
    BigDecimal micros =
        new BigDecimal(new String(text, from, to - from, StandardCharsets.US_ASCII))
            .multiply(BigDecimal.valueOf(unit.micros()))
            .stripTrailingZeros();
    if (micros.scale() > 0) {
      return ValueReader.refusal(TimestampText.MICROSECONDS, text, start, end);
    }
    long count;
    try {
      count = micros.longValueExact();
    } catch (ArithmeticException e) {
      return ValueReader.refusal("a year from 0001 to 9999", text, start, end);
    }
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(count, 1_000_000L),
            (int) Math.floorMod(count, 1_000_000L) * 1000,
            ZoneOffset.UTC);
    if (!timestamp.set(time)) {
      return ValueReader.refusal("a year from 0001 to 9999", text, start, end);
    }
    timestamp.write(row, column);
    return null;
  }
}
