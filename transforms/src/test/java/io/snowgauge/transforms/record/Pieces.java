package io.snowgauge.transforms.record;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.Random;
import java.util.function.Supplier;

/** Feeds a file to counters in pieces: their count must not depend on how it is cut. */
public final class Pieces {
  private Pieces() {}

  /** The count of the whole file, which byte by byte and in any two pieces is the same. */
  public static long countEveryWay(Supplier<RecordCounter> counters, byte[] file) {
    long count = count(counters.get(), file);
    RecordCounter single = counters.get();
    for (int i = 0; i < file.length; i++) {
      single.update(file, i, 1);
    }
    assertThat("byte by byte", single.finish(), is(count));
    for (int split = 0; split <= file.length; split++) {
      RecordCounter halves = counters.get();
      halves.update(file, 0, split);
      halves.update(file, split, 0);
      halves.update(file, split, file.length - split);
      assertThat("split at " + split, halves.finish(), is(count));
    }
    return count;
  }

  /** The count of the whole file at once. */
  public static long count(RecordCounter counter, byte[] file) {
    counter.update(file, 0, file.length);
    return counter.finish();
  }

  /** The count when each piece is somewhere in a buffer with other bytes around it. */
  public static long countInRandomPieces(RecordCounter counter, byte[] file, Random random) {
    int longest = 1 + random.nextInt(40);
    int start = 0;
    while (start < file.length) {
      int length = Math.min(random.nextInt(longest + 1), file.length - start);
      byte[] buffer = new byte[length + 8];
      random.nextBytes(buffer);
      int offset = random.nextInt(8);
      System.arraycopy(file, start, buffer, offset, length);
      counter.update(buffer, offset, length);
      start += length;
    }
    return counter.finish();
  }
}
