package io.snowgauge.transforms.dataset;

/** Of what of a file version a digest is taken. */
public enum Digest {
  /** Of nothing. */
  NONE,
  /** Of its records, which the warehouse has to come to, too. */
  RECORDS
}
