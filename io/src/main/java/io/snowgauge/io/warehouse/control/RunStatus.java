package io.snowgauge.io.warehouse.control;

import java.sql.SQLException;

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

  /**
   * The status that a row of the audit has.
   *
   * @throws SQLException if it is none; then somebody else wrote it
   */
  static RunStatus of(String text) throws SQLException {
    for (RunStatus status : values()) {
      if (status.name().equals(text)) {
        return status;
      }
    }
    throw new SQLException(
        "INGESTION_AUDIT: expected a STATUS such as "
            + values()[0]
            + " but found '"
            + text
            + "'; a person or another program wrote it");
  }
}
