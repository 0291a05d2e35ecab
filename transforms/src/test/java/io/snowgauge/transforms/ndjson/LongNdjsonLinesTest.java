package io.snowgauge.transforms.ndjson;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import com.sun.management.ThreadMXBean;
import io.snowgauge.transforms.record.Declared;
import io.snowgauge.transforms.record.GeneratedText;
import io.snowgauge.transforms.record.ParseResult;
import io.snowgauge.transforms.record.Recording;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Lines that are longer than may be held, and values that are as long as a line may be. */
class LongNdjsonLinesTest {
  private static final int MEGA = 1_000_000;

  @Test
  void aLineOf50MegabytesIsAFault() throws IOException {
    GeneratedText text = new GeneratedText().then("{\"a\":\"1\"}\n{\"a\":\"").then("x", 50L * MEGA);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Recording found = read(text.then("\"}\n{}\n"), 16 << 20);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated, is(lessThan(100L * MEGA)));
    String fault =
        "line 2: expected lines of at most 16777216 bytes (format.maxRecordBytes) but found a"
            + " longer one";
    assertThat(found.result(), is(new ParseResult(1, 0, 1, 0, fault)));
  }

  @Test
  void aTextAsLongAsTheLineIsRead() throws IOException {
    GeneratedText text = new GeneratedText().then("{\"a\":\"").then("x", 21L * MEGA).then("\"}");
    assertThat(read(text, 32 << 20).result(), is(new ParseResult(1, 0, 1, 0, null)));
  }

  @Test
  void aNumberOfAnyLengthIsReadAsText() throws IOException {
    GeneratedText text = new GeneratedText().then("{\"a\":").then("1", 5000).then("}");
    assertThat(read(text, 16 << 20).records(), contains("{\"a\":\"" + "1".repeat(5000) + "\"}"));
  }

  @Test
  void nestingWithoutEndIsRejected() throws IOException {
    GeneratedText text = new GeneratedText().then("{\"x\":").then("[", MEGA).then("\n{}\n");
    Recording found = read(text, 16 << 20);
    assertThat(found.result(), is(new ParseResult(1, 1, 2, 1, null)));
  }

  private static Recording read(InputStream in, int maxRecordBytes) throws IOException {
    NdjsonFormat format = new NdjsonFormat(Declared.columns("a", "keep"), maxRecordBytes);
    return Recording.of(format.newParser(), in, Declared.asJson(format.columns()));
  }
}
