package io.snowgauge.io.warehouse.snowflake;

import static io.snowgauge.io.warehouse.snowflake.TrialSchema.errorOf;

import io.snowgauge.io.warehouse.Row;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.transforms.digest.DigestColumn;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.SQLException;
import java.util.List;

/** What is assumed of tables, types and functions. */
final class TypeAssumptions {
  private static final String TEXTS = "sql-reference/data-types-text";
  private static final String RESERVED = "sql-reference/reserved-keywords";

  static final List<Assumption> ALL =
      List.of(
          new Assumption(
              "CREATE TABLE AS carries NOT NULL along where it selects a column as it is",
              "sql-reference/sql/create-table",
              "error 100072",
              TypeAssumptions::carriesNotNull),
          new Assumption(
              "a column that CREATE TABLE AS wraps in a CASE may be null",
              "sql-reference/sql/create-table",
              "no error",
              TypeAssumptions::wrappedIsNullable),
          new Assumption(
              "INFORMATION_SCHEMA tells types, lengths and precisions as targets are compared by",
              "sql-reference/info-schema/columns",
              "TEXT 16777216, TEXT 134217728, NUMBER 19 0, TIMESTAMP_NTZ 6, FLOAT, VARIANT,"
                  + " TIME 6, OBJECT, ARRAY",
              TypeAssumptions::columns),
          new Assumption(
              "a text that is too long is an error and not cut",
              TEXTS,
              "error 100078",
              schema -> {
                schema.run("CREATE OR REPLACE TABLE {schema}.SHORT (A VARCHAR(3))");
                return errorOf(() -> schema.run("INSERT INTO {schema}.SHORT VALUES ('long')"));
              }),
          new Assumption(
              "a timestamp is cast to text, and back, as the session's format has it",
              "sql-reference/parameters#timestamp-ntz-output-format",
              "2025-06-06 10:00:00.123456",
              schema ->
                  String.valueOf(
                      Sql.of(
                              """
                              SELECT CAST(CAST(:text AS TIMESTAMP_NTZ(6)) AS VARCHAR)
                              """)
                          .bind("text", "2025-06-06 10:00:00.123456")
                          .textOrNull(schema.one()))),
          new Assumption(
              "texts of COLLATE 'utf8' are compared as they are written",
              "sql-reference/collation",
              "1",
              TypeAssumptions::collation),
          new Assumption(
              "no column is called CURRENT_DATE, not even in quotes",
              RESERVED,
              "refused",
              schema ->
                  errorOf(() -> schema.run("CREATE TABLE {schema}.R (\"CURRENT_DATE\" DATE)"))
                          .equals("no error")
                      ? "taken"
                      : "refused"),
          new Assumption(
              "a transient table can keep nothing for Time Travel, also one made AS SELECT",
              "sql-reference/sql/create-table",
              "no error",
              schema -> errorOf(() -> createBrief(schema))),
          new Assumption(
              "MD5_NUMBER_LOWER64 gives the lower half of MD5 as a number",
              "sql-reference/functions/md5_number_lower64",
              "15462616177412505458",
              schema ->
                  String.valueOf(
                      Sql.of("SELECT CAST(MD5_NUMBER_LOWER64('abc') AS VARCHAR)")
                          .textOrNull(schema.one()))),
          new Assumption(
              "MD5_NUMBER_UPPER64 gives the upper half of MD5 as a number",
              "sql-reference/functions/md5_number_upper64",
              "10376663631224000432",
              schema ->
                  String.valueOf(
                      Sql.of("SELECT CAST(MD5_NUMBER_UPPER64('abc') AS VARCHAR)")
                          .textOrNull(schema.one()))),
          new Assumption(
              "values have the texts of which digests are taken",
              "sql-reference/functions/to_char",
              ";\"A\"=3:雪;\"B\"=-1;\"C\"=1.1;\"D\"=-0.5;\"E\"=7205759403792794p-56;\"F\"=true"
                  + ";\"G\"=2026-01-31;\"H\"=10:15:30.12;\"I\"=2026-01-31T10:15:30.12Z"
                  + ";\"J\"=2026-01-30T23:15:00Z",
              TypeAssumptions::canonicalText));

  private static final List<Column> DIGESTED =
      List.of(
          column("A", ColumnType.STRING),
          column("B", ColumnType.INTEGER),
          column("C", ColumnType.number(10, 2)),
          column("D", ColumnType.number(2, 2)),
          column("E", ColumnType.FLOAT),
          column("F", ColumnType.BOOLEAN),
          column("G", ColumnType.DATE),
          column("H", ColumnType.TIME),
          column("I", ColumnType.TIMESTAMP),
          column("J", ColumnType.TIMESTAMP_TZ));

  private TypeAssumptions() {}

  private static void createBrief(TrialSchema schema) throws SQLException {
    schema.run("CREATE TRANSIENT TABLE {schema}.BRIEF (A VARCHAR) DATA_RETENTION_TIME_IN_DAYS = 0");
    schema.run(
        """
        CREATE TRANSIENT TABLE {schema}.BRIEFER DATA_RETENTION_TIME_IN_DAYS = 0
        AS SELECT A FROM {schema}.BRIEF
        """);
  }

  private static Column column(String name, ColumnType type) {
    return new Column(name, name, type, Column.JsonNull.SHOWN);
  }

  private static void createSource(TrialSchema schema) throws SQLException {
    schema.run("CREATE OR REPLACE TABLE {schema}.SOURCE (A VARCHAR NOT NULL)");
  }

  private static String carriesNotNull(TrialSchema schema) throws SQLException {
    createSource(schema);
    schema.run("CREATE TABLE {schema}.CARRIED AS SELECT t.\"A\" AS A FROM {schema}.SOURCE t");
    return errorOf(() -> schema.run("INSERT INTO {schema}.CARRIED VALUES (NULL)"));
  }

  private static String wrappedIsNullable(TrialSchema schema) throws SQLException {
    createSource(schema);
    schema.run(
        """
        CREATE TABLE {schema}.WRAPPED AS
        SELECT CASE WHEN 1 = 1 THEN t."A" END AS A FROM {schema}.SOURCE t
        """);
    return errorOf(() -> schema.run("INSERT INTO {schema}.WRAPPED VALUES (NULL)"));
  }

  private static String columns(TrialSchema schema) throws SQLException {
    schema.run(
        """
        CREATE TABLE {schema}.TYPES (
          A VARCHAR, B VARCHAR(134217728), C NUMBER(19, 0), D TIMESTAMP_NTZ(6), E FLOAT, F VARIANT,
          G TIME(6), H OBJECT, I ARRAY)
        """);
    List<String> told =
        Sql.of(
                """
                SELECT
                  DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE,
                  DATETIME_PRECISION
                FROM {database}.INFORMATION_SCHEMA.COLUMNS
                WHERE TABLE_SCHEMA = :schema AND TABLE_NAME = 'TYPES'
                ORDER BY ORDINAL_POSITION
                """)
            .with("database", schema.database())
            .bind("schema", schema.plainName())
            .query(schema.one(), TypeAssumptions::column);
    return String.join(", ", told);
  }

  private static String column(Row row) throws SQLException {
    String type = row.text("DATA_TYPE");
    return switch (type) {
      case "TEXT" -> type + " " + row.number("CHARACTER_MAXIMUM_LENGTH");
      case "NUMBER" ->
          type + " " + row.number("NUMERIC_PRECISION") + " " + row.number("NUMERIC_SCALE");
      case "TIMESTAMP_NTZ", "TIME" -> type + " " + row.number("DATETIME_PRECISION");
      default -> type;
    };
  }

  private static String canonicalText(TrialSchema schema) throws SQLException {
    schema.run(
        """
        CREATE OR REPLACE TABLE {schema}.DIGESTED (
          A VARCHAR, B NUMBER(19, 0), C NUMBER(10, 2), D NUMBER(2, 2), E FLOAT, F BOOLEAN, G DATE,
          H TIME(6), I TIMESTAMP_NTZ(6), J TIMESTAMP_TZ(6))
        """);
    schema.run(
        """
        INSERT INTO {schema}.DIGESTED VALUES (
          '雪', -1, 1.10, -0.5, '0.1', TRUE, '2026-01-31', '10:15:30.12',
          '2026-01-31T10:15:30.12+00:00', '2026-01-31T00:15:00+01:00')
        """);
    return String.valueOf(
        schema
            .sql("SELECT {text} AS TEXT FROM {schema}.DIGESTED")
            .with("text", SnowflakeDigest.text(DigestColumn.of(DIGESTED)))
            .textOrNull(schema.one()));
  }

  private static String collation(TrialSchema schema) throws SQLException {
    schema.run("CREATE OR REPLACE TABLE {schema}.COLLATED (A VARCHAR COLLATE 'utf8')");
    schema.run("INSERT INTO {schema}.COLLATED VALUES ('a'), ('A')");
    return schema.text("SELECT COUNT(*) FROM {schema}.COLLATED WHERE A = 'A'");
  }
}
