package io.snowgauge.transforms.ndjson;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The texts of a file's records one after the other, each a slice of one buffer. */
interface JsonTexts {
  /** Moves to the next text; false at the end, or where it cannot go on. */
  boolean next() throws IOException;

  /** The array that holds the text; the same until the next call of {@link #next}. */
  byte[] bytes();

  int start();

  int end();

  /** The physical line, from 1, where the text starts. */
  long number();

  /** Why it could not go on, or null. */
  @Nullable String fault();
}
