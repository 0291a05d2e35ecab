package io.snowgauge.transforms.digest;

import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.record.Row;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The canonical texts of a record's values, for those few records that people are shown: what is
 * compared is what is hashed.
 */
public final class RecordTexts {
  /** A text as a whole. */
  private static final class WholeText implements CanonicalText {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void put(char c) {
      bytes.write(c);
    }

    @Override
    public void put(byte[] source, int start, int end) {
      bytes.write(source, start, end - start);
    }
  }

  private final List<Column> columns;
  private final @Nullable SortedJson json;

  /**
   * Of records that have these columns.
   *
   * @param sortsJson whether keys of JSON are put in order
   */
  public RecordTexts(List<Column> columns, boolean sortsJson) {
    this.json = sortsJson ? new SortedJson() : null;
    this.columns = List.copyOf(columns);
  }

  /** The text of each column's value; null for a null. */
  public List<@Nullable String> of(Row row) {
    List<@Nullable String> texts = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      texts.add(row.isNull(i) ? null : text(row, i));
    }
    return texts;
  }

  private String text(Row row, int column) {
    ColumnType type = columns.get(column).type();
    if (json != null && type.isJson()) {
      json.sort(row, column);
    }
    WholeText text = new WholeText();
    new CanonicalValues(text).put(type, row.bytes(column), row.start(column), row.end(column));
    return text.bytes.toString(StandardCharsets.UTF_8);
  }

  /**
   * A value as people read it, from its canonical text: without what tells where a text ends, and a
   * floating-point number in digits.
   */
  public static String readable(ColumnType type, String canonical) {
    if (type.isText()) {
      return canonical.substring(canonical.indexOf(':') + 1);
    }
    int exponent = canonical.indexOf('p');
    if (type.kind() != ColumnType.Kind.FLOAT || exponent < 0) {
      return canonical;
    }
    return String.valueOf(
        Math.scalb(
            (double) Long.parseLong(canonical.substring(0, exponent)),
            Integer.parseInt(canonical.substring(exponent + 1))));
  }
}
