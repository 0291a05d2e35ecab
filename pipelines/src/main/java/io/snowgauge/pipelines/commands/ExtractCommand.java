package io.snowgauge.pipelines.commands;

import io.snowgauge.io.warehouse.control.ExtractedFiles;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.pipelines.batch.BatchRun;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.Extraction;
import io.snowgauge.pipelines.config.InvalidConfigurationException;
import io.snowgauge.pipelines.extract.Cancellation;
import io.snowgauge.pipelines.extract.ExtractRequest;
import io.snowgauge.pipelines.extract.ExtractRun;
import io.snowgauge.pipelines.extract.FileResult;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code extract}: takes files out of Kubernetes pods. */
@Command(
    name = "extract",
    mixinStandardHelpOptions = true,
    description = {
      "Takes files out of Kubernetes pods: counts their records where they lie, copies them to where"
          + " a dataset finds them, and writes a sidecar manifest beside each.",
      "A file that is there already in the same version is not taken again."
    })
final class ExtractCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private ConfigurationOptions configurationOptions = new ConfigurationOptions();

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

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description = "Names the run; a retry under the same name goes on where it ended.")
  private @Nullable String runId;

  @Option(names = "--dry-run", description = "Shows what would be extracted; changes nothing.")
  private boolean dryRun;

  @Option(
      names = "--force",
      description = "Also takes files that are there already in the same version.")
  private boolean force;

  @Override
  public Integer call() throws SQLException {
    CommandLine command = Objects.requireNonNull(spec).commandLine();
    LoadOptions.checkRunId(runId, LoadOptions.LONGEST_RUN_ID, command);
    Configuration configuration = configurationOptions.loadForExtraction(command.getErr());
    Cancellation cancellation = new Cancellation();
    ExtractRequest request = new ExtractRequest(newRun(), extractions(configuration), cancellation);
    ExtractRun run = new ExtractRun(configuration.warehouse(), request);
    PrintWriter out = command.getOut();
    if (dryRun) {
      return show(run.plan(), out);
    }
    Interruption interruption =
        Interruption.awaited(
            command.getErr(),
            "interrupted; what was extracted is complete, nothing else is visible; extract again to"
                + " go on",
            cancellation::cancel);
    ExtractRun.Outcome outcome;
    try {
      outcome = run.execute();
      show(request.run(), outcome, out);
      out.flush();
    } finally {
      interruption.over();
    }
    return outcome.isSystemFailed()
        ? ExitCode.FAILED
        : outcome.isAnyFailed() ? ExitCode.FILES_FAILED : ExitCode.SUCCESS;
  }

  private List<Extraction> extractions(Configuration configuration) {
    List<Extraction> all = configuration.extractions();
    if (all.isEmpty()) {
      throw new InvalidConfigurationException(
          List.of("extract: expected at least one extraction but found none; see docs/extract.md"));
    }
    List<String> known = all.stream().map(Extraction::name).toList();
    List<String> unknown = names.stream().filter(name -> !known.contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new InvalidConfigurationException(
          unknown.stream()
              .map(
                  name ->
                      "--name: expected one of "
                          + String.join(", ", known)
                          + " but found '"
                          + name
                          + "'")
              .toList());
    }
    return all.stream().filter(one -> names.isEmpty() || names.contains(one.name())).toList();
  }

  private Run newRun() {
    Instant now = Instant.now();
    return new Run(
        runId == null ? RunIds.next(now) : runId,
        date == null ? LocalDate.ofInstant(now, ZoneOffset.UTC) : date,
        ExtractedFiles.MODE,
        now,
        force);
  }

  private static int show(Map<String, List<FileResult>> plan, PrintWriter out) {
    int code = ExitCode.SUCCESS;
    for (Map.Entry<String, List<FileResult>> extraction : plan.entrySet()) {
      List<FileResult> files = extraction.getValue();
      long good = files.stream().filter(file -> !file.isFailed()).count();
      out.printf("%s: %d of %d files can be extracted%n", extraction.getKey(), good, files.size());
      for (FileResult file : files) {
        if (file.isFailed()) {
          code = file.systemFailure() == null ? Math.max(code, ExitCode.FILES_FAILED) : code;
          out.printf(
              "  FAILED %s%n    %s%n",
              Display.line(file.row().uri()), Display.text(String.valueOf(file.row().failure())));
        } else {
          out.printf(
              "  %s (%,d bytes) to %s%n",
              Display.line(file.row().uri()),
              file.row().bytes(),
              Display.uri(String.valueOf(file.uri())));
        }
      }
    }
    boolean systemFailed =
        plan.values().stream().flatMap(List::stream).anyMatch(one -> one.systemFailure() != null);
    return systemFailed ? ExitCode.FAILED : code;
  }

  private static void show(Run run, ExtractRun.Outcome outcome, PrintWriter out) {
    for (Map.Entry<String, List<FileResult>> extraction : outcome.results().entrySet()) {
      List<FileResult> files = extraction.getValue();
      long failed = files.stream().filter(FileResult::isFailed).count();
      long taken = files.stream().filter(FileResult::isTaken).count();
      out.printf(
          "%s: %d taken, %d there already, %d failed%n",
          extraction.getKey(), taken, files.size() - failed - taken, failed);
    }
    out.printf("Run %s, execution date %s%n%n", run.id(), run.executionDate());
    out.println(Tables.closing(outcome.rows()));
    Outcomes.showMessages(
        List.of(new BatchRun.Outcome(List.of(), outcome.rows(), outcome.files())), out);
  }
}
