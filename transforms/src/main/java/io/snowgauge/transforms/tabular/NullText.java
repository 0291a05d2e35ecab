package io.snowgauge.transforms.tabular;

import io.snowgauge.transforms.text.AsciiWords;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Tells which texts are null in which columns. Where blanks around values do not count, nothing but
 * blanks is no value, in quotes or not.
 */
public final class NullText {
  private final ColumnValues values;
  private final byte[][] tokens;
  private final boolean emptyToo;
  private final boolean quotedToo;

  /** The rule for these columns. */
  public NullText(ColumnValues values, NullTokens nulls) {
    this.values = values;
    this.emptyToo = nulls.texts().contains("");
    this.quotedToo = nulls.quoted();
    this.tokens =
        nulls.texts().stream()
            .filter(token -> !token.isEmpty())
            .distinct()
            .map(token -> token.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
  }

  /**
   * Whether a text without quotes is null.
   *
   * @param column the declared one, or -1
   */
  public boolean isNull(byte[] bytes, int start, int end, int column) {
    if (start == end) {
      return true;
    }
    if (tokens.length == 0 && !AsciiWords.isBlank(bytes[start])) {
      return false;
    }
    return isBlankOrToken(bytes, start, end, column, true);
  }

  /** Whether a text in quotes is null. */
  public boolean isQuotedNull(byte[] bytes, int start, int end, int column) {
    boolean withTokens = quotedToo && tokens.length > 0;
    if (start == end) {
      return emptyToo || (column >= 0 && values.ignoresBlanks(column));
    }
    return (withTokens || AsciiWords.isBlank(bytes[start]))
        && isBlankOrToken(bytes, start, end, column, withTokens);
  }

  private boolean isBlankOrToken(byte[] bytes, int start, int end, int column, boolean withTokens) {
    int from = start;
    int to = end;
    if (column >= 0 && values.ignoresBlanks(column)) {
      from = AsciiWords.skipBlanks(bytes, start, end);
      while (to > from && AsciiWords.isBlank(bytes[to - 1])) {
        to--;
      }
      if (from == to) {
        return true;
      }
    }
    return withTokens && isToken(bytes, from, to);
  }

  private boolean isToken(byte[] bytes, int start, int end) {
    for (byte[] token : tokens) {
      if (Arrays.equals(bytes, start, end, token, 0, token.length)) {
        return true;
      }
    }
    return false;
  }
}
