package io.snowgauge.io.notifications;

import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * Receives the messages of a queue by one reader, and deletes them with the checkpoints that hold
 * them (ADR 30).
 */
final class QueueSource extends UnboundedSource<byte[], QueueMark> {
  private static final long serialVersionUID = 1L;

  private final QueueReading reading;

  QueueSource(QueueReading reading) {
    this.reading = reading;
  }

  @Override
  public List<QueueSource> split(int desired, PipelineOptions options) {
    return List.of(this);
  }

  @Override
  public QueueReader createReader(PipelineOptions options, @Nullable QueueMark mark) {
    return new QueueReader(this, reading, options, hasCheckpoints(options), mark);
  }

  /** Whether the runner has checkpoints; by its name, for this module knows no runner. */
  private static boolean hasCheckpoints(PipelineOptions options) {
    return !options.getRunner().getSimpleName().equals("DirectRunner");
  }

  @Override
  public Coder<byte[]> getOutputCoder() {
    return ByteArrayCoder.of();
  }

  @Override
  public Coder<QueueMark> getCheckpointMarkCoder() {
    return new QueueMark.MarkCoder();
  }
}
