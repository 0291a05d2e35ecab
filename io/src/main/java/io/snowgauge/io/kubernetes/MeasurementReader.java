package io.snowgauge.io.kubernetes;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what the script in a container says of files. */
final class MeasurementReader {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final Answer answer;
  private final String digest;
  private final String upload;

  private MeasurementReader(Answer answer, String digest, String upload) {
    this.answer = answer;
    this.digest = digest;
    this.upload = upload;
  }

  /** Begins with what the container has: the names of its programs, or 'none'. */
  static MeasurementReader of(Answer answer) throws IOException {
    answer.require("T");
    return new MeasurementReader(answer, answer.field(), answer.field());
  }

  /** Whether the container has curl. */
  boolean canUpload() {
    return upload.equals("curl");
  }

  /** All files to the end of the answer. */
  List<Measurement> all() throws IOException {
    List<Measurement> found = new ArrayList<>();
    for (String letter = answer.record(); !letter.equals("E"); letter = answer.record()) {
      if (letter.equals("F") || letter.equals("L")) {
        found.add(read(letter.equals("F")));
      }
    }
    return found;
  }

  /** The one file that is measured at the end of the answer. */
  Measurement last() throws IOException {
    answer.require("F");
    Measurement measurement = read(true);
    answer.require("E");
    return measurement;
  }

  private Measurement read(boolean isRead) throws IOException {
    String path;
    Measurement.Kind named = null;
    try {
      path = answer.field();
    } catch (Answer.NotUtf8Exception e) {
      path = String.valueOf(e.getMessage());
      named = Measurement.Kind.NOT_UTF8;
    }
    Measurement.Kind found = kind(answer.field());
    Measurement.Kind kind = named == null ? found : named;
    long bytes = answer.number();
    String sha256 = answer.field();
    String modified = answer.field();
    String records = answer.field();
    boolean isHashed = SHA256.matcher(sha256).matches();
    boolean isContent = kind == Measurement.Kind.FILE || kind == Measurement.Kind.LINK;
    boolean isUnhashed = isRead && !isHashed && isContent && !digest.equals("none");
    boolean isCounted = records.matches("[0-9]{1,18}");
    return new Measurement(
        path,
        kind,
        bytes,
        isHashed ? sha256 : null,
        isUnhashed ? unhashed(path) : null,
        modifiedAt(modified),
        isCounted ? Long.valueOf(records) : null,
        isCounted || records.isEmpty() ? null : records.replaceFirst("^unknown: ", ""),
        isRead);
  }

  private String unhashed(String path) {
    return "expected a checksum but "
        + digest
        + " in the container gave none of "
        + path
        + "; run '"
        + digest
        + "' on the file there to see why";
  }

  private static Measurement.Kind kind(String name) throws IOException {
    for (Measurement.Kind kind : Measurement.Kind.values()) {
      if (kind.name().equalsIgnoreCase(name)) {
        return kind;
      }
    }
    throw new IOException("expected what a path is but found '" + name + "'");
  }

  private static @Nullable Instant modifiedAt(String seconds) {
    return seconds.matches("[0-9]{1,12}") ? Instant.ofEpochSecond(Long.parseLong(seconds)) : null;
  }
}
