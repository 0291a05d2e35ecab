package io.snowgauge.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.emulators.Installation;
import io.snowgauge.io.emulators.Moto;
import io.snowgauge.io.files.s3.S3Store;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The quick checks of the image: the folder that its layers would be, and the app run from it. */
@ExtendWith(Emulators.class)
@Timeout(300)
class ImageTest {
  private static final Path HOME =
      Path.of(System.getProperty("snowgauge.home", "../..")).toAbsolutePath().normalize();
  private static final Path CHECKS = HOME.resolve("src/test/image");
  private static final Path ROOT = HOME.resolve("target/image/root");
  private static final List<String> AS_NOBODY = List.of("65532:65532");

  private static Path python = Path.of("");

  private record Ended(int exitCode, String output) {}

  private static Ended run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CHECK_PYTHON", python.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException(command + " does not end: " + output);
    }
    return new Ended(process.exitValue(), output);
  }

  private static void check(String step) throws Exception {
    Ended ended = run(List.of(CHECKS.resolve("check.sh").toString(), step));
    assertThat(ended.output(), ended.exitCode(), is(0));
    assertThat(ended.output(), containsString("ok   " + step + "\n"));
  }

  /** A command in the folder, as the image's user; its root is read-only. */
  private static Ended inContainer(List<String> options, List<String> command) throws Exception {
    List<String> all = new ArrayList<>();
    all.add(CHECKS.resolve("container.sh").toString());
    all.add(ROOT.toString());
    all.addAll(AS_NOBODY);
    all.addAll(options);
    all.add("--");
    all.addAll(command);
    return run(all);
  }

  private static List<String> snowgauge(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "/usr/bin/java",
                "@/opt/snowgauge/jvm.options",
                "@/opt/snowgauge/app.options",
                "io.snowgauge.pipelines.commands.Snowgauge"));
    command.addAll(List.of(arguments));
    return command;
  }

  @BeforeAll
  static void makeTheFolder() throws Exception {
    if (run(List.of("unshare", "--mount", "--pid", "--fork", "true")).exitCode() != 0) {
      String message = "no mounts of one's own are permitted: tests of the image";
      if (System.getenv("CI") != null) {
        throw new IllegalStateException(message + " cannot run");
      }
      Assumptions.abort(message + " are skipped");
    }
    python =
        Installation.pythonEnvironment(
            CHECKS.resolve("requirements-lock.txt"), "tests of the image");
    check("folder");
  }

  @Test
  void theLinterHasNothingToSayOfTheDockerfiles() throws Exception {
    check("lint");
  }

  @Test
  void theVersionOfTheLabelsIsThatOfTheBuild() throws Exception {
    String pom = Files.readString(HOME.resolve("pom.xml"));
    String version = pom.replaceAll("(?s).*?<version>([^<]*)</version>.*", "$1");
    for (String dockerfile : List.of("image/Dockerfile", "flink/Dockerfile")) {
      assertThat(
          Files.readString(HOME.resolve("runner-configs/" + dockerfile)),
          containsString("\nARG VERSION=" + version + "\n"));
    }
  }

  @Test
  void theOptionsOfTheJvmAreStatedOnce() throws Exception {
    assertThat(
        Files.readString(HOME.resolve("pipelines/src/main/app/jvm.options")),
        containsString("-Xmx384m"));
    for (String reader :
        List.of("snowgauge", "runner-configs/image/Dockerfile", "runner-configs/image/layout.sh")) {
      String text = Files.readString(HOME.resolve(reader));
      assertThat(text, containsString("jvm"));
      for (String option : List.of("-Xm", "TieredStopAtLevel", "--add-opens", "user.timezone")) {
        assertThat(reader, text, not(containsString(option)));
      }
    }
  }

  @Test
  void itStartsWithTheClassDataThatItsOwnJvmArchived() throws Exception {
    check("start");
  }

  @Test
  void itLoadsTheQuickStartWithAReadOnlyRoot() throws Exception {
    check("quickstart");
  }

  /** As Docker's own library for Python reads {@code Dockerfile.dockerignore}. */
  @Test
  void aBuildIsGivenNothingOfTerraformsStateAndNoSecret() throws Exception {
    check("context");
  }

  @Test
  void noLayerHoldsASecret() throws Exception {
    check("secrets");
  }

  @Test
  void brokenCopiesAreRefused() throws Exception {
    check("broken");
  }

  @Test
  void anEnvironmentVariableGivesTheJvmMoreMemory() throws Exception {
    Ended ended =
        inContainer(
            List.of("-e", "_JAVA_OPTIONS=-Xmx500m -XX:+PrintFlagsFinal"), snowgauge("--version"));
    assertThat(ended.output(), ended.exitCode(), is(0));
    assertThat(
        ended.output(), containsString(" MaxHeapSize                              = 524288000 "));
  }

  @Test
  void itLoadsWhatAnEventNamesFromABucket(@TempDir Path folder) throws Exception {
    Moto moto = Emulators.moto();
    String bucket = "image-" + UUID.randomUUID().toString().substring(0, 8);
    moto.createBucket(bucket);
    S3Store store = new S3Store(moto.s3());
    String shares = "Begin UserGroup\nGROUP_NAME GROUP_MEMBER\nteam1 (user1)\nEnd UserGroup\n";
    try (OutputStream out = store.create("s3://" + bucket + "/a.users")) {
      out.write(shares.getBytes(UTF_8));
    }
    Files.writeString(
        folder.resolve("snowgauge.json"),
        """
        {"datasets": {"d": {"input": "s3://%s/*", "format": {"type": "lsf"}, "table": "T"}}}
        """
            .formatted(bucket));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Ended ended =
        inContainer(
            List.of(
                "-v", folder + ":/etc/snowgauge:ro",
                "-e", "AWS_ACCESS_KEY_ID=test",
                "-e", "AWS_SECRET_ACCESS_KEY=secret-of-the-test"),
            snowgauge(
                "event",
                "--config",
                "/etc/snowgauge/snowgauge.json",
                "--set=archive=/tmp/archive",
                "--set=staging=/tmp/staging",
                "--set=warehouse.path=/tmp/w.duckdb",
                "--awsRegion=us-east-1",
                "--endpoint=" + moto.endpoint(),
                "--event",
                "{\"Records\": [{\"eventName\": \"ObjectCreated:Put\", \"s3\": {\"bucket\":"
                    + " {\"name\": \"%s\"}, \"object\": {\"key\": \"a.users\", \"size\": %d}}}]}"
                        .formatted(bucket, shares.length())));
    assertThat(ended.output(), ended.exitCode(), is(0));
    assertThat(
        ended.output(), containsString(" d            1       1         1         0  SUCCESS"));
  }
}
