package io.snowgauge.io.warehouse.verify;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version in the ledger beside its rows in the table; one of the two may not be there.
 *
 * @param fileId of the version; null for rows that name none
 * @param runId that loaded it; null for rows that name none
 * @param recorded what the ledger says, or null if it does not have the version as published
 * @param found what the table has, or null if it has no rows of it
 * @param status what the ledger has the version as where that is not published, or null
 */
record VersionState(
    @Nullable String fileId,
    @Nullable String runId,
    @Nullable Recorded recorded,
    @Nullable Found found,
    @Nullable String status) {
  /**
   * What the ledger says.
   *
   * @param uri of the file
   * @param etag or null
   * @param sizeBytes of the file
   * @param lastModified of the version
   * @param stageId of the attempt, or null if that was not recorded yet
   * @param accepted how many records it has
   * @param digest of them, or null if none was taken
   */
  record Recorded(
      String uri,
      @Nullable String etag,
      long sizeBytes,
      Instant lastModified,
      @Nullable String stageId,
      long accepted,
      @Nullable String digest) {}

  /**
   * What the table has.
   *
   * @param rows of the version
   * @param digest of the columns that can be compared
   * @param plainDigest of those without JSON
   * @param numbers of its rows
   * @param modified what they say of when the file was modified; null if they cannot
   * @param fixed what they say in the columns that are the same in all rows
   */
  record Found(
      long rows,
      String digest,
      String plainDigest,
      Numbers numbers,
      @Nullable Extremes modified,
      List<Extremes> fixed) {}

  /**
   * What the {@code _RECORD} of a version's rows are like.
   *
   * @param lowest of them
   * @param highest of them
   * @param isComplete whether they are 1 to as many as there are rows, as far as their sum tells
   */
  record Numbers(long lowest, long highest, boolean isComplete) {}

  /**
   * A column that should be the same in all rows.
   *
   * @param lowest value
   * @param highest value
   * @param count how many rows have one
   */
  record Extremes(@Nullable String lowest, @Nullable String highest, long count) {}
}
