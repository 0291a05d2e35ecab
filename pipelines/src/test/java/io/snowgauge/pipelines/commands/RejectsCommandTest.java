package io.snowgauge.pipelines.commands;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RejectsCommandTest {
  private static final String FILE = "file:///landing/a";

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void configure() throws Exception {
    Files.writeString(
        folder.resolve("snowgauge.json"),
        """
        {"datasets": {"a": {"input": "a/*", "format": {"type": "lsf"}, "table": "A"}}}
        """);
  }

  private int execute(String command, String... more) {
    CommandLine commands = Snowgauge.commandLine();
    commands.setOut(new PrintWriter(out, true));
    commands.setErr(new PrintWriter(err, true));
    List<String> words =
        new ArrayList<>(List.of(command, "--config", folder.resolve("snowgauge.json").toString()));
    words.addAll(List.of(more));
    return commands.execute(words.toArray(String[]::new));
  }

  /** A file that run r1 failed, with a refused line for each text. */
  private void refuse(String... raws) throws SQLException {
    assertThat(execute("init"), is(0));
    out.getBuffer().setLength(0);
    try (Connection connection =
        DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("warehouse.duckdb"))) {
      insert(
          connection,
          """
          INSERT INTO SNOWGAUGE.INGESTION_FILE_EVENTS (
            DATASET, FILE_ID, URI, RUN_ID, ATTEMPT, STATUS, LOADED_AT, STAGE_ID, EPOCH)
          VALUES ('a', 'f1', ?, 'r1', 1, 'FAILED', '2026-01-01', 's1', 1)
          """,
          FILE);
      for (int i = 0; i < raws.length; i++) {
        insert(
            connection,
            "INSERT INTO SNOWGAUGE.INGESTION_REJECT_ROWS VALUES"
                + " ('r1', 'a', 'f1', ?, CAST(? AS BIGINT), 3, 'no', ?, 's1')",
            FILE,
            String.valueOf(i + 2),
            raws[i]);
      }
    }
  }

  private static void insert(Connection connection, String sql, String... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      statement.execute();
    }
  }

  @Test
  void peopleSeeLinesByFileAndNoControlCharacters() throws Exception {
    refuse("g (u", "h\t(\u001b[2Ju");
    assertThat(execute("rejects"), is(0));
    assertThat(
        out.toString(),
        is(
            """
            a /landing/a, run r1: FAILED
              line 2, column 3: no
                g (u
              line 3, column 3: no
                h\\u0009(\\u001b[2Ju
            """));
    assertThat(err.toString(), is("2 refused lines of 1 file version\n"));
  }

  @Test
  void quietlyThereAreTheLinesAlone() throws Exception {
    refuse("g (u");
    assertThat(execute("rejects", "--quiet"), is(0));
    assertThat(out.toString().lines().count(), is(3L));
    assertThat(err.toString(), is(""));
  }

  @Test
  void programsGetThemWhole() throws Exception {
    refuse("g \"(u\n,", "h\t\u009b");
    assertThat(execute("rejects", "--run", "r1", "--format", "json"), is(0));
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.size(), is(2));
    assertThat(json.get(0).get("RAW").asText(), is("g \"(u\n,"));
    assertThat(json.get(1).get("RAW").asText(), is("h\t\u009b"));
    assertThat(json.get(1).get("LINE").asLong(), is(3L));
    assertThat(json.get(1).get("STATUS").asText(), is("FAILED"));
    assertThat(out.toString().indexOf('\u009b'), is(-1));
  }

  @Test
  void aFileGetsExactlyWhatStandsInTheSource() throws Exception {
    refuse("g\t(\u001bu", "h \"(u\", x");
    Path raw = folder.resolve("raw.txt");
    assertThat(
        execute("rejects", "--file", FILE, "--format", "raw", "--out", raw.toString()), is(0));
    assertThat(Files.readString(raw), is("g\t(\u001bu\nh \"(u\", x\n"));
    assertThat(out.toString(), is(""));
    Path csv = folder.resolve("r.csv");
    assertThat(execute("rejects", "--format", "csv", "--out", csv.toString()), is(0));
    assertThat(
        Files.readString(csv).replace("\r\n", "\n"),
        is(
            """
            DATASET,URI,FILE_ID,RUN_ID,STATUS,LINE,COLUMN_NUMBER,REASON,RAW
            a,file:///landing/a,f1,r1,FAILED,2,3,no,g\t(\u001bu
            a,file:///landing/a,f1,r1,FAILED,3,3,no,"h ""(u"", x"
            """));
    assertThat(execute("rejects", "--format", "raw", "--out", raw.toString()), is(2));
    assertThat(err.toString().contains("--out: expected no file but found one at "), is(true));
  }

  @Test
  void linesThatMayGoOnAreToldOf() throws Exception {
    refuse("x".repeat(999), "\ud83d\ude00".repeat(1000));
    Path raw = folder.resolve("raw.txt");
    assertThat(execute("rejects", "--format", "raw", "--out", raw.toString()), is(0));
    assertThat(
        err.toString(),
        is(
            """
            2 refused lines of 1 file version
            warning: 1 of them are kept up to 1,000 characters, and may go on in their files
            """));
  }

  @Test
  void whereNothingWasLoadedNothingIsRefusedOrKnown() throws Exception {
    assertThat(execute("rejects"), is(0));
    assertThat(out.toString(), is(""));
    assertThat(err.toString(), is("No refused line is kept.\n"));
    assertThat(execute("rejects", "--format", "json"), is(0));
    assertThat(out.toString(), is("[ ]\n"));
    Path none = folder.resolve("none.txt");
    err.getBuffer().setLength(0);
    assertThat(
        execute("rejects", "--run", "r9", "--format", "raw", "--out", none.toString()), is(2));
    assertThat(err.toString(), is("snowgauge: no run 'r9' in the ledger\n"));
    assertThat(Files.exists(none), is(false));
    assertThat(Files.exists(folder.resolve("warehouse.duckdb")), is(false));
    err.getBuffer().setLength(0);
    assertThat(execute("rejects", "--format", "raw"), is(2));
    assertThat(err.toString(), startsWith("--format raw: expected --out FILE beside it\n"));
  }
}
