package io.snowgauge.transforms.text;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class ExcerptTest {
  /** Bell, escape, a line feed, the end of a C1 sequence, a mark that turns text around. */
  private static final String HOSTILE = "a\u0007b\u001b[31m\nc\u009bd\u202ee";

  @Test
  void showsEachControlCharacterAsAReplacement() {
    assertThat(Excerpt.printable(HOSTILE), is("a\ufffdb\ufffd[31m\ufffdc\ufffdd\ufffde"));
  }

  @Test
  void keepsTheLinesOfATextForATerminal() {
    assertThat(Excerpt.printableLines(HOSTILE), is("a\ufffdb\ufffd[31m\nc\ufffdd\ufffde"));
    assertThat(Excerpt.printableLines("a\u2028b\u2029c\r\n"), is("a\ufffdb\ufffdc\ufffd\n"));
  }
}
