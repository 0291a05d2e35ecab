package io.snowgauge.pipelines.commands;

import io.snowgauge.io.alerts.Delivery;
import io.snowgauge.io.alerts.Route;
import io.snowgauge.io.warehouse.Finding;
import io.snowgauge.io.warehouse.Finding.Verdict;
import io.snowgauge.pipelines.check.AlertsCheck;
import io.snowgauge.pipelines.check.Checks;
import io.snowgauge.pipelines.check.LineageCheck;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.launch.Composition;
import io.snowgauge.pipelines.launch.Composition.Reach;
import io.snowgauge.pipelines.report.Display;
import io.snowgauge.pipelines.report.ExitCode;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code check}: whether everything that runs need is there, changing nothing. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Validates the configuration and reaches every system it names, one line each, without"
          + " changing anything.",
      "Lines start with 'ok', with 'FAIL' (the exit code is 1), or with '?' for what could not be"
          + " found out."
    })
final class CheckCommand extends ConfiguredCommand {
  @Option(
      names = "--deep",
      description =
          "Also tries out, a line each, what is assumed of a Snowflake account, in a schema of its"
              + " own in warehouse.database that is created and dropped again.")
  private boolean isDeep;

  @Option(
      names = "--send-test-alert",
      description = "Also sends an alert to each of the configured channels.")
  private boolean sendsTestAlert;

  @Option(
      names = "--send-test-event",
      description = "Also sends an OpenLineage event, of a job 'snowgauge.check.test'.")
  private boolean sendsTestEvent;

  private boolean failed;

  @Override
  boolean tellsLineage() {
    return true;
  }

  @Override
  public Integer call() {
    Composition checked = load(Reach.EVERYTHING);
    requireReceivers(checked.configuration());
    Checks.run(checked, this::show);
    if (isDeep) {
      checked.warehouse().setup().tryAssumptions(this::show);
    }
    if (sendsTestAlert) {
      Delivery delivery = new Delivery();
      for (Route route : checked.configuration().alerts()) {
        show(AlertsCheck.send(route, delivery, Instant.now()));
      }
    }
    if (sendsTestEvent) {
      Configuration configuration = checked.configuration();
      configuration
          .lineage()
          .map(target -> LineageCheck.send(configuration, target))
          .ifPresent(this::show);
    }
    return failed ? ExitCode.FAILED : ExitCode.SUCCESS;
  }

  /** What nobody would get is not sent in silence. */
  private void requireReceivers(Configuration configuration) {
    if (sendsTestAlert && configuration.alerts().isEmpty()) {
      throw refused("--send-test-alert: expected 'alerts' in the configuration but found none");
    }
    if (sendsTestEvent && configuration.lineage().isEmpty()) {
      throw refused("--send-test-event: expected 'lineage' in the configuration but found none");
    }
  }

  private void show(Finding finding) {
    failed |= finding.verdict() == Verdict.FAILED;
    String verdict =
        switch (finding.verdict()) {
          case OK -> "ok  ";
          case FAILED -> "FAIL";
          case UNKNOWN -> "?   ";
        };
    out()
        .println(
            Display.line("%s %s: %s".formatted(verdict, finding.subject(), finding.message())));
    out().flush();
  }
}
