package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.CatalogColumn;
import io.snowgauge.io.warehouse.Dialect;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.transforms.digest.DigestColumn;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What Snowflake words in a way of its own.
 *
 * @param database as configured
 * @param controlSchema as configured; staging tables are there, too
 */
record SnowflakeDialect(String database, String controlSchema) implements Dialect {
  @Override
  public String qualified(String schema) {
    return Identifiers.quote(database) + "." + Identifiers.quote(schema);
  }

  /** Of this database: without its name, Snowflake takes the session's. */
  @Override
  public String informationSchema() {
    return Identifiers.quote(database) + ".INFORMATION_SCHEMA";
  }

  /** Names are exact, and only a bare comparison narrows what Snowflake looks through. */
  @Override
  public Sql isNamed(String column, String name) {
    return Sql.of("{column} = :name")
        .with("column", column)
        .bind("name", Identifiers.canonical(name));
  }

  @Override
  public Sql isOneOf(String column, List<String> names) {
    return Sql.of("{column} IN (:names)")
        .with("column", column)
        .bindAll("names", names.stream().map(Identifiers::canonical).toList());
  }

  /**
   * INTEGER is NUMBER(19, 0): every integer of 64 bits, as in the other warehouse. It can be
   * widened later without rewriting a row, and NUMBER(38, 0), Snowflake's BIGINT, not be narrowed.
   */
  @Override
  public String typeName(ColumnType type) {
    return switch (type.kind()) {
      case STRING -> type.precision() == 0 ? "VARCHAR" : "VARCHAR(" + type.precision() + ")";
      case INTEGER -> "NUMBER(19, 0)";
      case NUMBER -> "NUMBER(" + type.precision() + ", " + type.scale() + ")";
      case FLOAT -> "FLOAT";
      case BOOLEAN -> "BOOLEAN";
      case DATE -> "DATE";
      case TIMESTAMP_NTZ -> "TIMESTAMP_NTZ(" + type.secondDigits() + ")";
      case TIMESTAMP_TZ -> "TIMESTAMP_TZ(" + type.secondDigits() + ")";
      case TIME -> "TIME(" + type.secondDigits() + ")";
      case JSON -> "VARIANT";
      case OBJECT -> "OBJECT";
      case ARRAY -> "ARRAY";
    };
  }

  /** DEFAULT_DDL_COLLATION of an account, a database or a schema applies where none is stated. */
  @Override
  public String controlTypeName(ColumnType type) {
    String name = typeName(type);
    return type.kind() == ColumnType.Kind.STRING ? name + " COLLATE 'utf8'" : name;
  }

  /** Without a length, VARCHAR is as long as it could be before 2025. */
  @Override
  public String typeName(ColumnType type, long longest) {
    return type.equals(ColumnType.STRING) && longest > SnowflakeTypes.DEFAULT_LENGTH
        ? "VARCHAR(" + SnowflakeTypes.LONGEST_TEXT + ")"
        : typeName(type);
  }

  @Override
  public long longestText() {
    return SnowflakeTypes.LONGEST_TEXT;
  }

  @Override
  public boolean fits(ColumnType declared, long longest, CatalogColumn found) {
    return SnowflakeTypes.fits(declared, longest, found);
  }

  @Override
  public String describe(CatalogColumn found) {
    return SnowflakeTypes.describe(found);
  }

  @Override
  public Set<String> forbiddenColumns() {
    return SnowflakeTypes.FORBIDDEN_COLUMNS;
  }

  @Override
  public Sql parseJson(Sql text, ColumnType type) {
    Sql parsed =
        type.kind() == ColumnType.Kind.JSON
            ? Sql.of("PARSE_JSON({text})")
            : Sql.of("CAST(PARSE_JSON({text}) AS {type})").with("type", typeName(type));
    return parsed.with("text", text);
  }

  /** In literals of Snowflake, a backslash is written twice. */
  @Override
  public Sql withoutValues(String column) {
    return Sql.of(
            """
            REGEXP_REPLACE(
              {column}, '(''[^''A-Za-z0-9]*'')|''[^'']*''|[0-9]+', '\\\\1…')
            """)
        .with("column", column);
  }

  /** Snowflake spills to disk what does not fit into memory. */
  @Override
  public long keysPerStatement() {
    return Long.MAX_VALUE;
  }

  /** Not enforced, but read by people and by tools that join. */
  @Override
  public Optional<Sql> keyConstraint(List<String> columns) {
    return Optional.of(
        Sql.of("PRIMARY KEY ({columns})")
            .withAll("columns", columns.stream().map(Identifiers::quote).toList()));
  }

  /** Temporary tables would end with the session, and with them what a lost one had staged. */
  @Override
  public String stagingTableKind() {
    return "TRANSIENT";
  }

  /** Nobody looks back at what was staged, and a day of it would have to be paid for. */
  @Override
  public String stagingTableOptions() {
    return " DATA_RETENTION_TIME_IN_DAYS = 0";
  }

  @Override
  public String stagingTable(String name) {
    return qualified(controlSchema) + "." + Identifiers.quote(name);
  }

  /** No attempt takes a day. */
  @Override
  public Optional<Sql> oldStagingTables(String prefix) {
    return Optional.of(
        Sql.of(
                """
                SELECT TABLE_NAME
                FROM {information}.TABLES
                WHERE TABLE_SCHEMA = :schema AND TABLE_NAME LIKE :prefix ESCAPE '!'
                  AND CREATED < DATEADD(DAY, -1, CURRENT_TIMESTAMP)
                """)
            .with("information", informationSchema())
            .bind("schema", Identifiers.canonical(controlSchema))
            .bind("prefix", prefix.replace("_", "!_") + "%"));
  }

  @Override
  public Sql recordCounts(String records, List<DigestColumn> digested) {
    boolean isDigested = !digested.isEmpty();
    return Sql.of(
            """
            SELECT
              _STAGE_ID AS STAGE_ID,
              COUNT(*) AS STAGED,
              MAX(_RECORD) AS HIGHEST,
              COUNT(DISTINCT _RECORD) AS DISTINCT_COUNT,
              {digest} AS DIGEST
            FROM {records}
            GROUP BY _STAGE_ID
            """)
        .with(
            "digest", isDigested ? SnowflakeDigest.value("TEXT") : Sql.of("CAST(NULL AS VARCHAR)"))
        .with(
            "records",
            isDigested
                ? Sql.of("(SELECT _STAGE_ID, _RECORD, {text} AS TEXT FROM {records}) t")
                    .with("text", SnowflakeDigest.text(digested))
                    .with("records", records)
                : Sql.of("{records}").with("records", records));
  }

  @Override
  public Sql canonicalText(List<DigestColumn> columns) {
    return SnowflakeDigest.ofTarget(columns);
  }

  @Override
  public Sql sha256(Sql text) {
    return Sql.of("SHA2({text}, 256)").with("text", text);
  }

  @Override
  public Sql joined(String text, String order) {
    return Sql.of("LISTAGG({text}, '') WITHIN GROUP (ORDER BY {order})")
        .with("text", text)
        .with("order", order);
  }

  @Override
  public Sql digest(String canonical) {
    return SnowflakeDigest.value(canonical);
  }

  @Override
  public Sql hash(String canonical) {
    return Sql.of("MD5({text})").with("text", canonical);
  }

  @Override
  public Sql canonicalValue(DigestColumn column) {
    return SnowflakeDigest.ofTarget(column);
  }

  /** VARIANT, OBJECT and ARRAY are values: what Snowflake prints of them is its own. */
  @Override
  public boolean keepsJsonText() {
    return false;
  }

  @Override
  public Optional<Sql> tableSize(String schema, String table) {
    return Optional.of(
        Sql.of(
                """
                SELECT ROW_COUNT, BYTES
                FROM {information}.TABLES
                WHERE {inSchema} AND {isTable}
                """)
            .with("information", informationSchema())
            .with("inSchema", isNamed("TABLE_SCHEMA", schema))
            .with("isTable", isNamed("TABLE_NAME", table)));
  }

  @Override
  public String transaction() {
    return "CAST(CURRENT_TRANSACTION() AS VARCHAR)";
  }

  /** In UTC, whatever the session's time zone. */
  @Override
  public String now() {
    return "SYSDATE()";
  }

  @Override
  public boolean isNotAllowed(SQLException e) {
    return SnowflakeErrors.isNotAllowed(e);
  }

  @Override
  public boolean isMissing(SQLException e) {
    return SnowflakeErrors.isMissing(e);
  }
}
