package io.snowgauge.pipelines.report;

import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.pipelines.batch.BatchRun;
import io.snowgauge.pipelines.extract.ExtractRun;
import io.snowgauge.pipelines.extract.FileResult;
import java.io.PrintWriter;
import java.util.List;

/** What there is to say about extractions, by name, and what they end with. */
public final class ExtractReport {
  private ExtractReport() {}

  /** Prints what could be extracted. */
  public static void showPlan(ExtractRun.Outcome plan, PrintWriter out) {
    plan.results()
        .forEach(
            (extraction, files) -> {
              long good = files.stream().filter(file -> !file.isFailed()).count();
              out.printf("%s: %d of %d files can be extracted%n", extraction, good, files.size());
              for (FileResult file : files) {
                String from = Display.line(file.row().uri());
                if (file.isFailed()) {
                  String why = Display.text(String.valueOf(file.row().failure()));
                  out.printf("  FAILED %s%n    %s%n", from, why);
                } else {
                  String to = Display.uri(String.valueOf(file.uri()));
                  out.printf("  %s (%,d bytes) to %s%n", from, file.row().bytes(), to);
                }
              }
            });
  }

  /** Prints what was extracted. */
  public static void show(Run run, ExtractRun.Outcome outcome, PrintWriter out) {
    outcome
        .results()
        .forEach(
            (extraction, files) -> {
              long failed = files.stream().filter(FileResult::isFailed).count();
              long taken = files.stream().filter(FileResult::isTaken).count();
              out.printf(
                  "%s: %d taken, %d there already, %d failed%n",
                  extraction, taken, files.size() - failed - taken, failed);
            });
    Outcomes.show(run, new BatchRun.Outcome(List.of(), outcome.rows(), outcome.files()), out);
  }

  /** What it ends with. */
  public static int exitCode(ExtractRun.Outcome outcome) {
    return ExitCode.of(outcome.isSystemFailed(), outcome.isAnyFailed());
  }
}
