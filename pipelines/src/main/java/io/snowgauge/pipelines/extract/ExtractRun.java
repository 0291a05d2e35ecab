package io.snowgauge.pipelines.extract;

import io.snowgauge.io.kubernetes.Cluster;
import io.snowgauge.io.kubernetes.ClusterAccess;
import io.snowgauge.io.kubernetes.PodContainer;
import io.snowgauge.io.kubernetes.PodException;
import io.snowgauge.io.kubernetes.PodSelection;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.ControlTables;
import io.snowgauge.io.warehouse.control.ExtractedFiles;
import io.snowgauge.io.warehouse.control.Heartbeat;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.pipelines.batch.BatchRun;
import io.snowgauge.pipelines.batch.FailureMessage;
import io.snowgauge.pipelines.config.ExtractConfiguration;
import io.snowgauge.transforms.dataset.Dataset;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * One run that takes files out of pods. The warehouse is connected to at the start and at the end
 * only, for loads to go on meanwhile; what became of each file is in its ledger and audit then.
 */
public final class ExtractRun {
  /**
   * How a run ended.
   *
   * @param results by extraction, in their order
   * @param rows the run's audit
   * @param files the run's rows of the ledger
   */
  public record Outcome(
      Map<String, List<FileResult>> results, List<Audit.RunRow> rows, List<Audit.FileRow> files) {

    /** Whether a system could not be reached. */
    public boolean isSystemFailed() {
      return results.values().stream()
          .flatMap(List::stream)
          .anyMatch(result -> result.systemFailure() != null);
    }

    /** Whether a file is not at its destination. */
    public boolean isAnyFailed() {
      return results.values().stream().flatMap(List::stream).anyMatch(FileResult::isFailed);
    }
  }

  private final Warehouse warehouse;
  private final ExtractRequest request;

  /** A run that has not started. */
  public ExtractRun(Warehouse warehouse, ExtractRequest request) {
    this.warehouse = warehouse;
    this.request = request;
  }

  /** What there is to extract, by extraction; changes nothing. */
  public Map<String, List<FileResult>> plan() {
    return all(PodExtraction::plan);
  }

  /**
   * Extracts, as far as it can be done.
   *
   * @throws SQLException if the warehouse fails
   */
  public Outcome execute() throws SQLException {
    Run run = request.run();
    List<String> datasets =
        request.extractions().stream()
            .map(ExtractConfiguration::dataset)
            .map(Dataset::name)
            .distinct()
            .toList();
    start(run, datasets);
    Map<String, List<FileResult>> results;
    Heartbeat heartbeat = Heartbeat.start(warehouse, run.id());
    try {
      results = all(PodExtraction::extract);
    } finally {
      heartbeat.close();
    }
    try (Connection connection = warehouse.connect()) {
      for (String dataset : datasets) {
        record(connection, run, dataset, results);
      }
      Audit audit = new Audit(warehouse);
      return new Outcome(
          results, audit.run(connection, run.id()), audit.files(connection, run.id()));
    }
  }

  private void start(Run run, List<String> datasets) throws SQLException {
    try (Connection connection = warehouse.connect()) {
      ControlTables tables = new ControlTables(warehouse);
      if (warehouse.traits().createsOnUse()) {
        tables.create(connection);
      } else {
        tables.require(connection);
      }
      BatchRun.requireOwnId(warehouse, connection, run);
      for (String dataset : datasets) {
        new Audit(warehouse).start(connection, run, dataset);
      }
    }
  }

  private void record(
      Connection connection, Run run, String dataset, Map<String, List<FileResult>> results)
      throws SQLException {
    List<FileResult> ofDataset =
        request.extractions().stream()
            .filter(one -> one.dataset().name().equals(dataset))
            .flatMap(one -> results.getOrDefault(one.name(), List.of()).stream())
            .toList();
    String systemFailure =
        ofDataset.stream()
            .map(FileResult::systemFailure)
            .filter(failure -> failure != null)
            .findFirst()
            .orElse(null);
    List<ExtractedFiles.Row> rows = ofDataset.stream().map(FileResult::row).toList();
    new ExtractedFiles(warehouse).record(connection, run, dataset, rows, systemFailure);
  }

  private Map<String, List<FileResult>> all(Function<PodExtraction, List<FileResult>> work) {
    Map<String, List<FileResult>> results = new LinkedHashMap<>();
    for (ExtractConfiguration configured : request.extractions()) {
      results.put(configured.name(), one(configured, work));
    }
    return results;
  }

  private List<FileResult> one(
      ExtractConfiguration configured, Function<PodExtraction, List<FileResult>> work) {
    ClusterAccess access = new ClusterAccess(configured.kubeconfig(), configured.context());
    try (Cluster cluster = Cluster.of(access)) {
      PodSelection selection =
          new PodSelection(
              configured.namespace(), configured.pods(), configured.pod(), configured.container());
      List<String> pods;
      try {
        pods = selection.podNames(cluster);
      } catch (PodException | IOException e) {
        return List.of(
            FileResult.failed(PodContainer.uri(cluster.name(), configured.namespace()), e));
      }
      return ofPods(
          configured,
          pods.stream().map(pod -> new PodExtraction(cluster, configured, pod, request)).toList(),
          work);
    } catch (IOException e) {
      return List.of(FileResult.failed(PodContainer.uri("", configured.namespace()), e));
    }
  }

  private List<FileResult> ofPods(
      ExtractConfiguration configured,
      List<PodExtraction> pods,
      Function<PodExtraction, List<FileResult>> work) {
    ExecutorService threads = Executors.newFixedThreadPool(configured.concurrency());
    try {
      List<Future<List<FileResult>>> futures = new ArrayList<>();
      for (PodExtraction pod : pods) {
        Callable<List<FileResult>> task = () -> work.apply(pod);
        futures.add(threads.submit(task));
      }
      request.cancellation().whenCancelled(() -> end(threads));
      List<FileResult> results = new ArrayList<>();
      for (Future<List<FileResult>> future : futures) {
        results.addAll(result(future, configured));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Those that work end as soon as they have tidied up, the others do not begin. */
  private static void end(ExecutorService threads) {
    for (Runnable waiting : threads.shutdownNow()) {
      if (waiting instanceof Future<?> never) {
        never.cancel(false);
      }
    }
  }

  private static List<FileResult> result(
      Future<List<FileResult>> future, ExtractConfiguration configured) {
    String uri = PodContainer.uri("", configured.namespace());
    try {
      return future.get();
    } catch (ExecutionException e) {
      return List.of(FileResult.failed(uri, new IllegalStateException(FailureMessage.of(e), e)));
    } catch (CancellationException e) {
      return List.of(
          FileResult.failed(
              uri, PodException.lasting("interrupted; extract again to take out what is left")));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(FileResult.failed(uri, PodException.lasting("interrupted")));
    }
  }
}
