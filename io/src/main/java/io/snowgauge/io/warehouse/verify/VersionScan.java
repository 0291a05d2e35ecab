package io.snowgauge.io.warehouse.verify;

import io.snowgauge.io.warehouse.Dialect;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Row;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.TimestampText;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.ControlTables;
import io.snowgauge.io.warehouse.publish.DatasetTables;
import io.snowgauge.io.warehouse.publish.TargetTable;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.digest.DigestColumn;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statement that reads the ledger's versions and the table's rows together: one of them sees
 * both as they are at one moment, so a load that is committed meanwhile is either in both or in
 * none.
 */
final class VersionScan {
  /** Rows are loaded at most so long before the ledger says that they were. */
  private static final Duration LONGEST_PUBLICATION = Duration.ofDays(1);

  private final Warehouse warehouse;
  private final Dataset dataset;
  private final TargetShape shape;
  private final Selection selection;
  private final ControlTables tables;
  private final String timestamp;

  VersionScan(Warehouse warehouse, Dataset dataset, TargetShape shape, Selection selection) {
    this.warehouse = warehouse;
    this.dataset = dataset;
    this.shape = shape;
    this.selection = selection;
    this.tables = new ControlTables(warehouse);
    this.timestamp = warehouse.dialect().typeName(ColumnType.TIMESTAMP);
  }

  /** Does something with a version. */
  interface Visitor<E extends Exception> {
    void visit(VersionState state) throws SQLException, E;
  }

  private Sql selected() {
    return selection.condition(dataset.name(), tables.fileEvents(), timestamp);
  }

  /** Gives each version, in the order of URIs; keeps none. */
  <E extends Exception> void each(Connection connection, Visitor<E> visitor)
      throws SQLException, E {
    statement(connection).each(connection, row -> visitor.visit(state(row)));
  }

  /** Gives each version of the ledger alone, in the order of URIs; keeps none. */
  <E extends Exception> void eachRecorded(Connection connection, Visitor<E> visitor)
      throws SQLException, E {
    Sql.of(
            """
            SELECT
              f.FILE_ID AS FILE_ID, f.RUN_ID AS RUN_ID, f.URI AS URI, f.ETAG AS ETAG,
              f.SIZE_BYTES AS SIZE_BYTES, CAST(f.LAST_MODIFIED AS VARCHAR) AS LAST_MODIFIED,
              f.STAGE_ID AS STAGE_ID, f.ACCEPTED_RECORD_COUNT AS ACCEPTED_RECORD_COUNT,
              f.DIGEST AS DIGEST
            FROM {ledger} f
            WHERE {selected}
            ORDER BY f.URI, f.FILE_ID, f.RUN_ID
            """)
        .with("ledger", tables.ledger())
        .with("selected", selected())
        .each(
            connection,
            row ->
                visitor.visit(
                    new VersionState(
                        row.text("FILE_ID"), row.text("RUN_ID"), recorded(row), null, null)));
  }

  private Sql statement(Connection connection) throws SQLException {
    return Sql.of(
            """
            SELECT
              COALESCE(l.FILE_ID, t.FILE_ID) AS FILE_ID,
              COALESCE(l.RUN_ID, t.RUN_ID) AS RUN_ID,
              l.URI AS URI, l.ETAG AS ETAG, l.SIZE_BYTES AS SIZE_BYTES,
              CAST(l.LAST_MODIFIED AS VARCHAR) AS LAST_MODIFIED, l.STAGE_ID AS STAGE_ID,
              l.ACCEPTED_RECORD_COUNT AS ACCEPTED_RECORD_COUNT, l.DIGEST AS DIGEST,
              o.STATUS AS STATUS,
              t.FOUND_ROWS AS FOUND_ROWS, t.FOUND_DIGEST AS FOUND_DIGEST,
              t.PLAIN_DIGEST AS PLAIN_DIGEST,
              t.LOWEST AS LOWEST, t.HIGHEST AS HIGHEST, t.IS_NUMBERED AS IS_NUMBERED{extremes}
            FROM (
              SELECT
                f.FILE_ID, f.RUN_ID, f.URI, f.ETAG, f.SIZE_BYTES, f.LAST_MODIFIED, f.STAGE_ID,
                f.ACCEPTED_RECORD_COUNT, f.DIGEST
              FROM {ledger} f
              WHERE {selected}) l
            FULL OUTER JOIN ({found}) t ON t.FILE_ID = l.FILE_ID AND t.RUN_ID = l.RUN_ID
            LEFT JOIN ({others}) o ON o.FILE_ID = t.FILE_ID AND o.RUN_ID = t.RUN_ID
            WHERE l.FILE_ID IS NOT NULL OR o.STATUS IS NULL OR o.STATUS <> 'PUBLISHED'
            ORDER BY URI, FILE_ID, RUN_ID
            """)
        .withMore("extremes", extremes().stream().map(name -> "t." + name + " AS " + name).toList())
        .with("ledger", tables.ledger())
        .with("selected", selected())
        .with("found", found(connection))
        .with("others", others());
  }

  /**
   * What else the ledger says of versions: whether rows that are not of this dataset's published
   * ones are of another dataset's with the same table.
   */
  private Sql others() {
    return Sql.of(
            """
            SELECT
              FILE_ID,
              RUN_ID,
              COALESCE(
                MAX(CASE WHEN STATUS = 'PUBLISHED' THEN STATUS END),
                MAX(CASE WHEN DATASET = :dataset THEN STATUS END)) AS STATUS
            FROM {ledger}
            WHERE DATASET = :dataset
              OR FILE_ID IN (
                SELECT FILE_ID
                FROM {events}
                WHERE DATASET <> :dataset AND (TARGET = :target OR TARGET IS NULL))
            GROUP BY FILE_ID, RUN_ID
            """)
        .with("ledger", tables.ledger())
        .with("events", tables.fileEvents())
        .bind("dataset", dataset.name())
        .bind("target", DatasetTables.locks(warehouse, dataset).target());
  }

  private Sql found(Connection connection) throws SQLException {
    Dialect dialect = warehouse.dialect();
    List<Sql> aggregates = new ArrayList<>();
    for (int i = 0; i < columns().size(); i++) {
      String column = columns().get(i);
      aggregates.add(
          named(Sql.of("CAST(MIN({column}) AS VARCHAR) AS {name}"), column, "LOWEST_" + i));
      aggregates.add(
          named(Sql.of("CAST(MAX({column}) AS VARCHAR) AS {name}"), column, "HIGHEST_" + i));
      aggregates.add(named(Sql.of("COUNT({column}) AS {name}"), column, "COUNT_" + i));
    }
    return Sql.of(
            """
            SELECT
              FILE_ID,
              RUN_ID,
              COUNT(*) AS FOUND_ROWS,
              {digest} AS FOUND_DIGEST,
              {plainDigest} AS PLAIN_DIGEST,
              MIN(RECORD) AS LOWEST,
              MAX(RECORD) AS HIGHEST,
              CASE
                WHEN MIN(RECORD) = 1 AND MAX(RECORD) = COUNT(*)
                  AND 2 * SUM(RECORD) = COUNT(*) * (COUNT(*) + 1) THEN 1
                ELSE 0
              END AS IS_NUMBERED{aggregates}
            FROM (
              SELECT
                _FILE_ID AS FILE_ID, COALESCE(_VERSION_RUN, _RUN_ID) AS RUN_ID, _RECORD AS RECORD,
                {canonical} AS CANONICAL{plain}{columns}
              FROM {target}
              LEFT JOIN ({replays}) p ON _REPLAYED_FILE = _FILE_ID AND _REPLAY_RUN = _RUN_ID
              {where}) r
            GROUP BY FILE_ID, RUN_ID
            """)
        .with("digest", dialect.digest("CANONICAL"))
        .with(
            "plainDigest",
            shape.hasJsonOfItsOwn() ? dialect.digest("PLAIN") : Sql.of("CAST(NULL AS VARCHAR)"))
        .withMore("aggregates", aggregates)
        .with("canonical", canonical(shape.compared()))
        .withMore(
            "plain",
            shape.hasJsonOfItsOwn()
                ? List.of(Sql.of("{plain} AS PLAIN").with("plain", canonical(shape.plain())))
                : List.of())
        .withMore("columns", columns())
        .with("target", new TargetTable(warehouse, dataset).name())
        .with("replays", replays())
        .with("where", where(connection));
  }

  /** Which runs have brought back lines of which versions, also of other datasets. */
  private Sql replays() {
    return Sql.of(
            """
            SELECT DISTINCT
              v.FILE_ID AS _REPLAYED_FILE, n.RUN_ID AS _REPLAY_RUN, v.RUN_ID AS _VERSION_RUN
            FROM {ledger} n
            JOIN {ledger} v ON v.DATASET = n.DATASET AND v.STAGE_ID = n.REPLAYS_STAGE_ID
            WHERE n.STATUS = 'REPLAYED'
            """)
        .with("ledger", tables.ledger());
  }

  private static Sql named(Sql aggregate, String column, String name) {
    return aggregate.with("column", column).with("name", name);
  }

  private Sql canonical(List<Column> columns) {
    return warehouse.dialect().canonical(DigestColumn.of(columns));
  }

  /** Those that are the same in all rows of a version, as the table names them. */
  private List<String> columns() {
    List<String> columns = new ArrayList<>();
    if (shape.isDated()) {
      columns.add("_FILE_MODIFIED_AT");
    }
    shape.fixed().forEach(column -> columns.add(Identifiers.quote(column.name())));
    return columns;
  }

  private List<String> extremes() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < columns().size(); i++) {
      names.addAll(List.of("LOWEST_" + i, "HIGHEST_" + i, "COUNT_" + i));
    }
    return names;
  }

  private Sql where(Connection connection) throws SQLException {
    if (selection.isAll()) {
      return Sql.of("");
    }
    Sql ofVersions =
        Sql.of("WHERE _FILE_ID IN (SELECT f.FILE_ID FROM {ledger} f WHERE {selected}){loaded}")
            .with("ledger", tables.ledger())
            .with("selected", selected());
    String first = shape.isDated() ? firstLoad(connection) : null;
    return first == null
        ? ofVersions.with("loaded", "")
        : ofVersions.with(
            "loaded",
            Sql.of(" AND _LOADED_AT >= CAST(:first AS {timestamp})")
                .with("timestamp", timestamp)
                .bind("first", TimestampText.toInstant(first).minus(LONGEST_PUBLICATION)));
  }

  /** When the first of the versions was loaded: a warehouse passes over what is older. */
  private @Nullable String firstLoad(Connection connection) throws SQLException {
    return Sql.of("SELECT CAST(MIN(f.LOADED_AT) AS VARCHAR) FROM {ledger} f WHERE {selected}")
        .with("ledger", tables.ledger())
        .with("selected", selected())
        .textOrNull(connection);
  }

  private VersionState state(Row row) throws SQLException {
    boolean isRecorded = row.textOrNull("URI") != null;
    boolean isFound = row.number("FOUND_ROWS") > 0;
    return new VersionState(
        row.textOrNull("FILE_ID"),
        row.textOrNull("RUN_ID"),
        isRecorded ? recorded(row) : null,
        isFound ? foundIn(row) : null,
        row.textOrNull("STATUS"));
  }

  static VersionState.Recorded recorded(Row row) throws SQLException {
    return new VersionState.Recorded(
        row.text("URI"),
        row.textOrNull("ETAG"),
        row.number("SIZE_BYTES"),
        TimestampText.toInstant(row.text("LAST_MODIFIED")),
        row.textOrNull("STAGE_ID"),
        row.number("ACCEPTED_RECORD_COUNT"),
        row.textOrNull("DIGEST"));
  }

  private VersionState.Found foundIn(Row row) throws SQLException {
    List<VersionState.Extremes> extremes = new ArrayList<>();
    for (int i = 0; i < columns().size(); i++) {
      extremes.add(
          new VersionState.Extremes(
              row.textOrNull("LOWEST_" + i),
              row.textOrNull("HIGHEST_" + i),
              row.number("COUNT_" + i)));
    }
    String digest = row.text("FOUND_DIGEST");
    return new VersionState.Found(
        row.number("FOUND_ROWS"),
        digest,
        shape.hasJsonOfItsOwn() ? row.text("PLAIN_DIGEST") : digest,
        new VersionState.Numbers(
            row.number("LOWEST"), row.number("HIGHEST"), row.number("IS_NUMBERED") == 1),
        shape.isDated() ? extremes.get(0) : null,
        shape.isDated() ? extremes.subList(1, extremes.size()) : extremes);
  }
}
