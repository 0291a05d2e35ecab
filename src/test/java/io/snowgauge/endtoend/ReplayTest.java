package io.snowgauge.endtoend;

import static io.snowgauge.endtoend.Site.MONDAY;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lines that were refused, written to a file, corrected and brought back. */
@Timeout(300)
class ReplayTest {
  private static final String SALES =
      """
      {
        "rejectsPerFile": 2,
        "datasets": {
          "sales": {
            "input": "data/{unit}/*.csv", "format": { "type": "csv", "encoding": "windows-1252" },
            "table": "SALES", "columns": { "id": "INTEGER NOT NULL", "name": "STRING" },
            "rejects": { "max": 100 }
          },
          "groups": { "input": "groups/*", "format": { "type": "lsf" }, "table": "GROUPS" }
        }
      }
      """;

  private static final String MERGE =
      "\"table\": \"SALES\", \"publish\": \"merge\", \"key\": [\"id\"]";

  private static final String HEADER = "name,id\n";
  private static final String ROWS = "SELECT id, name, unit FROM SALES ORDER BY id";

  @TempDir Path folder;
  private Site site = new Site(Path.of(""));

  @BeforeEach
  void makeSite() throws IOException {
    site = Site.with(folder, SALES);
  }

  private Snowgauge.Ended execute(String command, String... more) {
    return site.snowgauge().run(Site.command(command, more));
  }

  private void update(String statement) throws SQLException {
    try (Connection connection = site.connect();
        Statement update = connection.createStatement()) {
      update.executeUpdate(statement);
    }
  }

  private List<String> counts() throws Exception {
    return site.query(
        "SELECT regexp_extract(URI, '[^/]*$'), STATUS, SOURCE_RECORD_COUNT, ACCEPTED_RECORD_COUNT,"
            + " REJECTED_RECORD_COUNT, INGESTED_RECORD_COUNT FROM SNOWGAUGE.INGESTION_FILES"
            + " ORDER BY LOADED_AT");
  }

  @Test
  void theBalanceOfAFileClosesByWhatRejectsWrites() throws Exception {
    byte[] text =
        (HEADER + "a,1\n\"m\u00fc\nller\",x2\nc,3\nd,x4\n\"e,\",x5\n").getBytes("windows-1252");
    site.write("data/lima/sales.csv", text, MONDAY);
    assertThat(site.run("--run-id", "r1").exitCode(), is(0));
    assertThat(execute("status").exitCode(), is(3));

    Path lines = site.path("lines.txt");
    Snowgauge.Ended written = execute("rejects", "--format", "raw", "--out", lines.toString());
    assertThat(written.err(), written.exitCode(), is(0));
    assertThat(
        "all of them, though the warehouse keeps two",
        Files.readString(lines),
        is(HEADER + "\"m\u00fc\nller\",x2\nd,x4\n\"e,\",x5\n"));
    Files.writeString(lines, Files.readString(lines).replace("x2", "2").replace("x4", "4"));

    Snowgauge.Ended first =
        execute("replay", lines.toString(), "--dataset", "sales", "--run-id", "r2");
    assertThat(first.err(), first.exitCode(), is(0));
    assertThat(
        first.outLines(),
        hasItem("data/lima/sales.csv: source 5 = accepted 2 + replayed 2 + rejected 1"));
    Snowgauge.Ended again = execute("replay", lines.toString(), "--dataset", "sales");
    assertThat(again.outLines(), contains("sales: nothing new, run r2 has replayed lines.txt"));

    Path rest = site.path("rest.txt");
    execute("rejects", "--format", "raw", "--out", rest.toString());
    assertThat(Files.readString(rest), is(HEADER + "\"e,\",x5\n"));
    Files.writeString(rest, HEADER + "\"e,\",5\n");
    Snowgauge.Ended last =
        execute("replay", rest.toString(), "--dataset", "sales", "--run-id", "r3");
    assertThat(
        last.outLines(),
        hasItem("data/lima/sales.csv: source 5 = accepted 2 + replayed 3 + rejected 0"));

    assertThat(
        site.query(ROWS),
        contains(
            "1 | a | lima",
            "2 | m\u00fc\nller | lima",
            "3 | c | lima",
            "4 | d | lima",
            "5 | e, | lima"));
    assertThat(
        counts(),
        contains(
            "sales.csv | PUBLISHED | 5 | 5 | 0 | 5",
            "lines.txt | REPLAYED | 3 | 2 | 1 | 2",
            "rest.txt | REPLAYED | 1 | 1 | 0 | 1"));
    assertThat(
        site
            .query("SELECT RUN_ID, MODE, STATUS FROM SNOWGAUGE.INGESTION_AUDIT ORDER BY RUN_ID")
            .stream()
            .filter(row -> !row.startsWith("r1 | run") || !row.contains("groups"))
            .distinct()
            .toList(),
        contains("r1 | run | SUCCESS", "r2 | replay | PARTIAL", "r3 | replay | SUCCESS"));
    assertThat(execute("status").exitCode(), is(0));
    assertThat(execute("rejects").outLines(), empty());
    assertThat(site.ndjson().size(), is(5));

    Snowgauge.Ended equal = execute("verify");
    assertThat(equal.toString(), equal.exitCode(), is(0));
    update("UPDATE SALES SET name = 'other' WHERE id = 4");
    Snowgauge.Ended different = execute("verify");
    assertThat(different.toString(), different.exitCode(), is(3));
    assertThat(
        different.out(), containsString("  record 4: name: archived 'd' but found 'other'\n"));
  }

  @Test
  void linesThatWereBroughtBackToAMergeAreVerified() throws Exception {
    site.write("data/lima/sales.csv", HEADER + "a,1\nb,x2\nc,x1\n", MONDAY);
    String merge = SALES.replace("\"table\": \"SALES\"", MERGE);
    site.write("snowgauge.json", merge, MONDAY);
    assertThat(site.run("--run-id", "r1").exitCode(), is(0));
    site.write("lines.txt", HEADER + "b,2\nc,1\n", MONDAY);
    Snowgauge.Ended replayed = execute("replay", "lines.txt", "--dataset", "sales");
    assertThat(replayed.toString(), replayed.exitCode(), is(0));
    assertThat(site.query(ROWS), contains("1 | c | lima", "2 | b | lima"));
    Snowgauge.Ended equal = execute("verify");
    assertThat(equal.toString(), equal.exitCode(), is(0));
    update("UPDATE SALES SET name = 'a' WHERE id = 1");
    Snowgauge.Ended different = execute("verify");
    assertThat(different.toString(), different.exitCode(), is(3));
    assertThat(different.out(), containsString("archived 'c' but found 'a'"));
  }

  @Test
  void whatCannotBeAccountedIsRefused() throws Exception {
    site.write("data/lima/sales.csv", HEADER + "a,x1\n", MONDAY);
    site.write("data/lima/whole.csv", HEADER + "b,2\n", MONDAY);
    site.write("lines.txt", HEADER + "a,1\nb,2\n", MONDAY);
    assertThat(site.run("--run-id", "r1").exitCode(), is(0));
    List<String> messages = new ArrayList<>();
    for (String[] arguments :
        new String[][] {
          {"lines.txt", "--dataset", "groups"},
          {"data/lima/sales.csv", "--dataset", "sales"},
          {"lines.txt", "--dataset", "sales", "--file", "data/lima/none.csv"},
          {"lines.txt", "--dataset", "sales", "--file", "data/lima/whole.csv"},
          {"none.txt", "--dataset", "sales"},
        }) {
      Snowgauge.Ended refused = execute("replay", arguments);
      assertThat(refused.err(), refused.exitCode(), is(2));
      messages.add(refused.err());
    }
    assertThat(
        messages,
        contains(
            containsString("correct the file itself, and 'run' loads it as a new version"),
            containsString("put it elsewhere"),
            containsString("the ledger has no data/lima/none.csv of it"),
            containsString("data/lima/whole.csv has none any more"),
            containsString("FILE: expected a file but found none at none.txt")));
    Snowgauge.Ended many = execute("replay", "lines.txt", "--dataset", "sales", "--run-id", "r2");
    assertThat(many.err(), many.exitCode(), is(3));
    assertThat(many.out(), containsString(", 1, but found 2; leave only lines that were refused"));
    assertThat(site.query(ROWS), contains("2 | b | lima"));
    assertThat(execute("status").out(), containsString("1 PARTIAL"));
  }

  private boolean hasStaged(String part) {
    try {
      return site.files(".snowgauge").stream().anyMatch(file -> file.toString().contains(part));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  @Test
  void aReplayThatIsKilledBringsItsLinesBackOnce() throws Exception {
    site.write("data/lima/sales.csv", HEADER + "a,x1\nb,x2\nc,x3\nd,x4\n", MONDAY);
    assertThat(site.run("--run-id", "r1").exitCode(), is(0));
    for (int i = 1; i <= 3; i++) {
      String name = "lines" + i + ".txt";
      site.write(name, HEADER + "abc".charAt(i - 1) + "," + i + "\n", MONDAY);
      String run = "k" + i;
      Snowgauge.Running killed =
          site.snowgauge()
              .start(Site.command("replay", name, "--dataset", "sales", "--run-id", run));
      String part = i == 1 ? "records-" : "manifest";
      if (killed.runsUntil(() -> hasStaged(part))) {
        killed.runsFor(Duration.ofMillis(i == 3 ? 300 : 0));
      }
      killed.kill();
      Snowgauge.Ended again =
          execute("replay", name, "--dataset", "sales", "--run-id", i == 2 ? run + "-again" : run);
      assertThat(again.err(), again.exitCode(), is(0));
      assertThat(
          site.query("SELECT COUNT(*), COUNT(DISTINCT _RECORD), MAX(_RECORD) FROM SALES"),
          contains(i + " | " + i + " | " + i));
    }
    assertThat(
        site.query(
            "SELECT SOURCE_RECORD_COUNT, ACCEPTED_RECORD_COUNT, REJECTED_RECORD_COUNT,"
                + " INGESTED_RECORD_COUNT FROM SNOWGAUGE.INGESTION_FILES WHERE RUN_ID = 'r1'"),
        contains("4 | 3 | 1 | 3"));
    assertThat(
        site.query("SELECT COUNT(*) FROM SNOWGAUGE.INGESTION_FILES WHERE STATUS = 'REPLAYED'"),
        contains("3"));
  }
}
