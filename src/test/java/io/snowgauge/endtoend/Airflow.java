package io.snowgauge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowgauge.io.emulators.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real Airflow with a home of its own, whose tasks are processes on this machine. */
final class Airflow {
  /** What is shipped. */
  static final Path DAGS = Snowgauge.HOME.resolve("runner-configs/airflow/dags");

  /** What tests add to it. */
  static final Path TESTS = Snowgauge.HOME.resolve("src/test/airflow");

  private static final long LONGEST_MINUTES = 5;

  private final Path environment;
  private final Path home;
  private final Map<String, String> variables;

  private Airflow(Path environment, Path home, Map<String, String> variables) {
    this.environment = environment;
    this.home = home;
    this.variables = variables;
  }

  /** Installs Airflow when it is first needed; ends the test as skipped without Python. */
  static Airflow in(Path home) {
    return new Airflow(
        Installation.pythonEnvironment(
            TESTS.resolve("requirements-lock.txt"), "tests of the DAGs in Airflow"),
        home,
        Map.of(
            "AIRFLOW_HOME",
            home.toString(),
            "AIRFLOW__CORE__DAGS_FOLDER",
            DAGS.toString(),
            "AIRFLOW__CORE__LOAD_EXAMPLES",
            "False",
            // A machine that is busy with other tests is slow at importing, too.
            "AIRFLOW__CORE__DAGBAG_IMPORT_TIMEOUT",
            "300",
            "PYTHONDONTWRITEBYTECODE",
            "1"));
  }

  /** As this one, with more environment variables. */
  Airflow with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(variables);
    all.putAll(more);
    return new Airflow(environment, home, all);
  }

  /** A process, and where its output goes. */
  record Running(Process process, Path output) {
    /** Everything it has written. */
    String said() throws IOException {
      return Files.readString(output, UTF_8);
    }

    /** Waits for its end. */
    int await() throws InterruptedException {
      if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
        kill();
        throw new IllegalStateException("still running after minutes: see " + output);
      }
      return process.exitValue();
    }

    /** Ends it with whatever it has started. */
    void kill() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** Starts one of the environment's programs. */
  Running start(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(environment.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(home, program, ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AIRFLOW"));
    builder.environment().keySet().removeIf(name -> name.startsWith("SNOWGAUGE_"));
    builder.environment().putAll(variables);
    return new Running(builder.start(), output);
  }

  /** Runs one to the end and gives what it said; it has to end with 0. */
  String run(String program, String... arguments) throws IOException, InterruptedException {
    Running running = start(program, arguments);
    int exit = running.await();
    if (exit != 0) {
      throw new IllegalStateException("exit " + exit + ": " + running.said());
    }
    return running.said();
  }

  /** The rows of a query of Airflow's own database, each in one line. */
  List<String> query(String query) throws IOException, InterruptedException {
    String script =
        """
        import sqlite3, sys
        for row in sqlite3.connect(sys.argv[1]).execute(sys.argv[2]):
            print(' | '.join(map(str, row)))
        """;
    return run("python", "-c", script, home.resolve("airflow.db").toString(), query)
        .lines()
        .toList();
  }
}
