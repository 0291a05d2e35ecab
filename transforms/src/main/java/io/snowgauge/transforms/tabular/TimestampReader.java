package io.snowgauge.transforms.tabular;

import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.text.AsciiWords;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Timestamps by ISO 8601, {@code 2026-01-31T10:15:30.123456Z}, converted to UTC or with the offset
 * that they have. The time, its seconds, their fraction and the offset may be left out. Digits of a
 * second that the column does not hold are refused unless they are zeros.
 */
final class TimestampReader implements ValueReader {
  private static final String EXPECTED =
      "a timestamp such as 2026-01-31T10:15:30Z (FORMAT declares another form)";
  private static final int MAX_FRACTION = 9;

  private final boolean keepsOffset;
  private final int digits;
  private final TimestampText written = new TimestampText();
  private byte[] text = new byte[0];
  private int at;
  private int end;
  private int hour;
  private int minute;
  private int second;
  private int nanos;
  private int offsetMinutes;

  /**
   * A reader for a column.
   *
   * @param digits of a second that it holds
   */
  TimestampReader(boolean keepsOffset, int digits) {
    this.keepsOffset = keepsOffset;
    this.digits = digits;
  }

  @Override
  public @Nullable String read(byte[] value, int start, int valueEnd, Row row, int column) {
    text = value;
    int day = AsciiWords.skipBlanks(value, start, valueEnd);
    end = ValueReader.trimmedEnd(value, day, valueEnd);
    if (end - day < DateReader.LENGTH || !DateReader.isShapedLikeADay(value, day)) {
      return ValueReader.refusal(EXPECTED, value, start, valueEnd);
    }
    at = day + DateReader.LENGTH;
    if (!readTime() || !readOffset() || at < end) {
      return ValueReader.refusal(EXPECTED, value, start, valueEnd);
    }
    if (!DateReader.exists(value, day)) {
      return ValueReader.refusal("a day that exists", value, start, valueEnd);
    }
    if (hour > 23 || minute > 59 || second > 59 || Math.abs(offsetMinutes) > 18 * 60) {
      return ValueReader.refusal("a time that exists", value, start, valueEnd);
    }
    String tooFine = TimestampText.refuse(nanos, digits);
    if (tooFine != null) {
      return ValueReader.refusal(tooFine, value, start, valueEnd);
    }
    int year = DateReader.number(value, day, 4);
    int month = DateReader.number(value, day + 5, 2);
    int dayOfMonth = DateReader.number(value, day + 8, 2);
    if (offsetMinutes == 0) {
      written.set(year, month, dayOfMonth, hour, minute, second, nanos);
    } else {
      LocalDateTime local = LocalDateTime.of(year, month, dayOfMonth, hour, minute, second, nanos);
      if (!written.set(local.minusMinutes(offsetMinutes))) {
        return ValueReader.refusal("a year from 0001 to 9999 in UTC", value, start, valueEnd);
      }
      if (keepsOffset) {
        written.set(local, offsetMinutes);
      }
    }
    written.write(row, column);
    return null;
  }

  private boolean readTime() {
    hour = minute = second = nanos = 0;
    if (at == end) {
      return true;
    }
    if (text[at] != 'T' && text[at] != ' ') {
      return false;
    }
    at++;
    hour = twoDigits();
    if (hour < 0 || !take(':')) {
      return false;
    }
    minute = twoDigits();
    if (minute < 0) {
      return false;
    }
    if (!take(':')) {
      return true;
    }
    second = twoDigits();
    return second >= 0 && (!take('.') || readFraction());
  }

  private boolean readFraction() {
    int start = at;
    while (at < end && ValueReader.isDigit(text[at])) {
      if (at - start < MAX_FRACTION) {
        nanos = 10 * nanos + (text[at] - '0');
      }
      at++;
    }
    int digits = at - start;
    for (int i = digits; i < MAX_FRACTION; i++) {
      nanos *= 10;
    }
    return digits >= 1 && digits <= MAX_FRACTION;
  }

  private boolean readOffset() {
    offsetMinutes = 0;
    if (at == end || take('Z')) {
      return true;
    }
    int sign = text[at] == '+' ? 1 : text[at] == '-' ? -1 : 0;
    if (sign == 0) {
      return false;
    }
    at++;
    int hours = twoDigits();
    if (hours < 0) {
      return false;
    }
    int minutes = 0;
    if (at < end) {
      take(':');
      minutes = twoDigits();
    }
    offsetMinutes = sign * (60 * hours + minutes);
    return minutes >= 0 && minutes < 60;
  }

  private boolean take(char c) {
    if (at < end && text[at] == c) {
      at++;
      return true;
    }
    return false;
  }

  private int twoDigits() {
    if (end - at < 2) {
      return -1;
    }
    at += 2;
    return DateReader.number(text, at - 2, 2);
  }
}
