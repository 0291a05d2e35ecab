package io.snowgauge.pipelines.lineage;

import io.snowgauge.io.lineage.LineageEvents;
import io.snowgauge.io.lineage.LineageEvents.End;
import io.snowgauge.io.lineage.LineageEvents.Ending;
import io.snowgauge.io.lineage.LineageQueue;
import io.snowgauge.io.lineage.LineageTarget;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.beam.PublishedBatches;
import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.io.warehouse.publish.StreamPublisher.Batch;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.transforms.dataset.Dataset;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells of a stream, which is a run, and of the batches that it publishes in this process, each of
 * which is a run of its dataset with the stream for its parent. The warehouse is asked for a batch
 * once more, beside the stream. What is not delivered is printed, and recorded nowhere.
 */
public final class StreamLineage implements AutoCloseable {
  private static final Duration LONGEST_END = Duration.ofSeconds(5);

  private final Warehouse warehouse;
  private final LineageEvents events;
  private final LineageEvents ofBatches;
  private final LineageQueue queue;
  private final String id;
  private final List<Dataset> datasets;
  private final Instant startedAt;
  private final Consumer<String> warnings;
  private boolean isBegun;
  private boolean isOver;

  private StreamLineage(
      Configuration configuration,
      LineageTarget target,
      String id,
      List<Dataset> datasets,
      PrintWriter err) {
    this.warnings = Lineage.warnings(err);
    this.warehouse = configuration.warehouse();
    this.id = id;
    this.datasets = datasets;
    this.startedAt = Instant.now();
    this.events = Lineage.events(configuration, target, warnings);
    this.ofBatches = events.ofStream(warehouse, id, startedAt);
    this.queue =
        new LineageQueue(target.sink(), why -> warnings.accept("events are not delivered, " + why));
  }

  /** Of a stream that has not begun; null where nobody is configured. */
  public static @Nullable StreamLineage of(
      Configuration configuration, String id, List<Dataset> datasets, PrintWriter err) {
    LineageTarget target = configuration.lineage().orElse(null);
    return target == null ? null : new StreamLineage(configuration, target, id, datasets, err);
  }

  /** It is about to run, so that its end will be known. */
  public synchronized void begin() {
    tellStart();
    PublishedBatches.ofThisProcess().follow(this::published);
  }

  private void tellStart() {
    isBegun = true;
    queue.add(() -> events.streamStarted(id, startedAt, datasets));
  }

  /** A batch of which everything was in before is no news. */
  private void published(Dataset dataset, Batch batch) {
    if (batch.published() + batch.failed() > 0) {
      Instant at = Instant.now();
      queue.add(
          List.of(() -> ofBatches.started(batch.run(), dataset), () -> ended(dataset, batch, at)));
    }
  }

  private String ended(Dataset dataset, Batch batch, Instant at) throws SQLException {
    Run run = batch.run();
    Audit audit = new Audit(warehouse);
    try (Connection connection = warehouse.sessions().connectAnew()) {
      List<Audit.FileRow> files = audit.files(connection, run.id());
      boolean isWell = batch.failed() == 0;
      return ofBatches.ended(
          run,
          dataset,
          new Ending(
              isWell ? End.COMPLETE : End.FAIL,
              at,
              files,
              audit.targetEpoch(connection, run.id(), dataset.name()),
              isWell ? null : RunLineage.why(run, files)));
    }
  }

  /** It could not go on, or could not begin. */
  public void fail() {
    end(End.FAIL, "the stream could not go on");
  }

  /** It was ended, as streams are. */
  @Override
  public void close() {
    end(End.COMPLETE, null);
  }

  /** It goes on elsewhere, so nobody here will know of its end. */
  public synchronized void leave() {
    isOver = true;
    queue.end(LONGEST_END).ifPresent(warnings);
  }

  /** Only the first end counts; one that was stopped before it began has not been a run. */
  private synchronized void end(End end, @Nullable String why) {
    if (!isOver) {
      isOver = true;
      Instant at = Instant.now();
      if (!isBegun && end == End.FAIL) {
        tellStart();
      }
      if (isBegun) {
        queue.add(() -> events.streamEnded(id, startedAt, end, at, why));
      }
      queue.end(LONGEST_END).ifPresent(warnings);
    }
  }
}
