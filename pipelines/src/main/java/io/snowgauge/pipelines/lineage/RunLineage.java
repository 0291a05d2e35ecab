package io.snowgauge.pipelines.lineage;

import io.snowgauge.io.lineage.LineageEvents;
import io.snowgauge.io.lineage.LineageEvents.End;
import io.snowgauge.io.lineage.LineageEvents.Ending;
import io.snowgauge.io.lineage.LineageQueue;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.FileStatus;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.io.warehouse.control.RunStatus;
import io.snowgauge.pipelines.batch.RunObserver;
import io.snowgauge.transforms.dataset.Dataset;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells of runs: each dataset of one is a run of its own to those who are told. Whatever goes wrong
 * with that is a warning, and nothing to the run.
 */
final class RunLineage implements RunObserver {
  private final Warehouse warehouse;
  private final LineageEvents events;
  private final LineageQueue queue;
  private final Consumer<String> warnings;

  RunLineage(
      Warehouse warehouse, LineageEvents events, LineageQueue queue, Consumer<String> warnings) {
    this.warehouse = warehouse;
    this.events = events;
    this.queue = queue;
    this.warnings = warnings;
  }

  /** The run goes on, or has ended well, whatever becomes of its events. */
  private void apart(Run run, Runnable telling) {
    try {
      telling.run();
    } catch (RuntimeException | LinkageError e) {
      warnings.accept(
          "events of run " + run.id() + " are not made, " + e.getClass().getSimpleName());
    }
  }

  @Override
  public void started(Run run, List<Dataset> datasets) {
    apart(run, () -> datasets.forEach(dataset -> queue.add(() -> events.started(run, dataset))));
  }

  /** What somebody else goes on with is not over. */
  @Override
  public void ended(Connection connection, Run run, List<Dataset> datasets, Audited audited) {
    apart(run, () -> tellEnded(connection, run, datasets, audited));
  }

  private void tellEnded(Connection connection, Run run, List<Dataset> datasets, Audited audited) {
    Map<String, RunStatus> statuses = statuses(audited);
    for (Dataset dataset : datasets) {
      RunStatus status = statuses.getOrDefault(dataset.name(), RunStatus.RUNNING);
      if (status.isTerminal()) {
        OptionalLong epoch = epoch(connection, run, dataset);
        boolean isWell = isWell(status);
        end(run, dataset, isWell ? End.COMPLETE : End.FAIL, audited.files(), epoch);
      }
    }
  }

  /** Datasets that were done before the run failed are well all the same. */
  @Override
  public void failed(Run run, List<Dataset> datasets, Audited audited, boolean isInterrupted) {
    apart(run, () -> tellFailed(run, datasets, audited, isInterrupted));
  }

  private void tellFailed(Run run, List<Dataset> datasets, Audited audited, boolean isInterrupted) {
    // The audit has each dataset of a run that has started, if it can be asked.
    List<Audit.FileRow> files = audited.rows().isEmpty() ? null : audited.files();
    Map<String, RunStatus> statuses = statuses(audited);
    for (Dataset dataset : datasets) {
      boolean isWell = isWell(statuses.getOrDefault(dataset.name(), RunStatus.FAILED));
      End end = isWell ? End.COMPLETE : isInterrupted ? End.ABORT : End.FAIL;
      end(run, dataset, end, files, OptionalLong.empty());
    }
  }

  private static boolean isWell(RunStatus status) {
    return status == RunStatus.SUCCESS || status == RunStatus.PARTIAL;
  }

  private static Map<String, RunStatus> statuses(Audited audited) {
    return audited.rows().stream()
        .collect(Collectors.toMap(Audit.RunRow::dataset, Audit.RunRow::status));
  }

  private void end(
      Run run, Dataset dataset, End end, @Nullable List<Audit.FileRow> files, OptionalLong epoch) {
    List<Audit.FileRow> ofDataset =
        files == null
            ? null
            : files.stream().filter(file -> file.dataset().equals(dataset.name())).toList();
    String why = end == End.FAIL ? why(run, ofDataset == null ? List.of() : ofDataset) : null;
    Ending ending = new Ending(end, Instant.now(), ofDataset, epoch, why);
    queue.add(() -> events.ended(run, dataset, ending));
  }

  private OptionalLong epoch(Connection connection, Run run, Dataset dataset) {
    try {
      return new Audit(warehouse).targetEpoch(connection, run.id(), dataset.name());
    } catch (SQLException e) {
      // The event goes without.
      return OptionalLong.empty();
    }
  }

  /** In numbers: messages of files and systems may quote what is in a file. */
  static String why(Run run, List<Audit.FileRow> files) {
    long failed = files.stream().filter(file -> file.status() == FileStatus.FAILED).count();
    String what =
        failed == 0
            ? "the run could not go on"
            : "%,d of %,d file versions failed".formatted(failed, files.size());
    return what + "; 'snowgauge audit --run " + run.id() + "' says why";
  }
}
