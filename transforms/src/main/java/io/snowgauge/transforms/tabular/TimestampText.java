package io.snowgauge.transforms.tabular;

import io.snowgauge.transforms.record.Row;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;

/**
 * A timestamp in UTC, or with its offset, as JSON has it: {@code 2026-01-31T10:15:30.123456Z},
 * {@code 2026-01-31T11:15:30.123456+01:00}.
 */
final class TimestampText {
  /** What is expected of a time. */
  static final String MICROSECONDS = "at most 6 digits of a second, which is what a column holds,";

  private static final byte[] SHAPE = "0000-00-00T00:00:00".getBytes(StandardCharsets.US_ASCII);
  private static final int FRACTION = SHAPE.length;

  private final byte[] text = Arrays.copyOf(SHAPE, SHAPE.length + 13);
  private int length;

  /** Sets it; the nanoseconds are whole microseconds. */
  void set(int year, int month, int day, int hour, int minute, int second, int nanos) {
    put(year, 0, 4);
    put(month, 5, 2);
    put(day, 8, 2);
    put(hour, 11, 2);
    put(minute, 14, 2);
    put(second, 17, 2);
    length = FRACTION;
    int micros = nanos / 1000;
    if (micros > 0) {
      text[FRACTION] = '.';
      put(micros, FRACTION + 1, 6);
      length = FRACTION + 7;
      while (text[length - 1] == '0') {
        length--;
      }
    }
    text[length++] = 'Z';
  }

  /** Sets it; false if its year is not one of 0001 to 9999. */
  boolean set(LocalDateTime time) {
    if (time.getYear() < 1 || time.getYear() > 9999) {
      return false;
    }
    set(
        time.getYear(),
        time.getMonthValue(),
        time.getDayOfMonth(),
        time.getHour(),
        time.getMinute(),
        time.getSecond(),
        time.getNano());
    return true;
  }

  /** Sets it to a time at an offset, which is in the years 0001 to 9999 there and in UTC. */
  void set(LocalDateTime local, int offsetMinutes) {
    boolean unused = set(local);
    if (offsetMinutes == 0) {
      return;
    }
    int minutes = Math.abs(offsetMinutes);
    text[length - 1] = (byte) (offsetMinutes < 0 ? '-' : '+');
    put(minutes / 60, length, 2);
    text[length + 2] = ':';
    put(minutes % 60, length + 3, 2);
    length += 5;
  }

  private void put(int number, int start, int digits) {
    int rest = number;
    for (int i = start + digits - 1; i >= start; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /** Makes its day a row's value until it is set again. */
  void writeDate(Row row, int column) {
    row.set(column, text, 0, DateReader.LENGTH);
  }

  /** Makes it a row's value until it is set again. */
  void write(Row row, int column) {
    row.set(column, text, 0, length);
  }
}
