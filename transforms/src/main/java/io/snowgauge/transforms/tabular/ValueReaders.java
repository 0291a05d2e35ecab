package io.snowgauge.transforms.tabular;

import org.jspecify.annotations.Nullable;

/** Which reader reads the values of a column. */
final class ValueReaders {
  private ValueReaders() {}

  /** The reader for a column's type. */
  static ValueReader of(InputColumn column) {
    return switch (column.type().kind()) {
      case STRING -> ValueReader.TEXT;
      case JSON -> new JsonReader(column.required());
      case INTEGER -> written(column, new IntegerReader());
      case NUMBER ->
          written(column, new DecimalReader(column.type().precision(), column.type().scale()));
      case FLOAT -> written(column, new FloatReader());
      case BOOLEAN -> new BooleanReader();
      case DATE -> column.pattern() == null ? new DateReader() : TemporalPattern.date(column);
      case TIMESTAMP_NTZ, TIMESTAMP_TZ -> timestamp(column, column.pattern());
    };
  }

  private static ValueReader timestamp(InputColumn column, @Nullable String pattern) {
    if (pattern == null) {
      return new TimestampReader();
    }
    EpochUnit epoch = EpochUnit.named(pattern);
    return epoch == null ? TemporalPattern.timestamp(column) : new EpochReader(epoch);
  }

  /** Numbers as they are declared to be written. */
  private static ValueReader written(InputColumn column, ValueReader plain) {
    return column.pattern() == null
        ? plain
        : new NumberReader(NumberForm.like(column.pattern()), plain);
  }
}
