package io.snowgauge.pipelines.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.io.proof.SigningKey;
import io.snowgauge.io.proof.Stubs;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.ExpiredRows;
import io.snowgauge.io.warehouse.control.ExpiredRows.Kind;
import io.snowgauge.io.warehouse.duckdb.DuckDbWarehouse;
import io.snowgauge.transforms.files.Sha256;
import io.snowgauge.transforms.files.Storage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What can be proved of a load: by anchors and by receipts, with a key that OpenSSL made. */
@Timeout(120)
class ProofCommandsTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path file;

  @BeforeEach
  void load() throws Exception {
    openssl("genpkey", "-algorithm", "ed25519", "-out", "key.pem");
    openssl("pkey", "-in", "key.pem", "-pubout", "-out", "public.pem");
    openssl("genpkey", "-algorithm", "ed25519", "-out", "other.pem");
    openssl("pkey", "-in", "other.pem", "-pubout", "-out", "other-public.pem");
    configure("\"key\": \"${file:key.pem}\", \"anchors\": \"anchors\"");
    Files.createDirectory(folder.resolve("in"));
    file = Files.writeString(folder.resolve("in/1.csv"), "ID\n1\nx\n");
    assertThat(err.toString(), execute("run", "--run-id", "r1"), is(0));
    reset();
  }

  private void configure(String proof) throws Exception {
    Files.writeString(
        folder.resolve("snowgauge.json"),
        """
        {"proof": {%s},
         "datasets": {"sales": {"input": "in/*.csv", "table": "SALES", "rejects": {"max": 1},
           "format": {"type": "csv"}, "columns": {"ID": "INTEGER"}}}}
        """
            .formatted(proof));
  }

  private void openssl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS), is(true));
    assertThat(process.exitValue(), is(0));
  }

  private void reset() {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
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

  private void sql(String statement) throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("warehouse.duckdb"));
        Statement one = connection.createStatement()) {
      one.execute(statement);
    }
  }

  private String said(int code, String command, String... more) {
    reset();
    assertThat(err.toString(), execute(command, more), is(code));
    return out.toString() + err;
  }

  @Test
  void aRunIsAnchoredAndWhatIsDoneToTheLedgerIsFound() throws Exception {
    try (Stream<Path> anchors = Files.list(folder.resolve("anchors/sales"))) {
      assertThat(anchors.count(), is(1L));
    }
    assertThat(
        said(0, "verify", "--chain"), startsWith("sales: ok: 1 event, 1 epoch, 1 anchor; head "));
    sql("CREATE TABLE kept AS SELECT * FROM SNOWGAUGE.INGESTION_FILE_EVENTS");
    sql("UPDATE SNOWGAUGE.INGESTION_FILE_EVENTS SET REJECTED_RECORD_COUNT = 0");
    assertThat(
        said(3, "verify", "--chain"),
        allOf(
            startsWith("sales: NOT AS WRITTEN: 1 event, "),
            containsString("\n  CHANGED: event 1 (epoch 1, PUBLISHED, file:///")));
    sql("DELETE FROM SNOWGAUGE.INGESTION_FILE_EVENTS");
    assertThat(
        said(3, "verify", "--chain"),
        containsString("CUT_OFF: the chain ends with event 0 (epoch 0), but at "));
    Files.delete(folder.resolve("warehouse.duckdb"));
    assertThat(
        said(3, "verify", "--chain"),
        containsString("CUT_OFF: the chain ends with event 0 (epoch 0), but at "));
  }

  @Test
  void aReplayIsChainedAndAnchored() throws Exception {
    Path corrected = Files.writeString(folder.resolve("corrected.csv"), "ID\n2\n");
    assertThat(
        said(0, "replay", corrected.toString(), "--run-id", "r2"),
        containsString("/1.csv: source 2 = accepted 1 + replayed 1 + rejected 0\n"));
    assertThat(
        said(0, "verify", "--chain"),
        startsWith("sales: ok: 3 events, 2 epochs, 2 anchors; head "));
    JsonNode told =
        new ObjectMapper().readTree(said(0, "verify", "--chain", "--format", "json")).path(0);
    assertThat(told.path("holds").asBoolean(), is(true));
    assertThat(told.path("findings").size(), is(0));
    assertThat(told.path("places").asLong(), is(3L));
    assertThat(said(0, "receipt", "--run", "r2").lines().count(), is(1L));
  }

  @Test
  void noPartOfAChainCanBeAskedFor() {
    assertThat(execute("verify", "--chain", "--run", "r1"), is(2));
    assertThat(err.toString(), containsString("--chain: expected no --run, --file, --from"));
    assertThat(execute("verify", "--chain", "--skip", "archive"), is(2));
    assertThat(execute("verify", "--chain", "--dataset", "sales"), is(0));
  }

  @Test
  void anAnchorOfAnotherKeyProvesNothing() throws Exception {
    configure("\"publicKeys\": \"other-public.pem\", \"anchors\": \"anchors\"");
    assertThat(
        said(3, "verify", "--chain"),
        allOf(containsString("FORGED: the anchor "), containsString(" was signed by the key ")));
    configure("\"publicKeys\": \"public.pem\", \"anchors\": \"anchors\"");
    assertThat(said(0, "verify", "--chain"), startsWith("sales: ok: "));
  }

  @Test
  void whatHindersAnAnchorIsToldAndTheRunIsGood() throws Exception {
    Files.writeString(folder.resolve("in/2.csv"), "ID\n2\n");
    Files.writeString(folder.resolve("key.pem"), "nothing");
    assertThat(
        said(0, "run"),
        containsString("warning: proof.anchors: no anchor was written: proof.key: expected a"));
    configure("\"anchors\": \"anchors\"");
    assertThat(
        said(0, "run"),
        containsString("no anchor was written, for there is no proof.key to sign it"));
  }

  @Test
  void aReceiptSaysWhatBecameOfAFileAndIsCheckedByThePublicKeyAlone() throws Exception {
    String receipt = said(0, "receipt", "--file", file.toString());
    ObjectMapper json = new ObjectMapper();
    JsonNode content =
        json.readTree(
            Base64.getUrlDecoder().decode(json.readTree(receipt).path("payload").asText()));
    assertThat(content.path("status").asText(), is("PUBLISHED"));
    assertThat(content.path("file").path("uri").asText(), is(Storage.localUri(file)));
    assertThat(content.path("file").path("bytes").asLong(), is(7L));
    assertThat(
        content.path("file").path("sha256").asText(),
        is(Sha256.identity(Files.readAllBytes(file), 32)));
    assertThat(content.path("records").path("source").asLong(), is(2L));
    assertThat(content.path("records").path("rejected").asLong(), is(1L));
    assertThat(content.path("rejects").size(), is(1));
    assertThat(content.path("run").path("id").asText(), is("r1"));
    assertThat(content.path("chain").path("place").asLong(), is(1L));
    Path kept = Files.writeString(folder.resolve("receipt.json"), receipt);
    String[] ofPublicKey = {
      "--check", kept.toString(), "--public-key", folder.resolve("public.pem").toString()
    };
    assertThat(said(0, "receipt", ofPublicKey), containsString("/1.csv: ok\n"));
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.move(folder.resolve("snowgauge.json"), elsewhere.resolve("snowgauge.json"));
    assertThat(
        said(
            0,
            "receipt",
            Stream.concat(Stream.of(ofPublicKey), Stream.of("--offline")).toArray(String[]::new)),
        containsString("/1.csv: ok (the warehouse was not asked)\n"));
  }

  @Test
  void aReceiptWithOneByteChangedIsForgedWhicheverByteThatIs() throws Exception {
    byte[] receipt = said(0, "receipt", "--run", "r1").strip().getBytes(UTF_8);
    StringBuilder lines = new StringBuilder();
    int changed = 0;
    for (int i = 0; i < receipt.length; i += 7) {
      byte[] other = receipt.clone();
      other[i] = other[i] == 'B' ? (byte) 'C' : (byte) 'B';
      lines.append(new String(other, UTF_8)).append('\n');
      changed++;
    }
    Path kept = Files.writeString(folder.resolve("receipts.json"), lines.toString());
    String said = said(3, "receipt", "--check", kept.toString());
    assertThat(
        said.lines().filter(line -> line.contains(": FORGED: it ")).count(), is((long) changed));
    assertThat(said.lines().count(), is((long) changed));
  }

  /** What is no UTF-8 cannot be read as text, and is told of the receipt that has it. */
  @Test
  void aByteThatIsNoTextIsForgedToo() throws Exception {
    byte[] receipt = said(0, "receipt", "--run", "r1").strip().getBytes(UTF_8);
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    int changed = 0;
    for (int i = 0; i < receipt.length; i += 7) {
      byte[] other = receipt.clone();
      other[i] = (byte) 0xFF;
      lines.writeBytes(other);
      lines.write('\n');
      changed++;
    }
    lines.writeBytes(receipt);
    Path kept = Files.write(folder.resolve("receipts.json"), lines.toByteArray());
    String said = said(3, "receipt", "--check", kept.toString());
    assertThat(
        said.lines().filter(line -> line.contains(": FORGED: it ")).count(), is((long) changed));
    assertThat(said, endsWith("/1.csv: ok\n"));
  }

  @Test
  void aReceiptStaysTrueWhenRetentionRemovesItsEvent() throws Exception {
    Files.writeString(folder.resolve("in/2.csv"), "ID\nx\ny\n");
    said(3, "run", "--run-id", "r2");
    said(3, "run", "--run-id", "r3");
    Path kept =
        Files.writeString(folder.resolve("receipt.json"), said(0, "receipt", "--run", "r3"));
    said(0, "run", "--run-id", "r4", "--set", "datasets.sales.rejects.max=5");
    Files.writeString(folder.resolve("in/3.csv"), "ID\n3\n");
    said(0, "run", "--run-id", "r5");
    assertThat(
        said(0, "receipt", "--check", kept.toString()),
        containsString("/2.csv: ok; since then: event 4 (epoch 4, PUBLISHED, "));
    Warehouse warehouse =
        new DuckDbWarehouse(
            folder.resolve("warehouse.duckdb").toString(), "main", "SNOWGAUGE", Duration.ZERO);
    try (Connection connection = warehouse.connect()) {
      SigningKey key = SigningKey.parse(Files.readString(folder.resolve("key.pem")));
      Instant later = Instant.now().plus(Duration.ofDays(1));
      assertThat(
          new ExpiredRows(warehouse)
              .remove(connection, Kind.FAILED_ATTEMPTS, later, Stubs.signedBy(key)),
          is(1L));
    }
    assertThat(
        said(0, "receipt", "--check", kept.toString()),
        containsString(
            "/2.csv: ok; retention has removed its event; since then: event 4 (epoch 4, "));
    String stub = text("SELECT STUB FROM SNOWGAUGE.LEDGER_STUBS");
    String unsigned = new String(Base64.getUrlDecoder().decode(stub.split("\\.", -1)[1]), UTF_8);
    for (String other : List.of(unsigned, stub.replace('a', 'b'))) {
      sql("UPDATE SNOWGAUGE.LEDGER_STUBS SET STUB = '" + other + "'");
      assertThat(
          said(3, "receipt", "--check", kept.toString()),
          containsString(": NOT IN THE LEDGER: the ledger has no event 3 of sales; since then: "));
    }
  }

  /** A connection that writes, in another process or in this one, keeps others from writing. */
  @Test
  void whatIsOnlyReadIsReadWhileSomebodyWrites() throws Exception {
    Path kept =
        Files.writeString(folder.resolve("receipt.json"), said(0, "receipt", "--run", "r1"));
    try (Connection writing =
        DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("warehouse.duckdb"))) {
      assertThat(said(0, "verify", "--chain"), startsWith("sales: ok: 1 event, 1 epoch, 1 anchor"));
      assertThat(said(0, "receipt", "--run", "r1").lines().count(), is(1L));
      assertThat(said(0, "receipt", "--check", kept.toString()), containsString("/1.csv: ok\n"));
      assertThat(writing.isValid(5), is(true));
    }
  }

  @Test
  void whatIsTakenOutIsAnchored() throws Exception {
    said(0, "retract", "--run", "r1");
    sql("DELETE FROM SNOWGAUGE.INGESTION_FILE_EVENTS WHERE EPOCH = 2");
    assertThat(
        said(3, "verify", "--chain"),
        containsString("CUT_OFF: the chain ends with event 1 (epoch 1), but at "));
  }

  /** As a run that was handed to a cluster, which has not published when its command ends. */
  @Test
  void whoWaitsForARunAnchorsIt() throws Exception {
    List<Path> anchors = anchors();
    Files.delete(anchors.get(0));
    said(0, "audit", "--run", "r1");
    assertThat(anchors(), is(List.of()));
    said(0, "audit", "--run", "r1", "--wait");
    assertThat(anchors(), is(anchors));
  }

  private List<Path> anchors() throws IOException {
    try (Stream<Path> anchors = Files.list(folder.resolve("anchors/sales"))) {
      return anchors.toList();
    }
  }

  private String text(String query) throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("warehouse.duckdb"));
        Statement one = connection.createStatement();
        ResultSet rows = one.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void anotherKeyAndAnotherLedgerAreToldApart() throws Exception {
    Path kept =
        Files.writeString(folder.resolve("receipt.json"), said(0, "receipt", "--run", "r1"));
    assertThat(
        said(
            3,
            "receipt",
            "--check",
            kept.toString(),
            "--public-key",
            folder.resolve("other-public.pem").toString()),
        startsWith("receipt 1: FORGED: it was signed by the key "));
    sql("UPDATE SNOWGAUGE.INGESTION_FILE_EVENTS SET DIGEST = '1-2'");
    assertThat(
        said(3, "receipt", "--check", kept.toString()),
        containsString(": NOT IN THE LEDGER: the ledger has another event there: event 1 ("));
    sql("DELETE FROM SNOWGAUGE.INGESTION_FILE_EVENTS");
    assertThat(
        said(3, "receipt", "--check", kept.toString()),
        containsString(": NOT IN THE LEDGER: the ledger has no event 1 of sales"));
  }

  @Test
  void whatWasTakenOutSinceIsTold() throws Exception {
    Path kept =
        Files.writeString(folder.resolve("receipt.json"), said(0, "receipt", "--run", "r1"));
    assertThat(execute("retract", "--run", "r1"), is(0));
    assertThat(
        said(0, "receipt", "--check", kept.toString()),
        containsString("/1.csv: ok; since then: event 2 (epoch 2, RETRACTED, "));
    Files.delete(file);
    assertThat(said(0, "receipt", "--run", "r1").contains("\n"), is(true));
    assertThat(said(2, "receipt", "--run", "r2"), containsString("the ledger has nothing of r2"));
    assertThat(said(2, "receipt"), containsString("expected one of --file URI"));
  }
}
