package io.snowgauge.transforms.tabular;

import java.util.Locale;

/** What becomes of columns that a file has and the configuration does not name. */
public enum ExtraColumns {
  /** Their values go to {@code _EXTRA} as one JSON object a record. */
  KEEP,
  /** A CSV file that has one is failed, a JSON object that has one is rejected. */
  REFUSE;

  /** As the configuration writes it. */
  public String configName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
