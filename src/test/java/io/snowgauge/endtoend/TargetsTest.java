package io.snowgauge.endtoend;

import static io.snowgauge.endtoend.Site.MONDAY;
import static io.snowgauge.endtoend.Site.TUESDAY;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Targets that were there before, or whose declaration has changed. */
@Timeout(300)
class TargetsTest {
  @TempDir Path folder;

  private static String dataset(String name, String table, String columns) {
    return """
    "%s": { "input": "data/%s*", "format": { "type": "csv" }, "table": "%s",
      "columns": { %s } }
    """
        .formatted(name, name, table, columns);
  }

  private Site site(String... datasets) throws Exception {
    return Site.with(folder, "{ \"datasets\": { " + String.join(",", datasets) + " } }");
  }

  private static void execute(Site site, String... statements) throws Exception {
    try (Connection connection = site.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Test
  void aDeclarationThatTheTableWouldRoundIsRefusedBeforeAnythingIsRead() throws Exception {
    Site site = site(dataset("a", "A", "\"id\": \"STRING NOT NULL\", \"p\": \"NUMBER(10,2)\""));
    site.write("data/a1.csv", "id,p\nx,2.25\n", MONDAY);
    assertThat(site.run().exitCode(), is(0));
    site.write("data/a2.csv", "id,p\ny,2.2575\n", TUESDAY);
    Snowgauge.Ended changed =
        site.run(
            "--set", "datasets.a.columns.p=NUMBER(10,4)", "--set", "datasets.a.columns.id=STRING");
    assertThat(changed.exitCode(), is(2));
    assertThat(
        changed.err().lines().toList(),
        contains(
            "2 problems:",
            "  datasets.a.table: expected the column ID to take nulls but the table has it NOT"
                + " NULL; declare it NOT NULL, or alter the table",
            "  datasets.a.table: expected the column P as DECIMAL(10, 4), as it is declared, but"
                + " the table has it as DECIMAL(10,2); alter the one or the other"));
    assertThat(site.query("SELECT ID, P FROM A"), contains("x | 2.25"));
  }

  @Test
  void aViewIsNoTarget() throws Exception {
    Site site = site(dataset("a", "A", "\"id\": \"STRING\""));
    execute(site, "CREATE VIEW A AS SELECT '1' AS ID");
    site.write("data/a.csv", "id\nx\n", MONDAY);
    Snowgauge.Ended ended = site.run();
    assertThat(ended.exitCode(), is(2));
    assertThat(ended.err(), containsString("datasets.a.table: expected a table but A is a view"));
  }

  @Test
  void aColumnMayBeCalledAsOursAre() throws Exception {
    Site site =
        site(
            dataset(
                "a",
                "A",
                "\"stage_id\": \"STRING\", \"record\": \"INTEGER\", \"file_id\": \"STRING\","
                    + " \"uri\": \"STRING\", \"status\": \"STRING\""));
    site.write("data/a.csv", "stage_id,record,file_id,uri,status\ns,1,f,u,t\n", MONDAY);
    assertThat(site.run().exitCode(), is(0));
    assertThat(
        site.query("SELECT STAGE_ID, RECORD, FILE_ID, URI, STATUS FROM A"),
        contains("s | 1 | f | u | t"));
  }

  @Test
  void whatARunHasPublishedIsShownAlsoWhenItCouldNotGoOn() throws Exception {
    Site site =
        site(dataset("a", "A", "\"id\": \"STRING\""), dataset("b", "B", "\"id\": \"STRING\""));
    execute(site, "CREATE TABLE B (ID VARCHAR CHECK (ID <> 'x'))");
    site.write("data/a.csv", "id\nx\n", MONDAY);
    site.write("data/b.csv", "id\nx\n", MONDAY);
    Snowgauge.Ended ended = site.run();
    assertThat(ended.exitCode(), is(1));
    assertThat(ended.err(), containsString("CHECK constraint failed"));
    assertThat(
        ended.outLines().stream().map(line -> line.strip().replaceAll(" +", " ")).toList(),
        contains(
            ended.outLines().get(0),
            "",
            "DATASET FILES SOURCE INGESTED REJECTED STATUS",
            "a 1 1 1 0 SUCCESS",
            "b 0 0 0 0 FAILED"));
    assertThat(site.query("SELECT ID FROM B"), is(empty()));
  }

  /** The ledger alone would say that all is loaded, and a new ledger that nothing is. */
  @Test
  void aLedgerAndATableThatHaveComeApart() throws Exception {
    Site site = site(dataset("a", "A", "\"id\": \"STRING\""));
    site.write("data/a1.csv", "id\nx\n", MONDAY);
    assertThat(site.run("--run-id", "r1").exitCode(), is(0));
    execute(site, "ALTER TABLE A RENAME TO OLD");
    Snowgauge.Ended dropped = site.run();
    assertThat(dropped.exitCode(), is(2));
    assertThat(dropped.err(), containsString("found no such table: it was dropped or renamed"));
    Snowgauge.Ended checked = site.snowgauge().run("check");
    assertThat(checked.exitCode(), is(1));
    assertThat(
        checked.out(), containsString("FAIL datasets.a.table: expected MAIN.A with the rows"));
    Snowgauge.Ended retracted =
        site.snowgauge().run(Site.command("retract", "--run", "r1", "--set", "datasets.a.table=B"));
    assertThat(retracted.exitCode(), is(2));
    assertThat(retracted.err(), containsString("MAIN.B without any of them; name the table"));
    assertThat(site.query("SELECT ID FROM OLD"), contains("x"));
    assertThat(site.run("--force").exitCode(), is(0));
    assertThat(site.query("SELECT ID FROM A"), contains("x"));

    execute(site, "DELETE FROM SNOWGAUGE.INGESTION_FILE_EVENTS WHERE URI LIKE '%a1.csv'");
    Snowgauge.Ended forgotten = site.run();
    assertThat(forgotten.exitCode(), is(1));
    assertThat(forgotten.err(), containsString("rows of the ledger were deleted"));
    assertThat(site.query("SELECT ID FROM A"), contains("x"));
  }
}
