package io.snowgauge.transforms.digest;

import io.snowgauge.transforms.record.ColumnType;
import java.time.LocalDateTime;

/**
 * Writes values as they are hashed: one text for each value, whichever way a row has it. What a row
 * has is valid for its type.
 */
final class CanonicalValues {
  /** {@code 2026-01-31T10:15:}. */
  private static final int SECONDS = 17;

  /** {@code +01:00}. */
  private static final int OFFSET = 6;

  private final CanonicalText out;
  private final FloatText floats;

  CanonicalValues(CanonicalText out) {
    this.out = out;
    this.floats = new FloatText(out);
  }

  /** Writes the value {@code [start, end)} of a row. */
  void put(ColumnType type, byte[] bytes, int start, int end) {
    switch (type.kind()) {
      case STRING, JSON, OBJECT, ARRAY -> putText(bytes, start, end);
      case INTEGER, NUMBER -> putDecimal(bytes, start, end);
      case FLOAT -> floats.put(bytes, start, end);
      case TIMESTAMP_TZ -> putInUtc(bytes, start, end);
      case BOOLEAN, DATE, TIME, TIMESTAMP_NTZ -> out.put(bytes, start, end);
    }
  }

  /** What may hold anything says where it ends. */
  private void putText(byte[] bytes, int start, int end) {
    out.putNumber(end - start);
    out.put(':');
    out.put(bytes, start, end);
  }

  /** Without zeros that say nothing, and zero without a sign. */
  private void putDecimal(byte[] bytes, int start, int end) {
    boolean isNegative = bytes[start] == '-';
    int first = isNegative ? start + 1 : start;
    int point = first;
    while (point < end && bytes[point] != '.') {
      point++;
    }
    while (first < point - 1 && bytes[first] == '0') {
      first++;
    }
    int last = end;
    while (last > point && (bytes[last - 1] == '0' || bytes[last - 1] == '.')) {
      last--;
    }
    boolean isZero = last == point && first == point - 1 && bytes[first] == '0';
    if (isNegative && !isZero) {
      out.put('-');
    }
    out.put(bytes, first, last);
  }

  /** An offset is no part of the instant that it tells. */
  private void putInUtc(byte[] bytes, int start, int end) {
    if (bytes[end - 1] == 'Z') {
      out.put(bytes, start, end);
      return;
    }
    int offset = end - OFFSET;
    int minutes = 60 * number(bytes, offset + 1, 2) + number(bytes, offset + 4, 2);
    LocalDateTime utc =
        LocalDateTime.of(
                number(bytes, start, 4),
                number(bytes, start + 5, 2),
                number(bytes, start + 8, 2),
                number(bytes, start + 11, 2),
                number(bytes, start + 14, 2))
            .minusMinutes(bytes[offset] == '-' ? -minutes : minutes);
    putDigits(utc.getYear(), 1000, '-');
    putDigits(utc.getMonthValue(), 10, '-');
    putDigits(utc.getDayOfMonth(), 10, 'T');
    putDigits(utc.getHour(), 10, ':');
    putDigits(utc.getMinute(), 10, ':');
    out.put(bytes, start + SECONDS, offset);
    out.put('Z');
  }

  private void putDigits(int number, int highest, char behind) {
    for (int power = highest; power > 0; power /= 10) {
      out.put((char) ('0' + number / power % 10));
    }
    out.put(behind);
  }

  private static int number(byte[] bytes, int start, int digits) {
    int number = 0;
    for (int i = start; i < start + digits; i++) {
      number = 10 * number + (bytes[i] - '0');
    }
    return number;
  }
}
