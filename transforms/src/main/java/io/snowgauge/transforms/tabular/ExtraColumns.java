package io.snowgauge.transforms.tabular;

/** What becomes of columns that a file has and the configuration does not name. */
public enum ExtraColumns {
  /** Their values go to {@code _EXTRA} as one JSON object a record. */
  KEEP,
  /** A CSV file that has one is failed, a JSON object that has one is rejected. */
  REFUSE
}
