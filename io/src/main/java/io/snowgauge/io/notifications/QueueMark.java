package io.snowgauge.io.notifications;

import io.snowgauge.transforms.files.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.MapCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;
import org.jspecify.annotations.Nullable;

/** What has to be deleted once everything before the mark is safe. */
final class QueueMark implements CheckpointMark {
  private final @Nullable InFlight inFlight;
  private final Map<String, String> receipts;

  /**
   * A mark.
   *
   * @param inFlight where the messages are; null for a mark that comes from a checkpoint
   * @param receipts of the messages, by their ids
   */
  QueueMark(@Nullable InFlight inFlight, Map<String, String> receipts) {
    this.inFlight = inFlight;
    this.receipts = Collections.unmodifiableMap(new LinkedHashMap<>(receipts));
  }

  /** The receipts as they were when the mark was made, by the ids of the messages. */
  Map<String, String> receipts() {
    return receipts;
  }

  @Override
  public void finalizeCheckpoint() {
    if (inFlight != null) {
      inFlight.delete(receipts.keySet());
    }
  }

  /** Encodes the receipts: who goes on from a checkpoint deletes what it holds. */
  static final class MarkCoder extends VersionedCoder<QueueMark> {
    private static final long serialVersionUID = 1L;

    private static final MapCoder<String, String> RECEIPTS =
        MapCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of());

    @Override
    protected String noun() {
      return "a mark of a queue";
    }

    @Override
    protected int version() {
      return 1;
    }

    @Override
    protected void encodeFields(QueueMark mark, OutputStream out) throws IOException {
      RECEIPTS.encode(mark.receipts, out);
    }

    @Override
    protected QueueMark decodeFields(int version, InputStream in) throws IOException {
      return new QueueMark(null, RECEIPTS.decode(in));
    }
  }
}
