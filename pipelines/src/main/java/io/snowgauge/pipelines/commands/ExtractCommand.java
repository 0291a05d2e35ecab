package io.snowgauge.pipelines.commands;

import io.snowgauge.io.warehouse.control.Mode;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.Extraction;
import io.snowgauge.pipelines.config.types.InvalidConfigurationException;
import io.snowgauge.pipelines.extract.Cancellation;
import io.snowgauge.pipelines.extract.ExtractRequest;
import io.snowgauge.pipelines.extract.ExtractRun;
import io.snowgauge.pipelines.launch.Composition;
import io.snowgauge.pipelines.launch.Composition.Reach;
import io.snowgauge.pipelines.launch.Interruption;
import io.snowgauge.pipelines.report.ExtractReport;
import io.snowgauge.transforms.log.LogContext;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code extract}: takes files out of Kubernetes pods. */
@Command(
    name = "extract",
    mixinStandardHelpOptions = true,
    description = {
      "Takes files out of Kubernetes pods: counts their records where they lie, copies them to"
          + " where a dataset finds them, and writes a sidecar manifest beside each.",
      "A file that is there already in the same version is not taken again."
    })
final class ExtractCommand extends ConfiguredCommand {
  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Only this extraction; repeatable (default: all).")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--date",
      paramLabel = "DATE",
      description =
          "The {date} of destinations, and the run's date in the audit (default: today, UTC).")
  private @Nullable LocalDate date;

  @Mixin private RunIdOption runId = new RunIdOption();

  @Option(names = "--dry-run", description = "Shows what would be extracted; changes nothing.")
  private boolean dryRun;

  @Option(
      names = "--force",
      description = "Also takes files that are there already in the same version.")
  private boolean force;

  @Override
  public Integer call() throws SQLException {
    runId.check(this);
    Composition loaded = load(Reach.CLUSTERS);
    Cancellation cancellation = new Cancellation();
    ExtractRequest request =
        new ExtractRequest(
            runId.newRun(Mode.EXTRACT, date, force),
            extractions(loaded.configuration()),
            cancellation);
    // To the end of the command: also why it failed is of this run.
    var unused = LogContext.enterRun(request.run().id());
    ExtractRun run = new ExtractRun(loaded.warehouse(), request);
    if (dryRun) {
      ExtractRun.Outcome plan = run.plan();
      ExtractReport.showPlan(plan, out());
      return ExtractReport.exitCode(plan);
    }
    Interruption interruption =
        Interruption.awaited(
            err(),
            "interrupted; what was extracted is complete, nothing else is visible; extract again to"
                + " go on",
            cancellation::cancel);
    try {
      ExtractRun.Outcome outcome = run.execute();
      ExtractReport.show(request.run(), outcome, out());
      out().flush();
      return ExtractReport.exitCode(outcome);
    } finally {
      interruption.over();
    }
  }

  private List<Extraction> extractions(Configuration configuration) {
    List<Extraction> all = configuration.extractions();
    if (all.isEmpty()) {
      throw new InvalidConfigurationException(
          List.of("extract: expected at least one extraction but found none; see docs/extract.md"));
    }
    Composition.requireKnown("--name", names, all.stream().map(Extraction::name).toList());
    return all.stream().filter(one -> names.isEmpty() || names.contains(one.name())).toList();
  }
}
