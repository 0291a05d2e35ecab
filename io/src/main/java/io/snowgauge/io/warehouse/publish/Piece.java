package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.publish.StagingTables.Named;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Versions of a manifest that are published together: all of them, unless these are more than the
 * warehouse's memory keeps.
 *
 * @param stageIds of the versions; null for all of the manifest
 * @param failure why they cannot be loaded, or null
 */
record Piece(@Nullable Set<String> stageIds, @Nullable String failure) {
  /** All that a manifest names. */
  static final Piece ALL = new Piece(null, null);

  /** A part of it. */
  static Piece of(Collection<Named> versions, @Nullable String failure) {
    return new Piece(
        versions.stream().map(Named::stageId).collect(Collectors.toUnmodifiableSet()), failure);
  }

  boolean isAll() {
    return stageIds == null;
  }

  boolean has(Named version) {
    return stageIds == null || stageIds.contains(version.stageId());
  }

  /** Leaves only this in a manifest, and no parts of what cannot be loaded. */
  void restrict(Connection connection, StagingTables staging) throws SQLException {
    if (stageIds == null) {
      return;
    }
    Sql.of("DELETE FROM {manifest} WHERE STAGE_ID NOT IN (:stages)")
        .with("manifest", staging.manifest())
        .bindAll("stages", stageIds)
        .update(connection);
    if (failure != null) {
      Sql.of("UPDATE {manifest} SET FAILURE = :failure, CSV_PARTS = NULL")
          .with("manifest", staging.manifest())
          .bind("failure", failure)
          .update(connection);
    }
  }
}
