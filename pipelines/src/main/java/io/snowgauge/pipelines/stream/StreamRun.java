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
import io.snowgauge.transforms.files.Outage;
import io.snowgauge.transforms.files.UnavailableException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** Runs the unbounded graph until it is cancelled. */
public final class StreamRun {
  /** As long as a platform waits between SIGTERM and SIGKILL, less what the rest takes. */
  private static final Duration LONGEST_END = Duration.ofSeconds(25);

  /** What is done once the last batch is published. */
  private static final Duration LONGEST_TELLING = Duration.ofSeconds(10);

  private final Warehouse warehouse;
  private final RunAreas areas;
  private final String id;
  private final List<Dataset> datasets;
  private Runnable before = () -> {};
  private final List<Runnable> afterwards = new ArrayList<>();
  private volatile @Nullable PipelineResult running;
  private volatile boolean isAskedToEnd;

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

  /** Has something done when all is in order, right before it runs. */
  public void whenReady(Runnable done) {
    before = done;
  }

  /**
   * Has something done, after what else is, once a stream of this process has published its last,
   * as it is ended. The process ends then, whatever its other threads do.
   */
  public void whenEnded(Runnable done) {
    afterwards.add(done);
  }

  private List<StreamPublisher> publishers() {
    return datasets.stream()
        .map(dataset -> new StreamPublisher(warehouse, dataset, id, areas.ofStream(id, dataset)))
        .toList();
  }

  /**
   * Prepares the warehouse and runs. A process that is asked to end finishes the batches it is
   * publishing; what else it has heard of, the next start's listing finds. A warehouse or a staging
   * area that is out is waited for.
   *
   * @param waits whether to wait for the end; otherwise the runner has been told to submit only
   * @throws SQLException if the warehouse cannot be prepared
   * @throws IOException if the same is true of the staging area
   */
  public void execute(PipelineOptions options, Streaming configured, boolean waits)
      throws IOException, SQLException, InterruptedException {
    // Stays open to the end, so that no other process can have an embedded warehouse meanwhile.
    boolean isHere = options.getRunner().equals(DirectRunner.class);
    Connection connection = prepared(isHere);
    Thread end = new Thread(this::end, "end of the stream");
    try {
      Health.ofThisProcess().reach(Health.Beginning.WAREHOUSE);
      if (isHere) {
        Runtime.getRuntime().addShutdownHook(end);
      }
      before.run();
      PipelineResult result = StreamPipeline.of(options, configured, publishers()).run();
      running = result;
      if (isHere) {
        StreamMetrics.ofThisProcess().follow(result.metrics());
      }
      if (waits) {
        result.waitUntilFinish();
      }
    } finally {
      Health.ofThisProcess().end();
      await(end);
      connection.close();
    }
  }

  /** A graph that is cancelled ends at once, and the batches that it was publishing later. */
  private void await(Thread end) {
    if (isAskedToEnd) {
      try {
        end.join(LONGEST_END.plus(LONGEST_TELLING).toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A connection to the warehouse, which is in order, as is the staging area. */
  private Connection prepared(boolean isHere)
      throws IOException, SQLException, InterruptedException {
    Outage outage = Outage.of("preparing the warehouse");
    while (true) {
      try {
        Connection connection = prepare(isHere);
        outage.end();
        return connection;
      } catch (SQLException e) {
        if (!warehouse.sessions().isRetryableAnew(e)) {
          throw e;
        }
        outage.await(e);
      } catch (UnavailableException e) {
        if (!e.isOutage()) {
          throw e;
        }
        outage.await(e);
      }
      Health.ofThisProcess().move();
    }
  }

  private Connection prepare(boolean isHere) throws IOException, SQLException {
    Connection connection = warehouse.connect();
    try {
      WarehouseReadiness readiness = new WarehouseReadiness(warehouse, areas);
      readiness.ensure(connection, datasets, false, Set.of(), "stream " + id);
      if (isHere) {
        readiness.removeLeftoversOfStream(connection, id, datasets);
      }
      return connection;
    } catch (IOException | SQLException | RuntimeException e) {
      warehouse.sessions().discard(connection);
      throw e;
    }
  }

  private void end() {
    isAskedToEnd = true;
    try {
      PipelineResult result = running;
      if (result != null) {
        result.cancel();
      }
      PublishBatches.end(LONGEST_END);
    } catch (IOException | UnsupportedOperationException e) {
      // The process ends all the same.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    afterwards.forEach(Runnable::run);
  }
}
