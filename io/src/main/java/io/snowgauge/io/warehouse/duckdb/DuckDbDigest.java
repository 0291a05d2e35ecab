package io.snowgauge.io.warehouse.duckdb;

import io.snowgauge.io.warehouse.BinaryExponent;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.transforms.digest.DigestColumn;
import io.snowgauge.transforms.record.ColumnType;
import java.util.ArrayList;
import java.util.List;

/**
 * Canonical texts of records, and the sums of their MD5, in DuckDB's SQL; docs/formats/digest.md is
 * the rule.
 */
final class DuckDbDigest {
  private DuckDbDigest() {}

  /** The MD5 of a record's text. */
  static Sql hash(List<DigestColumn> columns) {
    return Sql.of("MD5({text})").with("text", text(columns));
  }

  /** A record's text. CONCAT passes over nulls, and copies what is long but once. */
  static Sql text(List<DigestColumn> columns) {
    if (columns.isEmpty()) {
      return Sql.of("''");
    }
    List<Sql> texts = new ArrayList<>();
    for (DigestColumn column : columns) {
      Sql value = Sql.of("{column}").with("column", Identifiers.quote(column.column().name()));
      Sql label = Sql.of("{label}").with("label", Identifiers.literal(column.label()));
      if (column.column().type().isText()) {
        Sql text = Sql.of("CAST({value} AS VARCHAR)").with("value", value);
        texts.add(
            Sql.of("{label} || STRLEN({text}) || ':'").with("label", label).with("text", text));
        texts.add(text);
      } else {
        texts.add(
            Sql.of("{label} || {text}")
                .with("label", label)
                .with("text", text(value, column.column().type())));
      }
    }
    return Sql.of("CONCAT({texts})").withAll("texts", texts);
  }

  /** The text of a value; null for null. */
  static Sql text(DigestColumn column) {
    Sql value = Sql.of("{column}").with("column", Identifiers.quote(column.column().name()));
    ColumnType type = column.column().type();
    return type.isText()
        ? Sql.of("STRLEN({text}) || ':' || {text}")
            .with("text", Sql.of("CAST({value} AS VARCHAR)").with("value", value))
        : text(value, type);
  }

  private static Sql text(Sql value, ColumnType type) {
    Sql text = Sql.of("CAST({value} AS VARCHAR)").with("value", value);
    return switch (type.kind()) {
      case NUMBER -> decimal(text, type);
      case FLOAT -> significandAndExponent(value);
      case TIMESTAMP_NTZ -> timestamp(text);
      case TIMESTAMP_TZ ->
          timestamp(Sql.of("CAST({value} AT TIME ZONE 'UTC' AS VARCHAR)").with("value", value));
      default -> text;
    };
  }

  /** DuckDB writes no zero in front of the point where the type has room for none. */
  private static Sql decimal(Sql text, ColumnType type) {
    if (type.scale() == 0) {
      return text;
    }
    Sql whole =
        type.scale() == type.precision()
            ? Sql.of("REPLACE({text}, '.', '0.')").with("text", text)
            : text;
    return Sql.of("RTRIM(RTRIM({whole}, '0'), '.')").with("whole", whole);
  }

  private static Sql timestamp(Sql text) {
    return Sql.of("REPLACE({text}, ' ', 'T') || 'Z'").with("text", text);
  }

  private static Sql significandAndExponent(Sql value) {
    Sql magnitude = Sql.of("ABS(NULLIF({value}, 0))").with("value", value);
    Sql exponent =
        BinaryExponent.of(
            magnitude,
            Sql.of("CAST(FLOOR(LOG2({magnitude})) AS INTEGER)").with("magnitude", magnitude));
    return Sql.of(
            """
            CASE
              WHEN {value} = 0 THEN '0'
              ELSE CASE WHEN {value} < 0 THEN '-' ELSE '' END
                || CAST({magnitude} / POWER(2, {exponent}) * 4503599627370496 AS BIGINT)
                || 'p' || ({exponent} - 52)
            END
            """)
        .with("value", value)
        .with("magnitude", magnitude)
        .with("exponent", exponent);
  }

  /** {@code UPPER_SUM, LOWER_SUM}: the sums of both halves of hashes. */
  static List<Sql> sums(String hash) {
    return List.of(
        Sql.of("{sum} AS UPPER_SUM").with("sum", upper(hash)),
        Sql.of("{sum} AS LOWER_SUM").with("sum", lower(hash)));
  }

  private static Sql upper(String hash) {
    return Sql.of("SUM(CAST('0x' || SUBSTR({hash}, 1, 16) AS UBIGINT))").with("hash", hash);
  }

  private static Sql lower(String hash) {
    return Sql.of("SUM(CAST('0x' || SUBSTR({hash}, 17, 16) AS UBIGINT))").with("hash", hash);
  }

  /** The digest of a group's hashes. */
  static Sql digest(String hash) {
    return value(upper(hash), lower(hash));
  }

  /** The digest of which these are the sums. */
  static Sql value(Sql upper, Sql lower) {
    return Sql.of(
            """
            CAST({upper} % 18446744073709551616 AS VARCHAR)
            || '-' || CAST({lower} % 18446744073709551616 AS VARCHAR)
            """)
        .with("upper", upper)
        .with("lower", lower);
  }
}
