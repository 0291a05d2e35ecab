package io.snowgauge.pipelines.extract;

import io.snowgauge.io.kubernetes.Cluster;
import io.snowgauge.io.kubernetes.PodContainer;
import io.snowgauge.io.kubernetes.PodException;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.ControlSchema;
import io.snowgauge.io.warehouse.control.ExtractedFiles;
import io.snowgauge.io.warehouse.control.Heartbeat;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.pipelines.batch.BatchRun;
import io.snowgauge.pipelines.batch.FailureMessage;
import io.snowgauge.pipelines.config.Extraction;
import io.snowgauge.transforms.dataset.Dataset;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

  /** What there is to extract; changes nothing. */
  public Outcome plan() {
    Map<String, List<FileResult>> results = new LinkedHashMap<>();
    addAll(results, PodExtraction::plan);
    return new Outcome(results, List.of(), List.of());
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
            .map(Extraction::dataset)
            .map(Dataset::name)
            .distinct()
            .toList();
    start(run, datasets);
    Map<String, List<FileResult>> results = new LinkedHashMap<>();
    Heartbeat heartbeat = Heartbeat.start(warehouse, run);
    try {
      addAll(results, PodExtraction::extract);
    } catch (RuntimeException | Error e) {
      fail(run, datasets, results, e);
      throw e;
    } finally {
      heartbeat.close();
    }
    // Anew, for it tells what became of the run, whichever session wrote it.
    try (Connection connection = warehouse.sessions().connectAnew()) {
      for (String dataset : datasets) {
        record(connection, run, dataset, results, null);
      }
      Audit audit = new Audit(warehouse);
      return new Outcome(
          results, audit.run(connection, run.id()), audit.files(connection, run.id()));
    }
  }

  private void start(Run run, List<String> datasets) throws SQLException {
    try (Connection connection = warehouse.connect()) {
      ControlSchema schema = new ControlSchema(warehouse);
      if (warehouse.traits().createsOnUse()) {
        schema.create(connection);
      } else {
        schema.require(connection);
      }
      BatchRun.requireOwnId(warehouse, connection, run);
      for (String dataset : datasets) {
        new Audit(warehouse).start(connection, run, dataset);
      }
    }
  }

  /** Has the audit say that the run could not go on, and what it had done by then. */
  private void fail(
      Run run, List<String> datasets, Map<String, List<FileResult>> results, Throwable e) {
    try (Connection connection = warehouse.connect()) {
      for (String dataset : datasets) {
        record(connection, run, dataset, results, FailureMessage.of(e));
      }
    } catch (SQLException unreachable) {
      e.addSuppressed(unreachable);
    }
  }

  /** The failure is that of the run; where it is null, one of the results may have one. */
  private void record(
      Connection connection,
      Run run,
      String dataset,
      Map<String, List<FileResult>> results,
      @Nullable String failure)
      throws SQLException {
    Map<String, List<FileResult>> ofDataset = new LinkedHashMap<>();
    request.extractions().stream()
        .filter(one -> one.dataset().name().equals(dataset))
        .forEach(one -> ofDataset.put(one.name(), results.getOrDefault(one.name(), List.of())));
    String systemFailure =
        failure != null
            ? failure
            : ofDataset.values().stream()
                .flatMap(List::stream)
                .map(FileResult::systemFailure)
                .filter(told -> told != null)
                .findFirst()
                .orElse(null);
    Map<String, List<ExtractedFiles.Row>> rows = new LinkedHashMap<>();
    ofDataset.forEach((name, of) -> rows.put(name, of.stream().map(FileResult::row).toList()));
    new ExtractedFiles(warehouse).record(connection, run, dataset, rows, systemFailure);
  }

  private void addAll(
      Map<String, List<FileResult>> results, Function<PodExtraction, List<FileResult>> work) {
    Origins origins = new Origins();
    for (Extraction configured : request.extractions()) {
      results.put(configured.name(), one(configured, origins, work));
    }
  }

  private List<FileResult> one(
      Extraction configured, Origins origins, Function<PodExtraction, List<FileResult>> work) {
    String uri = PodContainer.uri("extract." + configured.name(), configured.namespace());
    try (Cluster cluster = Cluster.of(configured.cluster())) {
      uri = PodContainer.uri(cluster.name(), configured.namespace());
      return new PodThreads(cluster, configured, request).results(origins, work);
    } catch (IOException | PodException | RuntimeException e) {
      return List.of(FileResult.failed(uri, e));
    }
  }
}
