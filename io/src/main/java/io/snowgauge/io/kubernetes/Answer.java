package io.snowgauge.io.kubernetes;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What measure.sh answers: records of fields, each of which ends with a NUL. */
final class Answer {
  private static final int LONGEST_FIELD = 1 << 20;

  private final InputStream in;
  private final String tag;

  Answer(InputStream in, String tag) {
    this.in = in;
    this.tag = tag;
  }

  /**
   * The letter of the next record.
   *
   * @throws EOFException if the answer was cut
   * @throws IOException also if something else stands there
   */
  String record() throws IOException {
    String found = field();
    if (!found.equals(tag)) {
      throw new IOException("expected a record of the script but found something else");
    }
    return field();
  }

  /** Requires a record of that letter. */
  void require(String letter) throws IOException {
    String found = record();
    if (!found.equals(letter)) {
      throw new IOException("expected the record " + letter + " but found " + found);
    }
  }

  String field() throws IOException {
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    for (int b = in.read(); b != 0; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the answer was cut");
      }
      if (field.size() == LONGEST_FIELD) {
        throw new IOException("expected a field but found more than a megabyte without its end");
      }
      field.write(b);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(field.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new NotUtf8Exception(new String(field.toByteArray(), StandardCharsets.UTF_8));
    }
  }

  long number() throws IOException {
    String field = field();
    try {
      return Long.parseLong(field);
    } catch (NumberFormatException e) {
      throw new IOException("expected a number but found '" + field + "'");
    }
  }

  /** Bytes that are not text. */
  static final class NotUtf8Exception extends IOException {
    private static final long serialVersionUID = 1L;

    NotUtf8Exception(String nearly) {
      super(nearly);
    }
  }
}
