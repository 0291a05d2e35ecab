package io.snowgauge.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.io.emulators.Installation;
import io.snowgauge.io.emulators.Sources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Other people's tools that know what manifests and policies may say. */
final class Tools {
  private static final Path LOCK = Sources.root().resolve("src/test/argo/requirements-lock.txt");

  private static final Path NOTHING = Path.of("/dev/null");

  /** How a tool ended, and all that it said. */
  record Ended(int exitCode, String said) {}

  private Tools() {}

  /** A command of the Python environment; ends the test as skipped without Python. */
  static Ended python(String command, List<String> arguments) {
    return python(command, arguments, NOTHING);
  }

  /** The same, of what comes on standard input. */
  static Ended python(String command, List<String> arguments, Path input) {
    Path environment = Installation.pythonEnvironment(LOCK, "checks of manifests and policies");
    List<String> words = new ArrayList<>();
    words.add(environment.resolve("bin").resolve(command).toString());
    words.addAll(arguments);
    return run(words, input);
  }

  /** The folder of a Go module's source; ends the test as skipped without Go. */
  static Path goModule(String module, String version) {
    Ended downloaded = go("mod", "download", "-json", module + "@" + version);
    try {
      return Path.of(new ObjectMapper().readTree(downloaded.said()).get("Dir").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(downloaded.said(), e);
    }
  }

  private static Ended go(String... arguments) {
    List<String> command = new ArrayList<>(List.of("go"));
    command.addAll(List.of(arguments));
    if (!isThere("go", "version")) {
      skip("no Go was found: checks against Argo's schemas");
    }
    Ended ended = run(command, NOTHING);
    if (ended.exitCode() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + ended.said());
    }
    return ended;
  }

  /** What kustomize makes of a folder; ends the test as skipped without kubectl or kustomize. */
  static String kustomized(Path folder) {
    List<String> command;
    if (isThere("kubectl", "version", "--client")) {
      command = List.of("kubectl", "kustomize", folder.toString());
    } else if (isThere("kustomize", "version")) {
      command = List.of("kustomize", "build", folder.toString());
    } else {
      skip("neither kubectl nor kustomize was found: checks of what kustomize builds");
      throw new IllegalStateException("skipped");
    }
    Ended built = run(command, NOTHING);
    if (built.exitCode() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + built.said());
    }
    return built.said();
  }

  private static void skip(String message) {
    if (System.getenv("CI") != null) {
      throw new IllegalStateException(message + " cannot run");
    }
    Assumptions.abort(message + " are skipped");
  }

  private static boolean isThere(String... command) {
    try {
      return start(List.of(command), NOTHING).waitFor() == 0;
    } catch (IOException notThere) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Process start(List<String> command, Path input) throws IOException {
    // Not in a folder with a go.mod, which would decide the versions.
    return new ProcessBuilder(command)
        .directory(Path.of(System.getProperty("java.io.tmpdir")).toFile())
        .redirectInput(input.toFile())
        .redirectErrorStream(true)
        .start();
  }

  /** How a command ends that is given nothing. */
  static Ended run(List<String> command) {
    return run(command, NOTHING);
  }

  private static Ended run(List<String> command, Path input) {
    try {
      Process process = start(command, input);
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("still running: " + String.join(" ", command));
      }
      return new Ended(process.exitValue(), said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
