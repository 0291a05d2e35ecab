package io.snowgauge.transforms.csv;

import io.snowgauge.transforms.tabular.TextEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** Text of any encoding as UTF-8 without a byte-order mark. */
final class EncodedText {
  private static final int MARK = 3;

  /** The text starts with the mark of another encoding than the declared one. */
  static final class UndeclaredException extends IOException {
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
  static InputStream asUtf8(InputStream in, TextEncoding encoding) throws IOException {
    return encoding == TextEncoding.UTF_8 ? withoutMark(in) : Utf8Transcoder.of(in, encoding);
  }

  private static InputStream withoutMark(InputStream in) throws IOException {
    PushbackInputStream start = new PushbackInputStream(in, MARK);
    byte[] mark = start.readNBytes(MARK);
    if (mark.length >= 2
        && ((mark[0] == (byte) 0xff && mark[1] == (byte) 0xfe)
            || (mark[0] == (byte) 0xfe && mark[1] == (byte) 0xff))) {
      throw new UndeclaredException(
          "expected UTF-8 but found the byte-order mark of UTF-16; declare it in format.encoding");
    }
    boolean isMark =
        mark.length == MARK
            && mark[0] == (byte) 0xef
            && mark[1] == (byte) 0xbb
            && mark[2] == (byte) 0xbf;
    if (!isMark) {
      start.unread(mark);
    }
    return start;
  }
}
