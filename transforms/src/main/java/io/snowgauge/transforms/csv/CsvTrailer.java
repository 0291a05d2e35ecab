package io.snowgauge.transforms.csv;

import io.snowgauge.transforms.record.ParseListener;
import io.snowgauge.transforms.record.Reject;
import io.snowgauge.transforms.text.Excerpt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Knows a record that says something of those in front of it: it is none if it is the last one. */
final class CsvTrailer {
  private final List<byte[]> starts;
  private @Nullable Reject open;
  private String shown = "";

  /** Of records whose first field starts with one of these texts. */
  CsvTrailer(List<String> trailers) {
    starts = trailers.stream().map(text -> text.getBytes(StandardCharsets.US_ASCII)).toList();
  }

  /** Takes the next record; what became of the one before, if that looked like the last one. */
  @Nullable Reject next(CsvRecord record) {
    if (starts.isEmpty()) {
      return null;
    }
    Reject early = open;
    open = null;
    if (isTrailer(record)) {
      shown = Excerpt.quoted(record.bytes(), 0, record.end(0));
      open =
          new Reject(
              record.line(),
              1,
              "expected the record that starts with "
                  + shown
                  + " to be the last one (format.trailers) but found records behind it",
              record.raw());
    }
    return early;
  }

  private boolean isTrailer(CsvRecord record) {
    for (byte[] start : starts) {
      if (startsWith(record.bytes(), record.end(0), start)) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsWith(byte[] bytes, int length, byte[] start) {
    if (length < start.length) {
      return false;
    }
    for (int i = 0; i < start.length; i++) {
      if (bytes[i] != start[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether the record that was taken is none unless another one follows. */
  boolean isOpen() {
    return open != null;
  }

  /** Tells what was the last record. */
  void report(ParseListener listener) {
    Reject last = open;
    if (last != null) {
      listener.notice("line " + last.line() + ": the trailer " + shown + " is no record");
    }
  }
}
