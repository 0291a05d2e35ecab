package io.snowgauge.transforms.csv;

import java.util.Locale;

/** What becomes of a field with blanks between its quotes and the delimiters around it. */
public enum PaddedQuotes {
  /** Its record is rejected. */
  REJECT,
  /** The blanks do not count. */
  TRIM;

  /** As the configuration writes it. */
  public String configName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
