package io.snowgauge.transforms.csv;

/** What becomes of text behind a closing quote, where only a delimiter or a line end may follow. */
public enum BrokenQuotes {
  /** Its file is failed: the quotes no longer pair up. */
  FAIL,
  /** Its record is rejected up to the next line end, and reading goes on behind that. */
  REJECT
}
