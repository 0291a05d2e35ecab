package io.snowgauge.transforms.dataset;

/** How many files a zip archive may hold. */
public enum ZipEntries {
  /** One, or its file fails. */
  ONE,
  /** Any number, each of which is read as a file of its own would be. */
  EACH
}
