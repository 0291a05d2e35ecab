package io.snowgauge.transforms.tabular;

import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.record.Row;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads single values. */
final class Read {
  private final ValueReader reader;
  private final Row row = new Row(1);

  private Read(ValueReader reader) {
    this.reader = reader;
  }

  static Read as(ColumnType type) {
    return as(type, null);
  }

  static Read as(ColumnType type, @Nullable String pattern) {
    return new Read(ValueReaders.of(new InputColumn("c", type, false, pattern)));
  }

  /** The stored form, or why it is refused; between other bytes, as in a record. */
  String of(String text) {
    byte[] value = text.getBytes(StandardCharsets.UTF_8);
    byte[] around = ("-9." + text + "9e9").getBytes(StandardCharsets.UTF_8);
    String refusal = reader.read(around, 3, 3 + value.length, row, 0);
    return refusal == null ? String.valueOf(row.text(0)) : refusal;
  }
}
