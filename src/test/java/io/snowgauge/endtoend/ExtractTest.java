package io.snowgauge.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.emulators.Moto;
import io.snowgauge.io.files.s3.S3Store;
import io.snowgauge.transforms.files.ObjectStore;
import io.snowgauge.transforms.files.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files leave pods by the launcher's {@code extract}, and are loaded by {@code run}. */
@ExtendWith(Emulators.class)
@Timeout(300)
class ExtractTest {
  private static final String DAY = "2025-06-06";
  private static final String FILES =
      "SELECT URI, STATUS, SOURCE_RECORD_COUNT, ERROR_MESSAGES"
          + " FROM SNOWGAUGE.INGESTION_FILES WHERE RUN_ID = '%s' ORDER BY URI";
  private static final String RUNS =
      "SELECT MODE, FILES, SOURCE_RECORD_COUNT, INGESTED_RECORD_COUNT, STATUS"
          + " FROM SNOWGAUGE.INGESTION_AUDIT WHERE RUN_ID = '%s'";

  @TempDir Path folder;

  private Pods pods;

  @BeforeEach
  void start() throws IOException {
    pods = Pods.in(folder);
  }

  @AfterEach
  void end() {
    pods.close();
  }

  private static String groups(String... users) {
    return "Begin UserGroup\nGROUP_NAME GROUP_MEMBER\nteam ("
        + String.join(" ", users)
        + ")\nEnd UserGroup\n";
  }

  private Site site(String landing, String more) throws IOException {
    return Site.with(
        folder,
        """
        {
          "extract": {
            "lsf": {
              "kubeconfig": "kubeconfig", "namespace": "lsf", "pods": "app=lsf",
              "paths": ["lsb.users*"], "dataset": "user_groups",
              "destination": "%1$s{date}/{namespace}/{pod}/", "attempts": 2, "concurrency": 1%2$s
            }
          },
          "datasets": {
            "user_groups": {
              "input": "%1$s{date}/lsf/{pod}/lsb.users*", "format": { "type": "lsf" },
              "table": "USER_GROUP_SHARES", "publish": "replace"
            }
          }%3$s
        }
        """
            .formatted(landing, "", more));
  }

  private static Snowgauge.Ended extract(Site site, String... more) {
    return site.snowgauge().with(Moto.ENVIRONMENT).run(arguments(more));
  }

  private static String[] arguments(String... more) {
    List<String> all = new ArrayList<>(List.of("extract", "--date", DAY));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private List<String> landed(Site site) throws IOException {
    Path landing = site.path("landing");
    return site.files("landing").stream().map(file -> landing.relativize(file).toString()).toList();
  }

  @Test
  void filesOfTwoPodsAreLoadedWithTheCountsThatWereTakenThere() throws Exception {
    pods.write("a", "lsb.users", groups("u1", "u2"));
    pods.write("b", "lsb.users", groups("u1"));
    pods.write("b", "lsb.users (old) 'copy'", groups("u1", "u2", "u3"));
    Site site = site("landing/", "");
    Snowgauge.Ended first = extract(site, "--run-id", "x1");
    assertThat(first.toString(), first.exitCode(), is(0));
    assertThat(first.err(), is(""));
    assertThat(first.out(), startsWith("lsf: 3 taken, 0 there already, 0 failed\nRun x1, "));
    assertThat(site.query(RUNS.formatted("x1")), is(List.of("extract | 3 | 6 | 0 | SUCCESS")));
    assertThat(
        site.query(FILES.formatted("x1")),
        is(
            List.of(
                pods.uri("a", "lsb.users") + " | EXTRACTED | 2 | null",
                pods.uri("b", "lsb.users") + " | EXTRACTED | 1 | null",
                pods.uri("b", "lsb.users (old) 'copy'") + " | EXTRACTED | 3 | null")));

    Snowgauge.Ended loaded = site.run("--run-id", "r1");
    assertThat(loaded.toString(), loaded.exitCode(), is(0));
    assertThat(site.query(RUNS.formatted("r1")), is(List.of("run | 3 | 6 | 6 | SUCCESS")));
    Snowgauge.Ended mixed = site.run("--run-id", "x1");
    assertThat(mixed.toString(), mixed.exitCode(), is(2));
    assertThat(mixed.err(), containsString("'x1' is a run of extract; add the command's name"));

    pods.write("a", "lsb.users", groups("u1", "u2", "u7"));
    Snowgauge.Ended second = extract(site, "--run-id", "x2");
    assertThat(second.toString(), second.exitCode(), is(0));
    assertThat(second.out(), startsWith("lsf: 1 taken, 2 there already, 0 failed\n"));
    Snowgauge.Ended again = site.run("--run-id", "r2");
    assertThat(again.toString(), again.exitCode(), is(0));
    assertThat(site.query(RUNS.formatted("r2")), is(List.of("run | 1 | 3 | 3 | SUCCESS")));
    assertThat(
        site.query("SELECT USER_NAME FROM USER_GROUP_SHARES WHERE POD = 'a' ORDER BY 1"),
        is(List.of("u1", "u2", "u7")));
    assertThat(landed(site).size(), is(6));
  }

  @Test
  void aFileWithOneOtherByteIsFailedAndNotThere() throws Exception {
    pods.write("a", "lsb.users", groups("u1", "u2"));
    pods.write("b", "lsb.users", groups("u1"));
    Path bad = pods.write("a", "lsb.users.bad", groups("u1", "u5"));
    byte[] sought = "u5".getBytes(StandardCharsets.UTF_8);
    pods.api()
        .setFault(
            (exec, position, bytes) -> {
              String text = new String(bytes, StandardCharsets.ISO_8859_1);
              int at = text.indexOf("team (u1 u5)");
              byte[] passed = bytes.clone();
              if (at >= 0) {
                passed[at + 9] ^= 1;
              }
              return passed;
            });
    Site site = site("landing/", "");
    Snowgauge.Ended ended = extract(site, "--run-id", "x1");
    assertThat(ended.toString(), ended.exitCode(), is(3));
    assertThat(sought.length, is(2));
    assertThat(
        ended.out(),
        containsString(
            "FAILED "
                + pods.uri("a", bad.getFileName().toString())
                + "\n  what arrived is not what the container has: expected sha256 "));
    assertThat(site.query(RUNS.formatted("x1")), is(List.of("extract | 3 | 5 | 0 | FAILED")));
    assertThat(
        landed(site),
        is(
            List.of(
                DAY + "/lsf/a/lsb.users",
                DAY + "/lsf/a/lsb.users.manifest.json",
                DAY + "/lsf/b/lsb.users",
                DAY + "/lsf/b/lsb.users.manifest.json")));
    Snowgauge.Ended loaded = site.run("--run-id", "r1");
    assertThat(loaded.toString(), loaded.exitCode(), is(0));
    assertThat(site.query(RUNS.formatted("r1")), is(List.of("run | 2 | 3 | 3 | SUCCESS")));

    pods.api().setFault((exec, position, bytes) -> bytes);
    Snowgauge.Ended retried = extract(site, "--run-id", "x1");
    assertThat(retried.toString(), retried.exitCode(), is(0));
    assertThat(site.query(RUNS.formatted("x1")), is(List.of("extract | 3 | 5 | 0 | SUCCESS")));
  }

  /** Enough lines that a copy can be cut, killed and resumed in the middle. */
  private static String large() {
    Random random = new Random(11);
    StringBuilder text = new StringBuilder("Begin UserGroup\nGROUP_NAME GROUP_MEMBER\n");
    for (int i = 0; i < 40_000; i++) {
      text.append("team").append(i).append(" (user").append(random.nextInt(1000)).append(")\n");
    }
    return text.append("End UserGroup\n").toString();
  }

  @Test
  void aKilledExtractionLeavesNothingBehindOnceAnotherHasRun() throws Exception {
    pods.write("a", "lsb.users", large());
    pods.write("b", "lsb.users", groups("u1"));
    Site site = site("landing/", "");
    AtomicBoolean isReached = new AtomicBoolean();
    CountDownLatch hold = new CountDownLatch(1);
    pods.api()
        .setFault(
            (exec, position, bytes) -> {
              if (position > 300_000) {
                isReached.set(true);
                await(hold);
              }
              return bytes;
            });
    Snowgauge.Running running = site.snowgauge().start(arguments("--run-id", "x1"));
    boolean runs = running.runsUntil(isReached::get);
    assertThat(runs, is(true));
    assertThat(landed(site), is(List.of(DAY + "/lsf/a/.lsb.users.x1.part")));
    running.kill();
    running.await();
    pods.api().setFault((exec, position, bytes) -> bytes);
    hold.countDown();

    Snowgauge.Ended ended = extract(site, "--run-id", "x1");
    assertThat(ended.toString(), ended.exitCode(), is(0));
    assertThat(site.query(RUNS.formatted("x1")), is(List.of("extract | 2 | 40001 | 0 | SUCCESS")));
    assertThat(landed(site).size(), is(4));
    assertThat(landed(site), everyItem(not(containsString(".part"))));
    assertThat(Files.readString(site.path("landing/" + DAY + "/lsf/a/lsb.users")), is(large()));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anInterruptedExtractionTidiesUpAndSaysSoInTheAudit() throws Exception {
    pods.write("a", "lsb.users", large());
    Site site = site("landing/", "");
    AtomicBoolean isReached = new AtomicBoolean();
    CountDownLatch hold = new CountDownLatch(1);
    pods.api()
        .setFault(
            (exec, position, bytes) -> {
              if (position > 300_000) {
                isReached.set(true);
                await(hold);
              }
              return bytes;
            });
    Snowgauge.Running running = site.snowgauge().start(arguments("--run-id", "x1"));
    boolean runs = running.runsUntil(isReached::get);
    assertThat(runs, is(true));
    running.terminate();
    Snowgauge.Ended ended = running.await();
    hold.countDown();
    assertThat(
        ended.err(), containsString("snowgauge: interrupted; what was extracted is complete"));
    assertThat(landed(site), empty());
    assertThat(site.query(RUNS.formatted("x1")), is(List.of("extract | 1 | 40000 | 0 | FAILED")));
  }

  private static List<String> uris(ObjectStore store, String prefix) throws IOException {
    List<StoredObject> found = new ArrayList<>();
    store.list(prefix, found::add);
    return found.stream().map(StoredObject::uri).sorted().toList();
  }

  private static String text(ObjectStore store, String uri) throws IOException {
    try (InputStream in = store.open(uri)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void filesGoToS3ByPresignedUrlsOrThroughExec() throws Exception {
    Moto moto = Emulators.moto();
    String bucket = "b" + UUID.randomUUID().toString().substring(0, 8);
    moto.createBucket(bucket);
    String root = "s3://" + bucket + "/";
    ObjectStore store = new S3Store(moto.s3());
    String large = large();
    pods.write("a", "lsb.users", large);
    pods.write("b", "lsb.users 100% \"x\"", groups("u1"));
    Site site =
        site(
            root,
            ", \"storage\": { \"s3\": { \"region\": \"us-east-1\", \"endpoint\": \"%s\" } }"
                .formatted(moto.endpoint()));
    Snowgauge.Ended exec = extract(site, "--run-id", "x1");
    assertThat(exec.toString(), exec.exitCode(), is(0));
    List<String> expected =
        List.of(
            root + DAY + "/lsf/a/lsb.users",
            root + DAY + "/lsf/a/lsb.users.manifest.json",
            root + DAY + "/lsf/b/lsb.users 100% \"x\"",
            root + DAY + "/lsf/b/lsb.users 100% \"x\".manifest.json");
    assertThat(uris(store, root), is(expected));
    assertThat(text(store, expected.get(0)), is(large));

    pods.addTool(Path.of("/usr/bin/curl"));
    List<String> before = pods.api().requests();
    Snowgauge.Ended presigned =
        extract(site, "--run-id", "x2", "--force", "--set", "extract.lsf.transfer=presigned");
    assertThat(presigned.toString(), presigned.exitCode(), is(0));
    assertThat(presigned.out(), startsWith("lsf: 2 taken, 0 there already, 0 failed\n"));
    assertThat(uris(store, root), is(expected));
    assertThat(text(store, expected.get(0)), is(large));
    List<String> requests = pods.api().requests();
    assertThat(
        requests.subList(before.size(), requests.size()),
        everyItem(not(containsString("Signature"))));

    Snowgauge.Ended loaded = site.snowgauge().with(Moto.ENVIRONMENT).run("run", "--run-id", "r1");
    assertThat(loaded.toString(), loaded.exitCode(), is(0));
    assertThat(site.query(RUNS.formatted("r1")), is(List.of("run | 2 | 40001 | 40001 | SUCCESS")));
  }

  private Site s3Site(Moto moto, String root) throws IOException {
    return site(
        root,
        ", \"storage\": { \"s3\": { \"region\": \"us-east-1\", \"endpoint\": \"%s\" } }"
            .formatted(moto.endpoint()));
  }

  private static String newBucket(Moto moto) throws Exception {
    String bucket = "b" + UUID.randomUUID().toString().substring(0, 8);
    moto.createBucket(bucket);
    return bucket;
  }

  @Test
  void aFileThatIsUploadedAfterItsExtractionFailedHasItsSidecar() throws Exception {
    Moto moto = Emulators.moto();
    String root = "s3://" + newBucket(moto) + "/";
    ObjectStore store = new S3Store(moto.s3());
    Path file = pods.write("a", "lsb.users", groups("u1", "u2"));
    Path told = folder.resolve("told");
    pods.addTool("curl", "/bin/sh -c '/bin/cat >%s; exit 28'".formatted(told));
    Site site = s3Site(moto, root);
    Snowgauge.Ended ended =
        extract(site, "--run-id", "x1", "--set", "extract.lsf.transfer=presigned");
    assertThat(ended.toString(), ended.exitCode(), is(3));
    assertThat(ended.out(), containsString("by curl to a presigned URL but curl ended with 28"));
    assertThat(Files.readString(told), containsString("\nmax-time = \"270\"\n"));

    Process late =
        new ProcessBuilder("/usr/bin/curl", "-q", "-K", told.toString())
            .directory(file.getParent().toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(late.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said, late.waitFor(), is(0));
    String landed = root + DAY + "/lsf/a/lsb.users";
    assertThat(uris(store, root), is(List.of(landed, landed + ".manifest.json")));
    Snowgauge.Ended loaded = site.snowgauge().with(Moto.ENVIRONMENT).run("run", "--run-id", "r1");
    assertThat(loaded.toString(), loaded.exitCode(), is(0));
    assertThat(site.query(RUNS.formatted("r1")), is(List.of("run | 1 | 2 | 2 | SUCCESS")));
  }

  @Test
  void anExtractionThatIsTerminatedWhileCurlUploadsLeavesNoUploadBehind() throws Exception {
    Moto moto = Emulators.moto();
    String root = "s3://" + newBucket(moto) + "/";
    ObjectStore store = new S3Store(moto.s3());
    pods.write("a", "lsb.users", groups("u1", "u2"));
    Path started = folder.resolve("started");
    pods.addTool("curl", "/bin/sh -c ': >%s; exec /bin/sleep 600'".formatted(started));
    Site site = s3Site(moto, root);
    Snowgauge.Running running =
        site.snowgauge()
            .with(Moto.ENVIRONMENT)
            .start(arguments("--run-id", "x1", "--set", "extract.lsf.transfer=presigned"));
    boolean runs = running.runsUntil(() -> Files.exists(started));
    assertThat(runs, is(true));
    running.terminate();
    Snowgauge.Ended ended = running.await();
    assertThat(
        ended.err(), containsString("snowgauge: interrupted; what was extracted is complete"));
    for (ProcessHandle process : pods.api().running()) {
      process.onExit().get(60, TimeUnit.SECONDS);
    }
    // Nobody knows what the store has taken by then, so the sidecar waits for a late file.
    String landed = root + DAY + "/lsf/a/lsb.users";
    assertThat(uris(store, root), is(List.of(landed + ".manifest.json")));
    assertThat(site.query(RUNS.formatted("x1")), is(List.of("extract | 1 | 2 | 0 | FAILED")));

    pods.addTool(Path.of("/usr/bin/curl"));
    Snowgauge.Ended again =
        extract(site, "--run-id", "x1", "--set", "extract.lsf.transfer=presigned");
    assertThat(again.toString(), again.exitCode(), is(0));
    assertThat(uris(store, root), is(List.of(landed, landed + ".manifest.json")));
    assertThat(site.query(RUNS.formatted("x1")), is(List.of("extract | 1 | 2 | 0 | SUCCESS")));
  }

  @Test
  void whatAnotherWriterPutThereMeanwhileIsNotRemoved() throws Exception {
    Moto moto = Emulators.moto();
    String bucket = newBucket(moto);
    String root = "s3://" + bucket + "/";
    ObjectStore store = new S3Store(moto.s3());
    pods.write("a", "lsb.users", groups("u1", "u2"));
    String landed = DAY + "/lsf/a/lsb.users";
    pods.addTool(
        "curl",
        "/bin/sh -c '/usr/bin/curl \"$@\" && echo other >%2$s"
            .concat(" && /usr/bin/curl -q -sf -H \"Authorization: AWS other:any\" -T %2$s %1$s' sh")
            .formatted(moto.endpoint() + "/" + bucket + "/" + landed, folder.resolve("other")));
    Site site = s3Site(moto, root);
    Snowgauge.Ended ended =
        extract(site, "--run-id", "x1", "--set", "extract.lsf.transfer=presigned");
    assertThat(ended.toString(), ended.exitCode(), is(3));
    assertThat(ended.out(), containsString(" bytes at the destination but found 6"));
    assertThat(text(store, root + landed), is("other\n"));
  }

  @Test
  void aDryRunShowsWhatThereIsAndChangesNothing() throws Exception {
    pods.write("a", "lsb.users", groups("u1", "u2"));
    Site site = site("landing/", "");
    Snowgauge.Ended ended = extract(site, "--dry-run");
    assertThat(ended.toString(), ended.exitCode(), is(0));
    assertThat(
        ended.outLines(),
        is(
            List.of(
                "lsf: 1 of 1 files can be extracted",
                "  "
                    + pods.uri("a", "lsb.users")
                    + " ("
                    + groups("u1", "u2").length()
                    + " bytes) to landing/"
                    + DAY
                    + "/lsf/a/lsb.users")));
    assertThat(site.everything(), not(hasItem("warehouse.duckdb")));
    assertThat(landed(site), empty());
    Snowgauge.Ended checked = site.snowgauge().run("check");
    assertThat(checked.toString(), checked.exitCode(), is(0));
    assertThat(
        checked.outLines(),
        hasItems(
            "ok   extract.lsf: 1 pod runs in namespace lsf of cluster test; exec is not tried",
            "ok   datasets.user_groups.input: "
                + site.path("landing")
                + " will be there once extract.lsf is done",
            "ok   extract.lsf.destination: " + site.path("landing") + " can be created"));
  }

  /** The page's configuration is checked before anything was extracted. */
  @Test
  void theConfigurationOfThePageIsCheckedBeforeAnythingIsThere() throws Exception {
    pods.write("master-0", "lsb.users", groups("u1"));
    pods.write("master-1", "lsb.users", groups("u1"));
    String page = Files.readString(Snowgauge.HOME.resolve("docs/extract.md"));
    String start = "<<'JSON'\n";
    String json = page.substring(page.indexOf(start) + start.length(), page.indexOf("\nJSON\n"));
    Site site = Site.with(folder, json);
    Snowgauge.Ended checked =
        site.snowgauge()
            .with(Map.of("KUBECONFIG", folder.resolve("kubeconfig").toString()))
            .run("check");
    assertThat(checked.toString(), checked.exitCode(), is(0));
    assertThat(
        checked.outLines(),
        hasItem(
            "ok   extract.lsf: 2 pods run in namespace lsf of cluster test; exec is not tried"));
  }

  @Test
  void aClusterThatCannotBeReachedEndsTheRunWithWhatToCheck() throws Exception {
    Site site = site("landing/", "");
    pods.close();
    Snowgauge.Ended ended = extract(site, "--run-id", "x1");
    assertThat(ended.toString(), ended.exitCode(), is(1));
    assertThat(
        site.query(FILES.formatted("x1")).get(0),
        startsWith("k8s://test/lsf | FAILED | 0 | cluster test at http://127.0.0.1:"));
    Snowgauge.Ended audited = site.snowgauge().run("audit", "--run", "x1", "--wait");
    assertThat(audited.toString(), audited.exitCode(), is(1));
    assertThat(
        Arrays.asList(audited.out().split("\n", -1)), hasItems(containsString("k8s://test/lsf")));
  }
}
