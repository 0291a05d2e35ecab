package io.snowgauge.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the README promises a new user, in a copy of its data. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class QuickStartTest {
  private static final String CONFIGURATION = "runner-configs/direct/quickstart.json";

  private Path folder = Path.of("");
  private Snowgauge.Ended first = new Snowgauge.Ended(-1, "", "");
  private Snowgauge.Ended second = first;

  @BeforeAll
  void runTwice(@TempDir Path temporary) throws IOException {
    folder = temporary;
    copy(CONFIGURATION);
    copy("runner-configs/direct/data");
    Snowgauge snowgauge = Snowgauge.in(folder);
    first = snowgauge.run("run", "--config", CONFIGURATION);
    second = snowgauge.run("run", "--config", CONFIGURATION);
  }

  private void copy(String name) throws IOException {
    Path from = Snowgauge.HOME.resolve(name);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(Snowgauge.HOME.relativize(file).toString());
        Files.createDirectories(copy.toAbsolutePath().getParent());
        Files.copy(file, copy);
      }
    }
  }

  /** Without what differs from run to run. */
  private static String comparable(String text) {
    return text.strip()
        .replaceAll("\\d{8}T\\d{6}Z-[0-9a-f]{8}", "RUN")
        .replaceAll("execution date \\d{4}-\\d{2}-\\d{2}", "execution date DATE");
  }

  private List<String> query(String query) throws SQLException {
    Path database = folder.resolve("runner-configs/direct/out/warehouse.duckdb");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database)) {
      return Site.query(connection, query);
    }
  }

  @Test
  void endsAsTheReadmeShows() throws Exception {
    String readme = Files.readString(Snowgauge.HOME.resolve("README.md"));
    String shown =
        readme
            .substring(
                readme.indexOf("<!-- quickstart -->"), readme.indexOf("<!-- /quickstart -->"))
            .replaceAll("<!-- quickstart -->\\s*```\\n|```\\s*$", "");
    assertThat(first.exitCode(), is(0));
    assertThat(comparable(first.out()), is(comparable(shown)));
    assertThat(first.messages(), is(""));
  }

  @Test
  void theReadmesQueryShowsTheAudit() throws Exception {
    String readme = Files.readString(Snowgauge.HOME.resolve("README.md"));
    int start = readme.indexOf("```sql\n") + "```sql\n".length();
    String shown = readme.substring(start, readme.indexOf("```", start));
    assertThat(
        query(shown),
        containsInAnyOrder("user_groups | 4 | 49 | PARTIAL", "user_groups | 0 | 0 | SUCCESS"));
  }

  @Test
  void loadsWhatTheFarmsHave() throws Exception {
    assertThat(
        query(
            "SELECT FARM, GROUP_NAME, STRING_AGG(USER_NAME || COALESCE('=' || SHARE, ''), ' '"
                + " ORDER BY _RECORD), CONDITION FROM USER_GROUP_SHARES"
                + " GROUP BY FARM, GROUP_NAME, CONDITION, _LINE ORDER BY FARM, _LINE"),
        contains(
            "aurora | design_a | amelie=10 bruno=5 carla default=1 | null",
            "aurora | design_b | dmitri=3 elena=3 \"o'neil\" | null",
            "aurora | layout | fatima=20 goran=10 hana=10 ines joao others=5 | null",
            "aurora | verification | kofi lena mario | null",
            "aurora | design_all | design_a design_b layout/ design_a@=50 design_b@=30 others=20"
                + " | null",
            "aurora | everyone | all default=1 | null",
            "borealis | crash | nadia=40 oskar=40 paula=20 | null",
            "borealis | acoustics | quentin=2 EU\\rosa=1 EU\\sven | null",
            "borealis | batch | crash acoustics crash@=3 acoustics@=7 | time(5:18:00-1:8:00)",
            "borealis | batch | crash acoustics crash@=9 acoustics@=1 | !(time(5:18:00-1:8:00))",
            "borealis | contractors | ! | null",
            "borealis | thermal | tariq ulla | null",
            "cirrus | assembly | vera=4 wim=4 xenia | null",
            "cirrus | variants | vera=1 yusuf=1 | null",
            "cirrus | archive | curators | null"));
  }

  @Test
  void keepsTheRefusedLinesWithTheirReasons() throws Exception {
    assertThat(
        query(
            "SELECT regexp_extract(URI, '[^/]+/[^/]+$'), LINE, COLUMN_NUMBER, REASON, RAW"
                + " FROM SNOWGAUGE.INGESTION_REJECTS ORDER BY LINE"),
        contains(
            "cirrus/lsb.users | 6 | 47 | USER_SHARES: expected a positive integer after 'yusuf,'"
                + " but found 'x3' | alignment    (yusuf zoe)             ([yusuf, x3] [zoe, 1])"
                + "   100",
            "cirrus/lsb.users | 8 | 14 | expected ')' to close this '(' but found the end of the"
                + " line | imaging      (anna ben               ([anna, 1])              50"));
  }

  @Test
  void archivesEveryRecord() throws Exception {
    try (Stream<Path> parts =
        Files.walk(folder.resolve("runner-configs/direct/out/ndjson/user_groups"))) {
      List<String> lines =
          parts
              .filter(part -> part.toString().endsWith(".ndjson"))
              .flatMap(
                  part -> {
                    try {
                      return Files.readAllLines(part).stream();
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  })
              .toList();
      assertThat(lines.size(), is(47));
      assertThat(
          lines.stream().map(line -> line.replaceAll("\"timestamp\":\"[^\"]*\"", "T")).toList(),
          hasItem(
              "{\"group\":\"batch\",\"user\":\"crash@\",\"share\":3,T,"
                  + "\"condition\":\"time(5:18:00-1:8:00)\",\"farm\":\"borealis\"}"));
    }
  }

  /** From files that nobody has described to a table. */
  @Test
  void whatIsInferredAsTheReadmeSaysLoadsTheFiles() throws Exception {
    String landing = "runner-configs/direct/data/globolatte/landing";
    assertThat(
        Files.readString(Snowgauge.HOME.resolve("README.md")),
        containsString(
            "./snowgauge infer "
                + landing
                + "/*/*.csv > sales.json\n./snowgauge run --config sales.json\n"));
    List<String> arguments = new ArrayList<>(List.of("infer"));
    try (Stream<Path> files = Files.walk(folder.resolve(landing))) {
      files.filter(Files::isRegularFile).map(Path::toString).sorted().forEach(arguments::add);
    }
    Snowgauge snowgauge = Snowgauge.in(folder);
    Snowgauge.Ended inferred = snowgauge.run(arguments.toArray(String[]::new));
    Files.writeString(folder.resolve("sales.json"), inferred.out());
    Snowgauge.Ended run = snowgauge.run("run", "--config", "sales.json");
    assertThat(inferred.err() + run, run.exitCode(), is(0));
    assertThat(run.out(), containsString("SUCCESS"));
  }

  @Test
  void runningAgainLoadsNothingAndSaysSo() throws Exception {
    assertThat(second.exitCode(), is(0));
    assertThat(
        comparable(second.out()),
        is(
            """
            user_groups: nothing new, all 4 files are loaded
            Run RUN, execution date DATE

             DATASET      FILES  SOURCE  INGESTED  REJECTED  STATUS
             user_groups      0       0         0         0  SUCCESS\
            """));
    assertThat(query("SELECT COUNT(*) FROM USER_GROUP_SHARES"), contains("47"));
    assertThat(query("SELECT COUNT(*) FROM SNOWGAUGE.INGESTION_FILES"), contains("4"));
  }

  @Test
  void theAuditHasBothRuns() {
    Snowgauge.Ended audit = Snowgauge.in(folder).run("audit", "--config", CONFIGURATION);
    assertThat(audit.exitCode(), is(0));
    assertThat(
        audit.outLines().stream()
            .map(line -> line.strip().replaceAll(" +", " ").replaceFirst("^\\d{8}T\\S+ \\S+ ", ""))
            .map(line -> line.replaceFirst(" \\S+Z$", ""))
            .toList(),
        contains(
            "RUN_ID EXECUTION_DATE DATASET MODE FILES SOURCE INGESTED REJECTED STATUS STARTED_AT",
            "user_groups run 0 0 0 0 SUCCESS",
            "user_groups run 4 49 47 2 PARTIAL"));
  }

  @Test
  void parseShowsAFileWithoutLoadingIt() {
    Snowgauge.Ended parsed =
        Snowgauge.in(folder)
            .run(
                "parse",
                "--config",
                CONFIGURATION,
                "runner-configs/direct/data/lsf/cirrus/lsb.users");
    assertThat(parsed.exitCode(), is(0));
    assertThat(parsed.outLines().size(), is(6));
    assertThat(
        parsed.out(), containsString("{\"group\":\"assembly\",\"user\":\"vera\",\"share\":4,"));
    assertThat(
        parsed.errLines(),
        contains(
            "rejected line 6, column 47: USER_SHARES: expected a positive integer after 'yusuf,'"
                + " but found 'x3'",
            "rejected line 8, column 14: expected ')' to close this '(' but found the end of the"
                + " line",
            "source 8  accepted 6  rejected 2 (2 lines)"));
  }
}
