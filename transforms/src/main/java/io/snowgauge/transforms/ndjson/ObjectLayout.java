package io.snowgauge.transforms.ndjson;

import java.util.Locale;

/** How a file's JSON objects are laid out. */
public enum ObjectLayout {
  /** One on each line. */
  LINES,
  /** One after the other, over any number of lines, or as the elements of one array. */
  DOCUMENT;

  /** As the configuration writes it. */
  public String configName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
