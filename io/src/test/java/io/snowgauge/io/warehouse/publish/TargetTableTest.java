package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.TARGET;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Site.userGroups;
import static io.snowgauge.transforms.dataset.PublishMode.APPEND;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Tolerance;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEveryWarehouse
class TargetTableTest {
  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;

  TargetTableTest(WarehouseKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void openSite() throws SQLException {
    site = new Site(folder, kind);
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  private void create(Dataset dataset) throws SQLException {
    new TargetTable(site.warehouse(), dataset).create(site.connection());
  }

  /**
   * The name of a type; Snowflake calls its numbers and texts otherwise than they were declared.
   */
  private String type(String duckDb) {
    if (kind == WarehouseKind.DUCKDB) {
      return duckDb;
    }
    return switch (duckDb) {
      case "VARCHAR" -> "TEXT";
      case "BIGINT" -> "NUMBER";
      default -> "TIMESTAMP_NTZ";
    };
  }

  private List<String> columnsFrom(int first) throws SQLException {
    return site
        .rows(
            "SELECT column_name, data_type FROM information_schema.columns"
                + " WHERE table_name = ? ORDER BY ordinal_position",
            TARGET)
        .stream()
        .skip(first)
        .toList();
  }

  @Test
  void holdsTheRecordThenTheCapturesThenWhereItCameFrom() throws Exception {
    create(site.dataset(APPEND, "{farm}/{date}/{Rack_2}/lsb.users", Tolerance.NONE));
    assertThat(
        columnsFrom(0),
        contains(
            "GROUP_NAME | " + type("VARCHAR"),
            "USER_NAME | " + type("VARCHAR"),
            "SHARE | " + type("BIGINT"),
            "CONDITION | " + type("VARCHAR"),
            "EXTRACTED_AT | " + type("TIMESTAMP"),
            "FARM | " + type("VARCHAR"),
            "RACK_2 | " + type("VARCHAR"),
            "_FILE_ID | " + type("VARCHAR"),
            "_RECORD | " + type("BIGINT"),
            "_LINE | " + type("BIGINT"),
            "_RUN_ID | " + type("VARCHAR"),
            "_FILE_MODIFIED_AT | " + type("TIMESTAMP"),
            "_LOADED_AT | " + type("TIMESTAMP")));
  }

  @Test
  void gainsTheColumnsThatTheConfigurationHasGained() throws Exception {
    site.load(
        run("r1"),
        site.dataset(APPEND, "*/lsb.users", Tolerance.NONE),
        site.write("a/lsb.users", userGroups("g (u) -"), MONDAY));
    Dataset farms = site.dataset(APPEND, "{farm}/lsb.users", Tolerance.NONE);
    site.load(
        run("r2"),
        farms,
        site.write("b/lsb.users", userGroups("g (u) -"), MONDAY, Map.of("farm", "b")));
    assertThat(
        site.rows("SELECT USER_NAME, FARM, _RUN_ID FROM USER_GROUP_SHARES ORDER BY _RUN_ID"),
        contains("u | null | r1", "u | b | r2"));
    assertThat(columnsFrom(11), contains("FARM | " + type("VARCHAR")));
  }

  @Test
  void keepsTheColumnsThatTheConfigurationHasLost() throws Exception {
    site.load(
        run("r1"),
        site.dataset(APPEND, "{farm}/lsb.users", Tolerance.NONE),
        site.write("a/lsb.users", userGroups("g (u) -"), MONDAY, Map.of("farm", "a")));
    site.load(
        run("r2"),
        site.dataset(APPEND, "*/lsb.users", Tolerance.NONE),
        site.write("b/lsb.users", userGroups("g (u) -"), MONDAY));
    assertThat(
        site.rows("SELECT FARM, _RUN_ID FROM USER_GROUP_SHARES ORDER BY _RUN_ID"),
        contains("a | r1", "null | r2"));
  }

  @Test
  void aTableThatThereWasBeforeGainsWhatItLacks() throws Exception {
    site.execute("CREATE TABLE user_group_shares (group_name VARCHAR, OWNED_BY_US INTEGER)");
    site.load(
        run("r1"), site.dataset(APPEND), site.write("lsb.users", userGroups("g (u) -"), MONDAY));
    assertThat(
        site.rows("SELECT GROUP_NAME, OWNED_BY_US, USER_NAME, _RECORD FROM USER_GROUP_SHARES"),
        contains("g | null | u | 1"));
  }

  @Test
  void creatingItAgainChangesNothing() throws Exception {
    Dataset dataset = site.dataset(APPEND);
    create(dataset);
    List<String> columns = columnsFrom(0);
    create(dataset);
    assertThat(columnsFrom(0), is(columns));
  }
}
