package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.CatalogColumn;
import io.snowgauge.transforms.record.ColumnType;
import java.util.Set;

/**
 * Snowflake's types as <a
 * href="https://docs.snowflake.com/en/sql-reference/info-schema/columns">INFORMATION_SCHEMA.COLUMNS</a>
 * describes them, which has other names for them than a declaration.
 */
final class SnowflakeTypes {
  /**
   * Of VARCHAR without a length, in characters (<a
   * href="https://docs.snowflake.com/en/sql-reference/data-types-text">data types for text</a>).
   */
  static final long DEFAULT_LENGTH = 16_777_216;

  /** The most that VARCHAR can be declared with; as much in bytes. */
  static final long LONGEST_TEXT = 134_217_728;

  /**
   * What cannot be a column's name by the page on <a
   * href="https://docs.snowflake.com/en/sql-reference/reserved-keywords">reserved keywords</a>.
   */
  static final Set<String> FORBIDDEN_COLUMNS =
      Set.of(
          "CONSTRAINT",
          "CURRENT_DATE",
          "CURRENT_TIME",
          "CURRENT_TIMESTAMP",
          "CURRENT_USER",
          "LOCALTIME",
          "LOCALTIMESTAMP");

  /** Digits of every integer of 64 bits. */
  private static final int INTEGER_DIGITS = 19;

  private SnowflakeTypes() {}

  /** Whether a column takes all values of a declared type, and keeps them as they are. */
  static boolean fits(ColumnType declared, long longest, CatalogColumn found) {
    return switch (declared.kind()) {
      case STRING -> isOf(found, "TEXT") && found.length() >= characters(declared, longest);
      case INTEGER -> holds(found, INTEGER_DIGITS, 0);
      case NUMBER -> holds(found, declared.precision() - declared.scale(), declared.scale());
      case FLOAT -> isOf(found, "FLOAT");
      case BOOLEAN -> isOf(found, "BOOLEAN");
      case DATE -> isOf(found, "DATE");
      case TIMESTAMP_NTZ ->
          isOf(found, "TIMESTAMP_NTZ") && found.fraction() >= declared.secondDigits();
      case TIMESTAMP_TZ ->
          isOf(found, "TIMESTAMP_TZ") && found.fraction() >= declared.secondDigits();
      case TIME -> isOf(found, "TIME") && found.fraction() >= declared.secondDigits();
      case JSON -> isOf(found, "VARIANT");
      case OBJECT -> isOf(found, "OBJECT");
      case ARRAY -> isOf(found, "ARRAY");
    };
  }

  private static long characters(ColumnType declared, long longest) {
    return declared.precision() > 0 ? declared.precision() : Math.min(longest, LONGEST_TEXT);
  }

  private static boolean isOf(CatalogColumn found, String type) {
    return found.type().equals(type);
  }

  private static boolean holds(CatalogColumn found, int before, int behind) {
    return isOf(found, "NUMBER")
        && found.scale() >= behind
        && found.precision() - found.scale() >= before;
  }

  /** The type as one would declare it. */
  static String describe(CatalogColumn found) {
    return switch (found.type()) {
      case "TEXT" -> "VARCHAR(" + found.length() + ")";
      case "NUMBER" -> "NUMBER(" + found.precision() + ", " + found.scale() + ")";
      case "TIMESTAMP_NTZ", "TIMESTAMP_TZ", "TIMESTAMP_LTZ", "TIME" ->
          found.type() + "(" + found.fraction() + ")";
      default -> found.type();
    };
  }
}
