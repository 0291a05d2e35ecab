package io.snowgauge.pipelines.report;

import io.snowgauge.pipelines.batch.Backfill;
import io.snowgauge.pipelines.batch.BatchRun;
import io.snowgauge.pipelines.batch.DatasetPlan;
import io.snowgauge.pipelines.batch.FailureMessage;
import io.snowgauge.pipelines.batch.InterruptedRunException;
import io.snowgauge.transforms.dataset.Dataset;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/** What there is to say at the end of a backfill. */
public final class BackfillReport {
  private final Backfill.Request request;
  private final List<Backfill.DateOutcome> outcomes;
  private final boolean failOnEmpty;

  public BackfillReport(
      Backfill.Request request, List<Backfill.DateOutcome> outcomes, boolean failOnEmpty) {
    this.request = request;
    this.outcomes = outcomes;
    this.failOnEmpty = failOnEmpty;
  }

  /** Which dates there are files of. */
  public static String found(SortedSet<LocalDate> files) {
    return files.isEmpty()
        ? "no file matches"
        : "the files are of " + files.first() + " to " + files.last();
  }

  /** Whether it was interrupted, after which the process has little time. */
  public boolean isInterrupted() {
    return outcomes.stream().anyMatch(date -> date.failure() instanceof InterruptedRunException);
  }

  /** Prints a table, what is to be said of files, and last of all the dates that failed. */
  public void show(PrintWriter out) {
    LocalDate first = request.dates().get(0);
    LocalDate last = request.dates().get(request.dates().size() - 1);
    for (Dataset dataset : request.datasets()) {
      showNothingNew(dataset, out);
    }
    out.printf("Backfill %1$s, %2$s to %3$s, runs %1$s-DATE%n%n", request.prefix(), first, last);
    List<BatchRun.Outcome> audited = outcomes.stream().map(Backfill.DateOutcome::outcome).toList();
    out.println(Tables.dates(audited.stream().flatMap(date -> date.rows().stream()).toList()));
    Outcomes.showMessages(audited, out);
    showWhatIsMissing(out);
    for (Backfill.DateOutcome date : outcomes) {
      if (date.failure() != null) {
        out.printf(
            "%nFAILED %s%n  %s%n", date.date(), Display.text(FailureMessage.of(date.failure())));
      }
    }
    List<LocalDate> failed =
        outcomes.stream()
            .filter(date -> exitCode(date) != ExitCode.SUCCESS)
            .map(Backfill.DateOutcome::date)
            .toList();
    if (!failed.isEmpty()) {
      out.printf("%nFailed dates: %s%n", text(failed));
    }
    if (audited.stream().anyMatch(Outcomes::goesOn)) {
      out.printf(
          "%nThe cluster goes on; 'audit --wait --run %s-DATE' tells a date's outcome%n",
          request.prefix());
    }
  }

  private void showNothingNew(Dataset dataset, PrintWriter out) {
    List<DatasetPlan> plans =
        outcomes.stream()
            .flatMap(date -> date.outcome().plans().stream())
            .filter(plan -> plan.dataset().equals(dataset))
            .toList();
    int listed = plans.stream().mapToInt(DatasetPlan::listed).sum();
    boolean isNothingNew =
        plans.stream().allMatch(plan -> plan.toLoad().isEmpty() && plan.skipped().isEmpty());
    if (plans.size() == outcomes.size() && listed > 0 && isNothingNew) {
      out.printf("%s: nothing new, all %d files are loaded%n", dataset.name(), listed);
    }
  }

  private void showWhatIsMissing(PrintWriter out) {
    boolean first = true;
    for (Dataset dataset : request.datasets()) {
      List<LocalDate> missing =
          outcomes.stream()
              .filter(date -> date.outcome().plans().stream().anyMatch(p -> isMissing(p, dataset)))
              .map(Backfill.DateOutcome::date)
              .toList();
      if (!missing.isEmpty()) {
        out.printf(first ? "%n" : "");
        out.printf("%s: no files of %s%n", dataset.name(), text(missing));
        first = false;
      }
    }
  }

  private static boolean isMissing(DatasetPlan plan, Dataset dataset) {
    return plan.dataset().equals(dataset) && plan.listed() == 0 && plan.failure() == null;
  }

  /** Ascending dates in one line, three and more in a row as a range. */
  public static String text(List<LocalDate> dates) {
    List<String> parts = new ArrayList<>();
    for (int from = 0, to; from < dates.size(); from = to) {
      to = from + 1;
      while (to < dates.size() && dates.get(to).equals(dates.get(to - 1).plusDays(1))) {
        to++;
      }
      if (to - from > 2) {
        parts.add(dates.get(from) + " to " + dates.get(to - 1));
      } else {
        dates.subList(from, to).forEach(date -> parts.add(date.toString()));
      }
    }
    return String.join(", ", parts);
  }

  /** Prints where in the program the runs failed that could not go on. */
  public void showStackTraces(PrintWriter err) {
    for (Backfill.DateOutcome date : outcomes) {
      if (date.failure() != null) {
        err.println(date.date() + ":");
        date.failure().printStackTrace(err);
      }
    }
  }

  private int exitCode(Backfill.DateOutcome date) {
    return date.failure() != null
        ? ExitCode.FAILED
        : Outcomes.exitCode(date.outcome(), failOnEmpty);
  }

  /** What it ends with. */
  public int exitCode() {
    List<Integer> codes = outcomes.stream().map(this::exitCode).toList();
    return ExitCode.of(codes.contains(ExitCode.FAILED), codes.contains(ExitCode.FILES_FAILED));
  }
}
