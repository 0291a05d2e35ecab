package io.snowgauge.transforms.record;

import java.io.InputStream;
import java.util.Random;

/** Bytes in pieces of random length, as a network gives them. */
public final class ShortReads extends InputStream {
  private final byte[] bytes;
  private final Random random;
  private final int longest;
  private int position;

  /** Gives pieces of 1 to {@code longest} bytes. */
  public ShortReads(byte[] bytes, Random random, int longest) {
    this.bytes = bytes;
    this.random = random;
    this.longest = longest;
  }

  @Override
  public int read() {
    return position < bytes.length ? bytes[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    int left = bytes.length - position;
    if (left == 0) {
      return -1;
    }
    int piece = Math.min(Math.min(left, length), 1 + random.nextInt(longest));
    System.arraycopy(bytes, position, target, offset, piece);
    position += piece;
    return piece;
  }
}
