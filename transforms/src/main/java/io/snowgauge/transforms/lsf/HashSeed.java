package io.snowgauge.transforms.lsf;

import java.security.SecureRandom;

/**
 * What hashes of names are made with, another in each process: whoever writes a file cannot know
 * which names would collide, and so not make reading it slow.
 */
final class HashSeed {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A factor of polynomials, odd, so that no byte's share of them is lost. */
  static final int FACTOR = RANDOM.nextInt() | 1;

  /** A start of 64-bit hashes. */
  static final long START = RANDOM.nextLong();

  private HashSeed() {}
}
