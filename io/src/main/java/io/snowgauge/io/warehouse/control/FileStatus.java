package io.snowgauge.io.warehouse.control;

/** What became of a file version in a run. */
public enum FileStatus {
  /** Its rows are in the target. */
  PUBLISHED,
  /** A newer version or a forced load took its place. */
  REPLACED,
  /** An older version that came later than a newer one; it adds nothing. */
  SUPERSEDED,
  /** It did not balance, or too many of its lines were refused. */
  FAILED,
  /** A person took its rows out again. */
  RETRACTED,
  /** It was taken out of a pod, to where a dataset finds it; nothing was loaded. */
  EXTRACTED
}
