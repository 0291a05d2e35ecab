package io.snowgauge.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code init} makes of GloboLatte's configuration. */
@Timeout(300)
class GloboLatteTablesTest {
  @Test
  void initCreatesTheFourTables(@TempDir Path empty) throws Exception {
    Files.copy(
        Snowgauge.HOME.resolve("runner-configs/direct/globolatte.json"),
        empty.resolve("globolatte.json"));
    Snowgauge.Ended init = Snowgauge.in(empty).run("init", "--config", "globolatte.json");
    assertThat(init.exitCode(), is(0));
    try (Connection connection =
        DriverManager.getConnection("jdbc:duckdb:" + empty.resolve("out/globolatte.duckdb"))) {
      assertThat(
          Site.query(
              connection,
              """
              SELECT table_name, string_agg(column_name || ' ' || data_type
                || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END, ', '
                ORDER BY ordinal_position)
              FROM information_schema.columns
              WHERE table_schema = 'SALES_DATA' AND column_name NOT LIKE '\\_%' ESCAPE '\\'
              GROUP BY table_name ORDER BY table_name
              """),
          contains(
              "BUSINESS_UNITS | BUSINESS_UNIT_ID VARCHAR NOT NULL, COUNTRY VARCHAR,"
                  + " UNIT_NAME VARCHAR",
              "CUSTOMERS | CUSTOMER_ID VARCHAR NOT NULL, CUSTOMER_NAME VARCHAR, EMAIL VARCHAR,"
                  + " LOCATION VARCHAR",
              "PRODUCTS | PRODUCT_ID VARCHAR NOT NULL, PRODUCT_NAME VARCHAR, CATEGORY VARCHAR,"
                  + " PRICE DOUBLE, STOCK_QUANTITY BIGINT",
              "SALES_TRANSACTIONS | TRANSACTION_ID VARCHAR NOT NULL, PRODUCT_ID VARCHAR,"
                  + " CUSTOMER_ID VARCHAR, QUANTITY BIGINT, TOTAL_PRICE DOUBLE,"
                  + " TRANSACTION_DATE TIMESTAMP, PAYMENT_METHOD VARCHAR, BUSINESS_UNIT VARCHAR"));
    }
  }
}
