package io.snowgauge.io.warehouse.verify;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.publish.TargetTable;
import io.snowgauge.io.warehouse.verify.Discrepancy.Difference;
import io.snowgauge.io.warehouse.verify.Discrepancy.Kind;
import io.snowgauge.io.warehouse.verify.MergeHistory.Merged;
import io.snowgauge.io.warehouse.verify.MergeRebuild.Bucket;
import io.snowgauge.transforms.archive.ArchivedVersion;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.digest.DigestColumn;
import io.snowgauge.transforms.record.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds from the archives what a merge should have left, and compares it with the table by key:
 * digests of buckets of keys first, then rows of the buckets that differ, then values of a few.
 */
final class MergeVerification {
  /** So many buckets are looked into with one scan of the table, if it is not larger than usual. */
  private static final int BUCKETS = 1 << 12;

  private static final long ROWS_PER_SCAN = 1_000_000;

  /**
   * What came of it.
   *
   * @param rows how many the table has
   * @param uncompared why it could not be compared, or null
   * @param message what differs, or null if nothing does
   * @param shown the first keys that differ
   */
  record Result(
      long rows, @Nullable String uncompared, @Nullable String message, List<Difference> shown) {
    static Result uncompared(String why) {
      return new Result(0, why, null, List.of());
    }
  }

  private final Warehouse warehouse;
  private final Dataset dataset;
  private final TargetShape shape;
  private final Places places;
  private final Replays replays;
  private final LocalDatabase locally;
  private final MergeColumns columns;
  private final String target;

  MergeVerification(
      Warehouse warehouse,
      Dataset dataset,
      TargetShape shape,
      Places places,
      Replays replays,
      LocalDatabase locally) {
    this.warehouse = warehouse;
    this.dataset = dataset;
    this.shape = shape;
    this.places = places;
    this.replays = replays;
    this.locally = locally;
    this.columns = MergeColumns.of(dataset, shape);
    this.target = new TargetTable(warehouse, dataset).name();
  }

  Result verify(Connection connection) throws SQLException, IOException {
    MergeHistory history = new MergeHistory(warehouse, dataset);
    if (!columns.canBeCompared(shape)) {
      return Result.uncompared("the columns of its key cannot be compared");
    }
    if (history.isShared(connection)) {
      return Result.uncompared("other datasets merge into the same table");
    }
    List<Merged> versions = history.versions(connection);
    Path folder = Files.createTempDirectory("snowgauge-verify");
    try {
      Warehouse local = locally.at(folder.resolve("merge.duckdb"));
      try (Connection own = local.connect()) {
        return verify(connection, new Local(local, own, folder), versions);
      }
    } finally {
      remove(folder);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** The database of this machine, and the folder that it is in. */
  private record Local(Warehouse warehouse, Connection connection, Path folder) {}

  private Result verify(Connection connection, Local local, List<Merged> versions)
      throws SQLException, IOException {
    long records;
    try (LocalCsv csv = new LocalCsv(local.folder(), "RECORDS", MergeRecords.definition(columns))) {
      MergeRecords written = new MergeRecords(columns, csv);
      String incomplete = write(versions, written);
      if (incomplete != null) {
        return Result.uncompared(incomplete);
      }
      records = written.records();
      csv.load(local.connection(), "RECORDS");
    }
    MergeRebuild rebuild = new MergeRebuild(local.warehouse(), local.connection(), columns);
    rebuild.retract(versions, records);
    rebuild.findWinners(records);
    return compare(connection, local, rebuild, versions);
  }

  /** Why not all records could be written, or null. */
  private @Nullable String write(List<Merged> versions, MergeRecords records) throws IOException {
    for (int place = 0; place < versions.size(); place++) {
      Merged version = versions.get(place);
      records.begin(version, place);
      ArchivedVersion archive = archive(version);
      long read = archive == null ? 0 : read(archive, records);
      if (read != version.accepted()) {
        return "the archive of %s, run %s, which it takes to rebuild it, does not have %,d records"
            .formatted(version.uri(), version.runId(), version.accepted());
      }
    }
    return null;
  }

  private static long read(ArchivedVersion archive, MergeRecords records) throws IOException {
    ArchivedVersion.Reading reading = archive.read(records);
    return reading.damage() == null ? reading.records() : -1;
  }

  private @Nullable ArchivedVersion archive(Merged version) {
    return version.stageId() == null
        ? null
        : places.archive(dataset, replays, version.fileId(), version.runId(), version.stageId());
  }

  private Result compare(
      Connection connection, Local local, MergeRebuild rebuild, List<Merged> versions)
      throws SQLException, IOException {
    Map<String, Bucket> found = buckets(connection);
    long rows = found.values().stream().mapToLong(Bucket::rows).sum();
    List<String> differing = differing(rebuild.buckets(), found);
    Map<Kind, Long> counts = new HashMap<>();
    List<MergeRebuild.Differing> first = new ArrayList<>();
    int perScan = (int) Math.max(1, BUCKETS / (1 + rows / ROWS_PER_SCAN));
    for (int from = 0; from < differing.size(); from += perScan) {
      List<String> some = differing.subList(from, Math.min(from + perScan, differing.size()));
      fetch(connection, local, some);
      rebuild.count(some).forEach((kind, count) -> counts.merge(kind, count, Long::sum));
      int room = RecordDifferences.SHOWN - first.size();
      if (room > 0) {
        first.addAll(rebuild.first(some, room));
      }
    }
    if (counts.isEmpty()) {
      return new Result(rows, null, null, List.of());
    }
    RecordDifferences.Differing total =
        new RecordDifferences.Differing(
            counts.getOrDefault(Kind.MISSING, 0L),
            counts.getOrDefault(Kind.ADDED, 0L),
            counts.getOrDefault(Kind.CHANGED, 0L),
            true,
            List.of());
    return new Result(
        rows,
        null,
        "expected the last record of each key but found other rows: " + total.text(),
        new MergeDifferences(warehouse, columns, target)
            .of(connection, first, versions, this::archive));
  }

  /** Where rows keep values that their last record does not have, digests say nothing. */
  private List<String> differing(Map<String, Bucket> expected, Map<String, Bucket> found) {
    return Stream.concat(expected.keySet().stream(), found.keySet().stream())
        .distinct()
        .filter(
            bucket ->
                !columns.kept().isEmpty()
                    || !Optional.ofNullable(expected.get(bucket))
                        .equals(Optional.ofNullable(found.get(bucket))))
        .sorted()
        .toList();
  }

  private Map<String, Bucket> buckets(Connection connection) throws SQLException {
    Map<String, Bucket> buckets = new HashMap<>();
    Sql.of(
            """
            SELECT
              SUBSTR({hash}, 1, {digits}) AS BUCKET,
              COUNT(*) AS BUCKET_ROWS,
              {digest} AS BUCKET_DIGEST
            FROM (
              SELECT {key} AS KEY_CANONICAL, {certain} AS CANONICAL FROM {target}) r
            GROUP BY 1
            """)
        .with("hash", warehouse.dialect().hash("KEY_CANONICAL"))
        .with("digits", MergeRebuild.BUCKET_DIGITS)
        .with("digest", warehouse.dialect().digest("CANONICAL"))
        .with("key", canonical(columns.key()))
        .with("certain", canonical(columns.certain()))
        .with("target", target)
        .each(
            connection,
            row ->
                buckets.put(
                    row.text("BUCKET"),
                    new Bucket(row.number("BUCKET_ROWS"), row.text("BUCKET_DIGEST"))));
    return buckets;
  }

  private Sql canonical(List<Column> of) {
    return warehouse.dialect().canonical(DigestColumn.of(of));
  }

  /** Takes the rows of some buckets to the local database. */
  private void fetch(Connection connection, Local local, List<String> buckets)
      throws SQLException, IOException {
    List<Sql> kept = new ArrayList<>();
    List<Sql> hashes = new ArrayList<>();
    for (int i = 0; i < columns.kept().size(); i++) {
      String name = "KEPT_" + i;
      kept.add(
          Sql.of("{canonical} AS {name}")
              .with("canonical", canonical(List.of(columns.kept().get(i))))
              .with("name", name));
      hashes.add(
          Sql.of("{hash} AS {name}")
              .with("hash", warehouse.dialect().hash("r." + name))
              .with("name", name));
    }
    try (LocalCsv csv = new LocalCsv(local.folder(), "FOUND", MergeRebuild.foundColumns(columns))) {
      Sql.of(
              """
              SELECT {keyHash} AS ROW_KEY, {hash} AS ROW_HASH{hashes}
              FROM (
                SELECT {key} AS KEY_CANONICAL, {certain} AS CANONICAL{kept} FROM {target}) r
              {which}
              """)
          .with("keyHash", warehouse.dialect().hash("KEY_CANONICAL"))
          .with("hash", warehouse.dialect().hash("CANONICAL"))
          .withMore("hashes", hashes)
          .with("key", canonical(columns.key()))
          .with("certain", canonical(columns.certain()))
          .withMore("kept", kept)
          .with("target", target)
          .with("which", inBuckets(buckets))
          .<IOException>each(
              connection,
              row -> {
                List<@Nullable Object> values = new ArrayList<>();
                values.add(row.text("ROW_KEY"));
                values.add(row.text("ROW_HASH"));
                for (int i = 0; i < hashes.size(); i++) {
                  values.add(row.text("KEPT_" + i));
                }
                csv.write(values.toArray());
              });
      csv.load(local.connection(), "FOUND");
    }
  }

  private Sql inBuckets(List<String> buckets) {
    return buckets.size() == BUCKETS
        ? Sql.of("")
        : Sql.of("WHERE SUBSTR({hash}, 1, {digits}) IN (:buckets)")
            .with("hash", warehouse.dialect().hash("KEY_CANONICAL"))
            .with("digits", MergeRebuild.BUCKET_DIGITS)
            .bindAll("buckets", buckets);
  }
}
