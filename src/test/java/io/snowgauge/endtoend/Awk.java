package io.snowgauge.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.snowgauge.io.emulators.Sources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * An awk of this machine, and how it runs the programs that count records in pods.
 *
 * @param command the shell words that start it
 */
record Awk(String command) {
  private static final Path PROGRAMS =
      Sources.root().resolve("io/src/main/resources/io/snowgauge/io/kubernetes");

  /** Those of Debian's, Alpine's and Red Hat's images; a machine that tests has them. */
  private static final List<Awk> EXPECTED =
      List.of(new Awk("busybox awk"), new Awk("mawk"), new Awk("gawk"), new Awk("gawk --posix"));

  /** Its C strings are as far from the others as an awk may be. */
  private static final Awk ORIGINAL = new Awk("original-awk");

  /** Small, so that short lines go the way of long ones; see the programs. */
  private static final String SHORT_LEAVES = "LEAF=5";

  /**
   * A file to be counted.
   *
   * @param program such as {@code lsf}
   * @param variables what the program is told of the format, each {@code name=value}
   * @param latin1 its bytes, one character each
   */
  record Input(String name, String program, List<String> variables, String latin1) {
    Input(String name, String program, List<String> variables, byte[] bytes) {
      this(name, program, variables, new String(bytes, ISO_8859_1));
    }

    /** The same, with lines cut as if they were long. */
    Input inShortLeaves() {
      List<String> more = new ArrayList<>(variables);
      more.add(SHORT_LEAVES);
      return new Input(name + " in short leaves", program, more, latin1);
    }

    boolean hasNul() {
      return latin1.indexOf('\0') >= 0;
    }

    private long lineEnds() {
      return latin1.chars().filter(c -> c == '\n').count();
    }
  }

  /**
   * All that are installed. Without one of those that are expected the test is skipped, except
   * where {@code CI} is set: there it fails.
   */
  static List<Awk> installed() {
    for (Awk awk : EXPECTED) {
      if (!awk.works()) {
        String message = "no '" + awk.command + "' was found: tests of counting in pods";
        if (System.getenv("CI") != null) {
          throw new IllegalStateException(message + " cannot run; Debian has it as a package");
        }
        Assumptions.abort(message + " are skipped");
      }
    }
    List<Awk> all = new ArrayList<>(EXPECTED);
    if (ORIGINAL.works()) {
      all.add(ORIGINAL);
    }
    return all;
  }

  /** Whether a NUL byte is to this awk a byte like others. */
  boolean readsNul() {
    return says("printf 'a\\000b' | " + command + " '{ print length($0) }'").equals("3\n");
  }

  /** What the programs print, one by one, for each of the inputs: from one shell, for speed. */
  List<String> count(List<Input> inputs, Path folder) throws IOException {
    StringBuilder script = new StringBuilder("export LC_ALL=C\n");
    for (int i = 0; i < inputs.size(); i++) {
      Input input = inputs.get(i);
      Files.writeString(folder.resolve(Integer.toString(i)), input.latin1, ISO_8859_1);
      script.append(command);
      script.append(" -v bytes=").append(input.latin1.length());
      script.append(" -v lines=").append(input.lineEnds());
      for (String variable : input.variables) {
        script.append(" -v ").append(quoted(variable));
      }
      for (String part : List.of("count-" + input.program, "text", "report")) {
        script.append(" -f ").append(quoted(PROGRAMS.resolve(part + ".awk").toString()));
      }
      script.append(" < ").append(i).append(" 2>&1 || echo \"exit $?\"\n");
    }
    Files.writeString(folder.resolve("count.sh"), script);
    List<String> printed = run(List.of("sh", "count.sh"), folder).lines().toList();
    if (printed.size() != inputs.size()) {
      throw new IllegalStateException(
          command + ": expected " + inputs.size() + " lines but found " + printed);
    }
    return printed;
  }

  private boolean works() {
    return says(command + " 'BEGIN { print \"works\" }'").equals("works\n");
  }

  private static String says(String script) {
    return run(List.of("sh", "-c", script), Path.of(""));
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /** What a command prints; one that hangs is ended. */
  private static String run(List<String> shell, Path folder) {
    try {
      Path said = Files.createTempFile("awk", ".out");
      Process process =
          new ProcessBuilder(shell)
              .directory(folder.toAbsolutePath().toFile())
              .redirectOutput(said.toFile())
              .redirectErrorStream(true)
              .start();
      try {
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
          throw new IllegalStateException("expected " + shell + " to have ended by now");
        }
        return Files.readString(said, ISO_8859_1);
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        Files.delete(said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return command;
  }
}
