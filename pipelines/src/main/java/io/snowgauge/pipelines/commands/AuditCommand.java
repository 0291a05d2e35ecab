package io.snowgauge.pipelines.commands;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.ControlTables;
import io.snowgauge.io.warehouse.control.Heartbeat;
import io.snowgauge.io.warehouse.control.RunStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code audit}: runs and their files. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Shows runs, and with --run the files of one.")
final class AuditCommand implements Callable<Integer> {
  /** How the audit is shown. */
  enum Format {
    TABLE,
    JSON,
    CSV
  }

  @Spec private @Nullable CommandSpec spec;

  @Mixin private ConfigurationOptions configurationOptions = new ConfigurationOptions();

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "10",
      description = "The newest runs (default: ${DEFAULT-VALUE}).")
  private int last = 10;

  @Option(names = "--run", paramLabel = "ID", description = "One run, with its files.")
  private @Nullable String runId;

  @Option(
      names = "--wait",
      description = "With --run: waits until the run has ended; exits as the run would have.")
  private boolean wait;

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.TABLE;

  /** What one look at the audit gave. */
  private record Look(List<Audit.RunRow> runs, List<Audit.FileRow> files, boolean isAlive) {
    boolean hasEnded() {
      return runs.stream().allMatch(run -> run.status().isTerminal());
    }
  }

  @Override
  public Integer call() throws SQLException, IOException, InterruptedException {
    var command = Objects.requireNonNull(spec).commandLine();
    PrintWriter out = command.getOut();
    if (wait && runId == null) {
      throw new ParameterException(command, "--wait: expected --run ID beside it");
    }
    if (last < 1) {
      throw new ParameterException(command, "--last: expected at least 1 but found " + last);
    }
    Warehouse warehouse = configurationOptions.load(command.getErr()).warehouse();
    Look look = look(warehouse);
    while (wait && !look.hasEnded() && look.isAlive()) {
      TimeUnit.SECONDS.sleep(1);
      look = look(warehouse);
    }
    if (runId != null && look.runs().isEmpty()) {
      command.getErr().println("snowgauge: no run '" + Display.text(runId) + "' in the audit");
      return ExitCode.USAGE;
    }
    show(look, out);
    if (wait && !look.hasEnded()) {
      command
          .getErr()
          .println(
              "snowgauge: the run has not ended, and gives no sign of life; run again to go on");
    }
    return wait ? exitCode(look) : ExitCode.SUCCESS;
  }

  private Look look(Warehouse warehouse) throws SQLException {
    if (!warehouse.sessions().exists()) {
      return new Look(List.of(), List.of(), false);
    }
    try (Connection connection = warehouse.connect()) {
      if (!new ControlTables(warehouse).exist(connection)) {
        return new Look(List.of(), List.of(), false);
      }
      Audit audit = new Audit(warehouse);
      return runId == null
          ? new Look(audit.lastRuns(connection, last), List.of(), false)
          : new Look(
              audit.run(connection, runId),
              audit.files(connection, runId),
              wait
                  && !warehouse.traits().isExclusive()
                  && Heartbeat.alive(warehouse, connection).contains(runId));
    }
  }

  private void show(Look look, PrintWriter out) throws IOException {
    switch (format) {
      case JSON -> AuditExport.json(look.runs(), look.files(), out);
      case CSV -> AuditExport.csv(look.runs(), look.files(), runId != null, out);
      case TABLE -> {
        if (look.runs().isEmpty()) {
          out.println("No runs yet.");
          return;
        }
        out.println(Tables.runs(look.runs()));
        if (!look.files().isEmpty()) {
          out.println();
          out.println(Tables.files(look.files()));
        }
        look.files().stream()
            .filter(file -> file.errorMessages() != null)
            .forEach(file -> FileMessages.printAll(file, out));
        if (runId != null && look.files().isEmpty()) {
          look.runs().stream()
              .filter(run -> run.errorMessages() != null)
              .forEach(
                  run ->
                      String.valueOf(run.errorMessages())
                          .lines()
                          .forEach(line -> out.println("  " + Display.message(line))));
        }
      }
    }
  }

  /** As the run would have: a run that failed itself beats failed files. */
  private static int exitCode(Look look) {
    boolean systemFailed =
        look.runs().stream()
            .anyMatch(
                run ->
                    run.status() == RunStatus.RUNNING
                        || run.status() == RunStatus.ABANDONED
                        || String.valueOf(run.errorMessages()).startsWith(Audit.RUN_FAILED));
    boolean failed = look.runs().stream().anyMatch(run -> run.status() == RunStatus.FAILED);
    return systemFailed ? ExitCode.FAILED : failed ? ExitCode.FILES_FAILED : ExitCode.SUCCESS;
  }
}
