package io.snowgauge.io.warehouse.control;

/** What became of a dataset in a run. */
public enum RunStatus {
  /** It goes on, or it died and no later run has noticed yet. */
  RUNNING,
  /** Every file was published, every line accepted. */
  SUCCESS,
  /** Every file was published, some lines were refused within the tolerance. */
  PARTIAL,
  /** A file failed, or the run did. */
  FAILED,
  /** A later run found that it died. */
  ABANDONED;

  /** Whether the run has ended. */
  public boolean isTerminal() {
    return this != RUNNING;
  }
}
