package io.snowgauge.pipelines.commands;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs whose anchors go to a bucket, also one that is out. */
@ExtendWith(Emulators.class)
@Timeout(300)
class AnchorsOnS3Test {
  @TempDir Path folder;
  private String bucket;

  @BeforeEach
  void createBucket() throws Exception {
    Process openssl =
        new ProcessBuilder("openssl", "genpkey", "-algorithm", "ed25519", "-out", "key.pem")
            .directory(folder.toFile())
            .start();
    assertThat(openssl.waitFor(), is(0));
    Files.createDirectory(folder.resolve("in"));
    bucket = "b" + UUID.randomUUID().toString().substring(0, 8);
    Emulators.moto().createBucket(bucket);
    Emulators.moto().s3();
  }

  private void configure(String endpoint, String anchors) throws IOException {
    Files.writeString(
        folder.resolve("snowgauge.json"),
        """
        {"proof": {"key": "${file:key.pem}", "anchors": "%s"},
         "storage": {"s3": {"region": "us-east-1", "endpoint": "%s"}},
         "datasets": {"sales": {"input": "in/*.csv", "table": "SALES",
           "format": {"type": "csv"}, "columns": {"ID": "INTEGER"}}}}
        """
            .formatted(anchors, endpoint));
  }

  private String said(int code, String command, String... more) {
    StringWriter out = new StringWriter();
    CommandLine commands = Snowgauge.commandLine();
    commands.setOut(new PrintWriter(out, true));
    commands.setErr(new PrintWriter(out, true));
    List<String> words =
        new ArrayList<>(List.of(command, "--config", folder.resolve("snowgauge.json").toString()));
    words.addAll(List.of(more));
    int ended = commands.execute(words.toArray(String[]::new));
    assertThat(out.toString(), ended, is(code));
    return out.toString();
  }

  private void file(String name) throws IOException {
    Files.writeString(folder.resolve("in").resolve(name), "ID\n1\n");
  }

  @Test
  void aRunIsAnchoredThereAndWhatWasCutOffIsFound() throws Exception {
    String anchors = "s3://" + bucket + "/proof/";
    configure(Emulators.moto().endpoint(), anchors);
    file("1.csv");
    assertThat(said(0, "run"), not(containsString("warning")));
    file("2.csv");
    assertThat(said(0, "run"), not(containsString("warning")));
    assertThat(said(0, "run"), not(containsString("warning")));
    assertThat("a head is written once", Storage.list(anchors + "sales/").size(), is(2));
    assertThat(
        said(0, "verify", "--chain"),
        startsWith("sales: ok: 2 events, 2 epochs, 2 anchors; head "));
    Files.delete(folder.resolve("warehouse.duckdb"));
    assertThat(
        said(3, "verify", "--chain"),
        allOf(
            startsWith("sales: NOT AS WRITTEN: 0 events, "),
            containsString("CUT_OFF: the chain ends with event 0 (epoch 0), but at ")));
  }

  @Test
  void storageThatIsOutIsToldAndTheRunIsGood() throws Exception {
    configure("http://127.0.0.1:1", "s3://" + bucket + "/proof/");
    file("1.csv");
    String said = said(0, "run", "--run-id", "r1");
    assertThat(
        said,
        allOf(
            containsString(" SUCCESS\n"),
            containsString(
                "warning: proof.anchors: no anchor was written of sales: s3://"
                    + bucket
                    + "/proof/sales/000000000001-")));
    said(1, "verify", "--chain");
    configure(Emulators.moto().endpoint(), "s3://" + bucket + "x/proof/");
    file("2.csv");
    assertThat(
        "nor is there such a bucket",
        said(0, "run"),
        containsString("warning: proof.anchors: no anchor was written of sales: "));
    configure(Emulators.moto().endpoint(), "s3://" + bucket + "/proof/");
    assertThat(
        "the next one proves all that they would have",
        said(0, "run"),
        not(containsString("warning")));
    assertThat(
        said(0, "verify", "--chain"), startsWith("sales: ok: 2 events, 2 epochs, 1 anchor; head "));
  }
}
