package io.snowgauge.endtoend;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * What GloboLatte's tables must hold, worked out by SQL from the source files alone: DuckDB's own
 * readers give the values, a regular expression over the text gives the lines, and window functions
 * give the newest row of each key.
 *
 * <p>It relies on files that are well-formed CSV, where a quote only stands around a field.
 */
final class GloboLatteOracle implements AutoCloseable {
  /** Every version of every file; FILES is a list of globs. */
  private static final String VERSIONS =
      """
      CREATE TABLE versions AS
      SELECT filename, regexp_extract(filename, '.*/globolatte/(.*)', 1) AS path, size,
        last_modified AT TIME ZONE 'UTC' AS modified_at, content
      FROM read_text(FILES)
      """;

  /** The logical records of the CSV files with the physical lines on which they begin. */
  private static final String RECORDS =
      """
      CREATE TABLE records AS
      WITH cut AS (
        SELECT filename, regexp_extract_all(content, '(?:[^"\\n]|"(?:[^"]|"")*")+\\n') AS texts
        FROM versions WHERE path LIKE '%.csv'),
      listed AS (
        SELECT filename, unnest(texts) AS text, generate_subscripts(texts, 1) AS position FROM cut)
      SELECT filename, position, rtrim(text, E'\\r\\n') AS raw,
        1 + COALESCE(SUM(len(text) - len(replace(text, E'\\n', ''))) OVER (
          PARTITION BY filename ORDER BY position
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::BIGINT AS line,
        1 + len(regexp_replace(text, '"(?:[^"]|"")*"|[^,"]', '', 'g')) AS fields
      FROM listed
      """;

  /** The data records that are as wide as their header: those that read_csv gives. */
  private static final String SOUND =
      """
      CREATE TABLE sound AS
      SELECT r.filename, v.path, v.modified_at, r.line, r.raw,
        contains(header.raw, 'loyalty_points') AS has_loyalty,
        row_number() OVER (PARTITION BY r.filename ORDER BY r.line) AS n
      FROM records r JOIN versions v USING (filename)
      JOIN records header ON header.filename = r.filename AND header.position = 1
      WHERE r.position > 1 AND r.fields = header.fields
      """;

  /** The rows of one kind of CSV file, each beside its record. */
  private static final String ROWS =
      """
      CREATE TABLE NAME_values AS
      SELECT * FROM read_csv(FILES, header = true, all_varchar = true, union_by_name = true,
        delim = ',', quote = '"', escape = '"', allow_quoted_nulls = false, ignore_errors = true,
        filename = true);
      CREATE TABLE NAME AS
      SELECT * FROM sound JOIN (
        SELECT *, row_number() OVER (PARTITION BY filename ORDER BY rowid) AS n FROM NAME_values)
      USING (filename, n)
      """;

  private static final String TYPED_SALES =
      """
      CREATE TABLE typed_sales AS
      SELECT *, regexp_extract(path, 'landing/([^/]*)/', 1) AS business_unit,
        CASE WHEN regexp_full_match(trim(quantity), '[+-]?[0-9]+')
          THEN TRY_CAST(trim(quantity) AS BIGINT) END AS units,
        CASE WHEN isfinite(TRY_CAST(trim(total_price) AS DOUBLE))
          THEN TRY_CAST(trim(total_price) AS DOUBLE) END AS total,
        TRY_CAST(trim(transaction_date) AS TIMESTAMPTZ) AT TIME ZONE 'UTC' AS sold_at,
        CASE
          WHEN quantity IS NOT NULL AND units IS NULL
          THEN format(
            CASE WHEN TRY_CAST(quantity AS DECIMAL(38, 10)) IS NULL
              THEN 'quantity: expected an integer but found ''{}'''
              ELSE 'quantity: expected an integer (NUMBER(p,s) and FLOAT take other numbers)'
                || ' but found ''{}''' END,
            quantity)
          WHEN total_price IS NOT NULL AND total IS NULL
          THEN format('total_price: expected a finite number but found ''{}''', total_price)
          WHEN transaction_date IS NOT NULL AND sold_at IS NULL
          THEN format(
            'transaction_date: expected a day that exists but found ''{}''', transaction_date)
          WHEN transaction_id IS NULL THEN 'transaction_id: expected a value but found null'
        END AS reason
      FROM sales
      """;

  private static final String REJECTS =
      """
      CREATE TABLE rejects AS
      SELECT path, modified_at, line, reason, raw FROM typed_sales WHERE reason IS NOT NULL
      UNION
      SELECT path, modified_at, r.line,
        format('expected {} fields but found {}', header.fields, r.fields), r.raw
      FROM records r JOIN versions USING (filename)
      JOIN records header ON header.filename = r.filename AND header.position = 1
      WHERE r.fields <> header.fields
      """;

  /** What a record does not have, it keeps of the one before it; an explicit null is a value. */
  private static final String CUSTOMERS =
      """
      CREATE TABLE customer_objects AS
      SELECT * FROM read_ndjson_objects(FILES, filename = true);
      CREATE TABLE customer_lines AS
      SELECT o.json, o.filename, path, modified_at, json ->> '$.customer_id' AS customer_id,
        row_number() OVER (PARTITION BY filename ORDER BY o.rowid) AS line
      FROM customer_objects o JOIN versions USING (filename);
      CREATE TABLE customers AS
      SELECT filename, path, modified_at, line, customer_id,
        (last_value(CASE WHEN json_exists(json, '$.customer_name')
          THEN {value: json ->> '$.customer_name'} END IGNORE NULLS) OVER before).value
          AS customer_name,
        (last_value(CASE WHEN json_exists(json, '$.email')
          THEN {value: json ->> '$.email'} END IGNORE NULLS) OVER before).value AS email,
        (last_value(CASE WHEN json_exists(json, '$.location')
          THEN {value: json ->> '$.location'} END IGNORE NULLS) OVER before).value AS location
      FROM customer_lines
      WINDOW before AS (PARTITION BY customer_id ORDER BY modified_at, path, line
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
      """;

  /** Of each key the row of the newest file, then of the last name, then of the last line. */
  private static final String NEWEST =
      """
      SELECT COLUMNS_OF_TABLE, line, path, modified_at FROM ROWS_OF_TABLE
      QUALIFY row_number() OVER (
        PARTITION BY KEY ORDER BY modified_at DESC, path DESC, line DESC) = 1
      ORDER BY KEY
      """;

  private final Connection connection;

  private GloboLatteOracle(Connection connection) {
    this.connection = connection;
  }

  /**
   * Reads the files of folders that are named {@code globolatte}; the same file in two counts once.
   */
  static GloboLatteOracle of(Path... folders) throws SQLException {
    GloboLatteOracle oracle = new GloboLatteOracle(DriverManager.getConnection("jdbc:duckdb:"));
    try (Statement statement = oracle.connection.createStatement()) {
      // One thread, so that the readers keep the order of the lines.
      statement.execute("SET threads = 1; SET TimeZone = 'UTC'");
      statement.execute(VERSIONS.replace("FILES", globs("**/*.*", folders)));
      statement.execute(RECORDS);
      statement.execute(SOUND);
      statement.execute(rows("sales", "landing/*/*.csv", folders));
      statement.execute(rows("products", "reference/products*.csv", folders));
      statement.execute(rows("business_units", "reference/business_units*.csv", folders));
      statement.execute(CUSTOMERS.replace("FILES", globs("reference/*.ndjson", folders)));
      statement.execute(TYPED_SALES);
      statement.execute(REJECTS);
    }
    return oracle;
  }

  private static String rows(String name, String files, Path... folders) {
    return ROWS.replace("FILES", globs(files, folders)).replace("NAME", name);
  }

  private static String globs(String files, Path... folders) {
    StringBuilder globs = new StringBuilder("[");
    for (Path folder : folders) {
      globs.append(globs.length() > 1 ? ", '" : "'");
      globs.append(folder.resolve(files).toString().replace("'", "''")).append('\'');
    }
    return globs.append(']').toString();
  }

  /** The declared columns, the business unit, what was not declared, and the lineage. */
  List<String> sales() throws SQLException {
    return newest(
        "transaction_id",
        "transaction_id, business_unit, product_id, customer_id, units, total, sold_at,"
            + " payment_method, CASE WHEN has_loyalty"
            + " THEN CAST(to_json({loyalty_points: loyalty_points}) AS VARCHAR) END",
        "(SELECT * FROM typed_sales WHERE reason IS NULL)");
  }

  List<String> products() throws SQLException {
    return newest(
        "product_id",
        "product_id, product_name, category, CAST(price AS DOUBLE), CAST(stock_quantity AS BIGINT)",
        "products");
  }

  List<String> customers() throws SQLException {
    return newest("customer_id", "customer_id, customer_name, email, location", "customers");
  }

  List<String> businessUnits() throws SQLException {
    return newest("business_unit_id", "business_unit_id, country, unit_name", "business_units");
  }

  private List<String> newest(String key, String columns, String rows) throws SQLException {
    return query(
        NEWEST
            .replace("COLUMNS_OF_TABLE", columns)
            .replace("ROWS_OF_TABLE", rows)
            .replace("KEY", key));
  }

  /** Path, line, reason and text of every record that must be refused. */
  List<String> rejects() throws SQLException {
    return query("SELECT path, line, reason, raw FROM rejects ORDER BY ALL");
  }

  /** Path, time, size, records and refused records of every version of every file. */
  List<String> versions() throws SQLException {
    return query(
        """
        SELECT DISTINCT path, modified_at, size,
          CASE WHEN path LIKE '%.csv'
            THEN (SELECT COUNT(*) - 1 FROM records r WHERE r.filename = v.filename)
            ELSE (SELECT COUNT(*) FROM customers c WHERE c.filename = v.filename) END,
          (SELECT COUNT(*) FROM rejects r WHERE r.path = v.path AND r.modified_at = v.modified_at)
        FROM versions v ORDER BY ALL
        """);
  }

  /** Whether the two ways of reading CSV saw the same records; else the oracle itself is wrong. */
  boolean agreesWithItself() throws SQLException {
    return query(
            """
            SELECT (SELECT COUNT(*) FROM sound) = (SELECT COUNT(*) FROM sales_values)
              + (SELECT COUNT(*) FROM products_values)
              + (SELECT COUNT(*) FROM business_units_values)
              AND (SELECT bool_and(starts_with(raw, transaction_id) OR path LIKE '%/quito/%')
                FROM sales)
            """)
        .equals(List.of("true"));
  }

  List<String> query(String query) throws SQLException {
    return Site.query(connection, query);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
