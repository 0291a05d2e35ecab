package io.snowgauge.endtoend;

import static io.snowgauge.endtoend.Site.MONDAY;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesRegex;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands other than run. */
@Timeout(120)
class CommandsTest {
  private static final List<String> COMMANDS =
      List.of(
          "run",
          "backfill",
          "parse",
          "infer",
          "extract",
          "init",
          "check",
          "audit",
          "status",
          "report",
          "verify",
          "rejects",
          "replay",
          "receipt",
          "cleanup",
          "retract",
          "config");

  @TempDir Path folder;

  private Site site(String more) throws Exception {
    return Site.with(folder, Site.configuration("append", more));
  }

  @Test
  void versionIsThatOfTheBuild() throws Exception {
    Snowgauge.Ended version = Snowgauge.in(folder).run("--version");
    assertThat(version.exitCode(), is(0));
    String pom = Files.readString(Snowgauge.HOME.resolve("pom.xml"));
    String expected = pom.replaceAll("(?s).*?<version>([^<]*)</version>.*", "$1");
    assertThat(version.out(), is("snowgauge " + expected + "\n"));
  }

  @Test
  void helpNamesEveryCommandAndTheExitCodes() {
    Snowgauge.Ended help = Snowgauge.in(folder).run("--help");
    assertThat(help.exitCode(), is(0));
    for (String command : COMMANDS) {
      assertThat(help.out(), containsString("\n  " + command + " "));
    }
    assertThat(help.out(), containsString("Exit codes: 0"));
  }

  @ParameterizedTest
  @FieldSource("COMMANDS")
  void everyCommandExplainsItself(String command) throws Exception {
    Snowgauge.Ended help = Snowgauge.in(folder).run(command, "--help");
    assertThat(help.exitCode(), is(0));
    assertThat(help.out(), startsWith("Usage: snowgauge " + command));
    assertThat(help.out(), containsString("--config=FILE"));
    assertThat(help.out(), containsString("--set=key=value"));
    assertThat(new Site(folder).everything(), empty());
  }

  @Test
  void parseShowsRecordsRejectsAndCountsAndLoadsNothing() throws Exception {
    Site site = site("");
    UserGroups groups = new UserGroups().group("g", "u=1", "v").group("h", "w=2");
    site.write("elsewhere/f", groups, MONDAY);
    Snowgauge.Ended parsed = site.snowgauge().run("parse", "elsewhere/f");
    assertThat(parsed.exitCode(), is(0));
    assertThat(parsed.outLines(), is(groups.ndjson("2025-06-02T10:00:00Z")));
    assertThat(parsed.errLines(), contains("source 3  accepted 3  rejected 0 (0 lines)"));
    assertThat(site.everything(), contains("elsewhere/f", "snowgauge.json"));

    String text = groups.text().replace("End UserGroup", "bad (x\nEnd UserGroup");
    site.write("elsewhere/f", text, MONDAY);
    Snowgauge.Ended failed =
        site.snowgauge().run("parse", "elsewhere/f", "--dataset", "user_groups");
    assertThat(failed.exitCode(), is(3));
    assertThat(failed.outLines(), is(groups.ndjson("2025-06-02T10:00:00Z")));
    assertThat(
        failed.errLines(),
        contains(
            "rejected line 5, column 5: expected ')' to close this '(' but found the end of the"
                + " line",
            "source 4  accepted 3  rejected 1 (1 line)",
            "FAILED: 1 of 4 lines rejected, none tolerated"));

    site.write("elsewhere/f", "g u1\nBegin UserGroup\n#include x\nEnd User\n", MONDAY);
    Snowgauge.Ended noticed = site.snowgauge().run("parse", "elsewhere/f");
    assertThat(noticed.exitCode(), is(3));
    assertThat(
        noticed.errLines(),
        contains(
            "rejected line 1, column 1: outside any section: expected 'Begin UserGroup' but found"
                + " 'g'",
            "notice: line 3: #INCLUDE x is not followed",
            "notice: line 4: expected 'End UserGroup' for the section of line 2 but found 'End"
                + " User', which is taken for it",
            "source 1  accepted 0  rejected 1 (1 line)",
            "FAILED: 1 of 1 lines rejected, none tolerated"));

    Snowgauge.Ended gone = site.snowgauge().run("parse", "nowhere");
    assertThat(gone.exitCode(), is(2));
    assertThat(gone.out(), is(""));
    assertThat(gone.errLines().get(0), is("expected a file but found none at nowhere"));
  }

  @Test
  void initCreatesWhatIsMissingAndPrintsItOnRequest() throws Exception {
    Site site = site("");
    Snowgauge.Ended printed = site.snowgauge().run("init", "--print");
    assertThat(printed.exitCode(), is(0));
    assertThat(site.everything(), contains("snowgauge.json"));
    Path other = folder.resolve("other/warehouse.duckdb");
    Files.createDirectories(folder.resolve("other"));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + other);
        Statement statement = connection.createStatement()) {
      statement.execute(printed.out());
    }

    Snowgauge.Ended created = site.snowgauge().run("init");
    assertThat(created.exitCode(), is(0));
    assertThat(created.out(), is("The control tables (version 3) and 1 targets are in place.\n"));
    assertThat(site.snowgauge().run("init").exitCode(), is(0));
    Snowgauge.Ended granted = site.snowgauge().run("init", "--grant-to", "LOADER");
    assertThat(granted.exitCode(), is(2));
    assertThat(granted.err(), containsString("--grant-to: expected a warehouse with roles"));
    String columns =
        "SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns"
            + " ORDER BY ALL";
    List<String> byPrint;
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + other)) {
      byPrint = Site.query(connection, columns);
    }
    assertThat(site.query(columns), is(byPrint));
    assertThat(
        site.query("SELECT DISTINCT table_name FROM information_schema.tables ORDER BY 1"),
        contains(
            "ALERT_EVENTS",
            "INGESTION_AUDIT",
            "INGESTION_FILES",
            "INGESTION_FILE_EVENTS",
            "INGESTION_REJECTS",
            "INGESTION_REJECT_ROWS",
            "INGESTION_RUN_EVENTS",
            "LEDGER_STUBS",
            "PUBLISH_LOCK_USER_GROUPS",
            "RUN_HEARTBEATS",
            "SCHEMA_VERSION",
            "TARGET_LOCK_USER_GROUP_SHARES_8B217ED5C6360295",
            "USER_GROUP_SHARES",
            "VERIFICATIONS"));
  }

  /** As on a disk that is full: what was asked for is not there. */
  @EnabledOnOs(OS.LINUX)
  @ParameterizedTest
  @ValueSource(strings = {"audit", "config", "parse --dataset user_groups data/good", "--help"})
  void whatCannotBePrintedIsAFailure(String command) throws Exception {
    Site site = site("");
    site.write("data/good", UserGroups.random(1, 3), MONDAY);
    List<String> words = new ArrayList<>(List.of(Snowgauge.HOME.resolve("snowgauge").toString()));
    words.addAll(List.of(command.split(" ")));
    Path err = site.path("err");
    Process process =
        new ProcessBuilder(words)
            .directory(site.folder().toFile())
            .redirectOutput(new File("/dev/full"))
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(), is(1));
    assertThat(
        Files.readString(err),
        endsWith(
            "snowgauge: expected to write all of standard output but found: No space left on"
                + " device\n"));
  }

  @Test
  void auditShowsNoRunsBeforeTheFirst() throws Exception {
    Site site = site("");
    Snowgauge.Ended audit = site.snowgauge().run("audit");
    assertThat(audit.exitCode(), is(0));
    assertThat(audit.out(), is("No runs yet.\n"));
    assertThat(site.snowgauge().run("audit", "--format", "json").out(), is("[ ]\n"));
    assertThat(site.everything(), contains("snowgauge.json"));
  }

  @Test
  void auditShowsRunsAndFilesInEveryFormat() throws Exception {
    Site site = site("");
    UserGroups groups = UserGroups.random(1, 3);
    Path good = site.write("data/good", groups, MONDAY);
    Path bad = site.write("data/bad \"x\", y", "Begin UserGroup\nno header\n", MONDAY);
    assertThat(site.run("--run-id", "r1", "--execution-date", "2025-06-06").exitCode(), is(3));
    assertThat(
        site.run("--run-id", "r2", "--set", "datasets.user_groups.input=nothing").exitCode(),
        is(0));

    assertThat(
        table(site.snowgauge().run("audit")),
        contains(
            "RUN_ID EXECUTION_DATE DATASET MODE FILES SOURCE INGESTED REJECTED STATUS STARTED_AT",
            "r2 DATE user_groups run 0 0 0 0 SUCCESS TIME",
            "r1 DATE user_groups run 2 %1$d %1$d 0 FAILED TIME".formatted(groups.size())));
    assertThat(table(site.snowgauge().run("audit", "--last", "1")).size(), is(2));

    String failure =
        "line 1: expected 'End UserGroup' to close this section but found the end of the file";
    String header =
        "line 2, column 1: header: expected one of GROUP_NAME, GROUP_MEMBER, USER_SHARES,"
            + " GROUP_ADMIN, PRIORITY but found 'no'";
    Snowgauge.Ended one = site.snowgauge().run("audit", "--run", "r1");
    assertThat(one.exitCode(), is(0));
    assertThat(
        table(one).subList(3, table(one).size()),
        contains(
            "DATASET FILE TRY SOURCE ACCEPTED REJECTED INGESTED STATUS",
            "user_groups data/bad \"x\", y 1 0 0 0 0 FAILED",
            "user_groups data/good 1 %1$d %1$d 0 %1$d PUBLISHED".formatted(groups.size()),
            "FAILED data/bad \"x\", y",
            failure,
            header));

    JsonNode json =
        new ObjectMapper()
            .readTree(site.snowgauge().run("audit", "--run", "r1", "--format", "json").out());
    assertThat(json.size(), is(1));
    assertThat(json.get(0).get("RUN_ID").asText(), is("r1"));
    assertThat(json.get(0).get("EXECUTION_DATE").asText(), is("2025-06-06"));
    assertThat(json.get(0).get("INGESTED_RECORD_COUNT").asInt(), is(groups.size()));
    JsonNode files = json.get(0).get("FILE_ROWS");
    assertThat(files.size(), is(2));
    assertThat(files.get(0).get("URI").asText(), is("file://" + bad));
    assertThat(files.get(0).get("STATUS").asText(), is("FAILED"));
    assertThat(files.get(0).get("ERROR_MESSAGES").asText(), is(failure + "\n" + header));
    assertThat(files.get(1).get("URI").asText(), is("file://" + good));
    assertThat(files.get(1).get("ERROR_MESSAGES").isNull(), is(true));

    List<String> csv =
        site.snowgauge().run("audit", "--run", "r1", "--format", "CSV").out().lines().toList();
    assertThat(
        csv.get(0),
        is(
            "DATASET,FILE_ID,URI,SIZE_BYTES,RUN_ID,ATTEMPT,SOURCE_RECORD_COUNT,"
                + "ACCEPTED_RECORD_COUNT,REJECTED_RECORD_COUNT,INGESTED_RECORD_COUNT,STATUS,"
                + "ERROR_MESSAGES,LOADED_AT,INSERTED_RECORD_COUNT,UPDATED_RECORD_COUNT,"
                + "UNCHANGED_RECORD_COUNT,OVERTAKEN_RECORD_COUNT,DIGEST"));
    assertThat(
        csv.get(1),
        matchesRegex(
            "user_groups,[0-9a-f]{32},\"file:///.*/data/bad \"\"x\"\", y\",26,r1,1,0,0,0,0,FAILED,"
                + "\"line 1: expected 'End UserGroup' .*"));
    assertThat(
        site.snowgauge().run("audit", "--format", "csv").outLines().get(1), startsWith("r2,"));

    assertThat(site.snowgauge().run("audit", "--wait", "--run", "r1").exitCode(), is(3));
    assertThat(site.snowgauge().run("audit", "--wait", "--run", "r2").exitCode(), is(0));
  }

  /** The lines of a table, without what is only there to align it, dates or times. */
  private static List<String> table(Snowgauge.Ended ended) {
    List<String> lines = new ArrayList<>();
    for (String line : ended.outLines()) {
      lines.add(
          line.strip()
              .replaceAll(" +", " ")
              .replaceFirst("\\d{4}-\\d{2}-\\d{2}T\\S+Z", "TIME")
              .replaceFirst("\\d{4}-\\d{2}-\\d{2}", "DATE"));
    }
    return lines;
  }
}
