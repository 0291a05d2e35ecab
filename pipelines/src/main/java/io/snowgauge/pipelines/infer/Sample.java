package io.snowgauge.pipelines.infer;

import io.snowgauge.transforms.files.Content;
import io.snowgauge.transforms.files.DamagedContentException;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.text.TextEncoding;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.util.Arrays;

/** The start of a file, as far as it is looked at, up to a line end. */
final class Sample {
  /** So much of a file is looked at. */
  static final int MAX_BYTES = 1 << 20;

  private static final String MARK = "\uFEFF";

  /** Letters beyond ASCII, in a row, as in Cyrillic, of which Western text has no more than two. */
  private static final int WORD = 4;

  private static final int FIRST_LETTER = 0xc0;

  private final String name;
  private final byte[] bytes;
  private final boolean isWhole;
  private final boolean hasMoreFiles;

  private Sample(String name, byte[] bytes, boolean isWhole, boolean hasMoreFiles) {
    this.name = name;
    this.bytes = bytes;
    this.isWhole = isWhole;
    this.hasMoreFiles = hasMoreFiles;
  }

  /**
   * Reads the start of a file.
   *
   * @throws UnfitFileException if it is no text
   */
  static Sample of(String uri) throws IOException {
    try (InputStream stored = Storage.open(uri);
        InputStream text = Content.openEach(new BufferedInputStream(stored), Long.MAX_VALUE)) {
      String name = uri.substring(uri.lastIndexOf('/') + 1);
      byte[] bytes = text.readNBytes(MAX_BYTES + 1);
      return bytes.length <= MAX_BYTES
          ? new Sample(name, bytes, true, Content.next(text))
          : new Sample(name, Arrays.copyOf(bytes, lastLineEnd(bytes)), false, false);
    } catch (DamagedContentException e) {
      throw new UnfitFileException(uri + ": " + e.getMessage());
    }
  }

  /** The file's name in quotes, without its folders. */
  String name() {
    return "'" + name + "'";
  }

  /** How many bytes it has. */
  int length() {
    return bytes.length;
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
    return narrow(evidence);
  }

  /** An encoding of one byte, which the bytes hardly show. */
  private TextEncoding narrow(Evidence evidence) {
    if (hasWordBeyondAscii() && isIn(TextEncoding.WINDOWS_1251)) {
      evidence.add(
          "encoding",
          "windows-1251, for the text is not UTF-8 and whole words are of letters beyond ASCII;"
              + " Greek (windows-1253) looks the same");
      return TextEncoding.WINDOWS_1251;
    }
    TextEncoding western =
        isIn(TextEncoding.WINDOWS_1252) ? TextEncoding.WINDOWS_1252 : TextEncoding.ISO_8859_1;
    evidence.add(
        "encoding",
        western.configName()
            + ", for the text is not UTF-8; other encodings of one byte look the same");
    return western;
  }

  private boolean hasWordBeyondAscii() {
    int letters = 0;
    for (int i = 0; i < bytes.length && letters < WORD; i++) {
      letters = (bytes[i] & 0xff) >= FIRST_LETTER ? letters + 1 : 0;
    }
    return letters == WORD;
  }

  /** Whether it has nothing but characters of ASCII in a byte each, as most encodings have them. */
  boolean isAscii() {
    for (byte each : bytes) {
      if (each <= 0) {
        return false;
      }
    }
    return true;
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

  /** A character that the end of the sample cuts is none that the encoding does not have. */
  private boolean isIn(TextEncoding encoding) {
    CharsetDecoder decoder = encoding.charset().newDecoder();
    CharBuffer text = CharBuffer.allocate(bytes.length);
    return !decoder.decode(ByteBuffer.wrap(bytes), text, isWhole).isError();
  }

  /** The text without a byte-order mark. */
  String text(TextEncoding encoding) {
    String text = new String(bytes, encoding.charset());
    return text.startsWith(MARK) ? text.substring(1) : text;
  }
}
