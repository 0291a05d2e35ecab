package io.snowgauge.transforms.csv;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The records of a file one after the other, its header among them. */
interface CsvRecords {
  /** Nobody knows where the next record begins. */
  final class FaultException extends Exception {
    private static final long serialVersionUID = 1L;

    FaultException(String message) {
      super(message);
    }
  }

  /** The next one, which is valid until the call after; null at the end of the file. */
  @Nullable CsvRecord next() throws IOException, FaultException;

  /** The fault of a record that is too long. */
  static String overTheLimit(long line, int maxBytes) {
    return "line "
        + line
        + ": expected records of at most "
        + maxBytes
        + " bytes (format.maxRecordBytes) but found a longer one";
  }
}
