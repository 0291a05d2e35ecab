package io.snowgauge.transforms.tabular;

import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.text.Excerpt;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that are written in a declared form: made into the plain form, which another reader then
 * reads. Marks between thousands are at their places or not there at all.
 */
final class NumberReader implements ValueReader {
  private final byte[] thousands;
  private final byte[] decimal;
  private final byte[] prefix;
  private final byte[] suffix;
  private final String expected;
  private final ValueReader plain;

  private byte[] number = new byte[64];
  private int size;
  private byte[] text = number;
  private int at;
  private int end;

  NumberReader(NumberForm form, ValueReader plain) {
    this.thousands = NumberForm.utf8(form.thousands());
    this.decimal = NumberForm.utf8(form.decimal());
    this.prefix = NumberForm.utf8(form.prefix());
    this.suffix = NumberForm.utf8(form.suffix());
    this.expected =
        "a number written like '"
            + form.prefix()
            + "1"
            + form.thousands()
            + "234"
            + (form.decimal().isEmpty() ? "" : form.decimal() + "56")
            + form.suffix()
            + "'";
    this.plain = plain;
  }

  @Override
  public @Nullable String read(byte[] value, int start, int valueEnd, Row row, int column) {
    text = value;
    at = start;
    end = valueEnd;
    size = 0;
    if (!rewrite()) {
      return ValueReader.refusal(expected, value, start, valueEnd);
    }
    String refusal = plain.read(number, 0, size, row, column);
    return refusal == null ? null : refusal + ", written " + Excerpt.quoted(value, start, valueEnd);
  }

  private boolean rewrite() {
    skipSpaces();
    boolean signed = sign();
    accept(prefix);
    skipSpaces();
    if (!signed) {
      sign();
    }
    boolean hasDigits = integer();
    if (decimal.length > 0 && accept(decimal)) {
      put((byte) '.');
      int first = at;
      digits(Integer.MAX_VALUE);
      hasDigits |= at > first;
    }
    skipSpaces();
    accept(suffix);
    skipSpaces();
    return hasDigits && at == end;
  }

  private boolean sign() {
    if (at < end && (text[at] == '-' || text[at] == '+')) {
      put(text[at++]);
      skipSpaces();
      return true;
    }
    return false;
  }

  /** Digits, of which the marks between thousands are dropped; false if they are misplaced. */
  private boolean integer() {
    int first = digits(Integer.MAX_VALUE);
    if (thousands.length == 0 || first == 0 || first > 3) {
      return first > 0;
    }
    while (isMarkedGroup()) {
      at += thousands.length;
      digits(3);
    }
    return true;
  }

  /** Whether a mark follows with three digits, and no more, behind it. */
  private boolean isMarkedGroup() {
    if (!isAt(thousands)) {
      return false;
    }
    int group = at + thousands.length;
    for (int i = group; i < group + 3; i++) {
      if (i >= end || !ValueReader.isDigit(text[i])) {
        return false;
      }
    }
    return group + 3 == end || !ValueReader.isDigit(text[group + 3]);
  }

  private int digits(int most) {
    int count = 0;
    while (count < most && at < end && ValueReader.isDigit(text[at])) {
      put(text[at++]);
      count++;
    }
    return count;
  }

  private boolean accept(byte[] expectedText) {
    boolean found = isAt(expectedText);
    if (found) {
      at += expectedText.length;
    }
    return found;
  }

  private boolean isAt(byte[] expectedText) {
    return end - at >= expectedText.length
        && Arrays.equals(text, at, at + expectedText.length, expectedText, 0, expectedText.length);
  }

  /** Spaces that do not break a line are two or three bytes. */
  private void skipSpaces() {
    while (at < end) {
      if (text[at] == ' ' || text[at] == '\t') {
        at++;
      } else if (end - at >= 2 && text[at] == (byte) 0xc2 && text[at + 1] == (byte) 0xa0) {
        at += 2;
      } else if (end - at >= 3
          && text[at] == (byte) 0xe2
          && text[at + 1] == (byte) 0x80
          && text[at + 2] == (byte) 0xaf) {
        at += 3;
      } else {
        return;
      }
    }
  }

  private void put(byte b) {
    if (size == number.length) {
      number = Arrays.copyOf(number, 2 * size);
    }
    number[size++] = b;
  }
}
