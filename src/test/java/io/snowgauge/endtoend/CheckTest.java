package io.snowgauge.endtoend;

import static io.snowgauge.endtoend.Site.MONDAY;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check} says, and that nothing is different afterwards. */
@Timeout(300)
class CheckTest {
  @TempDir Path folder;

  private Site site() throws Exception {
    Site site = Site.with(folder, Site.configuration("append", ""));
    site.write("data/lsb.users", new UserGroups().group("g", "u=1"), MONDAY);
    return site;
  }

  /** Checks, and requires that every file and folder is as it was. */
  private Snowgauge.Ended check(Site site, String... more) throws Exception {
    List<String> before = snapshot();
    Snowgauge.Ended ended = site.snowgauge().run(Site.command("check", more));
    assertThat(snapshot(), is(before));
    return ended;
  }

  private List<String> snapshot() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted().map(CheckTest::state).toList();
    }
  }

  private static String state(Path path) {
    try {
      return path
          + " "
          + Files.getLastModifiedTime(path)
          + (Files.isRegularFile(path) ? " " + Arrays.hashCode(Files.readAllBytes(path)) : "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
  void aNewSiteIsFineAndStaysAsItIs() throws Exception {
    Snowgauge.Ended ended = check(site(), "--deep");
    assertThat(
        ended.outLines(),
        contains(
            "ok   configuration: 1 dataset",
            "ok   warehouse: "
                + folder.resolve("warehouse.duckdb")
                + " is not there yet; 'snowgauge init' or the first run creates it and its tables",
            "ok   datasets.user_groups.input: 1 file matches data/*",
            "ok   archive: " + folder.resolve("archive") + " can be created",
            "ok   staging: " + folder.resolve(".snowgauge/staging") + " can be created",
            "ok   assumption: none: the tests run on this very database"));
    assertThat(ended.errLines(), empty());
    assertThat(ended.exitCode(), is(0));
  }

  @Test
  void aSiteWithTablesIsFineBeforeAndAfterItsFirstRun() throws Exception {
    Site site = site();
    assertThat(site.snowgauge().run("init").exitCode(), is(0));
    List<String> tables =
        List.of(
            "ok   warehouse: connected to the DuckDB file " + folder.resolve("warehouse.duckdb"),
            "ok   control tables: version 3 in \"WAREHOUSE\".\"SNOWGAUGE\"",
            "ok   datasets.user_groups.table: \"WAREHOUSE\".\"MAIN\".\"USER_GROUP_SHARES\" is"
                + " there and fits");
    Snowgauge.Ended initialised = check(site);
    assertThat(initialised.outLines().subList(1, 4), is(tables));
    assertThat(initialised.exitCode(), is(0));
    assertThat(site.run().exitCode(), is(0));
    Snowgauge.Ended loaded = check(site);
    assertThat(loaded.outLines().subList(1, 4), is(tables));
    assertThat(
        loaded.outLines(),
        hasItem("ok   archive: " + folder.resolve("archive") + " can be written"));
    assertThat(loaded.exitCode(), is(0));
  }

  @Test
  void whatIsMissingInADatabaseIsToldAndNoFault() throws Exception {
    Site site = site();
    execute(site, "CREATE TABLE USER_GROUP_SHARES (GROUP_NAME VARCHAR)");
    Snowgauge.Ended ended = check(site);
    assertThat(
        ended.outLines().subList(2, 4),
        contains(
            "ok   control tables: none in \"WAREHOUSE\".\"SNOWGAUGE\" yet; 'snowgauge init' or the"
                + " next run creates what is missing",
            "ok   datasets.user_groups.table: \"WAREHOUSE\".\"MAIN\".\"USER_GROUP_SHARES\" lacks"
                + " USER_NAME, SHARE, CONDITION, EXTRACTED_AT, _FILE_ID, _RECORD, _LINE, _RUN_ID,"
                + " _FILE_MODIFIED_AT, _LOADED_AT yet; 'snowgauge init' or the next run creates"
                + " what is missing"));
    assertThat(ended.exitCode(), is(0));
  }

  @Test
  void whatAKilledProcessLeftInTheLogIsReadAndLeftThere() throws Exception {
    Site site = site();
    assertThat(site.snowgauge().run("init").exitCode(), is(0));
    execute(
        site,
        "PRAGMA disable_checkpoint_on_shutdown",
        "CREATE TABLE LATE AS SELECT 1 AS X",
        "DELETE FROM SNOWGAUGE.SCHEMA_VERSION",
        "INSERT INTO SNOWGAUGE.SCHEMA_VERSION VALUES (4, NULL)");
    assertThat(Files.exists(site.path("warehouse.duckdb.wal")), is(true));
    Snowgauge.Ended ended = check(site);
    assertThat(
        ended.outLines().get(2),
        is(
            "FAIL control tables: the control tables in SNOWGAUGE are of version 4 but this"
                + " program knows only up to 3; use the newer program"));
    assertThat(ended.exitCode(), is(1));
  }

  @Test
  void tablesOfAnEarlierVersionAreForTheNextCommand() throws Exception {
    Site site = site();
    assertThat(site.snowgauge().run("init").exitCode(), is(0));
    execute(
        site,
        "DELETE FROM SNOWGAUGE.SCHEMA_VERSION",
        "INSERT INTO SNOWGAUGE.SCHEMA_VERSION VALUES (1, now())");
    Snowgauge.Ended ended = check(site);
    assertThat(
        ended.outLines().get(2),
        is(
            "ok   control tables: those in \"WAREHOUSE\".\"SNOWGAUGE\" are of version 1; the next"
                + " command takes them to version 3"));
    assertThat(site.query("SELECT VERSION FROM SNOWGAUGE.SCHEMA_VERSION"), contains("1"));
  }

  @Test
  void aDatabaseThatAnotherProcessHoldsIsToldAtOnce() throws Exception {
    Site site = site();
    try (Connection held = site.connect()) {
      assertThat(held.isClosed(), is(false));
      Snowgauge.Ended ended = site.snowgauge().run("check");
      assertThat(
          ended.outLines().get(1),
          is(
              "FAIL warehouse: the database file "
                  + folder.resolve("warehouse.duckdb")
                  + " is in use by another process now"));
      assertThat(ended.exitCode(), is(1));
    }
  }

  @Test
  void aFileThatIsNoDatabaseFails() throws Exception {
    Site site = site();
    site.write("warehouse.duckdb", "not a database, but long enough to be told from one\n", MONDAY);
    Snowgauge.Ended ended = check(site);
    assertThat(ended.outLines().get(1), containsString("FAIL warehouse: "));
    assertThat(ended.exitCode(), is(1));
  }

  @Test
  void aDatabaseThatCannotBeCreatedFails() throws Exception {
    Site site = site();
    Files.writeString(site.path("file"), "");
    Snowgauge.Ended ended = check(site, "--set", "warehouse.path=file/x/s.duckdb");
    assertThat(
        ended.outLines().get(1),
        is(
            "FAIL warehouse: "
                + folder.resolve("file/x/s.duckdb")
                + " cannot be created: "
                + folder.resolve("file")
                + " is not a folder"));
    assertThat(ended.exitCode(), is(1));
  }

  @Test
  void foldersThatMayNotBeWrittenFail() throws Exception {
    assumeFalse("root".equals(System.getProperty("user.name")), "root may write everywhere");
    Site site = site();
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    Snowgauge.Ended ended =
        check(site, "--set", "archive=closed", "--set", "warehouse.path=closed/a/s.duckdb");
    assertThat(
        ended.outLines(),
        hasItems(
            "FAIL archive: " + closed + " may not be written",
            "FAIL warehouse: %s cannot be created: %s does not exist and may not be created in %s"
                .formatted(closed.resolve("a/s.duckdb"), closed.resolve("a"), closed)));
    assertThat(ended.exitCode(), is(1));
  }

  @Test
  void aMissingInputFolderFailsAndAnEmptyOneDoesNot() throws Exception {
    Site site = site();
    Snowgauge.Ended missing = check(site, "--set", "datasets.user_groups.input=gone/{farm}/*");
    assertThat(
        missing.outLines(),
        hasItem(
            "FAIL datasets.user_groups.input: expected the folder "
                + folder.resolve("gone")
                + " but found nothing there"));
    assertThat(missing.exitCode(), is(1));
    Snowgauge.Ended none = check(site, "--set", "datasets.user_groups.input=data/*.x");
    assertThat(
        none.outLines(), hasItem("ok   datasets.user_groups.input: no file matches data/*.x"));
    assertThat(none.exitCode(), is(0));
    site.write("data/.x", new UserGroups(), MONDAY);
    assertThat(
        check(site).outLines(),
        hasItem(
            "ok   datasets.user_groups.input: 1 file matches data/*; 1 file is left out, for its"
                + " name begins with a dot"));
  }

  @Test
  void aTargetThatDoesNotFitFails() throws Exception {
    Site site = site();
    execute(site, "CREATE TABLE USER_GROUP_SHARES (SHARE VARCHAR)");
    Snowgauge.Ended ended = check(site);
    assertThat(
        ended.outLines(),
        hasItem(
            "FAIL datasets.user_groups.table: expected the column SHARE as BIGINT, as it is"
                + " declared, but the table has it as VARCHAR; alter the one or the other"));
    assertThat(ended.exitCode(), is(1));
  }

  @Test
  void mistakesOfTheConfigurationAreToldAsEverywhere() throws Exception {
    Snowgauge.Ended ended = check(site(), "--set", "datasets.user_groups.publish=upsert");
    assertThat(ended.exitCode(), is(2));
    assertThat(ended.outLines(), empty());
    assertThat(ended.err(), containsString("datasets.user_groups.publish: expected one of"));
  }
}
