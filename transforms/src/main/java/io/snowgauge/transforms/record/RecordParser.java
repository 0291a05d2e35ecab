package io.snowgauge.transforms.record;

import java.io.IOException;
import java.io.InputStream;

/** Turns one file into records. Deterministic: the same bytes give the same calls. */
public interface RecordParser {
  /**
   * Reads the input to its end or to the first structural fault, in memory that does not grow with
   * the file.
   *
   * @throws IOException from the input or the listener, never for what the text says
   */
  ParseResult parse(InputStream in, ParseListener listener) throws IOException;
}
