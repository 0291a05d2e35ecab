package io.snowgauge.pipelines.commands;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import io.snowgauge.pipelines.alerts.Receiver;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Whom {@code verify} tells of what differs, once, and when it says that it is over. */
@Timeout(120)
class VerifyTellsTest {
  private static final String TELL =
      """
      "alerts": {
        "team": {"type": "slack", "url": "${file:slack}"},
        "oncall": {"type": "pagerDuty", "routingKey": "${file:slack}", "endpoint": "%s",
          "on": ["mismatch"]}
      },
      """;

  private static final String[] DIFFERS = {
    "MISMATCH sales: 1 difference from what was loaded: 1 in the table",
    "trigger error snowgauge/sales/MISMATCH"
  };

  private static final String[] IS_OVER = {
    "OK again: sales/MISMATCH", "resolve error snowgauge/sales/MISMATCH"
  };

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Receiver receiver;
  private Path file;

  @BeforeEach
  void load() throws Exception {
    receiver = new Receiver();
    Files.writeString(folder.resolve("slack"), receiver.url("/slack"));
    configure(TELL.formatted(receiver.url("/pd")));
    Files.createDirectory(folder.resolve("in"));
    file = Files.writeString(folder.resolve("in/1.csv"), "ID\n1\n2\n");
    Files.writeString(folder.resolve("in/2.csv"), "ID\n3\n");
    said(0, "run", "--run-id", "r1");
    assertThat(told(), is(empty()));
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private void configure(String more) throws IOException {
    Files.writeString(
        folder.resolve("snowgauge.json"),
        """
        {%s
         "datasets": {"sales": {"input": "in/*.csv", "table": "SALES", "digest": "records",
           "format": {"type": "csv"}, "columns": {"ID": "INTEGER"}}}}
        """
            .formatted(more));
  }

  private String said(int code, String command, String... more) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine commands = Snowgauge.commandLine();
    commands.setOut(new PrintWriter(out, true));
    commands.setErr(new PrintWriter(err, true));
    List<String> words =
        new ArrayList<>(List.of(command, "--config", folder.resolve("snowgauge.json").toString()));
    words.addAll(List.of(more));
    int ended = commands.execute(words.toArray(String[]::new));
    assertThat(out.toString() + err, ended, is(code));
    return out.toString() + err;
  }

  private void sql(String statement) throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("warehouse.duckdb"));
        Statement one = connection.createStatement()) {
      one.execute(statement);
    }
  }

  /** What was told since: the text, or the action, how bad it is and the key. */
  private List<String> told() throws IOException {
    List<String> told = new ArrayList<>();
    for (Receiver.Posted posted : receiver.taken()) {
      assertThat("values are for those who ask", posted.body().contains("4711"), is(false));
      JsonNode json = posted.json();
      told.add(
          posted.path().equals("/slack")
              ? json.get("text").asText()
              : json.get("event_action").asText()
                  + " "
                  + json.at("/payload/severity").asText()
                  + " "
                  + json.get("dedup_key").asText());
    }
    return told;
  }

  @Test
  void aDifferenceIsToldOnceAndSoIsThatThereIsNoneAnyMore() throws Exception {
    said(0, "verify");
    assertThat(told(), is(empty()));
    sql("UPDATE SALES SET ID = 4711 WHERE ID = 1");
    said(3, "verify");
    List<Receiver.Posted> posted = receiver.taken();
    assertThat(
        posted.get(0).json().at("/blocks/2/text/text").asText(),
        is("'snowgauge verify --dataset sales' tells more\ntable: " + file + ", run r1"));
    assertThat(posted.size(), is(2));
    said(3, "verify");
    said(0, "run");
    said(0, "status", "--alert");
    assertThat("who does not look does not know", told(), is(empty()));
    sql("UPDATE SALES SET ID = 1 WHERE ID = 4711");
    said(0, "verify");
    assertThat(told(), contains(IS_OVER));
    said(0, "verify");
    assertThat(told(), is(empty()));
    sql("UPDATE SALES SET ID = 4711 WHERE ID = 1");
    said(3, "verify");
    assertThat("it is another one", told(), contains(DIFFERS));
  }

  /** Who looks at a part may have missed what differs. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--file in/1.csv",
        "--run r1",
        "--from 2026-01-01",
        "--to 9999-01-01",
        "--since-last",
        "--skip archive",
        "--skip source"
      })
  void aPartIsEnoughToTellOfItAndNotThatItIsOver(String part) throws Exception {
    String[] words = part.replace("in/1.csv", file.toString()).split(" ");
    sql("UPDATE SALES SET ID = 4711 WHERE ID = 1");
    said(3, "verify", words);
    assertThat(told(), contains(DIFFERS));
    sql("UPDATE SALES SET ID = 1 WHERE ID = 4711");
    said(0, "verify", words);
    assertThat(told(), is(empty()));
    said(0, "verify", "--chain");
    assertThat("a chain is another thing", told(), is(empty()));
    said(0, "verify", "--dataset", "sales");
    assertThat(told(), contains(IS_OVER));
  }

  /** Anybody who can write to the table could have it that nothing is looked at any more. */
  @Test
  void whatClaimsToBeVerifiedThatWasNeverLoadedCountsForNothing() throws Exception {
    said(0, "verify", "--since-last");
    sql("UPDATE SALES SET ID = 4711 WHERE ID = 1");
    said(0, "verify", "--since-last");
    sql(
        "INSERT INTO SNOWGAUGE.VERIFICATIONS"
            + " (DATASET, EPOCH, VERSION_COUNT, ROW_COUNT, VERIFIED_AT)"
            + " VALUES ('sales', 1000000000, 2, 3, TIMESTAMP '2026-01-01 00:00:00')");
    said(3, "verify", "--since-last");
    assertThat(told(), contains(DIFFERS));
  }

  @Test
  void aChainIsAnIncidentOfItsOwn() throws Exception {
    sql("CREATE TABLE KEPT AS SELECT * FROM SNOWGAUGE.INGESTION_FILE_EVENTS");
    sql("UPDATE SNOWGAUGE.INGESTION_FILE_EVENTS SET ATTEMPT = 4711 WHERE PLACE = 1");
    said(3, "verify", "--chain");
    assertThat(
        told(),
        contains(
            "MISMATCH sales: the chain of the ledger's events is not as it was written: 1 CHANGED",
            "trigger error snowgauge/sales/MISMATCH/chain"));
    said(3, "verify", "--chain", "--dataset", "sales");
    said(0, "verify");
    assertThat(told(), is(empty()));
    sql("DELETE FROM SNOWGAUGE.INGESTION_FILE_EVENTS");
    sql("INSERT INTO SNOWGAUGE.INGESTION_FILE_EVENTS SELECT * FROM KEPT");
    said(0, "verify");
    assertThat(told(), is(empty()));
    said(0, "verify", "--chain");
    assertThat(
        told(),
        contains("OK again: sales/MISMATCH/chain", "resolve error snowgauge/sales/MISMATCH/chain"));
  }

  @Test
  void whatIsNotDeliveredIsAWarningAndTriedAgain() throws Exception {
    sql("UPDATE SALES SET ID = 4711 WHERE ID = 1");
    receiver.answer(400);
    assertThat(
        said(3, "verify", "--quiet"),
        allOf(
            containsString("warning: alerts.team: not delivered, the answer was 400\n"),
            containsString("warning: alerts.oncall: not delivered, the answer was 400\n")));
    told();
    receiver.answer(200);
    said(3, "verify");
    assertThat(told(), contains(DIFFERS));
    sql("UPDATE SALES SET ID = 1 WHERE ID = 4711");
    receiver.answer(400);
    assertThat(said(0, "verify"), containsString("warning: alerts.team: not delivered, "));
    told();
    receiver.answer(200);
    said(0, "verify");
    assertThat(told(), contains(IS_OVER));
  }

  /** What was told is beside the ledger, and there is none any more. */
  @Test
  void whereTheLedgerIsGoneItIsToldEachTime() throws Exception {
    Process openssl =
        new ProcessBuilder("openssl", "genpkey", "-algorithm", "ed25519", "-out", "key.pem")
            .directory(folder.toFile())
            .start();
    assertThat(openssl.waitFor(), is(0));
    configure(
        TELL.formatted(receiver.url("/pd"))
            + "\"proof\": {\"key\": \"${file:key.pem}\", \"anchors\": \"anchors\"},");
    said(0, "run");
    said(0, "verify", "--chain");
    assertThat(told(), is(empty()));
    Files.delete(folder.resolve("warehouse.duckdb"));
    for (int i = 0; i < 2; i++) {
      assertThat(said(3, "verify", "--chain"), startsWith("sales: NOT AS WRITTEN: 0 events, "));
      assertThat(
          told(),
          contains(
              "MISMATCH sales: the chain of the ledger's events is not as it was written: 1 CUT_OFF",
              "trigger error snowgauge/sales/MISMATCH/chain"));
    }
    assertThat(Files.exists(folder.resolve("warehouse.duckdb")), is(false));
  }

  @Test
  void aVerificationThatCannotWorkIsACommandThatFailed() throws Exception {
    Files.move(folder.resolve("warehouse.duckdb"), folder.resolve("aside"));
    Files.writeString(folder.resolve("warehouse.duckdb"), "no database");
    assertThat(said(1, "verify"), containsString("warning: alerts: the warehouse cannot be asked"));
    assertThat(
        told(),
        contains(
            "COMMAND_FAILED: 'verify' could not do its work, or could not reach the warehouse"));
    said(1, "verify", "--chain");
    assertThat(told(), is(empty()));
    Files.delete(folder.resolve("warehouse.duckdb"));
    Files.move(folder.resolve("aside"), folder.resolve("warehouse.duckdb"));
    said(0, "verify");
    assertThat(told(), contains("OK again: (verify)/COMMAND_FAILED"));
  }

  @Test
  void whereNobodyIsToBeToldNothingIsWritten() throws Exception {
    configure("");
    sql("UPDATE SALES SET ID = 4711 WHERE ID = 1");
    Map<String, Integer> before = contents();
    said(3, "verify");
    said(3, "verify", "--since-last");
    said(0, "verify", "--chain");
    assertThat(contents(), is(before));
    assertThat(told(), is(empty()));
  }

  private Map<String, Integer> contents() throws IOException {
    Map<String, Integer> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        contents.put(each.toString(), Arrays.hashCode(Files.readAllBytes(each)));
      }
    }
    return contents;
  }
}
