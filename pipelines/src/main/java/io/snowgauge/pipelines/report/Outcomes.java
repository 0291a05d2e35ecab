package io.snowgauge.pipelines.report;

import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.Ledger;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.io.warehouse.control.RunStatus;
import io.snowgauge.pipelines.batch.BatchRun;
import io.snowgauge.pipelines.batch.DatasetPlan;
import io.snowgauge.pipelines.batch.FailureMessage;
import io.snowgauge.pipelines.batch.LeftOut;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.text.Amount;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What there is to say about runs, before and after, and what a command ends with. */
public final class Outcomes {
  private static final int SHOWN_MESSAGES = 5;

  /** The rest is in the audit: twenty thousand failures are not read on a terminal. */
  private static final int SHOWN_FILES = 200;

  private Outcomes() {}

  /**
   * Prints what would be loaded.
   *
   * @param label leads each dataset's line
   */
  public static void showPlans(String label, List<DatasetPlan> plans, PrintWriter out) {
    for (DatasetPlan plan : plans) {
      if (plan.failure() != null) {
        continue;
      }
      out.printf(
          "%s%s: %d of %d files would be loaded%n",
          label, plan.dataset().name(), plan.toLoad().size(), plan.listed());
      for (SourceFile file : plan.toLoad()) {
        out.printf("  %s (%,d bytes)%n", Display.uri(file.uri()), file.sizeBytes());
      }
      for (SourceFile file : plan.skipped()) {
        out.printf("  skipped, failed too often: %s%n", Display.uri(file.uri()));
      }
      showHidden(label, plan.leftOut(), out);
    }
  }

  /** Prints the messages of the files that did not load cleanly, in a paragraph of their own. */
  public static void showMessages(List<BatchRun.Outcome> outcomes, PrintWriter out) {
    List<Audit.FileRow> told =
        outcomes.stream()
            .flatMap(outcome -> outcome.files().stream())
            .filter(file -> file.errorMessages() != null)
            .toList();
    if (!told.isEmpty()) {
      out.println();
    }
    told.stream().limit(SHOWN_FILES).forEach(file -> showMessages(file, SHOWN_MESSAGES, out));
    if (told.size() > SHOWN_FILES) {
      out.printf(
          "… and %,d files more; see 'audit --run %s'%n",
          told.size() - SHOWN_FILES, told.get(told.size() - 1).runId());
    }
    for (BatchRun.Outcome outcome : outcomes) {
      for (DatasetPlan plan : outcome.plans()) {
        plan.skipped().stream()
            .limit(SHOWN_FILES)
            .forEach(
                file ->
                    out.printf(
                        "SKIPPED %s%n  it failed in %d runs; mend it, or try again with"
                            + " --retry-failed%n",
                        Display.uri(file.uri()), Ledger.TRIES));
        if (plan.skipped().size() > SHOWN_FILES) {
          out.printf("… and %,d files more%n", plan.skipped().size() - SHOWN_FILES);
        }
      }
    }
  }

  /** Prints a file's status and the first of the messages that the ledger keeps. */
  static void showMessages(Audit.FileRow file, int most, PrintWriter out) {
    String rejected =
        file.rejectedRecords() == 0
            ? ""
            : ", " + Amount.of(file.rejectedRecords(), "record") + " rejected";
    out.printf("%s %s%s%n", file.status(), Display.uri(file.uri()), rejected);
    List<String> messages = String.valueOf(file.errorMessages()).lines().toList();
    messages.stream().limit(most).forEach(message -> out.println("  " + Display.text(message)));
    if (messages.size() > most) {
      out.printf("  … see 'audit --run %s'%n", file.runId());
    }
  }

  /** Whether a cluster is still at it. */
  public static boolean goesOn(BatchRun.Outcome outcome) {
    return outcome.rows().stream().anyMatch(row -> !row.status().isTerminal());
  }

  /** What a run ends with that only was planned. */
  public static int exitCode(List<DatasetPlan> plans, boolean failOnEmpty) {
    boolean skipped = plans.stream().anyMatch(plan -> !plan.skipped().isEmpty());
    return ExitCode.of(hasFailure(plans), skipped || isEmptyFailure(plans, failOnEmpty));
  }

  /** What a run ends with; what an earlier try under its id did to other datasets is left out. */
  public static int exitCode(BatchRun.Outcome outcome, boolean failOnEmpty) {
    Set<String> asked =
        outcome.plans().stream().map(plan -> plan.dataset().name()).collect(Collectors.toSet());
    boolean failed =
        outcome.rows().stream()
            .anyMatch(row -> asked.contains(row.dataset()) && row.status() == RunStatus.FAILED);
    return ExitCode.of(
        hasFailure(outcome.plans()), failed || isEmptyFailure(outcome.plans(), failOnEmpty));
  }

  private static boolean hasFailure(List<DatasetPlan> plans) {
    return plans.stream().anyMatch(plan -> plan.failure() != null);
  }

  /** Prints why files of datasets could not be listed, and where if that is asked for. */
  public static void showFailures(List<DatasetPlan> plans, boolean stacktrace, PrintWriter err) {
    for (DatasetPlan plan : plans) {
      IOException failure = plan.failure();
      if (failure != null) {
        showFailure(plan.dataset(), failure, stacktrace, err);
      }
    }
  }

  /** Prints why files of a dataset could not be listed, and where if that is asked for. */
  public static void showFailure(
      Dataset dataset, IOException failure, boolean stacktrace, PrintWriter err) {
    err.printf("snowgauge: %s: %s%n", dataset.name(), Display.text(FailureMessage.of(failure)));
    if (stacktrace) {
      failure.printStackTrace(err);
    }
  }

  private static boolean isEmptyFailure(List<DatasetPlan> plans, boolean failOnEmpty) {
    return failOnEmpty && plans.stream().anyMatch(plan -> plan.listed() == 0);
  }

  /** A run that could not go on may have published some of its datasets. */
  public static void showFailure(Run run, BatchRun.Outcome outcome, PrintWriter out) {
    if (!outcome.rows().isEmpty()) {
      show(run, outcome, out);
    }
  }

  /** Prints what was passed over for its date, if anything was. */
  public static void showMisdated(LeftOut leftOut, PrintWriter out) {
    leftOut
        .messages(Display::uri)
        .forEach(message -> out.printf("%s: %s%n", leftOut.dataset().name(), message));
  }

  /** Prints how many files are left out for their dots, if any are. */
  private static void showHidden(String label, LeftOut leftOut, PrintWriter out) {
    if (leftOut.hidden() > 0) {
      out.printf("%s%s: %s%n", label, leftOut.dataset().name(), hidden(leftOut.hidden()));
    }
  }

  /** Says that so many files are left out for their dots. */
  public static String hidden(int files) {
    return files == 1
        ? "1 file is left out, for its name begins with a dot"
        : "%,d files are left out, for their names begin with dots".formatted(files);
  }

  /** Prints what a run did, a line for each dataset, and what there is to say about its files. */
  public static void show(Run run, BatchRun.Outcome outcome, PrintWriter out) {
    for (DatasetPlan plan : outcome.plans()) {
      if (plan.failure() != null) {
        continue;
      }
      if (plan.listed() == 0) {
        out.printf(
            "%s: no file matches %s%n",
            plan.dataset().name(), Display.uri(plan.dataset().input().toString()));
      } else if (plan.toLoad().isEmpty() && plan.skipped().isEmpty()) {
        out.printf(
            "%s: nothing new, all %d files are loaded%n", plan.dataset().name(), plan.listed());
      }
      showHidden("", plan.leftOut(), out);
    }
    out.printf("Run %s, execution date %s%n%n", run.id(), run.executionDate());
    out.println(Tables.closing(outcome.rows()));
    showMessages(List.of(outcome), out);
  }
}
