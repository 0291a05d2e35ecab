package io.snowgauge.transforms.record;

import java.io.Serializable;

/**
 * The type of a column; each warehouse's dialect names its own type for it.
 *
 * @param kind of values
 * @param precision how many digits a {@link Kind#NUMBER} may have, 1 to 38; how many characters a
 *     {@link Kind#STRING}, or 0 for any number; of a second's digits in a timestamp or a time 9, or
 *     0 for microseconds; else 0
 * @param scale how many of them stand behind the point, 0 to {@code precision}; else 0
 */
public record ColumnType(Kind kind, int precision, int scale) implements Serializable {
  /** What values a column holds. */
  public enum Kind {
    /** Text. */
    STRING,
    /** A signed integer of 64 bits. */
    INTEGER,
    /** A decimal number of fixed precision and scale. */
    NUMBER,
    /** A binary floating-point number of 64 bits. */
    FLOAT,
    /** True or false. */
    BOOLEAN,
    /** A day of the ISO calendar. */
    DATE,
    /** A timestamp in UTC, without a zone. */
    TIMESTAMP_NTZ,
    /** A timestamp with an offset from UTC. */
    TIMESTAMP_TZ,
    /** A time of day. */
    TIME,
    /** Any JSON value. */
    JSON,
    /** An object of JSON. */
    OBJECT,
    /** An array of JSON. */
    ARRAY
  }

  public static final ColumnType STRING = new ColumnType(Kind.STRING, 0, 0);
  public static final ColumnType INTEGER = new ColumnType(Kind.INTEGER, 0, 0);
  public static final ColumnType FLOAT = new ColumnType(Kind.FLOAT, 0, 0);
  public static final ColumnType BOOLEAN = new ColumnType(Kind.BOOLEAN, 0, 0);
  public static final ColumnType DATE = new ColumnType(Kind.DATE, 0, 0);

  /** TIMESTAMP_NTZ. */
  public static final ColumnType TIMESTAMP = new ColumnType(Kind.TIMESTAMP_NTZ, 0, 0);

  public static final ColumnType TIMESTAMP_TZ = new ColumnType(Kind.TIMESTAMP_TZ, 0, 0);
  public static final ColumnType TIME = new ColumnType(Kind.TIME, 0, 0);
  public static final ColumnType JSON = new ColumnType(Kind.JSON, 0, 0);

  /** Digits of a second that say which nanosecond it is. */
  public static final int NANOSECONDS = 9;

  private static final int MICROSECONDS = 6;

  /** The most digits that a {@link Kind#NUMBER} can have in both warehouses. */
  public static final int MAX_PRECISION = 38;

  /** Refuses a precision or scale that no warehouse has. */
  public ColumnType {
    boolean valid =
        switch (kind) {
          case NUMBER ->
              precision >= 1 && precision <= MAX_PRECISION && scale >= 0 && scale <= precision;
          case STRING -> precision >= 0 && scale == 0;
          case TIMESTAMP_NTZ, TIMESTAMP_TZ, TIME ->
              (precision == 0 || precision == NANOSECONDS) && scale == 0;
          default -> precision == 0 && scale == 0;
        };
    if (!valid) {
      throw new IllegalArgumentException(
          "expected a precision from 1 to "
              + MAX_PRECISION
              + " and a scale from 0 to the precision but found "
              + precision
              + " and "
              + scale);
    }
  }

  /** A decimal number. */
  public static ColumnType number(int precision, int scale) {
    return new ColumnType(Kind.NUMBER, precision, scale);
  }

  /** Text of at most so many characters. */
  public static ColumnType text(int characters) {
    return new ColumnType(Kind.STRING, characters, 0);
  }

  /** The same to the nanosecond, of a timestamp or a time, which Snowflake alone holds. */
  public ColumnType inNanoseconds() {
    return new ColumnType(kind, NANOSECONDS, 0);
  }

  /** Whether values are timestamps or times to the nanosecond. */
  public boolean isInNanoseconds() {
    return switch (kind) {
      case TIMESTAMP_NTZ, TIMESTAMP_TZ, TIME -> precision == NANOSECONDS;
      default -> false;
    };
  }

  /** How many digits of a second a timestamp or a time holds. */
  public int secondDigits() {
    return precision == 0 ? MICROSECONDS : precision;
  }

  /** Whether values are JSON, of any kind or of one. */
  public boolean isJson() {
    return switch (kind) {
      case JSON, OBJECT, ARRAY -> true;
      default -> false;
    };
  }

  /** Whether values are texts of any characters in staged rows: text, and JSON. */
  public boolean isText() {
    return kind == Kind.STRING || isJson();
  }

  /** Whether JSON shows values of this type as they are, without quotes. */
  public boolean isJsonLiteral() {
    return switch (kind) {
      case INTEGER, NUMBER, FLOAT, BOOLEAN, JSON, OBJECT, ARRAY -> true;
      case STRING, DATE, TIMESTAMP_NTZ, TIMESTAMP_TZ, TIME -> false;
    };
  }
}
