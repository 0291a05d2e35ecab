package io.snowgauge.io.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.snowgauge.io.emulators.KubernetesApi;
import io.snowgauge.io.emulators.KubernetesApi.FakePod;
import io.snowgauge.transforms.lsf.UserGroupFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files in pods whose commands are run by real shells, by way of an API server that can fail. */
@Timeout(60)
class PodFilesTest {
  private static final CountingRule RULE = CountingRule.of(new UserGroupFormat(1 << 20));
  private static final String GROUPS =
      """
      Begin UserGroup
      GROUP_NAME GROUP_MEMBER USER_SHARES
      team1 (user1 user2) ([user1, 3] [user3, 1])
      End UserGroup
      """;

  /** What the programs of a pod are. */
  enum Tools {
    BUSYBOX,
    /** dash, GNU's coreutils and mawk. */
    DEBIAN
  }

  @TempDir Path folder;

  private KubernetesApi api;
  private Cluster cluster;
  private Path pod;

  @BeforeEach
  void start() throws IOException {
    api = KubernetesApi.start();
    pod = Files.createDirectories(folder.resolve("pod"));
    Path kubeconfig = api.kubeconfig(folder.resolve("kubeconfig"));
    cluster = Cluster.of(new ClusterAccess(kubeconfig.toString(), null));
  }

  @AfterEach
  void end() {
    cluster.close();
    api.close();
  }

  private static Path program(String name) {
    for (String place : List.of("/usr/bin", "/bin")) {
      Path program = Path.of(place, name);
      if (Files.isExecutable(program)) {
        return program;
      }
    }
    if (System.getenv("CI") != null) {
      throw new IllegalStateException("expected " + name + " (a Debian package of that name)");
    }
    return abort("skipped: there is no " + name);
  }

  private String path(Tools tools, String... without) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    for (String name :
        List.of(
            "sh",
            "awk",
            "cat",
            "date",
            "gzip",
            "head",
            "od",
            "sha256sum",
            "stat",
            "tail",
            "tr",
            "wc")) {
      if (!Arrays.asList(without).contains(name)) {
        String command =
            switch (tools) {
              case BUSYBOX -> program("busybox") + " " + name;
              case DEBIAN ->
                  program(Map.of("sh", "dash", "awk", "mawk").getOrDefault(name, name)).toString();
            };
        KubernetesApi.addTool(bin, name, command);
      }
    }
    return bin.toString();
  }

  private PodFiles files(String path) throws Exception {
    api.addRunning("lsf-0", pod, path);
    PodSelection selection = new PodSelection("lsf", "app=lsf", null, null);
    PodContainer container = selection.containerOf(cluster, "lsf-0");
    return new PodFiles(cluster, container, RULE, Duration.ofSeconds(20));
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private byte[] random(String name, int length) throws IOException {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    Files.write(pod.resolve(name), bytes);
    return bytes;
  }

  @ParameterizedTest
  @EnumSource
  void aFileIsMeasured(Tools tools) throws Exception {
    Files.writeString(pod.resolve("lsb.users"), GROUPS);
    PodFiles.Listing listing = files(path(tools)).measure(List.of("lsb.users"));
    Measurement file = listing.found().get(0);
    assertThat(file.path(), is(pod.resolve("lsb.users").toString()));
    assertThat(file.kind(), is(Measurement.Kind.FILE));
    assertThat(file.bytes(), is((long) GROUPS.length()));
    assertThat(file.sha256(), is(sha256(GROUPS.getBytes(UTF_8))));
    assertThat(file.records(), is(3L));
    assertThat(
        Objects.requireNonNull(file.modifiedAt()).getEpochSecond(),
        is(Files.getLastModifiedTime(pod.resolve("lsb.users")).toInstant().getEpochSecond()));
    assertThat(listing.canUpload(), is(false));
    assertThat(listing.found().size(), is(1));
  }

  @ParameterizedTest
  @EnumSource
  void namesMayHoldAnything(Tools tools) throws Exception {
    List<String> names =
        List.of(
            "a b",
            "it's",
            "say \"x\"",
            "two\nlines",
            "$HOME `id`",
            "-n",
            "ü",
            "[x]",
            "a*b",
            "c\\d");
    for (String name : names) {
      Files.writeString(pod.resolve(name), name);
    }
    PodFiles files = files(path(tools));
    List<Measurement> found = files.measure(List.of("*")).found();
    assertThat(
        found.stream().map(Measurement::name).sorted().toList(),
        is(names.stream().sorted().toList()));
    for (Measurement file : found) {
      ByteArrayOutputStream copy = new ByteArrayOutputStream();
      Measurement after = files.copy(file, 0, copy);
      assertThat(PodFiles.isUnchanged(file, after), is(true));
      assertThat(copy.toString(UTF_8), is(file.name()));
      assertThat(files.measureAgain(file), is(file));
    }
    assertThat(files.measure(List.of("two\nlines")).found().get(0).name(), is("two\nlines"));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNoFileIsToldApart(Tools tools) throws Exception {
    Files.createDirectories(pod.resolve("folder"));
    Files.writeString(pod.resolve("data"), GROUPS);
    Files.createSymbolicLink(pod.resolve("link"), Path.of("data"));
    Files.createSymbolicLink(pod.resolve("dangling"), Path.of("nowhere"));
    assertThat(
        new ProcessBuilder("mkfifo", pod.resolve("fifo").toString()).start().waitFor(), is(0));
    List<Measurement> found =
        files(path(tools))
            .measure(List.of("folder", "link", "dangling", "fifo", "/dev/null", "none", "none*"))
            .found();
    assertThat(
        found.stream().map(file -> file.kind().name()).toList(),
        is(List.of("FOLDER", "LINK", "DANGLING", "FIFO", "DEVICE", "MISSING", "UNMATCHED")));
    assertThat(found.get(1).records(), is(3L));
    List<Measurement> refused = new ArrayList<>(found);
    refused.remove(1);
    assertThat(
        refused.stream().map(file -> String.valueOf(file.problem())).toList(),
        contains(
            startsWith("expected a file but found a folder; name the files in it"),
            startsWith("expected a file but found a link that leads nowhere; name what it should"),
            startsWith(
                "expected a regular file but found a FIFO, which cannot be read twice; have"),
            is("expected a regular file but found a device or socket; name a file"),
            startsWith("expected a file but found nothing there; check the path, and that its"),
            startsWith("expected a file that matches but found none; check the pattern, and")));
  }

  @ParameterizedTest
  @EnumSource
  void packedTextIsCountedUnpacked(Tools tools) throws Exception {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(pod.resolve("a")))) {
      out.write(GROUPS.getBytes(UTF_8));
    }
    byte[] packed = Files.readAllBytes(pod.resolve("a"));
    Files.write(pod.resolve("cut"), Arrays.copyOf(packed, packed.length - 6));
    List<Measurement> found = files(path(tools)).measure(List.of("a", "cut")).found();
    assertThat(found.get(0).records(), is(3L));
    assertThat(found.get(1).uncounted(), is("gzip cannot unpack the file"));
  }

  @Test
  void withoutToolsWhatTheyWouldSayIsLeftOut() throws Exception {
    Files.writeString(pod.resolve("a"), GROUPS);
    Files.write(pod.resolve("b.gz"), new byte[] {0x1f, (byte) 0x8b, 8});
    PodFiles files = files(path(Tools.DEBIAN, "awk", "sha256sum", "gzip"));
    Measurement file = files.measure(List.of("a")).found().get(0);
    assertThat(file.uncounted(), is("the container has no awk"));
    assertThat(file.sha256() == null, is(true));
    assertThat(file.bytes(), is((long) GROUPS.length()));
    KubernetesApi.addTool(folder.resolve("bin"), "awk", program("mawk").toString());
    assertThat(
        files.measure(List.of("b.gz")).found().get(0).uncounted(),
        is("the file is gzip, and the container has no gzip"));
  }

  @ParameterizedTest
  @EnumSource
  void aCopyIsExact(Tools tools) throws Exception {
    byte[] bytes = random("a", 1_000_003);
    PodFiles files = files(path(tools));
    Measurement file = files.measure(List.of("a")).found().get(0);
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    Measurement after = files.copy(file, 0, copy);
    assertThat(PodFiles.isUnchanged(file, after), is(true));
    assertThat(Arrays.equals(copy.toByteArray(), bytes), is(true));
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    files.copy(file, 900_001, rest);
    assertThat(
        Arrays.equals(rest.toByteArray(), Arrays.copyOfRange(bytes, 900_001, bytes.length)),
        is(true));
  }

  @Test
  void aStreamThatIsCutWithSuccessIsNotTakenForWhole() throws Exception {
    byte[] bytes = random("a", 300_000);
    PodFiles files = files(path(Tools.BUSYBOX));
    Measurement file = files.measure(List.of("a")).found().get(0);
    api.setFault(
        (exec, position, sent) ->
            position + sent.length > 100_000 ? Arrays.copyOf(sent, sent.length / 2) : sent);
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    PodException cut = assertThrows(PodException.class, () -> files.copy(file, 0, copy));
    assertThat(cut.getMessage(), is("the stream was cut short"));
    assertThat(cut.isPassing(), is(true));
    assertThat(Arrays.equals(copy.toByteArray(), Arrays.copyOf(bytes, copy.size())), is(true));
    api.setFault((exec, position, sent) -> sent);
    files.copy(file, copy.size(), copy);
    assertThat(Arrays.equals(copy.toByteArray(), bytes), is(true));
  }

  @Test
  void anAnswerThatIsCutWithSuccessIsNotTakenForWhole() throws Exception {
    Files.writeString(pod.resolve("a"), GROUPS);
    PodFiles files = files(path(Tools.BUSYBOX));
    api.setFault((exec, position, sent) -> Arrays.copyOf(sent, sent.length - 2));
    PodException cut = assertThrows(PodException.class, () -> files.measure(List.of("a")));
    assertThat(cut.getMessage(), is("the answer was cut"));
    assertThat(cut.isPassing(), is(true));
  }

  @Test
  void aBrokenConnectionMayBeTriedAgain() throws Exception {
    random("a", 300_000);
    PodFiles files = files(path(Tools.BUSYBOX));
    Measurement file = files.measure(List.of("a")).found().get(0);
    api.setFault((exec, position, sent) -> position > 100_000 ? null : sent);
    PodException broken =
        assertThrows(
            PodException.class, () -> files.copy(file, 0, OutputStream.nullOutputStream()));
    assertThat(broken.getMessage(), startsWith("the connection broke: "));
    assertThat(broken.isPassing(), is(true));
  }

  /** The JDK's client forgets an end that it reads just then; of 40 copies some always meet it. */
  @Test
  void aConnectionThatBreaksWhileMoreIsAskedForIsNoticed() throws Exception {
    random("a", 300_000);
    PodFiles files = files(path(Tools.BUSYBOX));
    Measurement file = files.measure(List.of("a")).found().get(0);
    api.setFault((exec, position, sent) -> position > 8_000 ? null : sent);
    Callable<String> copy =
        () ->
            messageOf(
                assertThrows(
                    PodException.class,
                    () -> files.copy(file, 0, OutputStream.nullOutputStream())));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (Future<String> broken : threads.invokeAll(Collections.nCopies(40, copy))) {
        assertThat(broken.get(), startsWith("the connection broke: "));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aScriptMayBeLongerThanWhatIsOnItsWay() throws Exception {
    PodContainer container = files(path(Tools.BUSYBOX)).container();
    List<String> command = List.of("sh", "-c", "head -c 20000000 | wc -c");
    CountDownLatch hold = new CountDownLatch(1);
    api.setBeforeExec(() -> waitFor(hold));
    try (ExecSession session = cluster.exec(container, command, Duration.ofSeconds(20))) {
      session.send(new byte[20_000_000]);
      hold.countDown();
      assertThat(new String(session.readAllBytes(), UTF_8), is("20000000\n"));
    }
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingGoesOnInAPodWhoseClientIsGone(Tools tools) throws Exception {
    random("a", 3_000_000);
    PodFiles files = files(path(tools));
    Measurement file = files.measure(List.of("a")).found().get(0);
    api.setFault((exec, position, sent) -> position > 100_000 ? null : sent);
    for (long from : List.of(0L, 7L)) {
      assertThrows(
          PodException.class, () -> files.copy(file, from, OutputStream.nullOutputStream()));
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> api.running().isEmpty());
  }

  /** A tool that would take ten minutes, of a file that is measured by itself. */
  @ParameterizedTest
  @ValueSource(strings = {"sha256sum", "awk"})
  void aCountEndsWithItsClient(String tool) throws Exception {
    Files.writeString(pod.resolve("a"), GROUPS);
    PodFiles files = files(path(Tools.DEBIAN));
    Measurement file = files.measure(List.of("a")).found().get(0);
    KubernetesApi.addTool(
        folder.resolve("bin"),
        tool,
        "%s -c ': >started; exec %s 600'".formatted(program("dash"), program("sleep")));
    api.setFault(
        (exec, position, sent) -> {
          await().until(() -> Files.exists(pod.resolve("started")));
          return null;
        });
    assertThrows(PodException.class, () -> files.measureAgain(file));
    await().atMost(Duration.ofSeconds(30)).until(() -> api.running().isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void aLargeFileIsReadByItself(Tools tools) throws Exception {
    Files.writeString(pod.resolve("large"), GROUPS + "#".repeat(4 << 20));
    Files.writeString(pod.resolve("small"), GROUPS);
    PodFiles files = files(path(tools));
    List<Measurement> found = files.measure(List.of("*")).found();
    assertThat(found.stream().map(Measurement::isRead).toList(), contains(false, true));
    assertThat(found.get(0).bytes(), is((4L << 20) + GROUPS.length()));
    assertThat(found.get(0).problem() == null, is(true));
    Measurement read = files.measureAgain(found.get(0));
    assertThat(read.records(), is(3L));
    assertThat(read.sha256(), is(sha256(Files.readAllBytes(pod.resolve("large")))));
  }

  private void curl(String script) throws IOException {
    KubernetesApi.addTool(
        folder.resolve("bin"), "curl", "%s -c '%s'".formatted(program("dash"), script));
  }

  @ParameterizedTest
  @EnumSource
  void anUploadEndsWithItsClient(Tools tools) throws Exception {
    Files.writeString(pod.resolve("a"), GROUPS);
    PodFiles files = files(path(tools));
    curl(": >started; exec %s 600".formatted(program("sleep")));
    Measurement file = files.measure(List.of("a")).found().get(0);
    api.setFault(
        (exec, position, sent) -> {
          await().until(() -> Files.exists(pod.resolve("started")));
          return null;
        });
    assertThrows(PodException.class, () -> files.upload(file, "url = \"https://example.test/\""));
    await().atMost(Duration.ofSeconds(30)).until(() -> api.running().isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void whatCurlSaysAndHowItEndsIsHandedOn(Tools tools) throws Exception {
    Files.writeString(pod.resolve("a"), GROUPS);
    PodFiles files = files(path(tools));
    curl("%s >told; echo one; echo two >&2; exit 22".formatted(program("cat")));
    PodFiles.Listing listing = files.measure(List.of("a"));
    Measurement file = listing.found().get(0);
    String configuration = "url = \"https://example.test/?it's%20%d\"\n".repeat(20);
    PodFiles.Upload upload = files.upload(file, configuration);
    assertThat(listing.canUpload(), is(true));
    assertThat(upload.exitCode(), is(22));
    assertThat(upload.said(), is("one\ntwo\n"));
    assertThat(PodFiles.isUnchanged(file, upload.after()), is(true));
    assertThat(upload.after().records() == null, is(true));
    assertThat(Files.readString(pod.resolve("told")), is(configuration + "\n"));
    assertThat(api.running(), empty());
  }

  @Test
  void aContainerThatIsSilentSaysWhatToRaise() throws Exception {
    Files.writeString(pod.resolve("a"), GROUPS);
    CountDownLatch hold = new CountDownLatch(1);
    api.setFault(
        (exec, position, sent) -> {
          waitFor(hold);
          return sent;
        });
    PodFiles patient = files(path(Tools.BUSYBOX));
    PodFiles files = new PodFiles(cluster, patient.container(), RULE, Duration.ofSeconds(1));
    PodException silent = assertThrows(PodException.class, () -> files.measure(List.of("a")));
    hold.countDown();
    assertThat(
        silent.getMessage(),
        is(
            "nothing came from the container for 1 s; if it still counts a large file, raise"
                + " extract.NAME.timeout"));
    assertThat(silent.isPassing(), is(true));
  }

  @Test
  void aChecksumToolThatFailsIsToldApartFromNone() throws Exception {
    Files.writeString(pod.resolve("a"), GROUPS);
    Files.createDirectories(pod.resolve("b"));
    PodFiles files = files(path(Tools.DEBIAN));
    KubernetesApi.addTool(folder.resolve("bin"), "sha256sum", "/bin/false");
    List<Measurement> found = files.measure(List.of("a", "b")).found();
    assertThat(
        found.get(0).unhashed(),
        is(
            "expected a checksum but sha256sum in the container gave none of "
                + pod.resolve("a")
                + "; run 'sha256sum' on the file there to see why"));
    assertThat(found.get(0).sha256() == null, is(true));
    assertThat(found.get(0).records(), is(3L));
    assertThat(found.get(1).unhashed() == null, is(true));
    Files.delete(folder.resolve("bin/sha256sum"));
    assertThat(files.measure(List.of("a")).found().get(0).unhashed() == null, is(true));
  }

  @Test
  void aFileThatChangedIsNotCopied() throws Exception {
    Files.writeString(pod.resolve("a"), GROUPS);
    PodFiles files = files(path(Tools.BUSYBOX));
    Measurement file = files.measure(List.of("a")).found().get(0);
    Files.writeString(pod.resolve("a"), GROUPS.replace("user2", "user9"));
    Measurement after = files.copy(file, 0, OutputStream.nullOutputStream());
    assertThat(PodFiles.isUnchanged(file, after), is(false));
    Files.writeString(pod.resolve("a"), GROUPS + "\n");
    PodException changed =
        assertThrows(
            PodException.class, () -> files.copy(file, 0, OutputStream.nullOutputStream()));
    assertThat(changed.getMessage(), startsWith("the file was written to while it was copied;"));
  }

  @Test
  void aRefusedExecSaysWhichRightsAreMissing() throws Exception {
    PodFiles files = files(path(Tools.BUSYBOX));
    api.forbidExec();
    PodException refused = assertThrows(PodException.class, () -> files.measure(List.of("a")));
    assertThat(
        refused.getMessage(),
        is(
            "expected the right to exec in container main of pod lsf-0 in namespace lsf but the API"
                + " server forbids it (403); apply runner-configs/kubernetes/extract-rbac.yaml,"
                + " which has create and get of pods/exec"));
    assertThat(refused.isPassing(), is(false));
  }

  @Test
  void aContainerWithoutAShellSaysSo() throws Exception {
    PodFiles files = files(path(Tools.BUSYBOX, "sh"));
    PodException refused = assertThrows(PodException.class, () -> files.measure(List.of("a")));
    assertThat(refused.getMessage(), startsWith("expected a shell but the container has none;"));
    assertThat(refused.isPassing(), is(false));
  }

  @Test
  void aContainerWithoutHeadSaysSo() throws Exception {
    assumeTrue(Files.exists(Path.of("/usr/bin/dash")));
    PodFiles files = files(path(Tools.DEBIAN, "head"));
    PodException refused = assertThrows(PodException.class, () -> files.measure(List.of("a")));
    assertThat(
        refused.getMessage(), startsWith("expected sh, head, tail, wc and cat in the container"));
  }

  private String refusal(PodSelection selection, @Nullable String podName) {
    return messageOf(
        assertThrows(
            PodException.class,
            () -> {
              for (String name : podName == null ? selection.podNames(cluster) : List.of(podName)) {
                selection.containerOf(cluster, name);
              }
            }));
  }

  private static String messageOf(Exception e) {
    return String.valueOf(e.getMessage());
  }

  @Test
  void podsThatCannotBeTakenFromSayWhy() throws Exception {
    PodSelection selection = new PodSelection("lsf", "app=none", null, null);
    assertThat(
        refusal(selection, null),
        is(
            "expected pods but none in namespace lsf matches 'app=none'; see 'kubectl get pods -n"
                + " lsf --show-labels'"));
    assertThat(
        refusal(selection, "gone"),
        is(
            "expected the pod gone in namespace lsf but it is not there; see 'kubectl get pods -n"
                + " lsf'"));
    api.add(new FakePod("two", Map.of(), List.of("a", "b"), pod, "", "{\"running\":{}}"));
    assertThat(
        refusal(selection, "two"),
        is("expected one container but the pod has a, b; choose with extract.NAME.container"));
    assertThat(
        refusal(new PodSelection("lsf", "app=none", null, "c"), "two"),
        is("expected a container c but the pod has a, b; check extract.NAME.container"));
    api.add(
        new FakePod(
            "waits",
            Map.of(),
            List.of("a"),
            pod,
            "",
            "{\"waiting\":{\"reason\":\"CrashLoopBackOff\"}}"));
    assertThat(
        refusal(selection, "waits"),
        startsWith("expected container a to run but it waits: CrashLoopBackOff"));
    api.forbidList();
    assertThat(
        refusal(selection, null),
        is(
            "expected the right to list pods in namespace lsf but the API server forbids it; apply"
                + " runner-configs/kubernetes/extract-rbac.yaml to namespace lsf"));
  }

  @Test
  void nothingLongOrSecretIsOnACommandLineAndNoRightIsUsedBesides() throws Exception {
    Files.writeString(pod.resolve("a"), GROUPS);
    PodFiles files = files(path(Tools.BUSYBOX));
    Measurement file = files.measure(List.of("a")).found().get(0);
    files.upload(file, "url = \"https://example.test/?signature=SECRET\"");
    assertThat(api.requests(), everyItem(not(containsString("SECRET"))));
    assertThat(
        api.requests().stream()
            .filter(
                request ->
                    !request.matches("GET /api/v1/namespaces/lsf/pods/lsf-0(/exec[?].{1,250})?"))
            .toList(),
        empty());
  }

  private static String broken(Path file, @Nullable String context) {
    return messageOf(
        assertThrows(
            IOException.class,
            () -> Cluster.of(new ClusterAccess(file.toString(), context)).close()));
  }

  @Test
  void aKubeconfigThatNamesNoClusterSaysWhatItLacks() throws Exception {
    Path file = folder.resolve("config");
    assertThat(
        broken(file, null),
        startsWith("expected a kubeconfig that can be read but found none at "));
    Files.writeString(file, "apiVersion: v1\nkind: Config\n");
    assertThat(
        broken(file, null),
        is(
            "kubeconfig "
                + file
                + " has no current-context; choose one of its contexts, of which it has none with"
                + " extract.NAME.context"));
    Files.writeString(
        file, "apiVersion: v1\nkind: Config\ncontexts: [{name: x, context: {cluster: y}}]\n");
    assertThat(
        broken(file, "z"),
        is(
            "kubeconfig "
                + file
                + ": expected the context 'z' but found x; check extract.NAME.context and"
                + " current-context"));
    assertThat(
        broken(file, "x"),
        is(
            "kubeconfig "
                + file
                + ": the context 'x' names the cluster 'y', for which there is no server; add the"
                + " cluster with its server to the kubeconfig"));
  }

  @Test
  void aKubeconfigWhoseCertificatesCannotBeReadSaysSo() throws Exception {
    Path file = api.kubeconfig(folder.resolve("config"));
    String good = Files.readString(file);
    for (String bad :
        List.of(
            good.replace("server: ", "certificate-authority: /none/ca.crt, server: "),
            good.replace("token: ", "client-certificate-data: eA==, client-key-data: eA==, token: ")
                .replace("http:", "https:"))) {
      Files.writeString(file, bad);
      String told = broken(file, null);
      assertThat(told, startsWith("kubeconfig " + file + " cannot be used: "));
      assertThat(
          told,
          endsWith("; check the certificates, keys and files that its cluster and user name"));
    }
  }
}
