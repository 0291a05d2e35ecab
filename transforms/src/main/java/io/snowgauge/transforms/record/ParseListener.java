package io.snowgauge.transforms.record;

import java.io.IOException;

/** Receives what a parser makes of a file, in the order of the file. */
public interface ParseListener {
  /** An accepted record; {@code row} is valid only during the call. */
  void record(Row row) throws IOException;

  /** A refused line. */
  void reject(Reject reject) throws IOException;

  /**
   * The line that names the columns, in formats that have one.
   *
   * @param line the physical line, from 1, where it starts
   * @param raw the physical text, cut as those of rejects are
   */
  default void header(long line, String raw) {}

  /** Something that the audit should mention though no line was refused for it. */
  void notice(String message);

  /**
   * The file does not have columns that it may lack; by default a notice.
   *
   * @param columns says so: "column 'a' is not in the header"
   */
  default void missing(String columns) {
    notice(columns + ": null in every record");
  }
}
