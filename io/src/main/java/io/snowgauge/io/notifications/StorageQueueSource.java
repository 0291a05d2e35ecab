package io.snowgauge.io.notifications;

import com.azure.core.util.Context;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.models.QueueMessageItem;
import io.snowgauge.transforms.files.Outage;
import io.snowgauge.transforms.files.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;
import org.apache.beam.sdk.options.PipelineOptions;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Receives the messages of a queue, and deletes them with the checkpoints that hold them. */
final class StorageQueueSource extends UnboundedSource<byte[], StorageQueueSource.Mark> {
  private static final long serialVersionUID = 1L;

  /** After that long a message that was received and not deleted may be received again. */
  static final Duration VISIBLE_AGAIN = Duration.ofMinutes(10);

  /** As many as the service hands out at once. */
  private static final int AT_ONCE = 32;

  /** An empty queue is not asked more often: each question is paid for. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final int TRIES = 4;

  private static final Logger LOG = LoggerFactory.getLogger(StorageQueueSource.class);

  private final StorageQueueAccess queue;

  StorageQueueSource(StorageQueueAccess queue) {
    this.queue = queue;
  }

  @Override
  public List<StorageQueueSource> split(int desired, PipelineOptions options) {
    return List.of(this);
  }

  /** What an older reader has received and not deleted comes again by itself. */
  @Override
  public UnboundedReader<byte[]> createReader(PipelineOptions options, @Nullable Mark mark) {
    return new Reader(this);
  }

  @Override
  public Coder<byte[]> getOutputCoder() {
    return ByteArrayCoder.of();
  }

  @Override
  public Coder<Mark> getCheckpointMarkCoder() {
    return new MarkCoder();
  }

  /** What has to be deleted once everything before the mark is safe; not part of a checkpoint. */
  static final class Mark implements CheckpointMark {
    private final @Nullable Undeleted undeleted;
    private final List<String> ids;

    Mark(@Nullable Undeleted undeleted, List<String> ids) {
      this.undeleted = undeleted;
      this.ids = List.copyOf(ids);
    }

    @Override
    public void finalizeCheckpoint() {
      if (undeleted != null) {
        ids.forEach(undeleted::delete);
      }
    }
  }

  /**
   * The messages that a reader has read and that are still in the queue, by their ids, with what it
   * takes to delete them. One that is not deleted in time is received again, with another receipt.
   */
  private static final class Undeleted {
    private final QueueClient client;
    private final Map<String, String> receipts = new ConcurrentHashMap<>();

    Undeleted(QueueClient client) {
      this.client = client;
    }

    /** Whether it was not there yet. */
    boolean add(QueueMessageItem message) {
      return receipts.put(message.getMessageId(), message.getPopReceipt()) == null;
    }

    /** A message that cannot be deleted comes again, which changes nothing. */
    void delete(String id) {
      String receipt = receipts.remove(id);
      if (receipt == null) {
        return;
      }
      try {
        client.deleteMessageWithResponse(id, receipt, null, Context.NONE);
      } catch (RuntimeException e) {
        LOG.warn("message {} stays in the queue: {}", id, StorageQueueAccess.reason(e));
      }
    }
  }

  /** A checkpoint holds nothing of a queue: what is not deleted comes again. */
  static final class MarkCoder extends VersionedCoder<Mark> {
    private static final long serialVersionUID = 1L;

    @Override
    protected String noun() {
      return "a mark of a queue";
    }

    @Override
    protected int version() {
      return 1;
    }

    @Override
    protected void encodeFields(Mark mark, OutputStream out) {}

    @Override
    protected Mark decodeFields(int version, InputStream in) {
      return new Mark(null, List.of());
    }
  }

  private static final class Reader extends UnboundedReader<byte[]> {
    private final StorageQueueSource source;
    private final QueueClient client;
    private final Undeleted undeleted;
    private final Queue<QueueMessageItem> received = new ArrayDeque<>();
    private List<String> read = new ArrayList<>();
    private @Nullable QueueMessageItem current;
    private final Outage outage;
    private long askAgainAt = System.nanoTime();

    Reader(StorageQueueSource source) {
      this.source = source;
      this.outage = Outage.of("receiving messages of " + source.queue);
      this.client = source.queue.client(TRIES);
      this.undeleted = new Undeleted(client);
    }

    /** A queue that cannot be read from the beginning is an error; one that could be, an outage. */
    @Override
    public boolean start() throws IOException {
      receive();
      return next();
    }

    @Override
    public boolean advance() {
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

    private boolean next() {
      current = received.poll();
      while (current != null && !undeleted.add(current)) {
        current = received.poll(); // It was read before, and waits for its checkpoint.
      }
      if (current == null) {
        return false;
      }
      read.add(current.getMessageId());
      return true;
    }

    private void receive() throws IOException {
      try {
        client.receiveMessages(AT_ONCE, VISIBLE_AGAIN, null, Context.NONE).forEach(received::add);
      } catch (RuntimeException e) {
        throw new IOException(
            "expected messages of " + source.queue + " but found: " + StorageQueueAccess.reason(e),
            e);
      }
      if (received.isEmpty()) {
        askAgainAt = System.nanoTime() + PAUSE.toNanos();
      }
    }

    private QueueMessageItem message() {
      QueueMessageItem message = current;
      if (message == null) {
        throw new NoSuchElementException();
      }
      return message;
    }

    @Override
    public byte[] getCurrent() {
      return message().getBody().toBytes();
    }

    @Override
    public Instant getCurrentTimestamp() {
      return inserted(message());
    }

    private static Instant inserted(QueueMessageItem message) {
      return Instant.ofEpochMilli(message.getInsertionTime().toInstant().toEpochMilli());
    }

    /** Messages come in any order; nothing is decided by their time. */
    @Override
    public Instant getWatermark() {
      return received.stream().map(Reader::inserted).min(Instant::compareTo).orElse(Instant.now());
    }

    @Override
    public CheckpointMark getCheckpointMark() {
      Mark mark = new Mark(undeleted, read);
      read = new ArrayList<>();
      return mark;
    }

    @Override
    public UnboundedSource<byte[], ?> getCurrentSource() {
      return source;
    }

    /** Hands back what was received and not read, for the next reader to receive it at once. */
    @Override
    public void close() {
      for (QueueMessageItem message : received) {
        try {
          client.updateMessage(
              message.getMessageId(), message.getPopReceipt(), null, Duration.ZERO);
        } catch (RuntimeException e) {
          LOG.warn(
              "message {} comes again in {} minutes only: {}",
              message.getMessageId(),
              VISIBLE_AGAIN.toMinutes(),
              StorageQueueAccess.reason(e));
        }
      }
      received.clear();
    }
  }
}
