package io.snowgauge.io.warehouse.duckdb;

import io.snowgauge.io.warehouse.Dialect;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.transforms.digest.DigestColumn;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.SQLException;
import java.util.List;

/**
 * What DuckDB words in a way of its own.
 *
 * @param catalog the name that DuckDB gives the database
 */
record DuckDbDialect(String catalog) implements Dialect {
  /** Grouping and joining more of them at a time was seen to fail for want of memory. */
  private static final long KEYS_PER_STATEMENT = 1_000_000;

  @Override
  public String qualified(String schema) {
    return Identifiers.quote(catalog) + "." + Identifiers.quote(schema);
  }

  /**
   * Alone: DuckDB looks for it in the view's schema first. It would drop the database's name, which
   * is the file's, and then not know whether a schema of that name is meant or the database.
   */
  @Override
  public String nameInView(String schema, String table) {
    return Identifiers.quote(table);
  }

  /** In RENAME TO, DuckDB takes no qualified name. */
  @Override
  public String newName(String schema, String name) {
    return Identifiers.quote(name);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException for nanoseconds: no type of DuckDB has them for all years
   */
  @Override
  public String typeName(ColumnType type) {
    if (type.isInNanoseconds()) {
      throw new IllegalArgumentException("DuckDB holds microseconds, not nanoseconds");
    }
    return switch (type.kind()) {
      case STRING -> "VARCHAR";
      case INTEGER -> "BIGINT";
      case NUMBER -> "DECIMAL(" + type.precision() + ", " + type.scale() + ")";
      case FLOAT -> "DOUBLE";
      case BOOLEAN -> "BOOLEAN";
      case DATE -> "DATE";
      case TIMESTAMP_NTZ -> "TIMESTAMP";
      case TIMESTAMP_TZ -> "TIMESTAMP WITH TIME ZONE";
      case TIME -> "TIME";
      case JSON, OBJECT, ARRAY -> "JSON";
    };
  }

  @Override
  public String now() {
    return "CAST(now() AT TIME ZONE 'UTC' AS TIMESTAMP)";
  }

  @Override
  public Sql parseJson(Sql text, ColumnType type) {
    return Sql.of("CAST({text} AS JSON)").with("text", text);
  }

  /**
   * As it is read, a few rows at a time: a join hands out 2,048 rows, and what DuckDB needs to look
   * at the JSON of all of these is many times what they are long.
   */
  @Override
  public ColumnType stagedJson(ColumnType type) {
    return type;
  }

  @Override
  public Sql withoutValues(String column) {
    return Sql.of(
            """
            REGEXP_REPLACE(
              {column}, '(''[^''A-Za-z0-9]*'')|''[^'']*''|[0-9]+', '\\1…', 'g')
            """)
        .with("column", column);
  }

  @Override
  public long keysPerStatement() {
    return KEYS_PER_STATEMENT;
  }

  /** Temporary tables end with their connection, so a killed run leaves none behind. */
  @Override
  public String stagingTableKind() {
    return "TEMP";
  }

  @Override
  public String stagingTable(String name) {
    return Identifiers.quote(name);
  }

  /**
   * Counts the bits of 64 neighbouring numbers at a time: exact, and many times faster than {@code
   * COUNT(DISTINCT)}.
   */
  @Override
  public Sql recordCounts(String records, List<DigestColumn> digested) {
    boolean isDigested = !digested.isEmpty();
    return Sql.of(
            """
            SELECT
              _STAGE_ID AS STAGE_ID,
              CAST(SUM(STAGED) AS BIGINT) AS STAGED,
              MAX(HIGHEST) AS HIGHEST,
              CAST(SUM(BIT_COUNT(BITS)) AS BIGINT) AS DISTINCT_COUNT,
              {digest} AS DIGEST
            FROM (
              SELECT
                _STAGE_ID,
                _RECORD // 64 AS BUCKET,
                COUNT(*) AS STAGED,
                MAX(_RECORD) AS HIGHEST,
                BIT_OR(CAST(1 AS UBIGINT) << CAST(_RECORD % 64 AS UBIGINT)) AS BITS{sums}
              FROM {records}
              GROUP BY _STAGE_ID, BUCKET)
            GROUP BY _STAGE_ID
            """)
        .with(
            "digest",
            isDigested
                ? DuckDbDigest.value(Sql.of("SUM(UPPER_SUM)"), Sql.of("SUM(LOWER_SUM)"))
                : Sql.of("CAST(NULL AS VARCHAR)"))
        .withMore("sums", isDigested ? DuckDbDigest.sums("HASH") : List.of())
        .with(
            "records",
            isDigested
                ? Sql.of("(SELECT _STAGE_ID, _RECORD, {hash} AS HASH FROM {records})")
                    .with("hash", DuckDbDigest.hash(digested))
                    .with("records", records)
                : Sql.of("{records}").with("records", records));
  }

  @Override
  public Sql canonicalText(List<DigestColumn> columns) {
    return DuckDbDigest.text(columns);
  }

  @Override
  public Sql sha256(Sql text) {
    return Sql.of("SHA256({text})").with("text", text);
  }

  @Override
  public Sql joined(String text, String order) {
    return Sql.of("STRING_AGG({text}, '' ORDER BY {order})")
        .with("text", text)
        .with("order", order);
  }

  @Override
  public Sql canonical(List<DigestColumn> columns) {
    return DuckDbDigest.hash(columns);
  }

  @Override
  public Sql digest(String canonical) {
    return DuckDbDigest.digest(canonical);
  }

  @Override
  public Sql hash(String canonical) {
    return Sql.of("{hash}").with("hash", canonical);
  }

  @Override
  public Sql canonicalValue(DigestColumn column) {
    return DuckDbDigest.text(column);
  }

  @Override
  public String transaction() {
    return "CAST(txid_current() AS VARCHAR)";
  }

  @Override
  public boolean isMissing(SQLException e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith("Catalog Error") && message.contains("does not exist");
  }
}
