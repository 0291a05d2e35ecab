package io.snowgauge.io.warehouse.control;

import java.sql.SQLException;

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
  EXTRACTED,
  /** Its rows are those of another version, some of whose lines it holds, corrected. */
  REPLAYED;

  /**
   * The status that a row of the ledger has.
   *
   * @throws SQLException if it is none; then somebody else wrote it
   */
  static FileStatus of(String text) throws SQLException {
    for (FileStatus status : values()) {
      if (status.name().equals(text)) {
        return status;
      }
    }
    throw new SQLException(
        "INGESTION_FILES: expected a STATUS such as "
            + values()[0]
            + " but found '"
            + text
            + "'; a person or another program wrote it");
  }
}
