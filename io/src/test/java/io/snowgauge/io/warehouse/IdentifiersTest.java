package io.snowgauge.io.warehouse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "plain       | \"PLAIN\"",
        "Mixed_1$    | \"MIXED_1$\"",
        "_line       | \"_LINE\"",
        "UPPER       | \"UPPER\"",
        "select      | \"SELECT\"",
        "1st         | \"1st\"",
        "$x          | \"$x\"",
        "with blank  | \"with blank\"",
        "a-b         | \"a-b\"",
        "a.b         | \"a.b\"",
        "größe       | \"größe\"",
        "x\"y        | \"x\"\"y\"",
        "\"x\"       | \"\"\"x\"\"\"",
        "a;b'c       | \"a;b'c\"",
      })
  void plainNamesAreUpperCasedAndAllAreQuoted(String name, String quoted) {
    assertThat(Identifiers.quote(name), is(quoted));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b"})
  void refusesWhatNoDatabaseTakesForAName(String name) {
    assertThrows(IllegalArgumentException.class, () -> Identifiers.quote(name));
  }

  @Test
  void theLocaleDoesNotMatter() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr"));
      assertThat(Identifiers.canonical("id"), is("ID"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void keepsTheLineBreakAfterAPlainName() {
    assertThat(Identifiers.quote("plain\n"), is("\"plain\n\""));
  }

  @Test
  void literalsDoubleTheirQuotes() {
    assertThat(Identifiers.literal("o'neil \"x\" \\"), is("'o''neil \"x\" \\'"));
    assertThat(Identifiers.escapedLiteral("o'neil\\x"), is("'o''neil\\\\x'"));
  }
}
