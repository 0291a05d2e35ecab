package io.snowgauge.transforms.record;

/**
 * Counts the records that a file holds by the format's counting rule, as a second opinion: it
 * shares no code with the format's parser.
 */
public interface RecordCounter {
  /** Takes the file's next bytes, in pieces of any length. */
  void update(byte[] bytes, int offset, int length);

  /** The count once all bytes were taken; call it once. */
  long finish();
}
