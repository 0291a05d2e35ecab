package io.snowgauge.transforms.dataset;

/** Where links among a dataset's local files may lead. */
public enum Links {
  /** Within the folder of the input: the part of its path before the first glob or capture. */
  INSIDE,
  /** To any file that this process may read. */
  ANYWHERE
}
