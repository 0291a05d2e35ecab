package io.snowgauge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The launcher, started as a user starts it: a process in a folder, with an environment. */
final class Snowgauge {
  /** The repository that is tested. */
  static final Path HOME =
      Path.of(System.getProperty("snowgauge.home", "../..")).toAbsolutePath().normalize();

  private static final Duration LONGEST_RUN = Duration.ofMinutes(2);
  private static final Duration LONGEST_JOBS = Duration.ofMinutes(8);
  private static final Duration LONGEST_BUILD = Duration.ofMinutes(20);

  static {
    // The first use builds; what it says about that is of no interest to any test.
    Ended built = new Snowgauge(HOME, Map.of()).start("--version").await(LONGEST_BUILD);
    if (built.exitCode() != 0) {
      throw new IllegalStateException("the launcher does not start: " + built.err());
    }
  }

  /** Has the launcher build what it gives to clusters, which takes longer than a run may. */
  static void prepareForClusters() {
    Ended built =
        new Snowgauge(HOME, Map.of())
            .start("--version", "--flinkMaster=none:0")
            .await(LONGEST_BUILD);
    if (built.exitCode() != 0) {
      throw new IllegalStateException("no jar for clusters: " + built.err());
    }
  }

  private final Path folder;
  private final Map<String, String> environment;

  private Snowgauge(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /** The launcher, to be started in a folder. */
  static Snowgauge in(Path folder) {
    return new Snowgauge(folder, Map.of());
  }

  /** As this one, with one more environment variable. */
  Snowgauge with(String variable, String value) {
    return with(Map.of(variable, value));
  }

  /** As this one, with more environment variables. */
  Snowgauge with(Map<String, String> variables) {
    Map<String, String> more = new HashMap<>(environment);
    more.putAll(variables);
    return new Snowgauge(folder, more);
  }

  /** How a process ended, and what it said. */
  record Ended(int exitCode, String out, String err) {
    List<String> outLines() {
      return out.lines().toList();
    }

    List<String> errLines() {
      return err.lines().toList();
    }

    /** What it said on standard error besides how far it was, which a slow machine is told. */
    String messages() {
      return err.replaceAll("(?m)^[\\d,]+ of [\\d,]+ files?, .* MB, .* rows?[,;].*\\R", "");
    }
  }

  /** Runs to the end. */
  Ended run(String... arguments) {
    return start(arguments).await(LONGEST_RUN);
  }

  /**
   * Starts a process that Ctrl-C ends, whatever started this one: a shell has what it starts in the
   * background ignore SIGINT, and so do its children.
   */
  Running startInForeground(String... arguments) {
    return start(
        List.of(
            "python3",
            "-c",
            "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL);"
                + " os.execv(sys.argv[1], sys.argv[1:])"),
        arguments);
  }

  /** Starts, and leaves the rest to the caller. */
  Running start(String... arguments) {
    return start(List.of(), arguments);
  }

  private Running start(List<String> by, String... arguments) {
    List<String> command = new ArrayList<>(by);
    command.add(HOME.resolve("snowgauge").toString());
    command.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile("snowgauge", ".out");
      Path err = Files.createTempFile("snowgauge", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("SNOWGAUGE_"));
      builder.environment().putAll(environment);
      return new Running(builder.start(), out, err);
    } catch (IOException e) {
      throw new IllegalStateException("cannot start " + command, e);
    }
  }

  /** A process that may still run. The launcher becomes the Java process: there is only one. */
  static final class Running {
    private final Process process;
    private final Path out;
    private final Path err;

    private Running(Process process, Path out, Path err) {
      this.process = process;
      this.out = out;
      this.err = err;
    }

    /** Waits for its end. */
    Ended await() {
      return await(LONGEST_RUN);
    }

    /** Waits for the end of jobs, which are restarted with growing pauses. */
    Ended awaitEndOfJobs() {
      return await(LONGEST_JOBS);
    }

    private Ended await(Duration longest) {
      try {
        if (!process.waitFor(longest.toSeconds(), TimeUnit.SECONDS)) {
          throw stuck("still running after " + longest);
        }
        Ended ended = new Ended(process.exitValue(), text(out), text(err));
        Files.delete(out);
        Files.delete(err);
        return ended;
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    /** What it has written to standard output until now. */
    String outSoFar() {
      return soFar(out);
    }

    /** What it has written to standard error until now. */
    String errSoFar() {
      return soFar(err);
    }

    private static String soFar(Path file) {
      try {
        return text(file);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private static String text(Path file) throws IOException {
      return Files.readString(file, UTF_8);
    }

    /**
     * Waits until something can be observed, or until the process ends.
     *
     * @return whether it still runs
     */
    boolean runsUntil(BooleanSupplier observed) throws InterruptedException {
      long deadline = System.nanoTime() + LONGEST_RUN.toNanos();
      while (!observed.getAsBoolean()) {
        if (process.waitFor(1, TimeUnit.MILLISECONDS)) {
          return false;
        }
        if (System.nanoTime() > deadline) {
          throw stuck("not observed within " + LONGEST_RUN);
        }
      }
      return process.isAlive();
    }

    /** Ends a process that does not end by itself, and tells what it was doing. */
    private IllegalStateException stuck(String what) throws InterruptedException {
      String threads;
      try {
        Path jstack = Path.of(System.getProperty("java.home"), "bin", "jstack");
        Process dump =
            new ProcessBuilder(jstack.toString(), String.valueOf(process.pid()))
                .redirectErrorStream(true)
                .start();
        threads = new String(dump.getInputStream().readAllBytes(), UTF_8);
      } catch (IOException e) {
        threads = e.toString();
      }
      kill();
      return new IllegalStateException(what + "; " + errSoFar() + "\n" + threads);
    }

    /** Lets it run for a while; whether it still does. */
    boolean runsFor(Duration time) throws InterruptedException {
      return !process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean isAlive() {
      return process.isAlive();
    }

    /** How much memory it has now. */
    long residentKilobytes() throws IOException {
      return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElseThrow();
    }

    /** How much of its heap is in use after a full collection, which this asks for. */
    long liveHeapKilobytes() throws IOException {
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  String.valueOf(process.pid()),
                  "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      return new String(jcmd.getInputStream().readAllBytes(), UTF_8)
          .lines()
          .filter(line -> line.startsWith("Total"))
          .mapToLong(line -> Long.parseLong(line.replaceFirst(".* ", "")) >> 10)
          .findFirst()
          .orElseThrow();
    }

    /** Ctrl-C. */
    void interrupt() throws IOException, InterruptedException {
      int code =
          new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
              .inheritIO()
              .start()
              .waitFor();
      if (code != 0) {
        throw new IOException("the process is gone");
      }
    }

    /** {@code kill}: asks it to end. */
    void terminate() {
      process.destroy();
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }
  }
}
