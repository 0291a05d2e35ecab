package io.snowgauge.pipelines.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.io.emulators.Installation;
import io.snowgauge.io.emulators.Sources;
import io.snowgauge.transforms.files.Sha256;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** By {@code receipt.py}, which shares nothing with the product but a page. */
@Timeout(120)
class ReceiptCheckerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HEAD =
      "signatures are not checked here: Python's own library has no Ed25519\n";

  @TempDir Path folder;
  private String python;
  private Path file;
  private Path config;
  private Path receipts;
  private String good;

  @BeforeEach
  void load() throws Exception {
    python = Installation.python("the checker of receipts");
    Process openssl =
        new ProcessBuilder("openssl", "genpkey", "-algorithm", "ed25519", "-out", "key.pem")
            .directory(folder.toFile())
            .start();
    assertThat(openssl.waitFor(), is(0));
    config = folder.resolve("snowgauge.json");
    Files.writeString(
        config,
        """
        {"proof": {"key": "${file:key.pem}"},
         "datasets": {"sales": {"input": "in/*.csv", "table": "SALES", "rejects": {"max": 1},
           "digest": "records", "format": {"type": "csv"}, "columns": {"ID": "INTEGER"}},
          "others": {"input": "others/*.csv", "table": "OTHERS",
           "format": {"type": "csv"}, "columns": {"NAME": "STRING"}}}}
        """);
    Files.createDirectory(folder.resolve("in"));
    file = Files.writeString(folder.resolve("in/1.csv"), "ID\n1\nx\n");
    said("run", "--run-id", "r1");
    receipts = Files.writeString(folder.resolve("receipts.json"), said("receipt", "--run", "r1"));
    good = HEAD + Storage.localUri(file) + ": PUBLISHED\n";
  }

  private String said(String command, String... more) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commands = Snowgauge.commandLine();
    commands.setOut(new PrintWriter(out, true));
    commands.setErr(new PrintWriter(err, true));
    List<String> words = new ArrayList<>(List.of(command, "--config", config.toString()));
    words.addAll(List.of(more));
    assertThat(err.toString(), commands.execute(words.toArray(String[]::new)), is(0));
    return out.toString();
  }

  /** What a program of {@code runner-configs/verify} says, and its exit code. */
  private String ran(String program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(python);
    command.add(Sources.root().resolve("runner-configs/verify").resolve(program).toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    return out + process.waitFor();
  }

  private String checked(String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(receipts.toString()));
    arguments.addAll(List.of(more));
    return ran("receipt.py", arguments.toArray(String[]::new));
  }

  private String checkedWithSource() throws Exception {
    return checked("--source", file.toString(), "--config", config.toString());
  }

  private ObjectNode payload() throws IOException {
    JsonNode receipt = JSON.readTree(Files.readString(receipts));
    return (ObjectNode)
        JSON.readTree(Base64.getUrlDecoder().decode(receipt.path("payload").asText()));
  }

  private void replacePayload(JsonNode payload) throws IOException {
    ObjectNode receipt = (ObjectNode) JSON.readTree(Files.readString(receipts));
    receipt.put(
        "payload",
        Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(payload)));
    Files.writeString(receipts, receipt + "\n");
  }

  @Test
  void whatIsAsItWasIsSaidToBe() throws Exception {
    assertThat(checked(), is(good + "0"));
    assertThat(checked("--source", file.toString()), is(good + "0"));
    assertThat(checkedWithSource(), is(good + "0"));
    assertThat(
        checked("--source", file.toString(), "--config", config.toString(), "--dataset", "sales"),
        is(good + "0"));
  }

  /** The 1 became a 2, so that the file is as long as it was. */
  @Test
  void aByteOfTheSourceThatIsAnotherOneIsFound() throws Exception {
    JsonNode was = payload();
    Files.writeString(file, "ID\n2\nx\n");
    String digest =
        ran("digest.py", "--config", config.toString(), "--dataset", "sales", file.toString())
            .split(" ", 2)[0];
    String bytes =
        "  the source's sha256 is %s and not %s\n"
            .formatted(
                Sha256.identity(Files.readAllBytes(file), 32), was.at("/file/sha256").asText());
    assertThat(checked("--source", file.toString()), is(good + bytes + "3"));
    assertThat(
        checkedWithSource(),
        is(
            good
                + bytes
                + "  the digest of the source is %s and not %s\n3"
                    .formatted(digest, was.at("/records/digest").asText())));
  }

  @Test
  void aSourceOfAnotherLengthIsFound() throws Exception {
    Files.writeString(file, "ID\n1\nx");
    String said = checkedWithSource();
    assertThat(
        said,
        is(
            good
                + "  the source has 6 bytes and not 7\n  the source's sha256 is %s and not %s\n3"
                    .formatted(
                        Sha256.identity(Files.readAllBytes(file), 32),
                        payload().at("/file/sha256").asText())));
  }

  @Test
  void anEventThatWasChangedDoesNotHaveItsHash() throws Exception {
    ObjectNode payload = payload();
    String hash = payload.at("/chain/eventHash").asText();
    ObjectNode event = (ObjectNode) payload.at("/chain/event");
    event.put("REJECTED_RECORD_COUNT", "0");
    replacePayload(payload);
    TreeMap<String, String> columns = new TreeMap<>();
    event.properties().forEach(one -> columns.put(one.getKey(), one.getValue().asText()));
    columns.remove("EVENT_HASH");
    StringBuilder text = new StringBuilder();
    columns.forEach((name, value) -> text.append(";\"%s\"=%s".formatted(name, value)));
    assertThat(
        checked(),
        is(
            good
                + "  the event's hash is %s and not %s\n3"
                    .formatted(Sha256.identity(text.toString().getBytes(UTF_8), 32), hash)));
  }

  @Test
  void anotherDatasetOrConfigurationIsToldAsSuch() throws Exception {
    String source = file.toString();
    String digest =
        ran("digest.py", "--config", config.toString(), "--dataset", "others", source)
            .split(" ", 2)[0];
    assertThat(
        checked("--source", source, "--config", config.toString(), "--dataset", "others"),
        is(
            good
                + "  the digest of the source is %s and not %s\n3"
                    .formatted(digest, payload().at("/records/digest").asText())));
    assertThat(
        checked("--source", source, "--config", config.toString(), "--dataset", "users"),
        is(
            good
                + "  no digest of the source could be taken: %s: expected one of the datasets sales,"
                    .formatted(config)
                + " others but found 'users'\n3"));
    assertThat(
        checked("--source", source, "--config", source),
        is(
            good
                + "  no digest of the source could be taken: %s: expected the JSON of a"
                    .formatted(source)
                + " configuration, with its datasets\n3"));
  }

  @Test
  void whatCannotBeReadIsNoDifference() throws Exception {
    Files.delete(file);
    assertThat(
        checked("--source", file.toString()),
        is(good + "%s: No such file or directory\n1".formatted(file)));
    Files.delete(receipts);
    assertThat(checked(), is(HEAD + "%s: No such file or directory\n1".formatted(receipts)));
  }

  @Test
  void whatIsNoReceiptIsNone() throws Exception {
    Files.writeString(receipts, "{}\n\n");
    assertThat(checked(), is(HEAD + "  is no receipt: 'payload'\n3"));
  }

  /** In the payload, and in the signature, which is not looked at here. */
  @Test
  void aByteThatIsNoTextIsNoReceiptEither() throws Exception {
    byte[] receipt = Files.readAllBytes(receipts);
    byte[] ofPayload = receipt.clone();
    ofPayload[30] = (byte) 0xFF;
    Files.write(receipts, ofPayload);
    assertThat(
        checked(),
        is(HEAD + "  is no receipt: string argument should contain only ASCII characters\n3"));
    receipt[receipt.length - 10] = (byte) 0xFF;
    Files.write(receipts, receipt);
    assertThat(checked(), is(good + "0"));
  }

  @Test
  void ofSeveralReceiptsThoseOfAFileOfItsNameAreCompared() throws Exception {
    Path other = Files.writeString(folder.resolve("in/2 ü.csv"), "ID\n2\n");
    said("run", "--run-id", "r2");
    Files.writeString(receipts, said("receipt", "--run", "r1") + said("receipt", "--run", "r2"));
    String both = good + Storage.localUri(other) + ": PUBLISHED\n";
    assertThat(checkedWithSource(), is(both + "0"));
    assertThat(checked("--source", other.toString()), is(both + "0"));
    Path elsewhere = Files.copy(other, folder.resolve("3.csv"));
    assertThat(
        checked("--source", elsewhere.toString()),
        is(both + "%s: no receipt is of a file of this name\n1".formatted(elsewhere)));
  }

  /** A receipt that was made when the source was gone says nothing of its bytes. */
  @Test
  void withoutASha256TheOneThatIsThereIsTold() throws Exception {
    byte[] content = Files.readAllBytes(file);
    Files.delete(file);
    Files.writeString(receipts, said("receipt", "--run", "r1"));
    Files.write(file, content);
    assertThat(
        checkedWithSource(),
        is(
            good
                + "  the receipt has no sha256 of the source; here it is %s\n0"
                    .formatted(Sha256.identity(content, 32))));
  }
}
