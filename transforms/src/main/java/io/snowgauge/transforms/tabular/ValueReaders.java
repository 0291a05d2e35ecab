package io.snowgauge.transforms.tabular;

import io.snowgauge.transforms.record.ColumnType;
import org.jspecify.annotations.Nullable;

/** Which reader reads the values of a column. */
final class ValueReaders {
  /** Takes any text as it is. */
  private static final ValueReader TEXT =
      (text, start, end, row, column) -> {
        row.set(column, text, start, end);
        return null;
      };

  private ValueReaders() {}

  /** The reader for a column's type. */
  static ValueReader of(InputColumn column) {
    return switch (column.type().kind()) {
      case STRING ->
          column.type().precision() == 0 ? TEXT : new TextReader(column.type().precision());
      case JSON, OBJECT, ARRAY -> new JsonReader(column.type().kind(), column.required());
      case INTEGER -> written(column, new IntegerReader());
      case NUMBER ->
          written(column, new DecimalReader(column.type().precision(), column.type().scale()));
      case FLOAT -> written(column, new FloatReader());
      case BOOLEAN -> new BooleanReader();
      case DATE -> column.pattern() == null ? new DateReader() : TemporalPattern.of(column);
      case TIMESTAMP_NTZ, TIMESTAMP_TZ -> timestamp(column, column.pattern());
      case TIME ->
          column.pattern() == null
              ? new TimeReader(column.type().secondDigits())
              : TemporalPattern.of(column);
    };
  }

  private static ValueReader timestamp(InputColumn column, @Nullable String pattern) {
    if (pattern == null) {
      return new TimestampReader(
          column.type().kind() == ColumnType.Kind.TIMESTAMP_TZ, column.type().secondDigits());
    }
    EpochUnit epoch = EpochUnit.named(pattern);
    return epoch == null
        ? TemporalPattern.of(column)
        : new EpochReader(epoch, column.type().secondDigits());
  }

  /** Numbers as they are declared to be written. */
  private static ValueReader written(InputColumn column, ValueReader plain) {
    return column.pattern() == null
        ? plain
        : new NumberReader(NumberForm.like(column.pattern()), plain);
  }
}
