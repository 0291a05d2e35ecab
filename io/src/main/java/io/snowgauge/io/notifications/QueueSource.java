package io.snowgauge.io.notifications;

import java.time.Duration;
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

  /** So long after the death of its reader, a message that it had received comes again. */
  private static final Duration INVISIBLE = Duration.ofMinutes(2);

  /** So long the next messages of a group wait for a checkpoint. */
  private static final Duration LONGEST_WAIT_OF_A_GROUP = Duration.ofSeconds(5);

  private final QueueAccess queue;
  private final Duration invisible;
  private final Duration longestWaitOfAGroup;

  QueueSource(QueueAccess queue) {
    this(queue, INVISIBLE, LONGEST_WAIT_OF_A_GROUP);
  }

  /**
   * A source with other times.
   *
   * @param invisible so long after the death of its reader a message comes again; whole seconds
   * @param longestWaitOfAGroup for a checkpoint, before its next messages are asked for
   */
  QueueSource(QueueAccess queue, Duration invisible, Duration longestWaitOfAGroup) {
    this.queue = queue;
    this.invisible = invisible;
    this.longestWaitOfAGroup = longestWaitOfAGroup;
  }

  QueueAccess queue() {
    return queue;
  }

  Duration invisible() {
    return invisible;
  }

  Duration longestWaitOfAGroup() {
    return longestWaitOfAGroup;
  }

  @Override
  public List<QueueSource> split(int desired, PipelineOptions options) {
    return List.of(this);
  }

  @Override
  public QueueReader createReader(PipelineOptions options, @Nullable QueueMark mark) {
    return new QueueReader(this, queue.open(options), hasCheckpoints(options), mark);
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
