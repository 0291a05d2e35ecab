package io.snowgauge.endtoend;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** GloboLatte's tables as they were loaded, in the words of {@link GloboLatteOracle}. */
record LoadedGloboLatte(Path database) {
  /** Which file a row came from, as the ledger has it, beside the row's own lineage. */
  private static final String LINEAGE =
      """
      , t._LINE, (SELECT DISTINCT regexp_extract(f.URI, '.*/globolatte/(.*)', 1)
        FROM globolatte.SNOWGAUGE.INGESTION_FILES f WHERE f.FILE_ID = t._FILE_ID),
        t._FILE_MODIFIED_AT
      """;

  List<String> query(String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database)) {
      return Site.query(connection, query);
    }
  }

  private List<String> rows(String table, String columns) throws SQLException {
    return query(
        "SELECT " + columns + LINEAGE + " FROM globolatte.SALES_DATA." + table + " t ORDER BY 1");
  }

  List<String> sales() throws SQLException {
    return rows(
        "SALES_TRANSACTIONS",
        "TRANSACTION_ID, BUSINESS_UNIT, PRODUCT_ID, CUSTOMER_ID, QUANTITY, TOTAL_PRICE,"
            + " TRANSACTION_DATE, PAYMENT_METHOD,"
            + " CAST(json(CAST(_EXTRA AS VARCHAR)) AS VARCHAR)");
  }

  List<String> products() throws SQLException {
    return rows("PRODUCTS", "PRODUCT_ID, PRODUCT_NAME, CATEGORY, PRICE, STOCK_QUANTITY");
  }

  List<String> customers() throws SQLException {
    return rows("CUSTOMERS", "CUSTOMER_ID, CUSTOMER_NAME, EMAIL, LOCATION");
  }

  List<String> businessUnits() throws SQLException {
    return rows("BUSINESS_UNITS", "BUSINESS_UNIT_ID, COUNTRY, UNIT_NAME");
  }

  /** Path, time, size, records and refused records of every version that is in and balances. */
  List<String> versions() throws SQLException {
    return query(
        """
        SELECT regexp_extract(URI, '.*/globolatte/(.*)', 1), LAST_MODIFIED, SIZE_BYTES,
          SOURCE_RECORD_COUNT, REJECTED_RECORD_COUNT
        FROM globolatte.SNOWGAUGE.INGESTION_FILES
        WHERE STATUS = 'PUBLISHED' AND INGESTED_RECORD_COUNT = ACCEPTED_RECORD_COUNT
          AND SOURCE_RECORD_COUNT = ACCEPTED_RECORD_COUNT + REJECTED_RECORD_COUNT
        ORDER BY ALL
        """);
  }
}
