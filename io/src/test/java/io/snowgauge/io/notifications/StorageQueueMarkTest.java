package io.snowgauge.io.notifications;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.HexFormat;
import java.util.List;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class StorageQueueMarkTest {
  @Test
  void aCheckpointHoldsTheNumberOfItsEncodingAndNothingOfAQueue() throws Exception {
    StorageQueueSource.MarkCoder coder = new StorageQueueSource.MarkCoder();
    byte[] encoded =
        CoderUtils.encodeToByteArray(coder, new StorageQueueSource.Mark(null, List.of("id")));
    assertThat(HexFormat.of().formatHex(encoded), is("0001"));
    CoderUtils.decodeFromByteArray(coder, encoded).finalizeCheckpoint();
  }
}
