package io.snowgauge.transforms.dataset;

/** What becomes of the rows that earlier versions of a file brought. */
public enum PublishMode {
  /** Every version's rows are kept. */
  APPEND,
  /** A newer version's rows take the place of an older one's. */
  REPLACE,
  /** A row takes the place of the one with the same key, if it is not older. */
  MERGE
}
