package io.snowgauge.endtoend;

import static io.snowgauge.endtoend.Site.WEDNESDAY;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database that the program wrote when its control tables were of version 1 is used further. */
@Timeout(300)
class UpgradeTest {
  private static final Path DATABASE =
      Snowgauge.HOME.resolve(
          "io/src/test/resources/io/snowgauge/io/warehouse/control/version-1.duckdb.gz");

  private static final String STATES =
      "SELECT STATUS, COUNT(*) FROM SNOWGAUGE.INGESTION_FILES GROUP BY STATUS ORDER BY STATUS";
  private static final String VERSION = "SELECT MAX(VERSION) FROM SNOWGAUGE.SCHEMA_VERSION";

  @TempDir Path folder;
  private Site site;

  @BeforeEach
  void unpack() throws IOException {
    site =
        Site.with(
            folder,
            """
            {
              "datasets": {
                "history": {
                  "input": "data/*", "format": { "type": "lsf" }, "table": "HISTORY",
                  "publish": "append"
                }
              }
            }
            """);
    try (InputStream database = new GZIPInputStream(Files.newInputStream(DATABASE))) {
      Files.copy(database, site.path("warehouse.duckdb"));
    }
  }

  private void assertTheHistoryIsThere() throws Exception {
    assertThat(
        site.query(STATES),
        contains(
            "EXTRACTED | 1",
            "FAILED | 5",
            "PUBLISHED | 5",
            "REPLACED | 1",
            "RETRACTED | 4",
            "SUPERSEDED | 1"));
    assertThat(site.query(VERSION), contains("3"));
  }

  @Test
  void whateverCommandComesFirstTakesItToThisVersion() throws Exception {
    assertThat(site.query(VERSION), contains("1"));
    Snowgauge.Ended checked = site.snowgauge().run("check");
    assertThat(checked.out(), containsString("are of version 1; the next command takes them"));
    assertThat(site.query(VERSION), contains("1"));

    Snowgauge.Ended audit = site.snowgauge().run("audit", "--run", "r2");
    assertThat(audit.err(), audit.exitCode(), is(0));
    assertThat(audit.out(), containsString("RETRACTED"));
    assertTheHistoryIsThere();
  }

  @Test
  void aDryRunChangesNothingAndARunGoesOnInTheSameTable() throws Exception {
    UserGroups groups = UserGroups.random(1, 5);
    site.write("data/new", groups, WEDNESDAY);
    Snowgauge.Ended planned = site.run("--dry-run");
    assertThat(planned.toString(), planned.exitCode(), is(1));
    assertThat(
        planned.err(),
        containsString("; 'snowgauge init' takes them there and keeps what is in them"));
    assertThat(site.query(VERSION), contains("1"));
    Snowgauge.Ended loaded = site.run("--run-id", "after");
    assertThat(loaded.err(), loaded.exitCode(), is(0));
    assertThat(site.query(STATES), hasItem("RETRACTED | 4"));
    List<String> old = site.query("SELECT GROUP_NAME, USER_NAME FROM HISTORY WHERE _RUN_ID = 'r1'");
    assertThat(
        old.stream().sorted().toList(), contains("good | u1", "old | u1", "old | u2", "old | u3"));
    assertThat(
        site.query("SELECT COUNT(*) FROM HISTORY WHERE _RUN_ID = 'after'"),
        contains(String.valueOf(groups.size())));
  }

  @Test
  void whatWasTakenOutOnceCanBeTakenOutAgain() throws Exception {
    Snowgauge.Ended retracted = site.snowgauge().run("retract", "--run", "r2");
    assertThat(retracted.toString(), retracted.exitCode(), is(2));
    assertThat(retracted.err(), containsString("of which the ledger has run 'r2'"));
    Snowgauge.Ended again = site.snowgauge().run("retract", "--run", "r2", "--dataset", "history");
    assertThat(again.toString(), again.exitCode(), is(0));
    assertThat(again.out(), containsString("nothing of run 'r2' in history is published"));
    assertTheHistoryIsThere();
  }
}
