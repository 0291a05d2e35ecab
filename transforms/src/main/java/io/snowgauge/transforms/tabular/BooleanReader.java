package io.snowgauge.transforms.tabular;

import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.text.AsciiWords;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words that Snowflake converts to a boolean:
 * https://docs.snowflake.com/en/sql-reference/data-types-logical
 */
final class BooleanReader implements ValueReader {
  private static final List<String> YES = List.of("true", "1", "t", "yes", "y", "on");
  private static final List<String> NO = List.of("false", "0", "f", "no", "n", "off");
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

  @Override
  public @Nullable String read(byte[] text, int start, int end, Row row, int column) {
    int from = AsciiWords.skipBlanks(text, start, end);
    int to = ValueReader.trimmedEnd(text, from, end);
    if (isOneOf(YES, text, from, to)) {
      row.set(column, TRUE, 0, TRUE.length);
    } else if (isOneOf(NO, text, from, to)) {
      row.set(column, FALSE, 0, FALSE.length);
    } else {
      return ValueReader.refusal("true or false", text, start, end);
    }
    return null;
  }

  private static boolean isOneOf(List<String> words, byte[] text, int start, int end) {
    for (String word : words) {
      if (AsciiWords.equalsIgnoreCase(text, start, end, word)) {
        return true;
      }
    }
    return false;
  }
}
