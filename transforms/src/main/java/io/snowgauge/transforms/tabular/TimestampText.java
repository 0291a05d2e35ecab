package io.snowgauge.transforms.tabular;

import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.record.Row;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A timestamp in UTC, or with its offset, as JSON has it: {@code 2026-01-31T10:15:30.123456Z},
 * {@code 2026-01-31T11:15:30.123456+01:00}; or its day or time alone.
 */
final class TimestampText {
  /** What is expected of a time, behind how many. */
  static final String DIGITS = " digits of a second, which is what a column holds,";

  private static final String MICROSECONDS = "at most 6" + DIGITS;

  private static final byte[] SHAPE = "0000-00-00T00:00:00".getBytes(StandardCharsets.US_ASCII);
  private static final int FRACTION = SHAPE.length;

  private final byte[] text = Arrays.copyOf(SHAPE, SHAPE.length + 16);
  private int length;

  /**
   * Why a column does not hold a fraction of a second, or null if it does.
   *
   * @param digits how many it holds
   */
  static @Nullable String refuse(int nanos, int digits) {
    return digits < ColumnType.NANOSECONDS && nanos % 1000 != 0 ? MICROSECONDS : null;
  }

  /** Sets it. */
  void set(int year, int month, int day, int hour, int minute, int second, int nanos) {
    put(year, 0, 4);
    put(month, 5, 2);
    put(day, 8, 2);
    put(hour, 11, 2);
    put(minute, 14, 2);
    put(second, 17, 2);
    length = FRACTION;
    if (nanos > 0) {
      text[FRACTION] = '.';
      put(nanos, FRACTION + 1, 9);
      length = FRACTION + 10;
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

  /** Makes its time, which is in UTC, a row's value until it is set again. */
  void writeTime(Row row, int column) {
    row.set(column, text, DateReader.LENGTH + 1, length - 1);
  }

  /** Makes it a row's value until it is set again. */
  void write(Row row, int column) {
    row.set(column, text, 0, length);
  }
}
