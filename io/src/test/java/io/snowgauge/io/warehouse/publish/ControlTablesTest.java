package io.snowgauge.io.warehouse.publish;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.control.ControlTables;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEveryWarehouse
class ControlTablesTest {
  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;
  private ControlTables tables;

  ControlTablesTest(WarehouseKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void openSite() throws SQLException {
    site = new Site(folder, kind);
    tables = new ControlTables(site.warehouse());
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  @Test
  void areThereOnceTheyAreCreated() throws Exception {
    assertThat(tables.exist(site.connection()), is(false));
    tables.create(site.connection());
    assertThat(tables.exist(site.connection()), is(true));
    assertThat(
        site.rows(
            "SELECT table_schema, table_name FROM information_schema.tables ORDER BY table_name"),
        contains(
            "SNOWGAUGE | INGESTION_AUDIT",
            "SNOWGAUGE | INGESTION_FILES",
            "SNOWGAUGE | INGESTION_REJECTS",
            "SNOWGAUGE | PUBLISH_LOCK",
            "SNOWGAUGE | RUN_HEARTBEATS",
            "SNOWGAUGE | SCHEMA_VERSION"));
  }

  @Test
  void creatingThemAgainChangesNothing() throws Exception {
    tables.create(site.connection());
    List<String> before = site.rows("SELECT * FROM SNOWGAUGE.SCHEMA_VERSION");
    site.execute("INSERT INTO SNOWGAUGE.PUBLISH_LOCK (DATASET) VALUES ('kept')");
    tables.create(site.connection());
    assertThat(site.rows("SELECT * FROM SNOWGAUGE.SCHEMA_VERSION"), is(before));
    assertThat(site.rows("SELECT VERSION FROM SNOWGAUGE.SCHEMA_VERSION"), contains("1"));
    assertThat(site.rows("SELECT DATASET FROM SNOWGAUGE.PUBLISH_LOCK"), contains("kept"));
  }

  @Test
  void tablesOfALaterVersionAreRefused() throws Exception {
    tables.create(site.connection());
    site.execute("INSERT INTO SNOWGAUGE.SCHEMA_VERSION VALUES (2, CURRENT_TIMESTAMP)");
    SQLException refused = assertThrows(SQLException.class, () -> tables.create(site.connection()));
    assertThat(
        refused.getMessage(),
        is(
            "the control tables in SNOWGAUGE are of version 2 but this program knows only up to 1;"
                + " use the newer program"));
  }

  @Test
  void thePrintedStatementsCreateThemToo() throws Exception {
    for (int time = 0; time < 2; time++) {
      for (Sql statement : tables.ddl()) {
        site.execute(statement.text());
      }
    }
    assertThat(tables.exist(site.connection()), is(true));
    tables.create(site.connection());
    assertThat(site.rows("SELECT VERSION FROM SNOWGAUGE.SCHEMA_VERSION"), contains("1"));
  }

  @Test
  void tablesOfTheSameNameInAnotherSchemaAreOthers() throws Exception {
    site.execute("CREATE TABLE INGESTION_FILES (X INTEGER)");
    assertThat(tables.exist(site.connection()), is(false));
  }
}
