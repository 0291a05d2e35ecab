package io.snowgauge.pipelines.commands;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.pipelines.launch.Composition;
import io.snowgauge.pipelines.launch.Composition.Reach;
import io.snowgauge.pipelines.proof.Anchoring;
import io.snowgauge.pipelines.report.AuditReport;
import io.snowgauge.pipelines.report.Display;
import io.snowgauge.pipelines.report.ExitCode;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code audit}: runs and their files. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Shows runs, and with --run the files of one.")
final class AuditCommand extends ConfiguredCommand {
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
  private AuditReport.Format format = AuditReport.Format.TABLE;

  @Override
  public Integer call() throws SQLException, IOException, InterruptedException {
    if (wait && runId == null) {
      throw refused("--wait: expected --run ID beside it");
    }
    if (last < 1) {
      throw refused("--last: expected at least 1 but found " + last);
    }
    Composition loaded = wait ? loadToAnchor() : load(Reach.WAREHOUSE);
    Warehouse warehouse = loaded.warehouse();
    AuditReport report = AuditReport.of(warehouse, runId, last, wait);
    while (wait && !report.hasEnded() && report.isAlive()) {
      TimeUnit.SECONDS.sleep(1);
      report = AuditReport.of(warehouse, runId, last, wait);
    }
    if (runId != null && report.runs().isEmpty()) {
      err().println("snowgauge: no run '" + Display.text(runId) + "' in the audit");
      return ExitCode.USAGE;
    }
    report.show(format, out());
    if (wait && report.hasEnded()) {
      // Whoever handed the run to a cluster did so before anything was published.
      Anchoring.afterwards(loaded.configuration(), err());
    }
    if (wait && !report.hasEnded()) {
      err()
          .println(
              "snowgauge: the run has not ended, and gives no sign of life; run again to go on");
    }
    return wait ? report.exitCode() : ExitCode.SUCCESS;
  }
}
