package io.snowgauge.pipelines.infer;

import io.snowgauge.transforms.files.Content;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.text.TextEncoding;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;

/** The start of a file, as far as it is looked at, up to a line end. */
final class Sample {
  /** So much of a file is looked at. */
  static final int MAX_BYTES = 1 << 20;

  private static final String MARK = "\uFEFF";

  private final byte[] bytes;
  private final boolean isWhole;
  private final boolean hasMoreFiles;

  private Sample(byte[] bytes, boolean isWhole, boolean hasMoreFiles) {
    this.bytes = bytes;
    this.isWhole = isWhole;
    this.hasMoreFiles = hasMoreFiles;
  }

  /** Reads the start of a file. */
  static Sample of(String uri) throws IOException {
    try (InputStream stored = Storage.open(uri);
        InputStream text = Content.openEach(new BufferedInputStream(stored), Long.MAX_VALUE)) {
      byte[] bytes = text.readNBytes(MAX_BYTES + 1);
      return bytes.length <= MAX_BYTES
          ? new Sample(bytes, true, Content.next(text))
          : new Sample(Arrays.copyOf(bytes, lastLineEnd(bytes)), false, false);
    }
  }

  /** The LF of an encoding of two bytes is followed or preceded by a zero. */
  private static int lastLineEnd(byte[] bytes) {
    for (int i = MAX_BYTES - 2; i > 0; i--) {
      if (bytes[i] == '\n') {
        boolean isLittleEndian = bytes[i + 1] == 0 && i % 2 == 0;
        return isLittleEndian ? i + 2 : i + 1;
      }
    }
    return MAX_BYTES;
  }

  /** Opens its bytes, unpacked. */
  InputStream open() {
    return new ByteArrayInputStream(bytes);
  }

  /** Returns whether that is all of the file. */
  boolean isWhole() {
    return isWhole;
  }

  /** Whether it is the first of several files in an archive, as far as was read. */
  boolean hasMoreFiles() {
    return hasMoreFiles;
  }

  /** The encoding that the text seems to have. */
  TextEncoding encoding(Evidence evidence) {
    if (startsWith(0xff, 0xfe) || startsWith(0xfe, 0xff)) {
      evidence.add("encoding", "UTF-16, by the byte-order mark");
      return TextEncoding.UTF_16;
    }
    int evenZeros = zeros(0);
    int oddZeros = zeros(1);
    if (evenZeros + oddZeros > bytes.length / 8) {
      TextEncoding wide = evenZeros > oddZeros ? TextEncoding.UTF_16BE : TextEncoding.UTF_16LE;
      evidence.add("encoding", wide.configName() + ", every other byte is zero");
      return wide;
    }
    if (isIn(TextEncoding.UTF_8)) {
      return TextEncoding.UTF_8;
    }
    evidence.add(
        "encoding",
        "windows-1252, for the text is not UTF-8; other encodings of one byte look the same");
    return TextEncoding.WINDOWS_1252;
  }

  private boolean startsWith(int first, int second) {
    return bytes.length >= 2 && (bytes[0] & 0xff) == first && (bytes[1] & 0xff) == second;
  }

  private int zeros(int from) {
    int zeros = 0;
    for (int i = from; i < bytes.length; i += 2) {
      zeros += bytes[i] == 0 ? 1 : 0;
    }
    return zeros;
  }

  private boolean isIn(TextEncoding encoding) {
    try {
      encoding
          .charset()
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** The text without a byte-order mark. */
  String text(TextEncoding encoding) {
    String text = new String(bytes, encoding.charset());
    return text.startsWith(MARK) ? text.substring(1) : text;
  }
}
