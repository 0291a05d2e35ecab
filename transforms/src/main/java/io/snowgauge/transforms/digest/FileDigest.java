package io.snowgauge.transforms.digest;

import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.record.Row;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The digest of the records of one file: the sum of the MD5 of their canonical texts, so that it is
 * the same in whatever order they are added. It says what columns hold and not how that was
 * written; docs/formats/digest.md is the rule, of which warehouses have an implementation in SQL.
 */
public final class FileDigest {
  /** A column of the canonical text. */
  private static final class Part {
    final byte[] label;
    final int position;
    final ColumnType type;
    final @Nullable SortedJson json;

    Part(DigestColumn column) {
      label = column.label().getBytes(StandardCharsets.UTF_8);
      position = column.position();
      type = column.column().type();
      json = type.isJson() ? new SortedJson() : null;
    }
  }

  private final List<Part> parts;
  private final HashedText text = new HashedText();
  private final CanonicalValues values = new CanonicalValues(text);
  private long upper;
  private long lower;

  /** Of no records yet, which have these columns. */
  public FileDigest(List<Column> columns) {
    parts = DigestColumn.of(columns).stream().map(Part::new).toList();
  }

  /**
   * Adds a record, of whose JSON the keys are in order from then on, for warehouses are given what
   * was added.
   */
  public void add(Row row) {
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
    upper += text.upper();
    lower += text.lower();
  }

  /** The sums of both halves modulo 2^64, in decimal digits: {@code upper-lower}. */
  public String value() {
    return Long.toUnsignedString(upper) + "-" + Long.toUnsignedString(lower);
  }

  /** The digest of the records of both, each as {@link #value} gives it. */
  public static String sum(String one, String other) {
    int ofOne = one.indexOf('-');
    int ofOther = other.indexOf('-');
    long upper =
        Long.parseUnsignedLong(one.substring(0, ofOne))
            + Long.parseUnsignedLong(other.substring(0, ofOther));
    long lower =
        Long.parseUnsignedLong(one.substring(ofOne + 1))
            + Long.parseUnsignedLong(other.substring(ofOther + 1));
    return Long.toUnsignedString(upper) + "-" + Long.toUnsignedString(lower);
  }
}
