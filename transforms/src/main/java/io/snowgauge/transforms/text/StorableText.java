package io.snowgauge.transforms.text;

import org.jspecify.annotations.Nullable;

/** What a warehouse stores as text. */
public final class StorableText {
  private StorableText() {}

  /** Why no warehouse stores a text, or null if they do. */
  public static @Nullable String refuse(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return "expected text without NUL but found one";
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return "expected text but found half of a surrogate pair";
      }
    }
    return null;
  }
}
