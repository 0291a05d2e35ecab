package io.snowgauge.transforms.tabular;

/** Which reader reads the values of a column. */
final class ValueReaders {
  private ValueReaders() {}

  /** The reader for a column's type. */
  static ValueReader of(InputColumn column) {
    return switch (column.type().kind()) {
      case STRING, JSON -> ValueReader.TEXT;
      case INTEGER -> new IntegerReader();
      case NUMBER -> new DecimalReader(column.type().precision(), column.type().scale());
      case FLOAT -> new FloatReader();
      case BOOLEAN -> new BooleanReader();
      case DATE -> column.pattern() == null ? new DateReader() : TemporalPattern.date(column);
      case TIMESTAMP_NTZ, TIMESTAMP_TZ ->
          column.pattern() == null ? new TimestampReader() : TemporalPattern.timestamp(column);
    };
  }
}
