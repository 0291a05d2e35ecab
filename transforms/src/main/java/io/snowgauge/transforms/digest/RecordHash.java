package io.snowgauge.transforms.digest;

import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.record.Row;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The MD5 of a record's canonical text, as docs/formats/digest.md has it; of one record after the
 * other.
 */
public final class RecordHash {
  /** A column of the canonical text. */
  private static final class Part {
    final byte[] label;
    final int position;
    final ColumnType type;
    final @Nullable SortedJson json;

    Part(DigestColumn column, boolean sortsJson) {
      label = column.label().getBytes(StandardCharsets.UTF_8);
      position = column.position();
      type = column.column().type();
      json = sortsJson && type.isJson() ? new SortedJson() : null;
    }
  }

  private final List<Part> parts;
  private final HashedText text = new HashedText();
  private final CanonicalValues values = new CanonicalValues(text);

  /** Of records that have these columns, all of which are hashed. */
  public RecordHash(List<Column> columns) {
    this(columns, columns, true);
  }

  /**
   * Of some columns.
   *
   * @param columns of the records
   * @param hashed those of them that the text is of
   * @param sortsJson whether keys of JSON are put in order; else they are hashed as they are
   */
  public RecordHash(List<Column> columns, List<Column> hashed, boolean sortsJson) {
    parts =
        DigestColumn.of(columns).stream()
            .filter(column -> hashed.contains(column.column()))
            .map(column -> new Part(column, sortsJson))
            .toList();
  }

  /**
   * Takes a record, of whose JSON the keys are in order from then on, for warehouses are given what
   * was hashed.
   */
  public void take(Row row) {
    for (Part part : parts) {
      int column = part.position;
      if (row.isNull(column)) {
        continue;
      }
      if (part.json != null) {
        part.json.sort(row, column);
      }
      text.put(part.label);
      values.put(part.type, row.bytes(column), row.start(column), row.end(column));
    }
    text.finish();
  }

  /** The first half of the hash of the record that was taken last. */
  public long upper() {
    return text.upper();
  }

  /** The second half of it. */
  public long lower() {
    return text.lower();
  }

  /** The hash in hexadecimal digits, as databases print it. */
  public String hex() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(upper()) + hex.toHexDigits(lower());
  }
}
