package io.snowgauge.transforms.tabular;

import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.text.Excerpt;
import io.snowgauge.transforms.text.Utf8;
import org.jspecify.annotations.Nullable;

/** {@code VARCHAR(n)}: texts of at most so many characters, which are code points; none is cut. */
final class TextReader implements ValueReader {
  private final int most;

  TextReader(int characters) {
    this.most = characters;
  }

  @Override
  public @Nullable String read(byte[] text, int start, int end, Row row, int column) {
    if (end - start > most) {
      int characters = Utf8.characters(text, start, end);
      if (characters > most) {
        return "expected at most "
            + most
            + (most == 1 ? " character" : " characters")
            + " but found "
            + characters
            + ": "
            + Excerpt.quoted(text, start, end);
      }
    }
    row.set(column, text, start, end);
    return null;
  }
}
