package io.snowgauge.transforms.csv;

import io.snowgauge.transforms.text.Utf8Transcoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * Gives bytes as characters of the same value, so that a parser of characters leaves UTF-8 as it
 * is: delimiters, quotes and line ends are ASCII, which no part of another character is. Gives as
 * many as asked for until the end, so that a parser does the same however the stream comes in.
 */
final class ByteReader extends Reader {
  private final InputStream in;
  private final byte[] buffer = new byte[64 << 10];
  private int at;
  private int end;
  private Utf8Transcoder.@Nullable MalformedException malformed;

  ByteReader(InputStream in) {
    this.in = in;
  }

  @Override
  public int read(char[] characters, int offset, int length) throws IOException {
    if (at == end) {
      fill();
      if (end == 0) {
        return -1;
      }
    }
    int read = Math.min(length, end - at);
    byte[] from = buffer;
    int first = at;
    for (int i = 0; i < read; i++) {
      characters[offset + i] = (char) (from[first + i] & 0xff);
    }
    at += read;
    return read;
  }

  /** As far as the text is one; what is before bytes that are none is read first. */
  private void fill() throws IOException {
    if (malformed != null) {
      throw malformed;
    }
    at = 0;
    end = 0;
    try {
      int read = 0;
      while (read >= 0 && end < buffer.length) {
        end += read;
        read = in.read(buffer, end, buffer.length - end);
      }
    } catch (Utf8Transcoder.MalformedException e) {
      malformed = e;
      if (end == 0) {
        throw e;
      }
    }
  }

  /** Whoever opened the stream closes it. */
  @Override
  public void close() {}
}
