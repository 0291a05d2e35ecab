package io.snowgauge.pipelines.report;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.Heartbeat;
import io.snowgauge.io.warehouse.control.History;
import io.snowgauge.io.warehouse.control.RunStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one look at the audit gave.
 *
 * @param runs the newest, or the rows of the one that was asked for
 * @param files of that one
 * @param isOfOneRun whether one was asked for
 * @param isAlive whether that one gives signs of life, if that was asked
 */
public record AuditReport(
    List<Audit.RunRow> runs, List<Audit.FileRow> files, boolean isOfOneRun, boolean isAlive) {
  /** How it is shown. */
  public enum Format {
    /** To people. */
    TABLE,
    /** To programs. */
    JSON,
    /** To spreadsheets. */
    CSV
  }

  /** Keeps copies of the lists. */
  public AuditReport {
    runs = List.copyOf(runs);
    files = List.copyOf(files);
  }

  /**
   * Looks at the audit; where there is none yet, nothing is in it.
   *
   * @param runId the one run that is asked for, or null for the newest
   * @param last how many of the newest
   * @param isLifeAsked whether it matters that the run is alive
   */
  public static AuditReport of(
      Warehouse warehouse, @Nullable String runId, int last, boolean isLifeAsked)
      throws SQLException {
    if (!isLifeAsked) {
      return new History(warehouse)
          .read((connection, isAlone) -> read(connection, warehouse, runId, last, isAlone))
          .orElseGet(() -> new AuditReport(List.of(), List.of(), runId != null, false));
    }
    Audit audit = new Audit(warehouse);
    return new History(warehouse)
        .<AuditReport, SQLException>ask(
            connection ->
                runId == null
                    ? new AuditReport(audit.lastRuns(connection, last), List.of(), false, false)
                    : new AuditReport(
                        audit.run(connection, runId),
                        audit.files(connection, runId),
                        true,
                        !warehouse.traits().isExclusive()
                            && Heartbeat.seemAlive(warehouse, connection).contains(runId)))
        .orElseGet(() -> new AuditReport(List.of(), List.of(), runId != null, false));
  }

  private static AuditReport read(
      Connection connection, Warehouse warehouse, @Nullable String runId, int last, boolean isAlone)
      throws SQLException {
    Audit audit = new Audit(warehouse);
    List<Audit.RunRow> runs =
        runId == null ? audit.lastRuns(connection, last) : audit.run(connection, runId);
    List<Audit.FileRow> files = runId == null ? List.of() : audit.files(connection, runId);
    List<Audit.RunRow> shown =
        runs.stream()
            .map(run -> isAlone && !run.status().isTerminal() ? run.abandoned() : run)
            .toList();
    return new AuditReport(shown, files, runId != null, false);
  }

  /** Whether every run has ended. */
  public boolean hasEnded() {
    return runs.stream().allMatch(run -> run.status().isTerminal());
  }

  /** What the run ended with. */
  public int exitCode() {
    boolean systemFailed =
        runs.stream()
            .anyMatch(
                run ->
                    run.status() == RunStatus.RUNNING
                        || run.status() == RunStatus.ABANDONED
                        || String.valueOf(run.errorMessages()).startsWith(Audit.RUN_FAILED));
    boolean failed = runs.stream().anyMatch(run -> run.status() == RunStatus.FAILED);
    return ExitCode.of(systemFailed, failed);
  }

  /** Prints it. */
  public void show(Format format, PrintWriter out) throws IOException {
    switch (format) {
      case JSON -> AuditExport.json(runs, files, out);
      case CSV -> AuditExport.csv(runs, files, isOfOneRun, out);
      case TABLE -> showTables(out);
    }
  }

  private void showTables(PrintWriter out) {
    if (runs.isEmpty()) {
      out.println("No runs yet.");
      return;
    }
    out.println(Tables.runs(runs));
    if (!files.isEmpty()) {
      out.println();
      out.println(Tables.files(files));
    }
    files.stream()
        .filter(file -> file.errorMessages() != null)
        .forEach(file -> Outcomes.showMessages(file, Integer.MAX_VALUE, out));
    if (isOfOneRun) {
      runs.stream()
          .flatMap(run -> messagesBesidesFiles(run).stream())
          .forEach(line -> out.println("  " + Display.message(line)));
    }
  }

  /** What a run tells of its files stands with these, and comes last among its messages. */
  private List<String> messagesBesidesFiles(Audit.RunRow run) {
    if (run.errorMessages() == null) {
      return List.of();
    }
    return run.errorMessages()
        .lines()
        .takeWhile(line -> files.stream().noneMatch(file -> isOf(file, run, line)))
        .toList();
  }

  private static boolean isOf(Audit.FileRow file, Audit.RunRow run, String message) {
    return file.errorMessages() != null
        && file.dataset().equals(run.dataset())
        && message.startsWith(file.uri() + ": ");
  }
}
