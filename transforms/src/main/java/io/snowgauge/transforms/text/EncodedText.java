package io.snowgauge.transforms.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import org.jspecify.annotations.Nullable;

/** Text of any encoding as UTF-8 without a byte-order mark. */
public final class EncodedText {
  private static final int MARK = 3;

  /** The text starts with the mark of another encoding than the declared one. */
  public static final class UndeclaredException extends IOException {
    private static final long serialVersionUID = 1L;

    UndeclaredException(String message) {
      super(message);
    }
  }

  private EncodedText() {}

  /**
   * The text in UTF-8. UTF-8 itself is passed on as it is, invalid bytes too; elsewhere reading
   * throws {@link Utf8Transcoder.MalformedException} for bytes that the encoding lacks.
   */
  public static InputStream asUtf8(InputStream in, TextEncoding encoding) throws IOException {
    PushbackInputStream start = new PushbackInputStream(in, MARK);
    byte[] mark = start.readNBytes(MARK);
    String marked = marked(mark);
    if (marked != null && !agrees(marked, encoding)) {
      throw new UndeclaredException(
          "expected "
              + encoding.configName()
              + " but found the byte-order mark of "
              + marked
              + "; declare it in format.encoding");
    }
    if (encoding == TextEncoding.UTF_8) {
      if (marked == null) {
        start.unread(mark);
      }
      return start;
    }
    start.unread(mark);
    return Utf8Transcoder.of(start, encoding);
  }

  /** The encoding that a byte-order mark at the start of the text tells, or null. */
  private static @Nullable String marked(byte[] start) {
    if (startsWith(start, 0xef, 0xbb, 0xbf)) {
      return "UTF-8";
    }
    return startsWith(start, 0xff, 0xfe)
        ? "UTF-16LE"
        : startsWith(start, 0xfe, 0xff) ? "UTF-16BE" : null;
  }

  private static boolean startsWith(byte[] start, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= start.length || (start[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** No other encoding has text that starts like a mark. */
  private static boolean agrees(String marked, TextEncoding encoding) {
    return marked.equals(encoding.configName())
        || (encoding == TextEncoding.UTF_16 && marked.startsWith("UTF-16"));
  }
}
