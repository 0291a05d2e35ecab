package io.snowgauge.io.warehouse.verify;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.publish.TargetTable;
import io.snowgauge.io.warehouse.verify.Discrepancy.Difference;
import io.snowgauge.io.warehouse.verify.Discrepancy.Kind;
import io.snowgauge.transforms.archive.ArchivedVersion;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.digest.DigestColumn;
import io.snowgauge.transforms.digest.FileDigest;
import io.snowgauge.transforms.digest.RecordHash;
import io.snowgauge.transforms.digest.RecordTexts;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.record.Row;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which records of a version differ between archive and table. First digests of ranges of records
 * are compared, then hashes of the records in some ranges that differ, then the values of a few: so
 * neither is a table of any size handed over nor a file of any size sorted.
 */
final class RecordDifferences {
  /** As many records are shown. */
  static final int SHOWN = 20;

  /** Records in a range. */
  private static final String RANGE = "10000";

  private static final long RANGE_RECORDS = Long.parseLong(RANGE);

  /** As many ranges are looked into. */
  private static final int RANGES = 20;

  /**
   * What differs.
   *
   * @param missing how many records are not in the table, of those looked at
   * @param added how many rows are not in the archive
   * @param changed how many have other values
   * @param isAll whether all ranges that differ were looked into
   * @param shown the first records
   */
  record Differing(long missing, long added, long changed, boolean isAll, List<Difference> shown) {
    boolean isNone() {
      return missing + added + changed == 0;
    }

    /** In words. */
    String text() {
      List<String> parts = new ArrayList<>();
      add(parts, missing, "missing");
      add(parts, added, "added");
      add(parts, changed, "changed");
      return (isAll ? "" : "at least ") + String.join(", ", parts);
    }

    private static void add(List<String> parts, long count, String what) {
      if (count > 0) {
        parts.add("%,d %s".formatted(count, what));
      }
    }
  }

  /** A range's digest. */
  private record Range(long rows, String digest) {}

  private final Warehouse warehouse;
  private final List<Column> archived;
  private final List<Column> compared;
  private final boolean sortsJson;
  private final String target;

  /**
   * The differences of a dataset's versions.
   *
   * @param compared the columns in which records are compared
   * @param sortsJson whether keys of JSON were put in order when they were loaded
   */
  RecordDifferences(
      Warehouse warehouse, Dataset dataset, List<Column> compared, boolean sortsJson) {
    this.sortsJson = sortsJson;
    this.warehouse = warehouse;
    this.archived = ArchivedVersion.columns(dataset);
    this.compared = compared;
    this.target = new TargetTable(warehouse, dataset).name();
  }

  /**
   * Compares a version with its archive, which is read twice; nothing if there is none.
   *
   * @param runs that loaded rows of it
   */
  Optional<Differing> of(
      Connection connection, String fileId, List<String> runs, ArchivedVersion archive)
      throws SQLException, IOException {
    Sql version =
        Sql.of("_FILE_ID = :file AND _RUN_ID IN (:runs)")
            .bind("file", fileId)
            .bindAll("runs", runs);
    SortedSet<Long> differing = new TreeSet<>();
    if (!isRead(ranges(connection, version), archive, differing)) {
      return Optional.empty();
    }
    Set<Long> looked = new HashSet<>(differing.stream().limit(RANGES).toList());
    SortedMap<Long, List<String>> rows = rows(connection, version, looked);
    Comparison comparison = new Comparison(rows, looked);
    archive.read(comparison);
    comparison.addRest();
    return Optional.of(
        new Differing(
            comparison.missing,
            comparison.added,
            comparison.changed,
            differing.size() <= RANGES,
            shown(connection, version, comparison)));
  }

  /** Rows that have no number, or one that no record can have, are in a range of their own. */
  private Sql range() {
    return Sql.of("CAST(COALESCE(FLOOR((_RECORD - 1) / {range}), -1) AS {integer})")
        .with("range", RANGE)
        .with("integer", warehouse.dialect().typeName(ColumnType.INTEGER));
  }

  private Sql canonical() {
    return warehouse.dialect().canonical(DigestColumn.of(compared));
  }

  private Map<Long, Range> ranges(Connection connection, Sql version) throws SQLException {
    Map<Long, Range> ranges = new HashMap<>();
    Sql.of(
            """
            SELECT NUMBER_RANGE, COUNT(*) AS RANGE_ROWS, {digest} AS RANGE_DIGEST
            FROM (
              SELECT {range} AS NUMBER_RANGE, {canonical} AS CANONICAL
              FROM {target}
              WHERE {version}) r
            GROUP BY NUMBER_RANGE
            """)
        .with("digest", warehouse.dialect().digest("CANONICAL"))
        .with("range", range())
        .with("canonical", canonical())
        .with("target", target)
        .with("version", version)
        .each(
            connection,
            row -> {
              Range range = new Range(row.number("RANGE_ROWS"), row.text("RANGE_DIGEST"));
              ranges.put(row.number("NUMBER_RANGE"), range);
            });
    return ranges;
  }

  /** Adds the ranges that differ; false if there is no archive. */
  private boolean isRead(Map<Long, Range> found, ArchivedVersion archive, SortedSet<Long> differing)
      throws IOException {
    FileDigest digest = new FileDigest(new RecordHash(archived, compared, sortsJson));
    long[] last = new long[1];
    int parts =
        archive
            .read(
                (number, row) -> {
                  digest.add(row);
                  last[0] = number;
                  if (number % RANGE_RECORDS == 0) {
                    endRange(number, digest, found, differing);
                  }
                })
            .parts();
    if (last[0] % RANGE_RECORDS != 0) {
      endRange(last[0], digest, found, differing);
    }
    differing.addAll(found.keySet());
    return parts > 0;
  }

  private static void endRange(
      long number, FileDigest digest, Map<Long, Range> found, SortedSet<Long> differing) {
    long range = (number - 1) / RANGE_RECORDS;
    Range there = found.remove(range);
    long records = number - range * RANGE_RECORDS;
    if (there == null || there.rows() != records || !there.digest().equals(digest.value())) {
      differing.add(range);
    }
    digest.clear();
  }

  /** The hashes of rows by their numbers; 0 for none. */
  private SortedMap<Long, List<String>> rows(Connection connection, Sql version, Set<Long> ranges)
      throws SQLException {
    SortedMap<Long, List<String>> rows = new TreeMap<>();
    if (ranges.isEmpty()) {
      return rows;
    }
    Sql.of(
            """
            SELECT RECORD, {hash} AS ROW_HASH
            FROM (
              SELECT _RECORD AS RECORD, {canonical} AS CANONICAL
              FROM {target}
              WHERE {version} AND {range} IN (:ranges)) r
            """)
        .with("hash", warehouse.dialect().hash("CANONICAL"))
        .with("canonical", canonical())
        .with("target", target)
        .with("version", version)
        .with("range", range())
        .bindAll("ranges", ranges)
        .each(
            connection,
            row ->
                rows.computeIfAbsent(row.number("RECORD"), first -> new ArrayList<>(1))
                    .add(row.text("ROW_HASH")));
    return rows;
  }

  /** A record with the texts of its values. */
  private record Archived(List<@Nullable String> texts) {}

  private final class Comparison implements ArchivedVersion.Visitor {
    private final SortedMap<Long, List<String>> rows;
    private final Set<Long> ranges;
    private final RecordHash hash = new RecordHash(archived, compared, sortsJson);
    private final RecordTexts texts = new RecordTexts(archived, sortsJson);
    private final TreeMap<Long, Kind> shown = new TreeMap<>();
    private final Map<Long, Archived> records = new HashMap<>();
    private long missing;
    private long added;
    private long changed;

    Comparison(SortedMap<Long, List<String>> rows, Set<Long> ranges) {
      this.rows = rows;
      this.ranges = ranges;
    }

    @Override
    public void record(long number, Row row) {
      if (!ranges.contains((number - 1) / RANGE_RECORDS)) {
        return;
      }
      hash.take(row);
      List<String> there = rows.remove(number);
      if (there == null) {
        missing++;
        show(number, Kind.MISSING);
        return;
      }
      boolean isSame = there.contains(hash.hex());
      added += there.size() - 1;
      if (!isSame) {
        changed++;
        show(number, Kind.CHANGED);
        records.put(number, new Archived(texts.of(row)));
      } else if (there.size() > 1) {
        show(number, Kind.ADDED);
      }
    }

    void addRest() {
      rows.forEach(
          (number, there) -> {
            added += there.size();
            show(number, Kind.ADDED);
          });
    }

    /** Only the first are kept, also of those that come late. */
    private void show(long number, Kind kind) {
      shown.put(number, kind);
      if (shown.size() > SHOWN) {
        records.remove(shown.lastKey());
        shown.remove(shown.lastKey());
      }
    }
  }

  private List<Difference> shown(Connection connection, Sql version, Comparison comparison)
      throws SQLException {
    Map<Long, List<@Nullable String>> found = texts(connection, version, comparison);
    List<Difference> shown = new ArrayList<>();
    comparison.shown.forEach(
        (number, kind) -> {
          Archived record = comparison.records.get(number);
          List<@Nullable String> there = found.get(number);
          if (record == null || there == null) {
            Long told = number == 0 ? null : number;
            shown.add(new Difference(kind, told, null, null, null, null));
          } else {
            addValues(shown, number, record, there);
          }
        });
    return shown;
  }

  private void addValues(
      List<Difference> shown, long number, Archived record, List<@Nullable String> there) {
    for (int i = 0; i < compared.size(); i++) {
      Column column = compared.get(i);
      String archivedText = record.texts().get(archived.indexOf(column));
      String foundText = there.get(i);
      if (!Objects.equals(archivedText, foundText)) {
        shown.add(
            new Difference(
                Kind.CHANGED,
                number,
                null,
                column.name(),
                readable(column, archivedText),
                readable(column, foundText)));
      }
    }
  }

  private static @Nullable String readable(Column column, @Nullable String text) {
    return text == null ? null : RecordTexts.readable(column.type(), text);
  }

  /** The canonical texts of the rows that are shown with their values. */
  private Map<Long, List<@Nullable String>> texts(
      Connection connection, Sql version, Comparison comparison) throws SQLException {
    Map<Long, List<@Nullable String>> texts = new HashMap<>();
    List<Long> numbers = comparison.records.keySet().stream().sorted().toList();
    if (numbers.isEmpty()) {
      return texts;
    }
    List<Sql> values = new ArrayList<>();
    for (int i = 0; i < compared.size(); i++) {
      values.add(
          Sql.of("{value} AS {name}")
              .with(
                  "value", warehouse.dialect().canonicalValue(new DigestColumn(compared.get(i), i)))
              .with("name", "TEXT_" + i));
    }
    Sql.of(
            """
            SELECT _RECORD AS RECORD{values}
            FROM {target}
            WHERE {version} AND _RECORD IN (:numbers)
            """)
        .withMore("values", values)
        .with("target", target)
        .with("version", version)
        .bindAll("numbers", numbers)
        .each(
            connection,
            row -> {
              List<@Nullable String> of = new ArrayList<>();
              for (int i = 0; i < compared.size(); i++) {
                of.add(row.textOrNull("TEXT_" + i));
              }
              texts.put(row.number("RECORD"), of);
            });
    return texts;
  }
}
