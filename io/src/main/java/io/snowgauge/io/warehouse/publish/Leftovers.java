package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.Heartbeat;
import io.snowgauge.io.warehouse.control.Ledger;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.files.Reason;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.staging.StagedFile;
import io.snowgauge.transforms.staging.StagingArea;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what publishing needs no more, or has left when it died: staged parts, staging tables,
 * uploads, and the NDJSON parts of files and attempts that were not published. After a publication
 * that is no reason to fail: what stays behind is only in the way, and a later run removes it.
 */
public final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  /** For a publication that is under way when its run has failed. */
  private static final Duration LONGEST_COMMIT = Duration.ofMinutes(1);

  private final Warehouse warehouse;
  private final Ledger ledger;

  /** Leftovers of a warehouse. */
  public Leftovers(Warehouse warehouse) {
    this.warehouse = warehouse;
    this.ledger = new Ledger(warehouse);
  }

  /** Removes something, and may fail. */
  private interface Removal {
    void run() throws IOException, SQLException;
  }

  private static void tryTo(String dataset, String what, Removal removal) {
    try {
      removal.run();
    } catch (IOException | UncheckedIOException | SQLException e) {
      LOG.warn("{}: left behind: {}: {}", dataset, what, Reason.of(e));
    }
  }

  /**
   * After a publication: its parts, and what its run archived of files that it did not publish,
   * unless another try of the run is about to publish them. The warehouse is only asked where there
   * is more in the archive than what is known to be published.
   *
   * @param published {@code <file_id>-<stage_id>} of what is
   */
  void removeOfPublication(
      Session session,
      StagingArea area,
      Run run,
      String dataset,
      Collection<String> parts,
      Set<String> published) {
    tryTo(
        dataset,
        "staged files",
        () -> {
          Storage.delete(parts);
          if (new ArchivedParts(area.archiveUri()).haveOther(published)
              && !Heartbeat.isTriedElsewhere(warehouse, session.connection(), run)) {
            new ArchivedParts(area.archiveUri())
                .removeOther(ledger.archived(session.connection(), run.id(), dataset));
          }
        });
  }

  /**
   * What was uploaded for an attempt, once it was copied: of a publisher that dies later nobody
   * would know it.
   */
  void removeUploads(Connection connection, String dataset, List<String> load) {
    if (warehouse.traits().keepsStagingTables()) {
      tryTo(dataset, "uploads", () -> warehouse.files().removeUploads(connection, load));
    }
  }

  /** After a publication: the tables of its attempts. */
  void dropTables(Session session, String dataset, List<String> tables) {
    if (warehouse.traits().keepsStagingTables()) {
      for (String table : tables) {
        tryTo(dataset, table, () -> drop(session.connection(), table));
      }
    }
  }

  /** Drops such a table. */
  public static void dropTable(Connection connection, String table) throws SQLException {
    drop(connection, table);
  }

  private static void drop(Connection connection, String table) throws SQLException {
    Sql.of("DROP TABLE IF EXISTS {table}").with("table", table).execute(connection);
  }

  /**
   * After a batch of a stream: its manifest and parts, and the archive of what is not in.
   *
   * @param known {@code <file_id>-<stage_id>} of what is in; of others the warehouse is asked
   */
  void removeOfBatch(
      Connection connection,
      String dataset,
      List<StagedFile> files,
      String manifestUri,
      Set<String> known) {
    tryTo(
        dataset,
        "staged files",
        () -> {
          List<String> unknown =
              files.stream()
                  .filter(file -> !known.contains(file.file().fileId() + "-" + file.stageId()))
                  .map(StagedFile::stageId)
                  .toList();
          Set<String> published = new HashSet<>(ledger.published(connection, dataset, unknown));
          files.stream()
              .map(StagedFile::stageId)
              .filter(stageId -> !unknown.contains(stageId))
              .forEach(published::add);
          List<String> superfluous = new ArrayList<>(List.of(manifestUri));
          for (StagedFile file : files) {
            superfluous.addAll(file.csvParts());
            Stream.ofNullable(file.rejectPart()).forEach(superfluous::add);
            if (!published.contains(file.stageId())) {
              superfluous.addAll(file.ndjsonParts());
              superfluous.addAll(ArchivedParts.ofRejects(file));
            }
          }
          Storage.delete(superfluous.stream().distinct().toList());
        });
  }

  /**
   * After the last step of a graph: what earlier tries of the graph have left; nothing while
   * another try of the run may need it.
   */
  public void removeOfGraph(StagingArea area, Run run, String dataset) {
    tryTo(
        dataset,
        "staged files",
        () -> {
          try (Connection connection = warehouse.sessions().connectAnew()) {
            if (!Heartbeat.isTriedElsewhere(warehouse, connection, run)) {
              Storage.deleteFolder(area.partsUri());
              new ArchivedParts(area.archiveUri())
                  .removeOther(ledger.archived(connection, run.id(), dataset));
            }
          }
        });
  }

  /**
   * After a run: its staged files; those of another try of it that is alive are among them, and
   * stay then until a later run removes them.
   *
   * @param anew a session that was opened after the run had ended
   */
  public void removeOfRun(Connection anew, Run run, String folderUri) {
    tryTo(
        "run " + run.id(),
        "staged files",
        () -> {
          if (!Heartbeat.isTriedElsewhere(warehouse, anew, run)) {
            Storage.deleteFolder(folderUri);
          }
        });
  }

  /**
   * After a run that could not go on: also its archive of what it did not publish. Where something
   * may still be published, or the warehouse cannot be asked, all of it stays: a later run finds it
   * by the staged files.
   *
   * @param archiveUris the run's folders of the archive, by dataset
   * @param staysHere whether nothing of it can be published by another process
   */
  public void removeOfFailedRun(
      Run run, Map<String, String> archiveUris, String folderUri, boolean staysHere) {
    tryTo(
        "run " + run.id(),
        "staged files and their archive",
        () -> {
          // A cluster that was waited for may have the graph, or another process the run.
          boolean isAlone =
              warehouse.traits().isExclusive() || (staysHere && !isTriedElsewhere(run));
          if (isAlone && endPublications(run)) {
            try (Connection connection = warehouse.sessions().connectAnew()) {
              for (Map.Entry<String, String> archive : archiveUris.entrySet()) {
                new ArchivedParts(archive.getValue())
                    .removeOther(ledger.archived(connection, run.id(), archive.getKey()));
              }
            }
            Storage.deleteFolder(folderUri);
          }
        });
  }

  /**
   * Lets no more of a run be published by this process, and waits for what is; whether it is over.
   */
  public static boolean endPublications(Run run) {
    try {
      return UnderWay.endAll(run, LONGEST_COMMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean isTriedElsewhere(Run run) throws SQLException {
    if (warehouse.traits().isExclusive()) {
      return false;
    }
    try (Connection connection = warehouse.sessions().connectAnew()) {
      return Heartbeat.isTriedElsewhere(warehouse, connection, run);
    }
  }

  /**
   * What a run that died, perhaps an earlier try of one to come, has left beside what it published;
   * nothing if the audit does not know it, for then it may be another database's.
   *
   * @param archiveUri the run's folder of the archive, by dataset
   * @param stagingUri the run's folder of staged files
   */
  public void removeOfDeadRun(
      Connection connection, String runId, UnaryOperator<String> archiveUri, String stagingUri)
      throws IOException, SQLException {
    List<Audit.RunRow> rows = new Audit(warehouse).run(connection, runId);
    for (Audit.RunRow row : rows) {
      new ArchivedParts(archiveUri.apply(row.dataset()))
          .removeOther(ledger.archived(connection, runId, row.dataset()));
    }
    if (!rows.isEmpty()) {
      removeStaged(stagingUri);
      warehouse.files().removeUploads(connection, List.of(runId));
    }
  }

  /**
   * What a stream whose state died with its process has left beside what it published.
   *
   * @param archiveUris the stream's folder of the archive, by dataset
   * @param stagingUri the stream's folder of staged files
   */
  public void removeOfStream(
      Connection connection, String streamId, Map<String, String> archiveUris, String stagingUri)
      throws IOException, SQLException {
    for (Map.Entry<String, String> archive : archiveUris.entrySet()) {
      new ArchivedParts(archive.getValue())
          .removeOther(ledger.archivedByStream(connection, streamId, archive.getKey()));
    }
    removeStaged(stagingUri);
  }

  /** A run's staged files. */
  public static void removeStaged(String folderUri) {
    try {
      Storage.deleteFolder(folderUri);
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("staged files were left behind in {}: {}", folderUri, Reason.of(e));
    }
  }

  /**
   * Staging tables that can only be a dead attempt's, for they are older than any lasts. One that
   * this role may not drop stays for whoever owns it.
   */
  public void dropTablesOfDeadAttempts(Connection connection) throws SQLException {
    for (String table : tablesOfDeadAttempts(connection)) {
      dropOfDeadAttempt(connection, table);
    }
  }

  /** These tables, as statements name them. */
  public List<String> tablesOfDeadAttempts(Connection connection) throws SQLException {
    Sql query = warehouse.dialect().oldStagingTables(StagingNames.PREFIX).orElse(null);
    return query == null
        ? List.of()
        : query.texts(connection).stream()
            .filter(StagingNames::isOfAnAttempt)
            .map(warehouse.dialect()::stagingTable)
            .toList();
  }

  private void dropOfDeadAttempt(Connection connection, String table) throws SQLException {
    try {
      drop(connection, table);
    } catch (SQLException e) {
      if (!warehouse.dialect().isNotAllowed(e)) {
        throw e;
      }
      LOG.warn(
          "{} of a dead attempt stays, for this role may not drop it: {}", table, Reason.of(e));
    }
  }
}
