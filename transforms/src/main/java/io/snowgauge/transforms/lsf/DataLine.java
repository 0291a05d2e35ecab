package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.record.ParseListener;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of the data lines of one kind of section. A parser has one for all of a file, which
 * is reused from line to line; what it holds of a line are slices of it.
 */
interface DataLine {
  /**
   * Reads the header of a section, which begins.
   *
   * @throws MalformedLine if it is unusable; then none of the section's lines is read
   */
  void header(byte[] bytes, int start, int end) throws MalformedLine;

  /**
   * Reads the line that {@code lines} stands on.
   *
   * @throws MalformedLine if the line is malformed, which counts as one rejected record
   */
  void read(LogicalLines lines) throws MalformedLine;

  /** Why the well-formed line is refused, or null; it then counts its records. Asked once. */
  @Nullable MalformedLine refusal();

  /** How many records the line holds. */
  int records();

  /** The entries that are rejected though the line is not. */
  BadEntryList badEntries();

  /** Hands over the line's records. */
  void emit(ParseListener listener, long line) throws IOException;

  /** What the line is about, for messages. */
  String shownName();
}
