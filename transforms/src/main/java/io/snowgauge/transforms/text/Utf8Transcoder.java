package io.snowgauge.transforms.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text of another encoding as UTF-8, without the byte-order mark of UTF-16. Gives all text up to
 * the first bytes that the encoding does not have; reading on throws.
 */
public final class Utf8Transcoder extends InputStream {
  private static final int CHARACTERS = 8 << 10;
  private static final int MAX_UTF8 = 3;

  /** The encoding does not have some bytes. */
  public static final class MalformedException extends IOException {
    private static final long serialVersionUID = 1L;
    private final long line;

    MalformedException(long line) {
      super("malformed text in line " + line);
      this.line = line;
    }

    /** The fault of a file whose declared encoding it is not. */
    public String fault(TextEncoding encoding) {
      return "line "
          + line
          + ": expected text in "
          + encoding.configName()
          + " (format.encoding) but found bytes that it does not have";
    }

    /** The physical line, from 1. */
    public long line() {
      return line;
    }
  }

  private final InputStream in;
  private final CharsetDecoder decoder;
  private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
  private final byte[] bytes = new byte[2 * CHARACTERS];
  private final ByteBuffer source = ByteBuffer.wrap(bytes).flip();
  private final CharBuffer characters = CharBuffer.allocate(CHARACTERS);
  private final ByteBuffer utf8 = ByteBuffer.allocate(MAX_UTF8 * CHARACTERS).flip();
  private boolean read;
  private boolean finished;
  private boolean malformed;
  private boolean afterCr;
  private long line = 1;

  private Utf8Transcoder(InputStream in, Charset charset) {
    this.in = in;
    decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /** Text of any encoding but UTF-8. */
  static Utf8Transcoder of(InputStream in, TextEncoding encoding) throws IOException {
    if (!encoding.isWide()) {
      return new Utf8Transcoder(in, encoding.charset());
    }
    PushbackInputStream start = new PushbackInputStream(in, 2);
    byte[] mark = start.readNBytes(2);
    boolean little = mark.length == 2 && mark[0] == (byte) 0xff && mark[1] == (byte) 0xfe;
    boolean big = mark.length == 2 && mark[0] == (byte) 0xfe && mark[1] == (byte) 0xff;
    boolean littleDeclared =
        encoding == TextEncoding.UTF_16LE || (encoding == TextEncoding.UTF_16 && little);
    if (littleDeclared ? !little : !big) {
      start.unread(mark);
    }
    return new Utf8Transcoder(
        start, littleDeclared ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE);
  }

  @Override
  public int read() throws IOException {
    return fill() ? utf8.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int piece = Math.min(length, utf8.remaining());
    utf8.get(target, offset, piece);
    return piece;
  }

  private boolean fill() throws IOException {
    while (!utf8.hasRemaining()) {
      if (malformed) {
        throw new MalformedException(line);
      }
      if (finished) {
        return false;
      }
      characters.clear();
      decode();
      characters.flip();
      countLines();
      utf8.clear();
      // Decoders give surrogates in pairs, so that no character is cut.
      encoder.reset().encode(characters, utf8, true);
      utf8.flip();
    }
    return true;
  }

  private void decode() throws IOException {
    CoderResult result = decoder.decode(source, characters, read);
    if (result.isError()) {
      malformed = true;
    } else if (result.isUnderflow() && read) {
      decoder.flush(characters);
      finished = true;
    } else if (result.isUnderflow()) {
      source.compact();
      int length = in.read(bytes, source.position(), source.remaining());
      read = length < 0;
      source.position(source.position() + Math.max(length, 0));
      source.flip();
    }
  }

  private void countLines() {
    for (int i = 0; i < characters.limit(); i++) {
      char c = characters.get(i);
      if (c == '\r' || (c == '\n' && !afterCr)) {
        line++;
      }
      afterCr = c == '\r';
    }
  }
}
