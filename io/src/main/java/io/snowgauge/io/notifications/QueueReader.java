package io.snowgauge.io.notifications;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowgauge.transforms.files.Outage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;
import org.apache.beam.sdk.options.PipelineOptions;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads a queue. What it has read is deleted
 *
 * <ul>
 *   <li>with the checkpoint that holds it, or by the reader that goes on from this checkpoint;
 *   <li>on a runner without checkpoints, when it asks for more: then it has handed on what it got,
 *       and does not complete the mark of an idle source by itself;
 *   <li>of an ordered queue after some seconds at the latest, for the next messages of its group
 *       wait for that. If the worker dies before the checkpoint, the listing finds their files.
 * </ul>
 */
final class QueueReader extends UnboundedSource.UnboundedReader<byte[]> {
  /** An empty queue is not asked more often: each question is paid for. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final UnboundedSource<byte[], QueueMark> source;
  private final QueueReading reading;
  private final String name;
  private final MessageQueue queue;
  private final boolean hasCheckpoints;
  private final @Nullable QueueMark goesOnFrom;
  private final InFlight inFlight;
  private final Outage outage;

  private final Queue<MessageQueue.Received> received = new ArrayDeque<>();

  /** Those read since the last mark. */
  private List<String> read = new ArrayList<>();

  /** Those of an ordered queue that were read and may not be deleted yet, in their order. */
  private final Queue<Read> waiting = new ArrayDeque<>();

  private @Nullable QueueMark handedOver;
  private MessageQueue.@Nullable Received current;
  private long askAgainAt = System.nanoTime();

  private record Read(String id, long at) {}

  QueueReader(
      UnboundedSource<byte[], QueueMark> source,
      QueueReading reading,
      PipelineOptions options,
      boolean hasCheckpoints,
      @Nullable QueueMark goesOnFrom) {
    this.source = source;
    this.reading = reading;
    this.name = reading.queue().toString();
    this.queue = reading.queue().open(options);
    this.hasCheckpoints = hasCheckpoints;
    this.goesOnFrom = goesOnFrom;
    this.inFlight = new InFlight(queue, name, reading.invisible());
    this.outage = Outage.of("receiving messages of " + name);
  }

  /** A queue that cannot be read from the beginning is an error; one that could be, an outage. */
  @Override
  public boolean start() throws IOException {
    if (goesOnFrom != null) {
      inFlight.deleteOfOthers(goesOnFrom.receipts());
      return advance();
    }
    receive();
    return next();
  }

  @Override
  public boolean advance() {
    deleteWhatNeedNotWait();
    if (received.isEmpty() && System.nanoTime() - askAgainAt >= 0) {
      try {
        receive();
        outage.end();
      } catch (IOException e) {
        askAgainAt = System.nanoTime() + outage.failed(e).toNanos();
      }
    }
    return next();
  }

  private void deleteWhatNeedNotWait() {
    QueueMark mark = handedOver;
    if (mark != null && !hasCheckpoints) {
      mark.finalizeCheckpoint();
      handedOver = null;
    }
    List<String> late = new ArrayList<>();
    long now = System.nanoTime();
    while (!waiting.isEmpty()
        && now - waiting.element().at() > reading.longestWaitOfAGroup().toNanos()) {
      late.add(waiting.remove().id());
    }
    if (!late.isEmpty()) {
      inFlight.delete(late);
    }
  }

  private boolean next() {
    current = received.poll();
    if (current == null) {
      return false;
    }
    read.add(current.id());
    if (reading.queue().isOrdered() && hasCheckpoints) {
      waiting.add(new Read(current.id(), System.nanoTime()));
    }
    return true;
  }

  /**
   * Receives no more than what the DirectRunner asks for before it may close this reader, so that
   * nothing has to be given back: a redrive policy would count that.
   */
  private void receive() throws IOException {
    int atMost = MessageQueue.AT_ONCE - read.size() % MessageQueue.AT_ONCE;
    List<MessageQueue.Received> messages;
    try {
      messages = queue.receive(atMost, reading.invisible());
    } catch (IOException e) {
      throw new IOException("expected messages of " + name + " but found: " + e.getMessage(), e);
    }
    messages.stream().filter(inFlight::add).forEach(received::add);
    if (messages.isEmpty()) {
      askAgainAt = System.nanoTime() + PAUSE.toNanos();
    }
  }

  private MessageQueue.Received message() {
    MessageQueue.Received message = current;
    if (message == null) {
      throw new NoSuchElementException();
    }
    return message;
  }

  @Override
  public byte[] getCurrent() {
    return message().body().getBytes(UTF_8);
  }

  @Override
  public Instant getCurrentTimestamp() {
    return message().sent();
  }

  /** Messages come in any order; nothing is decided by their time. */
  @Override
  public Instant getWatermark() {
    return received.stream()
        .map(MessageQueue.Received::sent)
        .min(Instant::compareTo)
        .orElse(Instant.now());
  }

  @Override
  public CheckpointMark getCheckpointMark() {
    QueueMark mark = new QueueMark(inFlight, inFlight.receipts(read));
    read = new ArrayList<>();
    handedOver = mark;
    return mark;
  }

  @Override
  public UnboundedSource<byte[], ?> getCurrentSource() {
    return source;
  }

  /** Hands back what was received and not read, for the next reader to receive it at once. */
  @Override
  public void close() {
    if (!received.isEmpty()) {
      inFlight.release(received.stream().map(MessageQueue.Received::id).toList());
      received.clear();
    }
    inFlight.close();
    queue.close();
  }
}
