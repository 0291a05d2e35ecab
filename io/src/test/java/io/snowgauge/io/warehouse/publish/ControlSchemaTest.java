package io.snowgauge.io.warehouse.publish;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.control.ControlSchema;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@OnEveryWarehouse
class ControlSchemaTest {
  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;
  private ControlSchema schema;

  ControlSchemaTest(WarehouseKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void openSite() throws SQLException {
    site = new Site(folder, kind);
    schema = new ControlSchema(site.warehouse());
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  @Test
  void areThereOnceTheyAreCreated() throws Exception {
    assertThat(schema.exist(site.connection()), is(false));
    schema.create(site.connection());
    assertThat(schema.exist(site.connection()), is(true));
    assertThat(
        site.rows(
            "SELECT table_schema, table_name FROM information_schema.tables ORDER BY table_name"),
        contains(
            "SNOWGAUGE | ALERT_EVENTS",
            "SNOWGAUGE | INGESTION_AUDIT",
            "SNOWGAUGE | INGESTION_FILES",
            "SNOWGAUGE | INGESTION_FILE_EVENTS",
            "SNOWGAUGE | INGESTION_REJECTS",
            "SNOWGAUGE | INGESTION_REJECT_ROWS",
            "SNOWGAUGE | INGESTION_RUN_EVENTS",
            "SNOWGAUGE | LEDGER_STUBS",
            "SNOWGAUGE | RUN_HEARTBEATS",
            "SNOWGAUGE | SCHEMA_VERSION",
            "SNOWGAUGE | VERIFICATIONS"));
  }

  @Test
  void creatingThemAgainChangesNothing() throws Exception {
    schema.create(site.connection());
    List<String> before = site.rows("SELECT * FROM SNOWGAUGE.SCHEMA_VERSION");
    site.execute("INSERT INTO SNOWGAUGE.INGESTION_FILE_EVENTS (DATASET) VALUES ('kept')");
    schema.create(site.connection());
    assertThat(site.rows("SELECT * FROM SNOWGAUGE.SCHEMA_VERSION"), is(before));
    assertThat(site.rows("SELECT DATASET FROM SNOWGAUGE.INGESTION_FILE_EVENTS"), contains("kept"));
  }

  @Test
  void theirVersionIsRecordedBeforeTheFirstAndAfterTheLastOfThem() throws Exception {
    schema.create(site.connection());
    assertThat(
        site.rows(
            "SELECT VERSION, INSTALLED_AT IS NULL AS BEGUN FROM SNOWGAUGE.SCHEMA_VERSION"
                + " ORDER BY BEGUN DESC"),
        contains("3 | true", "3 | false"));
  }

  @Test
  void tablesOfALaterVersionAreRefused() throws Exception {
    schema.create(site.connection());
    site.execute("INSERT INTO SNOWGAUGE.SCHEMA_VERSION VALUES (4, NULL)");
    assertTheyAreTooNew();
    site.execute("INSERT INTO SNOWGAUGE.SCHEMA_VERSION VALUES (4, CURRENT_TIMESTAMP)");
    assertTheyAreTooNew();
  }

  /** Also while they are only on the way there. */
  private void assertTheyAreTooNew() {
    for (Executable use :
        List.<Executable>of(
            () -> schema.create(site.connection()),
            () -> schema.isReady(site.connection()),
            () -> schema.require(site.connection()))) {
      assertThat(
          assertThrows(SQLException.class, use).getMessage(),
          is(
              "the control tables in SNOWGAUGE are of version 4 but this program knows only up to"
                  + " 3; use the newer program"));
    }
  }

  @Test
  void thePrintedStatementsCreateThemToo() throws Exception {
    for (int time = 0; time < 2; time++) {
      for (Sql statement : schema.ddl()) {
        site.execute(statement.text());
      }
    }
    schema.require(site.connection());
    schema.create(site.connection());
    assertThat(site.rows("SELECT VERSION FROM SNOWGAUGE.SCHEMA_VERSION"), contains("3"));
  }

  @Test
  void tablesOfTheSameNameInAnotherSchemaAreOthers() throws Exception {
    site.execute("CREATE TABLE INGESTION_FILE_EVENTS (X INTEGER)");
    assertThat(schema.exist(site.connection()), is(false));
  }
}
