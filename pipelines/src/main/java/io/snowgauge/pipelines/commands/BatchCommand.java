package io.snowgauge.pipelines.commands;

import io.snowgauge.io.warehouse.control.Mode;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.pipelines.alerts.Alerting;
import io.snowgauge.pipelines.batch.BatchRun;
import io.snowgauge.pipelines.batch.DatasetPlan;
import io.snowgauge.pipelines.batch.InputFiles;
import io.snowgauge.pipelines.batch.InterruptedRunException;
import io.snowgauge.pipelines.batch.RunRequest;
import io.snowgauge.pipelines.launch.BeamArguments;
import io.snowgauge.pipelines.launch.BeamOptions;
import io.snowgauge.pipelines.launch.Composition;
import io.snowgauge.pipelines.launch.Interruption;
import io.snowgauge.pipelines.lineage.Lineage;
import io.snowgauge.pipelines.monitoring.Textfile;
import io.snowgauge.pipelines.proof.Anchoring;
import io.snowgauge.pipelines.report.ExitCode;
import io.snowgauge.pipelines.report.OutcomeLog;
import io.snowgauge.pipelines.report.Outcomes;
import io.snowgauge.pipelines.report.PhaseTimes;
import io.snowgauge.pipelines.report.Progress;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.log.LogContext;
import io.snowgauge.transforms.phases.Phase;
import io.snowgauge.transforms.phases.Phases;
import io.snowgauge.transforms.staging.StagingProgress;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A command that runs batches: how one is run, and what is told of it. */
abstract class BatchCommand extends GraphCommand {
  /** When the command knew what it is to do. */
  private Instant start = Instant.now();

  private @Nullable Lineage lineage;

  /**
   * How graphs are run. Refuses what Beam does not take, and places that a run in this process
   * could not write.
   *
   * @param graphs how many of them run at a time
   * @param isDry whether none is run
   */
  BeamOptions beam(Composition loaded, BeamArguments arguments, int graphs, boolean isDry) {
    start = Instant.now();
    BeamOptions beam = accepted(() -> loaded.beam(arguments, graphs).checked(!isDry));
    if (!isDry && !arguments.nameACluster()) {
      loaded.requireWritable(Map.of());
    }
    return beam;
  }

  /** Of graphs of this process; what a cluster reads it does not see. */
  Progress progress(BeamArguments arguments) {
    return new Progress(
        quiet || arguments.nameACluster()
            ? Progress.Display.NONE
            : Progress.Display.ofStandardError(),
        err());
  }

  /**
   * What a batch is asked for besides.
   *
   * @param isDry whether it only plans
   * @param retriesFailed whether versions are tried that failed in as many runs as are allowed
   * @param failsOnEmpty whether it fails where there is no file
   */
  record Asked(boolean isDry, boolean retriesFailed, boolean failsOnEmpty) {}

  /**
   * Runs, or only plans, and says what came of it.
   *
   * @return the exit code
   */
  int load(
      Composition loaded,
      BeamArguments arguments,
      Run run,
      List<Dataset> datasets,
      InputFiles files,
      Asked asked)
      throws IOException, SQLException {
    // To the end of the command: also why it failed is of this run.
    var unused = LogContext.enterRun(run.id());
    BeamOptions beam = beam(loaded, arguments, 1, asked.isDry());
    BatchRun batch =
        new BatchRun(
            loaded.warehouse(),
            loaded.areas(),
            new RunRequest(run, datasets, asked.retriesFailed(), !arguments.nameACluster()),
            files,
            lineage(loaded).observer());
    if (asked.isDry()) {
      return showPlans(batch.plan(), asked.failsOnEmpty());
    }
    BatchRun.Outcome outcome;
    try {
      outcome = execute(batch, run, beam, arguments);
    } catch (InterruptedRunException e) {
      return ExitCode.FAILED;
    } catch (IOException | SQLException | RuntimeException e) {
      tellFailed(loaded, run, batch.audited());
      throw e;
    } catch (Error e) {
      endLineage();
      throw e;
    }
    show(run, outcome, asked.failsOnEmpty());
    tell(loaded, run.mode(), Alerting.End.WORKED);
    return Outcomes.exitCode(outcome, asked.failsOnEmpty());
  }

  private void tellFailed(Composition loaded, Run run, BatchRun.Outcome audited) {
    Outcomes.showFailure(run, audited, out());
    OutcomeLog.tell(audited);
    // What the audit has of the run is told by the audit.
    tell(
        loaded,
        run.mode(),
        audited.rows().isEmpty() ? Alerting.End.COULD_NOT_WORK : Alerting.End.LOOKED);
  }

  /** Tells of the command's runs. */
  Lineage lineage(Composition loaded) {
    if (lineage == null) {
      lineage = Lineage.of(loaded.configuration(), err());
    }
    return lineage;
  }

  private int showPlans(List<DatasetPlan> plans, boolean failOnEmpty) {
    showMisdated(plans);
    Outcomes.showPlans("", plans, out());
    Outcomes.showFailures(plans, stacktrace, err());
    return Outcomes.exitCode(plans, failOnEmpty);
  }

  /** Runs; one that is interrupted says how far it came before the process may end. */
  private BatchRun.Outcome execute(
      BatchRun batch, Run run, BeamOptions beam, BeamArguments arguments)
      throws IOException, SQLException {
    Progress progress = progress(arguments);
    Interruption interruption = Interruption.ofBatch(err(), arguments, progress::cancel);
    try (progress) {
      return batch.execute(
          (graph, jobName, work) -> {
            progress.begin(work);
            return beam.run(graph, jobName, progress);
          });
    } catch (InterruptedRunException e) {
      Outcomes.showFailure(run, batch.audited(), out());
      out().flush();
      endLineageOfInterrupted();
      throw e;
    } finally {
      interruption.over();
    }
  }

  private void show(Run run, BatchRun.Outcome outcome, boolean failOnEmpty) {
    showMisdated(outcome.plans());
    if (!quiet || Outcomes.exitCode(outcome, failOnEmpty) != ExitCode.SUCCESS) {
      Outcomes.show(run, outcome, out());
    }
    Outcomes.showFailures(outcome.plans(), stacktrace, err());
    OutcomeLog.tell(outcome);
    showPhases();
    if (Outcomes.goesOn(outcome)) {
      out().printf("%nThe cluster goes on; 'audit --wait --run %s' tells the outcome%n", run.id());
    }
  }

  /** Before the process may end. */
  void endLineageOfInterrupted() {
    if (lineage != null) {
      lineage.endInterrupted();
    }
  }

  /** After all else that is told: it may be waited for. */
  void endLineage() {
    if (lineage != null) {
      lineage.end();
    }
  }

  /** Tells people, Prometheus and lineage how the command ended. */
  void tell(Composition loaded, Mode mode, Alerting.End end) {
    Anchoring.afterwards(loaded.configuration(), err());
    Alerting.afterwards(loaded.configuration(), mode.text(), end, err());
    if (end != Alerting.End.COULD_NOT_WORK) {
      Textfile.write(loaded.configuration(), err());
    }
    endLineage();
  }

  /** Where the time of this process went, if that is asked for. */
  void showPhases() {
    if (verbose) {
      Instant began = ProcessHandle.current().info().startInstant().orElse(start);
      PhaseTimes.show(
          phase ->
              phase == Phase.START
                  ? Duration.between(began, start)
                  : Phases.ofThisProcess().taken(phase),
          StagingProgress.ofThisProcess().reached().bytes(),
          Duration.between(began, Instant.now()),
          err());
    }
  }

  private void showMisdated(List<DatasetPlan> plans) {
    plans.forEach(plan -> Outcomes.showMisdated(plan.leftOut(), out()));
  }
}
