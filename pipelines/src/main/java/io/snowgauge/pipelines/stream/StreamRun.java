package io.snowgauge.pipelines.stream;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.beam.PublishBatches;
import io.snowgauge.io.warehouse.publish.StreamPublisher;
import io.snowgauge.pipelines.batch.RunAreas;
import io.snowgauge.pipelines.batch.WarehouseReadiness;
import io.snowgauge.pipelines.config.Streaming;
import io.snowgauge.pipelines.monitoring.Health;
import io.snowgauge.pipelines.monitoring.StreamMetrics;
import io.snowgauge.transforms.dataset.Dataset;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;

/** Runs the unbounded graph until it is cancelled. */
public final class StreamRun {
  /** As long as a platform waits between SIGTERM and SIGKILL, less what the rest takes. */
  private static final Duration LONGEST_END = Duration.ofSeconds(25);

  private final Warehouse warehouse;
  private final RunAreas areas;
  private final String id;
  private final List<Dataset> datasets;

  /**
   * A stream that has not started.
   *
   * @param id of the stream; leads the ids of its runs, and names its folders
   */
  public StreamRun(Warehouse warehouse, RunAreas areas, String id, List<Dataset> datasets) {
    this.warehouse = warehouse;
    this.areas = areas;
    this.id = id;
    this.datasets = List.copyOf(datasets);
  }

  private List<StreamPublisher> publishers() {
    return datasets.stream()
        .map(dataset -> new StreamPublisher(warehouse, dataset, id, areas.ofStream(id, dataset)))
        .toList();
  }

  /**
   * Prepares the warehouse and runs. A process that is asked to end finishes the batches it is
   * publishing; what else it has heard of, the next start's listing finds.
   *
   * @param waits whether to wait for the end; otherwise the runner has been told to submit only
   * @throws SQLException if the warehouse cannot be prepared
   * @throws IOException if the same is true of the staging area
   */
  public void execute(PipelineOptions options, Streaming configured, boolean waits)
      throws IOException, SQLException {
    // Stays open to the end, so that no other process can have an embedded warehouse meanwhile.
    try (Connection connection = warehouse.connect()) {
      WarehouseReadiness readiness = new WarehouseReadiness(warehouse, areas);
      readiness.ensure(connection, datasets, false, Set.of(), "stream " + id);
      Health.ofThisProcess().reach(Health.Beginning.WAREHOUSE);
      boolean isHere = options.getRunner().equals(DirectRunner.class);
      if (isHere) {
        readiness.removeLeftoversOfStream(connection, id, datasets);
      }
      PipelineResult running = StreamPipeline.of(options, configured, publishers()).run();
      if (isHere) {
        StreamMetrics.ofThisProcess().follow(running.metrics());
      }
      Thread end = new Thread(() -> end(running), "end of the stream");
      if (isHere) {
        Runtime.getRuntime().addShutdownHook(end);
      }
      if (waits) {
        running.waitUntilFinish();
      }
    } finally {
      Health.ofThisProcess().end();
    }
  }

  private static void end(PipelineResult running) {
    try {
      running.cancel();
      PublishBatches.end(LONGEST_END);
    } catch (IOException | UnsupportedOperationException e) {
      // The process ends all the same.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
