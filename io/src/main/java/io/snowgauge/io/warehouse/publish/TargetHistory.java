package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.files.FileListing;
import io.snowgauge.io.warehouse.Catalog;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.TimestampText;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.ControlTables;
import io.snowgauge.io.warehouse.control.Ledger;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.text.Amount;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

  /**
   * Why they do not belong together, if they do not, and what to do. The ledger, whose history is
   * long, is only asked where the target is not what it was.
   */
  Optional<String> problem(Connection connection) throws SQLException {
    String last = lastTarget(connection);
    boolean isSame = last.equals(target);
    if (isSame && isThere(connection)) {
      return Optional.empty();
    }
    long files = filesLoaded(connection);
    if (files == 0 || (!isSame && hasRowsOfTheLedger(connection))) {
      return Optional.empty();
    }
    String rows = "the rows of " + Amount.of(files, "file") + " that the ledger has as loaded";
    return Optional.of(
        isSame
            ? "expected "
                + target
                + " with "
                + rows
                + " but found no such table: it was dropped or renamed; give it its name back, or"
                + " load the files that are still there into a new one, with --force"
            : "expected "
                + last
                + ", which has "
                + rows
                + ", but found "
                + target
                + " without any of them; name the table that has them, or load the files that are"
                + " still there into the new one, with --force");
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

  private long filesLoaded(Connection connection) throws SQLException {
    return Sql.of(
            """
            SELECT COUNT(*)
            FROM {ledger}
            WHERE DATASET = :dataset AND STATUS = 'PUBLISHED' AND INGESTED_RECORD_COUNT > 0
            """)
        .with("ledger", tables.ledger())
        .bind("dataset", dataset.name())
        .number(connection);
  }

  /** What the dataset was last loaded into; this target if that is not known. */
  private String lastTarget(Connection connection) throws SQLException {
    return Sql.of(
            """
            SELECT DISTINCT TARGET
            FROM {events}
            WHERE DATASET = :dataset AND TARGET IS NOT NULL AND EPOCH = (
              SELECT MAX(EPOCH)
              FROM {events}
              WHERE DATASET = :dataset AND STATUS = 'PUBLISHED')
            """)
        .with("events", tables.fileEvents())
        .bind("dataset", dataset.name())
        .texts(connection)
        .stream()
        .findFirst()
        .orElse(target);
  }

  /**
   * Why versions that the ledger has never heard of must not be loaded: the target has rows of
   * them. Under {@code merge}, loading them again changes nothing.
   *
   * @param unknown the versions
   */
  public Optional<String> whyNotLoaded(Connection connection, List<SourceFile> unknown)
      throws SQLException {
    if (dataset.publish() == PublishMode.MERGE || unknown.isEmpty() || !isThere(connection)) {
      return Optional.empty();
    }
    List<SourceFile> suspects = suspects(connection, unknown);
    Set<String> present = present(connection, suspects);
    List<SourceFile> forgotten =
        stillUnknown(suspects.stream().filter(file -> present.contains(file.fileId())).toList());
    return forgotten.stream()
        .findFirst()
        .map(
            file ->
                "expected no rows of files that the ledger does not know but found in "
                    + target
                    + " those of "
                    + forgotten.size()
                    + ", such as "
                    + file.uri()
                    + ": rows of the ledger were deleted. Bring these back, or delete the files'"
                    + " rows (WHERE _FILE_ID = '"
                    + file.fileId()
                    + "') and run again; loading them now would double them");
  }

  /**
   * The same before a stream publishes for the first time, of all that is there and of what it has
   * staged: batches show only a part of it, and once the ledger has one of them, nobody asks. Where
   * a question is paid for and the ledger is not empty, only of what it has staged: the stream asks
   * of what it lists as it finds it.
   *
   * @throws IOException if the files cannot be listed
   */
  Optional<String> whyNotStreamed(Connection connection, List<SourceFile> staged)
      throws IOException, SQLException {
    if (dataset.publish() == PublishMode.MERGE || !isThere(connection)) {
      return Optional.empty();
    }
    List<SourceFile> files = new ArrayList<>(staged);
    if (warehouse.traits().isExclusive() || lastEvent(connection).isEmpty()) {
      files.addAll(FileListing.of(dataset, Instant.now()));
    }
    Set<String> known = new Ledger(warehouse).lookUp(connection, dataset.name(), files).keySet();
    return whyNotLoaded(
        connection, files.stream().filter(file -> !known.contains(file.fileId())).toList());
  }

  /**
   * Of versions that the ledger does not know those that may have been loaded. Where a question is
   * paid for, it is not asked of files that came after the dataset's last event, which most do:
   * that its last events were deleted is noticed by the locks.
   */
  private List<SourceFile> suspects(Connection connection, List<SourceFile> unknown)
      throws SQLException {
    Optional<Instant> last =
        warehouse.traits().isExclusive() ? Optional.empty() : lastEvent(connection);
    return unknown.stream()
        .filter(file -> last.isEmpty() || !file.lastModified().isAfter(last.get()))
        .toList();
  }

  private Optional<Instant> lastEvent(Connection connection) throws SQLException {
    return Optional.ofNullable(
            Sql.of(
                    """
                    SELECT CAST(MAX(LOADED_AT) AS VARCHAR)
                    FROM {events}
                    WHERE DATASET = :dataset
                    """)
                .with("events", tables.fileEvents())
                .bind("dataset", dataset.name())
                .textOrNull(connection))
        .map(TimestampText::toInstant);
  }

  /** Without those that another process has loaded since the ledger was asked. */
  private List<SourceFile> stillUnknown(List<SourceFile> files) throws SQLException {
    if (files.isEmpty()) {
      return files;
    }
    try (Connection connection = warehouse.sessions().connectAnew()) {
      Set<String> known = new Ledger(warehouse).lookUp(connection, dataset.name(), files).keySet();
      return files.stream().filter(file -> !known.contains(file.fileId())).toList();
    }
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
