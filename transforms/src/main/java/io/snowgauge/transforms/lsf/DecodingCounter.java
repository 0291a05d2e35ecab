package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.record.RecordCounter;
import io.snowgauge.transforms.text.TextEncoding;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Hands text of another encoding to a counter of UTF-8, for lengths and names are those of UTF-8.
 * What the encoding does not have is a structural fault, so that its count does not matter.
 */
final class DecodingCounter implements RecordCounter {
  private static final int CHARACTERS = 4 << 10;

  private final RecordCounter counter;
  private final CharsetDecoder decoder;
  private final CharBuffer characters = CharBuffer.allocate(CHARACTERS);

  /** Bytes of a character that the next piece completes. */
  private byte[] begun = {};

  private boolean startsWithMark;

  DecodingCounter(RecordCounter counter, TextEncoding encoding) {
    this.counter = counter;
    decoder =
        encoding
            .charset()
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    // Without a byte order of its own, the mark decides it, and Java's decoder keeps it.
    startsWithMark = encoding == TextEncoding.UTF_16LE || encoding == TextEncoding.UTF_16BE;
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    ByteBuffer input = ByteBuffer.allocate(begun.length + length);
    input.put(begun).put(bytes, offset, length).flip();
    decode(input, false);
    begun = new byte[input.remaining()];
    input.get(begun);
  }

  @Override
  public long finish() {
    decode(ByteBuffer.wrap(begun), true);
    return counter.finish();
  }

  private void decode(ByteBuffer input, boolean isLast) {
    boolean more = true;
    while (more) {
      more = decoder.decode(input, characters, isLast).isOverflow();
      hand();
    }
    if (isLast) {
      decoder.flush(characters);
      hand();
    }
  }

  private void hand() {
    characters.flip();
    if (startsWithMark && characters.hasRemaining()) {
      startsWithMark = false;
      if (characters.get(0) == '\uFEFF') {
        characters.get();
      }
    }
    byte[] utf8 = characters.toString().getBytes(StandardCharsets.UTF_8);
    counter.update(utf8, 0, utf8.length);
    characters.clear();
  }
}
