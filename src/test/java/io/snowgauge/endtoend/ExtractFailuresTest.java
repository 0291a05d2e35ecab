package io.snowgauge.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.snowgauge.io.emulators.KubernetesApi;
import io.snowgauge.io.emulators.KubernetesApi.FakePod;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.FileStatus;
import io.snowgauge.io.warehouse.control.Mode;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.io.warehouse.control.RunStatus;
import io.snowgauge.io.warehouse.duckdb.DuckDbWarehouse;
import io.snowgauge.pipelines.config.Extraction;
import io.snowgauge.pipelines.config.Transfer;
import io.snowgauge.pipelines.extract.Cancellation;
import io.snowgauge.pipelines.extract.ExtractRequest;
import io.snowgauge.pipelines.extract.ExtractRun;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.lsf.UserGroupFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What extraction makes of clusters, pods and files that are not as they should be. */
@Timeout(120)
class ExtractFailuresTest {
  private static final String GROUPS =
      "Begin UserGroup\nGROUP_NAME GROUP_MEMBER\nteam (u1 u2)\nEnd UserGroup\n";

  @TempDir Path folder;

  private Pods pods;
  private Warehouse warehouse;

  @BeforeEach
  void start() throws IOException {
    pods = Pods.in(folder);
    warehouse =
        new DuckDbWarehouse(
            folder.resolve("w.duckdb").toString(), "main", "SNOWGAUGE", Duration.ofSeconds(10));
  }

  @AfterEach
  void end() {
    pods.close();
  }

  private ExtractRun.Outcome extract(String... paths) throws Exception {
    return extract("run", Arrays.asList(paths), "{pod}/");
  }

  private ExtractRun.Outcome extract(String id, List<String> paths, String destination)
      throws Exception {
    return extractAll(id, configured("lsf", folder, paths, destination, 4));
  }

  private ExtractRun.Outcome extractAll(String id, Extraction... configured) throws Exception {
    return extractAll(id, new Cancellation(), configured);
  }

  private ExtractRun.Outcome extractAll(
      String id, Cancellation cancellation, Extraction... configured) throws Exception {
    Run run = new Run(id, LocalDate.of(2025, 6, 6), Mode.EXTRACT, Instant.now(), false);
    ExtractRequest request = new ExtractRequest(run, List.of(configured), cancellation);
    return new ExtractRun(warehouse, request).execute();
  }

  private Extraction configured(
      String name, Path folderOfKubeconfig, List<String> paths, String destination, int pods) {
    String root = "file://" + folder + "/landing/";
    return new Extraction(
        name,
        folderOfKubeconfig.resolve("kubeconfig").toString(),
        null,
        "lsf",
        "app=lsf",
        null,
        null,
        paths,
        dataset(destination.contains("://") ? destination + "*" : root + "{pod}/*"),
        destination.contains("://") ? destination : root + destination,
        Transfer.AUTO,
        pods,
        2,
        Duration.ofSeconds(20));
  }

  private static Dataset dataset(String input) {
    return new Dataset(
        "groups",
        InputPattern.parse(input),
        new UserGroupFormat(1 << 20),
        "GROUPS",
        PublishMode.APPEND,
        List.of(),
        Tolerance.NONE);
  }

  private static String told(ExtractRun.Outcome outcome, String uri) {
    List<Audit.FileRow> rows =
        outcome.files().stream().filter(file -> file.uri().equals(uri)).toList();
    assertThat(outcome.files().toString(), rows.size(), is(1));
    return rows.get(0).status() + ": " + rows.get(0).errorMessages();
  }

  private Path landed(String pod, String file) {
    return folder.resolve("landing").resolve(pod).resolve(file);
  }

  @Test
  void aStreamThatIsCutIsResumedWhereItEnded() throws Exception {
    String text = GROUPS.replace("team", "# " + "x".repeat(400_000) + "\nteam");
    pods.write("a", "users", text);
    AtomicInteger cuts = new AtomicInteger();
    pods.api()
        .setFault(
            (exec, position, bytes) ->
                position > 100_000 && cuts.getAndIncrement() < 2
                    ? Arrays.copyOf(bytes, bytes.length / 3)
                    : bytes);
    ExtractRun.Outcome outcome = extract("users");
    assertThat(told(outcome, pods.uri("a", "users")), startsWith("EXTRACTED: resumed at byte "));
    assertThat(
        told(outcome, pods.uri("a", "users")),
        containsString(" of " + text.length() + ": the stream was cut short"));
    assertThat(Files.readString(landed("a", "users")), is(text));
    assertThat(outcome.rows().get(0).status(), is(RunStatus.SUCCESS));
    assertThat(outcome.isAnyFailed(), is(false));
  }

  @Test
  void aConnectionThatAlwaysBreaksFailsItsFileOnly() throws Exception {
    pods.write("a", "users", GROUPS);
    pods.write("b", "users", GROUPS.replace("u2", "u2 u3") + "#".repeat(200_000));
    pods.api().setFault((exec, position, bytes) -> position > 8_000 ? null : bytes);
    ExtractRun.Outcome outcome = extract("users");
    assertThat(told(outcome, pods.uri("a", "users")), is("EXTRACTED: null"));
    assertThat(told(outcome, pods.uri("b", "users")), startsWith("FAILED: the connection broke: "));
    assertThat(Files.exists(landed("b", "users")), is(false));
    assertThat(Files.exists(landed("b", "users.manifest.json")), is(false));
    assertThat(outcome.isAnyFailed(), is(true));
    assertThat(outcome.isSystemFailed(), is(false));
    assertThat(outcome.rows().get(0).sourceRecords(), is(5L));
  }

  @Test
  void aFileThatIsWrittenMeanwhileIsTakenAgain() throws Exception {
    Path file = pods.write("a", "users", GROUPS);
    AtomicInteger execs = new AtomicInteger();
    pods.api()
        .setBeforeExec(
            () -> {
              if (execs.incrementAndGet() == 2) {
                write(file, GROUPS.replace("u2", "u2 u3"));
              }
            });
    ExtractRun.Outcome outcome = extract("users");
    assertThat(told(outcome, pods.uri("a", "users")), is("EXTRACTED: null"));
    assertThat(Files.readString(landed("a", "users")), is(GROUPS.replace("u2", "u2 u3")));
    assertThat(outcome.rows().get(0).sourceRecords(), is(3L));
  }

  @Test
  void aFileThatIsAlwaysWrittenIsFailed() throws Exception {
    Path file = pods.write("a", "users", GROUPS);
    AtomicInteger execs = new AtomicInteger();
    pods.api().setBeforeExec(() -> write(file, GROUPS + "#".repeat(execs.incrementAndGet())));
    ExtractRun.Outcome outcome = extract("users");
    assertThat(
        told(outcome, pods.uri("a", "users")),
        startsWith("FAILED: the file was written to while it was copied; "));
    assertThat(Files.exists(landed("a", "users")), is(false));
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aContainerThatRestartedIsTakenFromAgain() throws Exception {
    pods.write("a", "users", GROUPS);
    Path old = folder.resolve("pods/a");
    Path bin = folder.resolve("bin");
    AtomicInteger execs = new AtomicInteger();
    pods.api()
        .setFault(
            (exec, position, bytes) -> {
              if (exec == 2 && execs.getAndIncrement() == 0) {
                pods.api()
                    .add(
                        new FakePod(
                            "a",
                            Map.of("app", "lsf", "restarted", "yes"),
                            List.of("main"),
                            old,
                            bin.toString(),
                            "{\"running\":{}}"));
              }
              return exec <= 5 && exec >= 2 ? null : bytes;
            });
    ExtractRun.Outcome outcome = extract("users");
    assertThat(
        told(outcome, pods.uri("a", "users")),
        is("EXTRACTED: the container restarted meanwhile; the file was taken from its new one"));
  }

  @Test
  void everyPathThatIsNoFileHasItsReason() throws Exception {
    Path good = pods.write("a", "good", GROUPS);
    Files.createSymbolicLink(good.resolveSibling("link"), Path.of("good"));
    Files.createSymbolicLink(good.resolveSibling("dangling"), Path.of("none"));
    Files.createDirectories(good.resolveSibling("folder"));
    Files.createDirectories(good.resolveSibling("sub"));
    Files.writeString(good.resolveSibling("sub/good"), GROUPS);
    pods.write("a", "x.manifest.json", "{}");
    assertThat(
        new ProcessBuilder("mkfifo", good.resolveSibling("fifo").toString()).start().waitFor(),
        is(0));
    ExtractRun.Outcome outcome =
        extract(
            "link",
            "dangling",
            "folder",
            "missing",
            "none*",
            "x.manifest.json",
            "fifo",
            "/dev/null");
    assertThat(
        told(outcome, pods.uri("a", "link")),
        is("EXTRACTED: it is a link; what it leads to was taken"));
    Map<String, String> reasons =
        Map.of(
            "dangling", "FAILED: expected a file but found a link that leads nowhere;",
            "folder", "FAILED: expected a file but found a folder; name the files in it",
            "missing", "FAILED: expected a file but found nothing there; check the path",
            "none*", "FAILED: expected a file that matches but found none; check the pattern",
            "fifo", "FAILED: expected a regular file but found a FIFO, which cannot be read twice",
            "x.manifest.json", "FAILED: expected a file of data but found the name of a sidecar");
    for (Map.Entry<String, String> reason : reasons.entrySet()) {
      assertThat(told(outcome, pods.uri("a", reason.getKey())), startsWith(reason.getValue()));
    }
    assertThat(
        told(outcome, "k8s://test/lsf/a/main/dev/null"),
        is("FAILED: expected a regular file but found a device or socket; name a file"));
    ExtractRun.Outcome twice = extract("twice", List.of("good", "sub/good"), "{pod}/");
    assertThat(
        told(twice, pods.uri("a", "sub/good")),
        startsWith("FAILED: expected different names, as the destination is one folder, but"));
    ExtractRun.Outcome elsewhere = extract("elsewhere", List.of("good"), "other/{pod}/");
    assertThat(
        told(elsewhere, pods.uri("a", "good")),
        startsWith("FAILED: expected a file that datasets.groups.input matches but found that"));
  }

  @Test
  void aNameThatIsNoTextFailsAlone() throws Exception {
    pods.write("a", "users", GROUPS);
    Process shell =
        new ProcessBuilder("bash", "-c", "printf x > $'\\xff.users'")
            .directory(folder.resolve("pods/a").toFile())
            .start();
    assertThat(shell.waitFor(), is(0));
    ExtractRun.Outcome outcome = extract("*users");
    assertThat(told(outcome, pods.uri("a", "users")), is("EXTRACTED: null"));
    assertThat(
        told(outcome, pods.uri("a", "\ufffd.users")),
        is("FAILED: expected a name in UTF-8 but found other bytes; rename the file"));
  }

  /** A large file is measured by itself, so that a count that takes too long is its own failure. */
  @Test
  void aFileThatTakesTooLongToCountFailsAlone() throws Exception {
    pods.write("a", "users", GROUPS);
    pods.write("a", "users.large", GROUPS + "#".repeat(5_000_000));
    // The first exec finds both, the second hands out the small one.
    pods.api().setFault((exec, position, bytes) -> exec > 2 ? null : bytes);
    ExtractRun.Outcome outcome = extract("users*");
    assertThat(told(outcome, pods.uri("a", "users")), is("EXTRACTED: null"));
    assertThat(
        told(outcome, pods.uri("a", "users.large")), startsWith("FAILED: the connection broke: "));
  }

  @Test
  void whatAKilledForcedExtractionLeftGoesWithTheNextThatFindsTheFileThere() throws Exception {
    pods.write("a", "users", GROUPS);
    extract("first", List.of("users"), "{pod}/");
    Path left = landed("a", ".users.killed.part");
    Files.writeString(left, "half");
    ExtractRun.Outcome second = extract("second", List.of("users"), "{pod}/");
    assertThat(second.results().get("lsf").get(0).isTaken(), is(false));
    assertThat(Files.exists(left), is(false));
  }

  @Test
  void podsThatCannotBeTakenFromStopNoOther() throws Exception {
    pods.write("a", "users", GROUPS);
    Path folderOfA = folder.resolve("pods/a");
    pods.api()
        .add(
            new FakePod(
                "b",
                Map.of("app", "lsf"),
                List.of("main"),
                folderOfA,
                "",
                "{\"terminated\":{\"reason\":\"OOMKilled\",\"exitCode\":137}}"));
    pods.api()
        .add(
            new FakePod(
                "c",
                Map.of("app", "lsf"),
                List.of("main", "proxy"),
                folderOfA,
                "",
                "{\"running\":{}}"));
    ExtractRun.Outcome outcome = extract("users");
    assertThat(told(outcome, pods.uri("a", "users")), is("EXTRACTED: null"));
    assertThat(
        told(outcome, "k8s://test/lsf/b"),
        startsWith(
            "FAILED: expected container main to run but it has ended: OOMKilled, exit code 137"));
    assertThat(
        told(outcome, "k8s://test/lsf/c"),
        is(
            "FAILED: expected one container but the pod has main, proxy; choose with"
                + " extract.NAME.container"));
    assertThat(outcome.rows().get(0).status(), is(RunStatus.FAILED));
  }

  @Test
  void noMatchingPodAndARefusedExecAreInTheAudit() throws Exception {
    ExtractRun.Outcome none = extract("users");
    assertThat(
        told(none, "k8s://test/lsf"),
        startsWith("FAILED: expected pods but none in namespace lsf matches 'app=lsf';"));
    pods.write("a", "users", GROUPS);
    pods.api().forbidExec();
    ExtractRun.Outcome refused = extract("second", List.of("users"), "{pod}/");
    assertThat(
        told(refused, "k8s://test/lsf/a"),
        startsWith("FAILED: expected the right to exec in container main of pod a in namespace"));
    assertThat(refused.isSystemFailed(), is(false));
  }

  @Test
  void toolsThatAreMissingAreSaidAndTheSidecarLeavesOutWhatTheyWouldHaveSaid() throws Exception {
    pods.write("a", "users", GROUPS);
    // Debian's busybox finds its own tools without a PATH.
    KubernetesApi.addTool(folder.resolve("bin"), "sh", "/bin/sh");
    Files.delete(folder.resolve("bin/awk"));
    Files.delete(folder.resolve("bin/sha256sum"));
    ExtractRun.Outcome outcome = extract("users");
    assertThat(
        told(outcome, pods.uri("a", "users")),
        is(
            "EXTRACTED: no source count was taken in the pod: the container has no awk; the load"
                + " counts by itself\n"
                + "the container has no tool for checksums, so only lengths were compared with it;"
                + " give its image sha256sum, shasum or openssl"));
    assertThat(
        Files.readString(landed("a", "users.manifest.json")),
        startsWith("{\"source_record_count_unknown\":\"the container has no awk\",\"sha256\":\""));
    assertThat(outcome.rows().get(0).status(), is(RunStatus.SUCCESS));
  }

  @Test
  void twoHundredFilesOfTwentyPodsAreTakenSomePodsAtATime() throws Exception {
    for (int pod = 0; pod < 20; pod++) {
      for (int file = 0; file < 10; file++) {
        pods.write("p" + pod, "users" + file, GROUPS);
      }
    }
    ExtractRun.Outcome outcome = extract("users*");
    assertThat(
        outcome.files().stream().filter(file -> file.status() == FileStatus.EXTRACTED).count(),
        is(200L));
    assertThat(outcome.rows().get(0).sourceRecords(), is(400L));
    assertThat(pods.api().mostAtATime(), is(4));
    ExtractRun.Outcome again = extract("again", List.of("users*"), "{pod}/");
    assertThat(
        again.results().get("lsf").stream().filter(result -> result.isTaken()).count(), is(0L));
    assertThat(again.rows().get(0).files(), is(200L));
  }

  private static List<String> sorted(ExtractRun.Outcome outcome) {
    return outcome.files().stream()
        .map(file -> file.status() + ": " + file.errorMessages())
        .sorted()
        .toList();
  }

  @Test
  void ofTwoPodsWhoseFilesWouldBeOneTheSecondFails() throws Exception {
    pods.write("a", "users", GROUPS);
    pods.write("b", "users", GROUPS);
    ExtractRun.Outcome outcome = extract("run", List.of("users"), "all/");
    List<String> told = sorted(outcome);
    assertThat(told.get(0), is("EXTRACTED: null"));
    assertThat(
        told.get(1),
        startsWith("FAILED: expected a destination of its own but found that k8s://test/lsf/"));
    assertThat(told.get(1), containsString(" is extracted to file://" + landed("all", "users")));
    assertThat(outcome.rows().get(0).status(), is(RunStatus.FAILED));
    assertThat(outcome.isAnyFailed(), is(true));
  }

  @Test
  void ofTwoClustersThatLookTheSameTheSecondFails() throws Exception {
    pods.write("a", "users", GROUPS);
    try (Pods others = Pods.in(folder.resolve("other"))) {
      others
          .api()
          .addRunning("a", folder.resolve("pods/a"), folder.resolve("other/bin").toString());
      List<String> users = List.of("users");
      ExtractRun.Outcome outcome =
          extractAll(
              "run",
              configured("one", folder, users, "{pod}/", 4),
              configured("two", folder.resolve("other"), users, "{pod}/", 4),
              configured("again", folder, users, "{pod}/", 4));
      assertThat(outcome.results().get("one").get(0).isTaken(), is(true));
      assertThat(
          String.valueOf(outcome.results().get("two").get(0).row().failure()),
          startsWith(
              "expected a destination of its own but found that "
                  + pods.uri("a", "users")
                  + " of "
                  + pods.api().url()));
      assertThat(outcome.results().get("again").get(0).isFailed(), is(false));
      assertThat(outcome.rows().get(0).status(), is(RunStatus.FAILED));
    }
  }

  @Test
  void whatAnEarlierRunTookFromElsewhereIsNotReplaced() throws Exception {
    pods.write("a", "users", GROUPS);
    extract("first", List.of("users"), "all/");
    pods.api().remove("a");
    pods.write("b", "users", GROUPS.replace("u2", "u2 u3"));
    ExtractRun.Outcome second = extract("second", List.of("users"), "all/");
    assertThat(
        told(second, pods.uri("b", "users")),
        startsWith(
            "FAILED: expected a destination of its own but found that file://"
                + landed("all", "users")
                + " was extracted from "
                + folder.resolve("pods/a/users")
                + " of container main of pod a in namespace lsf of the cluster at "
                + pods.api().url()
                + "/; tell the destinations apart "));
    assertThat(Files.readString(landed("all", "users")), is(GROUPS));
    assertThat(second.rows().get(0).status(), is(RunStatus.FAILED));

    Files.delete(landed("all", "users"));
    ExtractRun.Outcome third = extract("third", List.of("users"), "all/");
    assertThat(told(third, pods.uri("b", "users")), is("EXTRACTED: null"));
  }

  @Test
  void whatAnEarlierRunTookFromAnotherClusterIsNotReplaced() throws Exception {
    pods.write("a", "users", GROUPS);
    extract("users");
    try (Pods others = Pods.in(folder.resolve("other"))) {
      Path changed = others.write("a", "users", GROUPS.replace("u2", "u2 u3"));
      List<String> users = List.of("users");
      ExtractRun.Outcome second =
          extractAll("second", configured("lsf", folder.resolve("other"), users, "{pod}/", 4));
      assertThat(
          told(second, "k8s://test/lsf/a/main" + changed),
          containsString("in namespace lsf of the cluster at " + pods.api().url() + "/; tell"));
      assertThat(Files.readString(landed("a", "users")), is(GROUPS));
      assertThat(second.rows().get(0).status(), is(RunStatus.FAILED));
    }
    ExtractRun.Outcome third = extract("third", List.of("users"), "{pod}/");
    assertThat(third.results().get("lsf").get(0).isFailed(), is(false));
    assertThat(third.results().get("lsf").get(0).isTaken(), is(false));
  }

  @Test
  void aKubeconfigThatCannotBeUsedStopsNoOtherExtraction() throws Exception {
    pods.write("a", "users", GROUPS);
    Path broken = Files.createDirectories(folder.resolve("broken"));
    String kubeconfig = Files.readString(folder.resolve("kubeconfig"));
    Files.writeString(
        broken.resolve("kubeconfig"),
        kubeconfig.replace("server: ", "certificate-authority: /none/ca.crt, server: "));
    List<String> users = List.of("users");
    ExtractRun.Outcome outcome =
        extractAll(
            "run",
            configured("good", folder, users, "{pod}/", 4),
            configured("broken", broken, users, "{pod}/", 4),
            configured("other", folder, users, "{pod}/", 4));
    assertThat(outcome.results().get("good").get(0).isTaken(), is(true));
    assertThat(outcome.results().get("other").get(0).isFailed(), is(false));
    assertThat(
        told(outcome, "k8s://extract.broken/lsf"),
        startsWith("FAILED: kubeconfig " + broken.resolve("kubeconfig") + " cannot be used: "));
    assertThat(outcome.isSystemFailed(), is(true));
    assertThat(outcome.rows().get(0).status(), is(RunStatus.FAILED));
  }

  @Test
  void anUnexpectedFailureIsThatOfItsFile() throws Exception {
    pods.write("a", "users", GROUPS);
    ExtractRun.Outcome outcome = extract("run", List.of("users"), "none://b/");
    assertThat(
        told(outcome, pods.uri("a", "users")),
        startsWith("FAILED: no store is configured for none://b/users"));
    assertThat(outcome.isSystemFailed(), is(true));
  }

  @Test
  void aChecksumToolThatFailsIsNoneThatIsMissing() throws Exception {
    pods.write("a", "users", GROUPS);
    // Debian's busybox finds its own tools before those of the PATH.
    KubernetesApi.addTool(folder.resolve("bin"), "sh", "/bin/sh");
    KubernetesApi.addTool(folder.resolve("bin"), "sha256sum", "/bin/false");
    ExtractRun.Outcome outcome = extract("users");
    assertThat(
        told(outcome, pods.uri("a", "users")),
        startsWith("FAILED: expected a checksum but sha256sum in the container gave none of "));
    assertThat(Files.exists(landed("a", "users")), is(false));
    assertThat(outcome.isSystemFailed(), is(false));
  }

  @Test
  void podsAreListedAgainWhereTheServerIsOverloaded() throws Exception {
    pods.write("a", "users", GROUPS);
    pods.api().overload(2);
    ExtractRun.Outcome outcome = extract("users");
    assertThat(told(outcome, pods.uri("a", "users")), is("EXTRACTED: null"));
    pods.api().overload(1000);
    ExtractRun.Outcome never = extract("never", List.of("users"), "{pod}/");
    assertThat(told(never, "k8s://test/lsf"), containsString("the server has too much to do"));
    assertThat(never.isSystemFailed(), is(true));
  }

  @Test
  void podsThatNeverBeganHaveARowEach() throws Exception {
    for (String pod : List.of("a", "b", "c")) {
      pods.write(pod, "users", GROUPS);
    }
    Cancellation cancellation = new Cancellation();
    pods.api().setBeforeExec(cancellation::cancel);
    ExtractRun.Outcome outcome =
        extractAll("run", cancellation, configured("lsf", folder, List.of("users"), "{pod}/", 1));
    assertThat(told(outcome, "k8s://test/lsf/a"), startsWith("FAILED: interrupted"));
    for (String pod : List.of("b", "c")) {
      assertThat(
          told(outcome, "k8s://test/lsf/" + pod),
          is("FAILED: interrupted; extract again to take out what is left"));
    }
  }
}
