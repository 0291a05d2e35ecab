package io.snowgauge.io.emulators;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * What lock files name, installed into {@code io/target/emulators} when it is first needed, once
 * for all processes that test.
 */
public final class Installation {
  private static final List<String> PYTHONS = List.of("python3.11", "python3.12", "python3");

  private Installation() {}

  /**
   * The folder that holds {@code node_modules}; ends the test as skipped without Node.
   *
   * @param lock names its packages
   * @param tests that need it, for the message
   */
  public static Path nodeModules(Path lock, String tests) {
    if (!works(List.of("node", "--version")) || !works(List.of("npm", "--version"))) {
      skip("no Node with npm was found: " + tests);
    }
    Path folder = folder("node", lock);
    install(
        folder,
        () -> {
          Files.createDirectories(folder);
          for (String name : List.of("package.json", "package-lock.json")) {
            Files.copy(
                lock.resolveSibling(name),
                folder.resolve(name),
                StandardCopyOption.REPLACE_EXISTING);
          }
          require(
              folder,
              List.of(
                  "npm", "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"));
        });
    return folder;
  }

  /** A Python that needs no packages; ends the test as skipped without one. */
  public static String python(String tests) {
    String test = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))";
    String python =
        PYTHONS.stream().filter(each -> works(List.of(each, "-c", test))).findFirst().orElse("");
    if (python.isEmpty()) {
      skip("no Python 3.11 was found: " + tests);
    }
    return python;
  }

  /**
   * The folder of a Python environment; ends the test as skipped without Python.
   *
   * @param lock names its packages
   * @param tests that need it, for the message
   */
  public static Path pythonEnvironment(Path lock, String tests) {
    String python = python(tests);
    Path folder = folder("python", lock);
    install(
        folder,
        () -> {
          require(lock.getParent(), List.of(python, "-m", "venv", folder.toString()));
          require(
              folder,
              List.of(
                  folder.resolve("bin/python").toString(),
                  "-m",
                  "pip",
                  "install",
                  "--quiet",
                  "--disable-pip-version-check",
                  "--requirement",
                  lock.toString()));
        });
    return folder;
  }

  /**
   * A program that Go builds; ends the test as skipped without Go.
   *
   * @param module a {@code go.mod} that names the package as its tool
   * @param tag leaves out what is not needed
   * @param program the package
   * @param tests that need it, for the message
   */
  public static Path goProgram(Path module, String tag, String program, String tests) {
    if (!works(List.of("go", "version"))) {
      skip("no Go was found: " + tests);
    }
    Path folder = folder("go", module);
    Path built = folder.resolve(Path.of(program).getFileName());
    install(
        folder,
        () -> {
          Files.createDirectories(folder);
          require(
              module.getParent(),
              List.of("go", "build", "-tags", tag, "-o", built.toString(), program));
        });
    return built;
  }

  /**
   * Ends the test as skipped where a program of the machine is missing.
   *
   * @param command that succeeds where it is there
   * @param tests that need it, for the message
   */
  public static void requireProgram(List<String> command, String tests) {
    if (!works(command)) {
      skip("no " + command.get(0) + " was found: " + tests);
    }
  }

  private static void skip(String message) {
    if (System.getenv("CI") != null) {
      throw new IllegalStateException(message + " cannot run");
    }
    Assumptions.abort(message + " are skipped");
  }

  private static Path folder(String kind, Path lock) {
    try {
      String version = Integer.toHexString(Files.readString(lock).hashCode());
      return Sources.root().resolve("io/target/emulators").resolve(kind + "-" + version);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Steps {
    void take() throws IOException;
  }

  private static void install(Path folder, Steps steps) {
    Path complete = folder.resolve("complete");
    Path parent = folder.resolveSibling("installation.lock");
    try {
      Files.createDirectories(parent.getParent());
      try (FileChannel channel =
              FileChannel.open(parent, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        if (held.isValid() && !Files.exists(complete)) {
          steps.take();
          Files.createFile(complete);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean works(List<String> command) {
    try {
      return run(Path.of("").toAbsolutePath(), command) == 0;
    } catch (IOException notThere) {
      return false;
    }
  }

  private static void require(Path folder, List<String> command) throws IOException {
    int exit = run(folder, command);
    if (exit != 0) {
      throw new IOException("exit " + exit + " of " + String.join(" ", command));
    }
  }

  private static int run(Path folder, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(10, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return -1;
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new IOException(e);
    }
  }
}
