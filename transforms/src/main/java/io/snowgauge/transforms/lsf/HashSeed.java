package io.snowgauge.transforms.lsf;

import java.security.SecureRandom;

/**
 * Random numbers that hashes of names are made with, new in each process. Without knowing them
 * nobody can write a file whose names all have the same hash, which would be slow to read.
 */
final class HashSeed {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** The factor of polynomial 32-bit hashes. It is odd: an even one would shift bytes out. */
  static final int FACTOR = RANDOM.nextInt() | 1;

  /** The first value of 64-bit hashes. */
  static final long START = RANDOM.nextLong();

  private HashSeed() {}
}
