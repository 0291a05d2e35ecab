package io.snowgauge.transforms.record;

import java.util.Arrays;
import java.util.Random;

/** Damages a file: bytes are flipped, inserted and cut. */
public final class Mutation {
  private static final byte[] LIKELY = {
    '"', ',', '\n', '\r', '\\', 0, '{', '}', (byte) 0xff, (byte) 0xfe
  };

  private Mutation() {}

  /** One to three damages. */
  public static byte[] of(byte[] file, Random random) {
    byte[] bytes = file.clone();
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      int at = random.nextInt(bytes.length + 1);
      byte with =
          random.nextBoolean() ? LIKELY[random.nextInt(LIKELY.length)] : (byte) random.nextInt(256);
      int removed = random.nextInt(Math.min(4, bytes.length - at + 1));
      int inserted = random.nextInt(2);
      byte[] damaged = Arrays.copyOf(bytes, bytes.length - removed + inserted);
      Arrays.fill(damaged, at, at + inserted, with);
      System.arraycopy(bytes, at + removed, damaged, at + inserted, bytes.length - at - removed);
      bytes = damaged;
    }
    return bytes;
  }
}
