package io.snowgauge.transforms.tabular;

import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.text.AsciiWords;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Times of day by ISO 8601: {@code 10:15}, {@code 10:15:30} or {@code 10:15:30.123456}. */
final class TimeReader implements ValueReader {
  private static final byte[] SHAPE = "00:00:00".getBytes(StandardCharsets.US_ASCII);
  private static final int SECONDS = 8;
  private static final int MAX_FRACTION = 9;

  private final byte[] time = SHAPE.clone();
  private final int digits;

  /**
   * A reader for a column.
   *
   * @param digits of a second that it holds
   */
  TimeReader(int digits) {
    this.digits = digits;
  }

  @Override
  public @Nullable String read(byte[] text, int start, int end, Row row, int column) {
    int from = AsciiWords.skipBlanks(text, start, end);
    int to = ValueReader.trimmedEnd(text, from, end);
    int length = to - from;
    boolean hasSeconds = length >= SECONDS;
    int fraction = length - SECONDS - 1;
    boolean isTime =
        (length == 5 || length == SECONDS || (fraction >= 1 && fraction <= MAX_FRACTION))
            && isPart(text, from)
            && text[from + 2] == ':'
            && isPart(text, from + 3)
            && (!hasSeconds || (text[from + 5] == ':' && isPart(text, from + 6)))
            && (fraction < 1 || isFraction(text, from + SECONDS, to));
    if (!isTime) {
      return ValueReader.refusal("a time such as 10:15:30", text, start, end);
    }
    if (DateReader.number(text, from, 2) > 23
        || DateReader.number(text, from + 3, 2) > 59
        || (hasSeconds && DateReader.number(text, from + 6, 2) > 59)) {
      return ValueReader.refusal("a time that exists", text, start, end);
    }
    int last = fraction < 1 ? to : withoutZeros(text, from + SECONDS, to);
    if (last - from > SECONDS + 1 + digits) {
      return ValueReader.refusal("at most " + digits + TimestampText.DIGITS, text, start, end);
    }
    if (hasSeconds) {
      row.set(column, text, from, last);
    } else {
      System.arraycopy(text, from, time, 0, length);
      row.set(column, time, 0, SECONDS);
    }
    return null;
  }

  /** The end of a fraction without zeros that say nothing, and of its point if it has no more. */
  private static int withoutZeros(byte[] text, int point, int end) {
    int last = end;
    while (last > point + 1 && text[last - 1] == '0') {
      last--;
    }
    return last == point + 1 ? point : last;
  }

  private static boolean isPart(byte[] text, int at) {
    return DateReader.number(text, at, 2) >= 0;
  }

  private static boolean isFraction(byte[] text, int start, int end) {
    if (text[start] != '.') {
      return false;
    }
    for (int i = start + 1; i < end; i++) {
      if (!ValueReader.isDigit(text[i])) {
        return false;
      }
    }
    return true;
  }
}
