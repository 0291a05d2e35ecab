package io.snowgauge.transforms.text;

import java.util.Locale;

/** A number of things for messages. */
public final class Amount {
  private Amount() {}

  /** Such as {@code 1 record} and {@code 2,000 records}; the noun's plural has an s. */
  public static String of(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
  }
}
