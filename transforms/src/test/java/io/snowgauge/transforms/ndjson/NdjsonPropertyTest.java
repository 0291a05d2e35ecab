package io.snowgauge.transforms.ndjson;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.transforms.record.Declared;
import io.snowgauge.transforms.record.Mutation;
import io.snowgauge.transforms.record.ParseResult;
import io.snowgauge.transforms.record.Pieces;
import io.snowgauge.transforms.record.Recording;
import io.snowgauge.transforms.record.ShortReads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every file, tried on files made at random; a failure names its seed. */
class NdjsonPropertyTest {
  private static final int FILES = 8000;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final NdjsonFormat FORMAT =
      new NdjsonFormat(Declared.columns("none", "keep"), 1 << 20);

  @Test
  void whatIsNotDeclaredIsKeptAsItIs() throws IOException {
    long records = 0;
    for (int seed = 0; seed < FILES; seed++) {
      RandomNdjson file = RandomNdjson.of(seed);
      List<JsonNode> expected = new ArrayList<>();
      for (String object : file.objects()) {
        expected.add(JSON.readTree(object));
      }
      Recording found = read(file.bytes(), seed);
      assertThat("seed " + seed, found.reasons(), is(List.of()));
      List<JsonNode> kept = new ArrayList<>();
      for (String record : found.records()) {
        JsonNode extra = JSON.readTree(record).get("_extra");
        kept.add(extra == null ? JSON.createObjectNode() : extra);
      }
      assertThat("seed " + seed, kept, is(expected));
      records += expected.size();
    }
    assertThat("records", records, is(greaterThan((long) FILES)));
  }

  @Test
  void whateverTheBytesNothingIsThrownAndNoRecordLost() throws IOException {
    long rejected = 0;
    for (int seed = 0; seed < FILES; seed++) {
      byte[] bytes = Mutation.of(RandomNdjson.of(seed).bytes(), new Random(seed));
      Recording found = read(bytes, seed);
      assertThat("seed " + seed, read(bytes, ~seed).everything(), is(found.everything()));
      ParseResult result = found.result();
      assertThat("seed " + seed, found.fault(), is(List.of()));
      long count = Pieces.count(FORMAT.newCounter(), bytes);
      assertThat("seed " + seed, result.accepted() + result.rejected(), is(count));
      for (String record : found.records()) {
        JSON.readTree(record);
      }
      rejected += result.rejected();
    }
    assertThat("rejects", rejected, is(greaterThan(FILES / 4L)));
  }

  private static Recording read(byte[] bytes, long seed) throws IOException {
    ShortReads pieces = new ShortReads(bytes, new Random(seed), 10);
    return Recording.of(FORMAT.newParser(), pieces, Declared.asJson(FORMAT.columns()));
  }
}
