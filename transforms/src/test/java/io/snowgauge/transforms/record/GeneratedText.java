package io.snowgauge.transforms.record;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A text that is made while it is read, so that it may be larger than the heap. */
public final class GeneratedText extends InputStream {
  private static final class Run {
    final byte[] unit;
    long left;

    Run(byte[] unit, long times) {
      this.unit = unit;
      this.left = unit.length * times;
    }
  }

  private final Deque<Run> runs = new ArrayDeque<>();

  /** Appends a text. */
  public GeneratedText then(String text) {
    return then(text, 1);
  }

  /** Appends a text many times over. */
  public GeneratedText then(String text, long times) {
    runs.add(new Run(text.getBytes(StandardCharsets.UTF_8), times));
    return this;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    @Nullable Run run = runs.peek();
    while (run != null && run.left == 0) {
      runs.remove();
      run = runs.peek();
    }
    if (run == null) {
      return -1;
    }
    int size = run.unit.length;
    int start = (int) ((size - run.left % size) % size);
    int piece = (int) Math.min(length, run.left);
    for (int i = 0; i < piece; i++) {
      bytes[offset + i] = run.unit[start];
      start = start + 1 == size ? 0 : start + 1;
    }
    run.left -= piece;
    return piece;
  }
}
