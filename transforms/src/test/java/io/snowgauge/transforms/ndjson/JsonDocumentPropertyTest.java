package io.snowgauge.transforms.ndjson;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.snowgauge.transforms.record.Declared;
import io.snowgauge.transforms.record.Mutation;
import io.snowgauge.transforms.record.ParseResult;
import io.snowgauge.transforms.record.Pieces;
import io.snowgauge.transforms.record.Recording;
import io.snowgauge.transforms.record.ShortReads;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every document of JSON objects, tried on files made at random. */
class JsonDocumentPropertyTest {
  private static final int FILES = 3000;
  private static final NdjsonFormat LINES =
      new NdjsonFormat(Declared.columns("none", "keep"), 1 << 20);
  private static final NdjsonFormat DOCUMENT =
      new NdjsonFormat(LINES.declared(), List.of(), ObjectLayout.DOCUMENT, 1 << 20);

  @Test
  void whateverTheBytesNothingIsThrownAndNoRecordLost() throws IOException {
    long withoutFault = 0;
    for (int seed = 0; seed < FILES; seed++) {
      byte[] bytes = file(seed);
      Recording found = read(bytes, seed);
      assertThat("seed " + seed, read(bytes, ~seed).everything(), is(found.everything()));
      ParseResult result = found.result();
      if (result.fault() == null) {
        withoutFault++;
        long count = Pieces.countInRandomPieces(DOCUMENT.newCounter(), bytes, new Random(seed));
        assertThat("seed " + seed, result.accepted() + result.rejected(), is(count));
      }
    }
    assertThat("files without fault", withoutFault, is(greaterThan(FILES / 10L)));
  }

  /** Random lines, or the same in an array, as they are or damaged. */
  private static byte[] file(int seed) throws IOException {
    Random random = new Random(seed);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    byte[] lines = RandomNdjson.of(seed).bytes();
    Recording read =
        Recording.of(
            LINES.newParser(), new ByteArrayInputStream(lines), Declared.asJson(LINES.columns()));
    boolean isArray = random.nextBoolean();
    String between = isArray ? "\n,\n" : random.nextBoolean() ? "\n" : "";
    file.writeBytes((isArray ? "[" : "").getBytes(StandardCharsets.UTF_8));
    file.writeBytes(String.join(between, read.records()).getBytes(StandardCharsets.UTF_8));
    file.writeBytes((isArray ? "]" : "").getBytes(StandardCharsets.UTF_8));
    return random.nextInt(3) == 0 ? file.toByteArray() : Mutation.of(file.toByteArray(), random);
  }

  private static Recording read(byte[] bytes, long seed) throws IOException {
    return Recording.of(
        DOCUMENT.newParser(),
        new ShortReads(bytes, new Random(seed), 10),
        Declared.asJson(DOCUMENT.columns()));
  }
}
