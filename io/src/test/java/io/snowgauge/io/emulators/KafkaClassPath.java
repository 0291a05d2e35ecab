package io.snowgauge.io.emulators;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The class path of the broker, which Maven resolves from {@code src/test/emulators/kafka/pom.xml}
 * when it is first needed: the broker's libraries are not those of the tests.
 */
final class KafkaClassPath {
  private KafkaClassPath() {}

  /** The libraries, as {@code java -cp} takes them. */
  static String resolve(Path root, Path folder) throws IOException {
    Path pom = root.resolve("src/test/emulators/kafka/pom.xml");
    String version = Integer.toHexString(Files.readString(pom).hashCode());
    Path classPath = folder.resolve("class-path-" + version + ".txt");
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("class-path.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (held.isValid() && !Files.exists(classPath)) {
        Path resolved = folder.resolve("class-path.tmp");
        run(
            command(pom, "dependency:build-classpath", "-Dmdep.outputFile=" + resolved),
            folder.resolve("maven.txt"));
        Files.move(resolved, classPath);
      }
    }
    return Files.readString(classPath).strip();
  }

  private static List<String> command(Path pom, String... arguments) {
    List<String> command = new ArrayList<>(List.of("mvn", "-q", "-B", "-f", pom.toString()));
    String repository = System.getProperty("localRepository"); // Surefire's
    if (repository != null) {
      command.add("-Dmaven.repo.local=" + repository);
    }
    command.addAll(List.of(arguments));
    return command;
  }

  private static void run(List<String> command, Path log) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(
            "expected Maven to resolve the broker's libraries but it failed: see " + log);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new IOException(e);
    }
  }
}
