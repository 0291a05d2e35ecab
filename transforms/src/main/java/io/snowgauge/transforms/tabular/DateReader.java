package io.snowgauge.transforms.tabular;

import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.text.AsciiWords;
import java.time.Month;
import java.time.Year;
import org.jspecify.annotations.Nullable;

/** Days by ISO 8601: {@code 2026-01-31}. */
final class DateReader implements ValueReader {
  static final int LENGTH = 10;

  @Override
  public @Nullable String read(byte[] text, int start, int end, Row row, int column) {
    int from = AsciiWords.skipBlanks(text, start, end);
    int to = ValueReader.trimmedEnd(text, from, end);
    if (to - from != LENGTH || !isShapedLikeADay(text, from)) {
      return ValueReader.refusal(
          "a date such as 2026-01-31 (FORMAT declares another form)", text, start, end);
    }
    if (!exists(text, from)) {
      return ValueReader.refusal("a day that exists", text, start, end);
    }
    row.set(column, text, from, to);
    return null;
  }

  /** Whether ten bytes are {@code dddd-dd-dd}. */
  static boolean isShapedLikeADay(byte[] text, int start) {
    return number(text, start, 4) >= 0
        && text[start + 4] == '-'
        && number(text, start + 5, 2) >= 0
        && text[start + 7] == '-'
        && number(text, start + 8, 2) >= 0;
  }

  /** Whether the calendar has the day, in the years 0001 to 9999. */
  static boolean exists(byte[] text, int start) {
    int year = number(text, start, 4);
    int month = number(text, start + 5, 2);
    int day = number(text, start + 8, 2);
    return year >= 1
        && month >= 1
        && month <= 12
        && day >= 1
        && (day <= 28 || day <= Month.of(month).length(Year.isLeap(year)));
  }

  /** The number of so many digits, or -1 if they are not all digits. */
  static int number(byte[] text, int start, int digits) {
    int number = 0;
    for (int i = start; i < start + digits; i++) {
      if (!ValueReader.isDigit(text[i])) {
        return -1;
      }
      number = 10 * number + (text[i] - '0');
    }
    return number;
  }
}
