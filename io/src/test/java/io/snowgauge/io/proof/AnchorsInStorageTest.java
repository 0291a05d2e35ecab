package io.snowgauge.io.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.files.s3.S3Access;
import io.snowgauge.io.files.s3.S3Store;
import io.snowgauge.io.warehouse.control.LedgerChain.Head;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Anchors in a bucket, which is where those should be that nobody can take away. */
@ExtendWith(Emulators.class)
@Timeout(300)
class AnchorsInStorageTest {
  private static final Instant NOON = Instant.parse("2025-06-06T12:00:00Z");
  private static final Head HEAD = new Head("sales", 7, 12, "ab".repeat(32));

  @TempDir Path folder;
  private SigningKey key;
  private String uri;
  private String first;
  private Anchors anchors;

  @BeforeEach
  void createBucket() throws Exception {
    key = SigningKey.parse(Files.readString(new Openssl(folder).key("one")));
    Storage.use(S3Store.SCHEME, new S3Store(Emulators.moto().s3(), 2));
    String bucket = "b" + UUID.randomUUID().toString().substring(0, 8);
    Emulators.moto().createBucket(bucket);
    uri = "s3://" + bucket + "/proof/anchors/";
    first = uri + "sales/000000000007-abababababababab.jws";
    anchors = new Anchors(uri);
  }

  private static String text(String uri) throws IOException {
    try (InputStream in = Storage.open(uri)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private List<Anchor> read(List<ChainFinding> findings) throws IOException {
    return anchors.read("sales", key.publicKeys(), findings);
  }

  @Test
  void whatIsWrittenIsReadInItsOrder() throws Exception {
    List<ChainFinding> findings = new ArrayList<>();
    assertThat("an empty bucket has none", read(findings), is(empty()));
    Head later = new Head("sales", 10, 20, "cd".repeat(32));
    assertThat(anchors.write(later, key, NOON), is(true));
    assertThat(anchors.write(HEAD, key, NOON), is(true));
    assertThat(anchors.write(new Head("sales2", 1, 1, "ef".repeat(32)), key, NOON), is(true));
    assertThat(
        read(findings),
        contains(
            new Anchor("sales", 7, 12, "ab".repeat(32), "2025-06-06T12:00:00Z", first),
            new Anchor(
                "sales",
                10,
                20,
                "cd".repeat(32),
                "2025-06-06T12:00:00Z",
                uri + "sales/000000000010-cdcdcdcdcdcdcdcd.jws")));
    assertThat(findings, is(empty()));
  }

  @Test
  void anAnchorIsNeverWrittenAgain() throws Exception {
    assertThat(anchors.write(HEAD, key, NOON), is(true));
    String written = text(first);
    assertThat(anchors.write(HEAD, key, NOON.plusSeconds(60)), is(false));
    assertThat(text(first), is(written));
  }

  /** Whoever cannot sign may only be in the way of one head, and is found. */
  @Test
  void whatSomebodyElsePutThereStaysAndIsForged() throws Exception {
    try (OutputStream out = Storage.create(first)) {
      out.write("mine".getBytes(UTF_8));
    }
    assertThat(anchors.write(HEAD, key, NOON), is(false));
    assertThat(text(first), is("mine"));
    List<ChainFinding> findings = new ArrayList<>();
    assertThat(read(findings), is(empty()));
    assertThat(
        findings.get(0).toString(), startsWith("FORGED: the anchor " + first + " is no JWS, or"));
  }

  /**
   * As when two runs end at the same moment: all see that there is none, and one writes it. moto
   * looks and writes in two steps, so there more than one may be told that it has.
   */
  @Test
  void ofThoseWhoWriteTheSameHeadAtOnceNobodyFails() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 5; round++) {
        Head head = new Head("sales", 100 + round, 1, "ab".repeat(32));
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> writers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          Instant at = NOON.plusSeconds(i);
          Callable<Boolean> writer =
              () -> {
                start.await();
                return anchors.write(head, key, at);
              };
          writers.add(threads.submit(writer));
        }
        start.countDown();
        int written = 0;
        for (Future<Boolean> writer : writers) {
          written += writer.get() ? 1 : 0;
        }
        assertThat(written, is(greaterThanOrEqualTo(1)));
      }
      assertThat(read(new ArrayList<>()).size(), is(5));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void storageThatIsOutIsAnError() {
    Storage.use(S3Store.SCHEME, new S3Store(new S3Access("us-east-1", "http://127.0.0.1:1", null)));
    assertThrows(IOException.class, () -> anchors.write(HEAD, key, NOON));
    assertThrows(IOException.class, () -> read(new ArrayList<>()));
  }
}
