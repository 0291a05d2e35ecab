package io.snowgauge.io.proof;

import org.jspecify.annotations.Nullable;

/**
 * What is kept of an event of a chain.
 *
 * @param place from 1, or 0 for what was there before
 * @param hash as it was written
 * @param previous the hash of the epoch before, as it was written; null if that proves nothing
 * @param name for people
 */
record ChainEntry(long place, long epoch, String hash, @Nullable String previous, String name) {}
