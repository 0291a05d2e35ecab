package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Catalog;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Row;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.ControlTables;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.files.SourceFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a dataset's ledger and its target still belong together. People drop tables, rename them,
 * name others in the configuration, and delete rows of the ledger: then the ledger's word on what
 * is loaded is not true any more, and somebody has to decide what is.
 */
public final class TargetHistory {
  private static final int IDS_PER_QUERY = 1000;

  private final Warehouse warehouse;
  private final Dataset dataset;
  private final ControlTables tables;
  private final String target;

  /** What a dataset and its target have gone through. */
  public TargetHistory(Warehouse warehouse, Dataset dataset) {
    this.warehouse = warehouse;
    this.dataset = dataset;
    this.tables = new ControlTables(warehouse);
    this.target = DatasetTables.locks(warehouse, dataset).target();
  }

  /**
   * Requires that the targets of datasets are those that their ledgers tell of. The control tables
   * have to be there.
   *
   * @throws UnfitTargetException if one is not; says what to do
   */
  public static void require(Connection connection, Warehouse warehouse, List<Dataset> datasets)
      throws SQLException {
    List<String> problems = new ArrayList<>();
    for (Dataset dataset : datasets) {
      new TargetHistory(warehouse, dataset)
          .problem(connection)
          .ifPresent(problem -> problems.add("datasets." + dataset.name() + ".table: " + problem));
    }
    if (!problems.isEmpty()) {
      throw new UnfitTargetException(problems);
    }
  }

  /** What the ledger has of a dataset's rows. */
  private record Published(long files, @Nullable String target) {
    private static Published of(Row row) throws SQLException {
      return new Published(row.number("FILES"), row.textOrNull("TARGET"));
    }
  }

  private Optional<String> problem(Connection connection) throws SQLException {
    Published published = published(connection);
    if (published.files() == 0) {
      return Optional.empty();
    }
    String rows = "the rows of " + published.files() + " files that the ledger has as loaded";
    String there = published.target() == null ? target : published.target();
    if (!there.equals(target) && !hasRowsOfTheLedger(connection)) {
      return Optional.of(
          "expected "
              + there
              + ", which has "
              + rows
              + ", but found "
              + target
              + " without any of them; name the table that has them, or load the files that are"
              + " still there into the new one, with --force");
    }
    if (isThere(connection)) {
      return Optional.empty();
    }
    return Optional.of(
        "expected "
            + target
            + " with "
            + rows
            + " but found no such table: it was dropped or renamed; give it its name back, or load"
            + " the files that are still there into a new one, with --force");
  }

  private boolean isThere(Connection connection) throws SQLException {
    String table = Identifiers.canonical(dataset.table());
    return !new Catalog(warehouse)
        .present(connection, warehouse.targetSchema(), List.of(table))
        .isEmpty();
  }

  /** Whether the table was only given another name. */
  private boolean hasRowsOfTheLedger(Connection connection) throws SQLException {
    return isThere(connection)
        && Sql.of(
                    """
                    SELECT COUNT(*)
                    FROM {target}
                    WHERE _FILE_ID IN (
                      SELECT FILE_ID
                      FROM {ledger}
                      WHERE DATASET = :dataset AND STATUS = 'PUBLISHED')
                    """)
                .with("target", new TargetTable(warehouse, dataset).name())
                .with("ledger", tables.ledger())
                .bind("dataset", dataset.name())
                .number(connection)
            > 0;
  }

  private Published published(Connection connection) throws SQLException {
    return Sql.of(
            """
            SELECT
              (SELECT COUNT(*)
               FROM {ledger}
               WHERE DATASET = :dataset AND STATUS = 'PUBLISHED' AND INGESTED_RECORD_COUNT > 0)
                AS FILES,
              (SELECT MAX(TARGET)
               FROM {events}
               WHERE DATASET = :dataset AND EPOCH = (
                 SELECT MAX(EPOCH)
                 FROM {events}
                 WHERE DATASET = :dataset AND STATUS = 'PUBLISHED')) AS TARGET
            """)
        .with("ledger", tables.ledger())
        .with("events", tables.fileEvents())
        .bind("dataset", dataset.name())
        .queryOne(connection, Published::of);
  }

  /**
   * Why versions that the ledger has never heard of must not be loaded: the target has rows of
   * them. Under {@code merge}, loading them again changes nothing.
   *
   * @param unknown the versions
   */
  public Optional<String> whyNotLoaded(Connection connection, List<SourceFile> unknown)
      throws SQLException {
    if (dataset.publish() == PublishMode.MERGE || unknown.isEmpty() || !isAsked(connection)) {
      return Optional.empty();
    }
    Set<String> present = present(connection, unknown);
    return unknown.stream()
        .filter(file -> present.contains(file.fileId()))
        .findFirst()
        .map(
            file ->
                "expected no rows of files that the ledger does not know but found in "
                    + target
                    + " those of "
                    + present.size()
                    + ", such as "
                    + file.uri()
                    + ": rows of the ledger were deleted. Bring these back, or delete the files'"
                    + " rows (WHERE _FILE_ID = '"
                    + file.fileId()
                    + "') and run again; loading them now would double them");
  }

  /**
   * Where a question is paid for, it is asked only while the ledger has nothing of the dataset:
   * that its last events were deleted is noticed by the locks.
   */
  private boolean isAsked(Connection connection) throws SQLException {
    if (!isThere(connection)) {
      return false;
    }
    return warehouse.traits().isExclusive()
        || Sql.of("SELECT COUNT(*) FROM {events} WHERE DATASET = :dataset")
                .with("events", tables.fileEvents())
                .bind("dataset", dataset.name())
                .number(connection)
            == 0;
  }

  private Set<String> present(Connection connection, List<SourceFile> files) throws SQLException {
    String name = new TargetTable(warehouse, dataset).name();
    Set<String> present = new HashSet<>();
    for (int from = 0; from < files.size(); from += IDS_PER_QUERY) {
      List<String> ids =
          files.subList(from, Math.min(from + IDS_PER_QUERY, files.size())).stream()
              .map(SourceFile::fileId)
              .toList();
      present.addAll(
          Sql.of("SELECT DISTINCT _FILE_ID FROM {target} WHERE _FILE_ID IN (:ids)")
              .with("target", name)
              .bindAll("ids", ids)
              .texts(connection));
    }
    return present;
  }
}
