package io.snowgauge.io.notifications;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.HexFormat;
import java.util.Map;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class QueueMarkTest {
  /** The bytes are what checkpoints hold: another encoding needs another number. */
  @Test
  void aCheckpointHoldsTheNumberOfItsEncodingAndTheReceipts() throws Exception {
    QueueMark.MarkCoder coder = new QueueMark.MarkCoder();
    byte[] encoded =
        CoderUtils.encodeToByteArray(coder, new QueueMark(null, Map.of("id", "receipt")));
    assertThat(
        HexFormat.of().formatHex(encoded),
        is("0001" + "00000001" + "02" + "6964" + "07" + "72656365697074"));
    QueueMark decoded = CoderUtils.decodeFromByteArray(coder, encoded);
    assertThat(decoded.receipts(), is(Map.of("id", "receipt")));
    decoded.finalizeCheckpoint();
  }
}
