package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.BinaryExponent;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.transforms.digest.DigestColumn;
import io.snowgauge.transforms.record.ColumnType;
import java.util.List;

/**
 * Canonical texts of records, and the sums of their MD5, in Snowflake's SQL; docs/formats/digest.md
 * is the rule.
 */
final class SnowflakeDigest {
  private static final String DAY = "YYYY-MM-DD";

  private SnowflakeDigest() {}

  /** A staged record's text, where JSON is text. */
  static Sql text(List<DigestColumn> columns) {
    return joined(columns, false);
  }

  /** A target's row's text, where JSON is values. */
  static Sql ofTarget(List<DigestColumn> columns) {
    return joined(columns, true);
  }

  /** The text of a value of a target's row; null for null. */
  static Sql ofTarget(DigestColumn column) {
    return text(column, true);
  }

  private static Sql joined(List<DigestColumn> columns, boolean isTarget) {
    if (columns.isEmpty()) {
      return Sql.of("''");
    }
    List<Sql> texts = columns.stream().map(column -> labelled(column, isTarget)).toList();
    return Sql.of("{first}{more}")
        .with("first", texts.get(0))
        .with("more", joined(texts.subList(1, texts.size())));
  }

  private static Sql joined(List<Sql> texts) {
    Sql joined = Sql.of("");
    for (Sql text : texts) {
      joined = Sql.of("{joined} || {text}").with("joined", joined).with("text", text);
    }
    return joined;
  }

  private static Sql labelled(DigestColumn column, boolean isTarget) {
    return Sql.of("COALESCE({label} || {text}, '')")
        .with("label", Identifiers.escapedLiteral(column.label()))
        .with("text", text(column, isTarget));
  }

  private static Sql text(DigestColumn column, boolean isTarget) {
    Sql name = Sql.of("{column}").with("column", Identifiers.quote(column.column().name()));
    ColumnType type = column.column().type();
    Sql value =
        isTarget && type.isJson()
            ? Sql.of("CAST(TO_JSON({name}) AS VARCHAR)").with("name", name)
            : name;
    return type.isText()
        ? Sql.of("OCTET_LENGTH({value}) || ':' || {value}").with("value", value)
        : text(value, type);
  }

  private static Sql text(Sql value, ColumnType type) {
    return switch (type.kind()) {
      case NUMBER -> decimal(value, type);
      case FLOAT -> significandAndExponent(value);
      case BOOLEAN ->
          Sql.of("CASE WHEN {value} THEN 'true' WHEN NOT {value} THEN 'false' END")
              .with("value", value);
      case DATE -> written(value, DAY);
      case TIME -> withoutZeros(written(value, "HH24:MI:SS.FF" + type.secondDigits()));
      case TIMESTAMP_NTZ -> timestamp(value, type);
      case TIMESTAMP_TZ ->
          timestamp(Sql.of("CONVERT_TIMEZONE('UTC', {value})").with("value", value), type);
      default -> Sql.of("CAST({value} AS VARCHAR)").with("value", value);
    };
  }

  /** Whether a zero stands in front of the point where the type has room for none is not said. */
  private static Sql decimal(Sql value, ColumnType type) {
    Sql text = Sql.of("CAST({value} AS VARCHAR)").with("value", value);
    if (type.scale() == 0) {
      return text;
    }
    return withoutZeros(
        type.scale() < type.precision()
            ? text
            : Sql.of(
                    """
                    CASE WHEN {value} < 0 THEN '-0.' ELSE '0.' END || SPLIT_PART({text}, '.', 2)
                    """)
                .with("value", value)
                .with("text", text));
  }

  private static Sql timestamp(Sql value, ColumnType type) {
    return Sql.of("{text} || 'Z'")
        .with(
            "text", withoutZeros(written(value, DAY + "\"T\"HH24:MI:SS.FF" + type.secondDigits())));
  }

  private static Sql written(Sql value, String format) {
    return Sql.of("TO_CHAR({value}, {format})")
        .with("value", value)
        .with("format", Identifiers.literal(format));
  }

  /** Of a text that has a point: without zeros at its end, and without the point if it ends so. */
  private static Sql withoutZeros(Sql text) {
    return Sql.of("RTRIM(RTRIM({text}, '0'), '.')").with("text", text);
  }

  /** The significand is made of halves, which have so few digits that no conversion rounds them. */
  private static Sql significandAndExponent(Sql value) {
    Sql magnitude = Sql.of("ABS(NULLIF({value}, 0))").with("value", value);
    Sql exponent =
        BinaryExponent.of(
            magnitude, Sql.of("FLOOR(LN({magnitude}) / LN(2))").with("magnitude", magnitude));
    Sql upperHalf =
        Sql.of("({magnitude} / POWER(2, {exponent}) * 67108864)")
            .with("magnitude", magnitude)
            .with("exponent", exponent);
    return Sql.of(
            """
            CASE
              WHEN {value} = 0 THEN '0'
              ELSE CASE WHEN {value} < 0 THEN '-' ELSE '' END
                || CAST(CAST(FLOOR({half}) AS NUMBER(38, 0)) * 67108864
                  + CAST(({half} - FLOOR({half})) * 67108864 AS NUMBER(38, 0)) AS VARCHAR)
                || 'p' || CAST(CAST({exponent} AS NUMBER(38, 0)) - 52 AS VARCHAR)
            END
            """)
        .with("value", value)
        .with("half", upperHalf)
        .with("exponent", exponent);
  }

  /** The digest of the texts of a group's records. */
  static Sql value(String text) {
    return Sql.of(
            """
            CAST(MOD(SUM(CAST(MD5_NUMBER_UPPER64({text}) AS NUMBER(20, 0))), {modulus}) AS VARCHAR)
            || '-' || CAST(
              MOD(SUM(CAST(MD5_NUMBER_LOWER64({text}) AS NUMBER(20, 0))), {modulus}) AS VARCHAR)
            """)
        .with("text", text)
        .with("modulus", "18446744073709551616");
  }
}
