package io.snowgauge.transforms.text;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {
  @ParameterizedTest
  @CsvSource({
    "'', -1",
    "41, -1",
    "7F, -1",
    "80, 0", // A continuation without a lead.
    "BF, 0",
    "C0 80, 0", // Overlong forms.
    "C1 BF, 0",
    "C2 80, -1",
    "DF BF, -1",
    "C2, 0",
    "C2 41, 0",
    "C2 C2 80, 0",
    "E0 9F BF, 0",
    "E0 A0 80, -1",
    "ED 9F BF, -1",
    "ED A0 80, 0", // Surrogates.
    "ED BF BF, 0",
    "EE 80 80, -1",
    "EF BF BF, -1",
    "E2 82, 0",
    "E2 82 41, 0",
    "F0 8F BF BF, 0",
    "F0 90 80 80, -1",
    "F4 8F BF BF, -1",
    "F4 90 80 80, 0", // Beyond U+10FFFF.
    "F5 80 80 80, 0",
    "F0 9D 84, 0",
    "FE, 0",
    "FF, 0",
    "41 C3 A4 FF 80, 3",
    "41 C3 A4 E2 82 AC F0 9D 84 9E 42, -1",
  })
  void theFirstInvalidSequenceIsFound(String hex, int expected) {
    byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
    assertThat(Utf8.firstInvalid(bytes, 0, bytes.length), is(expected));
  }

  @Test
  void onlyTheGivenSliceIsLookedAt() {
    byte[] bytes = HexFormat.of().parseHex("ffc3a4ff");
    assertThat(Utf8.firstInvalid(bytes, 1, 3), is(-1));
    assertThat(Utf8.firstInvalid(bytes, 1, 2), is(1));
    assertThat(Utf8.firstInvalid(bytes, 2, 3), is(2));
  }

  @Test
  void whatIsValidIsWhatTheJdkDecodes() {
    Random random = new Random(7);
    byte[] leads = HexFormat.of().parseHex("418090a0bfc0c2c3dfe0e2edeff0f1f4f5ff");
    byte[] bytes = new byte[6];
    for (int i = 0; i < 100_000; i++) {
      for (int k = 0; k < bytes.length; k++) {
        bytes[k] = leads[random.nextInt(leads.length)];
      }
      int length = random.nextInt(bytes.length + 1);
      String which = HexFormat.of().formatHex(bytes, 0, length);
      assertThat(which, Utf8.firstInvalid(bytes, 0, length) < 0, is(decodes(bytes, length)));
    }
  }

  private static boolean decodes(byte[] bytes, int length) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "41 42, 2",
    "41 C3, 1",
    "41 C3 A4, 1",
    "41 E2, 1",
    "41 E2 82, 1",
    "41 E2 82 AC, 1",
    "F0 9D 84, 0",
    "F0 9D 84 9E, 4", // Longer than what can be cut.
    "41 80 80 80 80, 5",
    "C3 41, 2",
  })
  void theStartOfACharacterThatMayBeCutIsFound(String hex, int expected) {
    byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
    assertThat(Utf8.lastStart(bytes, 0, bytes.length), is(expected));
  }

  @Test
  void charactersAreCodePoints() {
    byte[] bytes = "xä€𝄞y".getBytes(StandardCharsets.UTF_8);
    assertThat(Utf8.characters(bytes, 0, bytes.length), is(5));
    assertThat(Utf8.characters(bytes, 1, 6), is(2));
    assertThat(Utf8.characters(bytes, 3, 3), is(0));
  }
}
