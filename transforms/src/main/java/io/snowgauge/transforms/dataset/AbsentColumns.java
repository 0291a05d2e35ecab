package io.snowgauge.transforms.dataset;

/** What a merge makes of a column that the record which takes a row's place does not have. */
public enum AbsentColumns {
  /** The row keeps its value. */
  KEEP,
  /** The column becomes null. */
  NULL
}
