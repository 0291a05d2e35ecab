package io.snowgauge.transforms.lsf;

import java.util.List;
import java.util.Locale;

/** The words after {@code #} that make a comment line a directive. */
enum Directive {
  IF,
  ELIF,
  ELSE,
  ENDIF,
  DEFINE,
  INCLUDE;

  static final List<Directive> ALL = List.of(values());

  private final String word = name().toLowerCase(Locale.ROOT);

  /** Whether this directive's word stands at {@code hash}, ending at a blank, '(' or the end. */
  boolean isAt(byte[] bytes, int hash, int end) {
    int wordEnd = hash + 1 + word.length();
    if (wordEnd > end) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if ((bytes[hash + 1 + i] | 0x20) != word.charAt(i)) {
        return false;
      }
    }
    return wordEnd == end || bytes[wordEnd] == '(' || Blanks.isBlank(bytes[wordEnd]);
  }

  /** Whether a condition stands behind it. */
  boolean hasCondition() {
    return this == IF || this == ELIF || this == DEFINE;
  }

  /** How many characters the directive has, its hash included. */
  int length() {
    return word.length() + 1;
  }

  @Override
  public String toString() {
    return "#" + word;
  }
}
