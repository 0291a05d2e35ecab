package io.snowgauge.io.warehouse.verify;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.verify.Discrepancy.Kind;
import io.snowgauge.io.warehouse.verify.MergeHistory.Merged;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a merge should have, in a local database: {@code RECORDS} has the records of all
 * versions, {@code WINNERS} the last one of each key, {@code FOUND} rows of the table. Keys go by
 * the first digits of their hashes into <em>buckets</em>.
 */
final class MergeRebuild {
  /** How many digits of a key's hash tell its bucket. */
  static final String BUCKET_DIGITS = "3";

  private static final long RECORDS_PER_STATEMENT = 1_000_000;

  /** The hash of a column that is null. */
  private static final String NULL = "MD5('')";

  private final Warehouse local;
  private final Connection connection;
  private final MergeColumns columns;

  MergeRebuild(Warehouse local, Connection connection, MergeColumns columns) {
    this.local = local;
    this.connection = connection;
    this.columns = columns;
  }

  /** A bucket's digest. */
  record Bucket(long rows, String digest) {}

  /**
   * A key whose rows differ.
   *
   * @param key its hash
   * @param text its values as they were archived, or null if none were
   * @param version the place of the version that its last record is of
   * @param record which one that is
   */
  record Differing(Kind kind, String key, @Nullable String text, long version, long record) {}

  /**
   * Takes out what retractions took out: the rows of a version, and with each of them its key,
   * whatever earlier records it has.
   *
   * @param versions in the order of their places
   */
  void retract(List<Merged> versions, long records) throws SQLException {
    List<Integer> retracted = new ArrayList<>();
    for (int place = 0; place < versions.size(); place++) {
      if (versions.get(place).retracted() > 0) {
        retracted.add(place);
      }
    }
    retracted.sort(
        (a, b) -> Long.compare(versions.get(a).retracted(), versions.get(b).retracted()));
    for (int place : retracted) {
      List<Integer> later = new ArrayList<>(List.of(-1));
      for (int other = 0; other < versions.size(); other++) {
        if (versions.get(other).published() > versions.get(place).retracted()) {
          later.add(other);
        }
      }
      Sql before = Sql.of("VERSION NOT IN (:later)").bindAll("later", later);
      findWinners("LOSING", before, records);
      Sql.of(
              """
              DELETE FROM RECORDS
              WHERE VERSION = :place
                OR ({before} AND ROW_KEY IN (SELECT ROW_KEY FROM LOSING WHERE VERSION = :place))
              """)
          .bind("place", place)
          .with("before", before)
          .update(connection);
    }
  }

  /** Of each key the last record. */
  void findWinners(long records) throws SQLException {
    findWinners("WINNERS", Sql.of("1 = 1"), records);
  }

  private void findWinners(String table, Sql which, long records) throws SQLException {
    List<Sql> order = new ArrayList<>();
    for (int i = 0; i < columns.order().size(); i++) {
      ColumnType type = columns.order().get(i).type();
      order.add(
          Sql.of("CAST({column} AS {type}) DESC NULLS LAST")
              .with("column", "ORDER_" + i)
              .with(
                  "type",
                  type.isInNanoseconds() ? "TIMESTAMP_NS" : local.dialect().typeName(type)));
    }
    order.add(Sql.of("VERSION DESC, RECORD DESC"));
    Sql.of("CREATE OR REPLACE TABLE {table} AS FROM RECORDS WHERE 1 = 0")
        .with("table", table)
        .execute(connection);
    long slices = 1 + records / RECORDS_PER_STATEMENT;
    for (long slice = 0; slice < slices; slice++) {
      Sql.of(
              """
              INSERT INTO {table}
              FROM RECORDS
              WHERE {which} AND CAST('0x' || SUBSTR(ROW_KEY, 1, 4) AS INTEGER) % {slices} = {slice}
              QUALIFY ROW_NUMBER() OVER (PARTITION BY ROW_KEY ORDER BY {order}) = 1
              """)
          .with("table", table)
          .with("which", which)
          .with("slices", String.valueOf(slices))
          .with("slice", String.valueOf(slice))
          .withAll("order", order)
          .update(connection);
    }
  }

  /** The digests of the buckets. */
  Map<String, Bucket> buckets() throws SQLException {
    Map<String, Bucket> buckets = new HashMap<>();
    Sql.of(
            """
            SELECT
              SUBSTR(ROW_KEY, 1, {digits}) AS BUCKET,
              COUNT(*) AS BUCKET_ROWS,
              {digest} AS BUCKET_DIGEST
            FROM WINNERS
            GROUP BY BUCKET
            """)
        .with("digits", BUCKET_DIGITS)
        .with("digest", local.dialect().digest("ROW_HASH"))
        .each(
            connection,
            row ->
                buckets.put(
                    row.text("BUCKET"),
                    new Bucket(row.number("BUCKET_ROWS"), row.text("BUCKET_DIGEST"))));
    return buckets;
  }

  /** How often each thing became of keys in some buckets, of which the rows are in FOUND. */
  Map<Kind, Long> count(List<String> buckets) throws SQLException {
    Map<Kind, Long> counts = new HashMap<>();
    Sql.of("SELECT KIND, COUNT(*) AS KEYS FROM ({differing}) d GROUP BY KIND")
        .with("differing", differing(buckets))
        .each(connection, row -> counts.put(Kind.valueOf(row.text("KIND")), row.number("KEYS")));
    return counts;
  }

  /** The first keys that differ in some buckets. */
  List<Differing> first(List<String> buckets, int count) throws SQLException {
    return Sql.of("SELECT * FROM ({differing}) d ORDER BY ROW_KEY, KIND LIMIT {count}")
        .with("differing", differing(buckets))
        .with("count", String.valueOf(count))
        .query(
            connection,
            row ->
                new Differing(
                    Kind.valueOf(row.text("KIND")),
                    row.text("ROW_KEY"),
                    row.textOrNull("KEY_TEXT"),
                    row.number("VERSION"),
                    row.number("RECORD")));
  }

  /** A key that the table has several times has so many rows added. */
  private Sql differing(List<String> buckets) {
    List<Sql> same = new ArrayList<>();
    same.add(Sql.of("t.ROW_HASH = w.ROW_HASH"));
    for (int i = 0; i < columns.kept().size(); i++) {
      same.add(
          Sql.of(
                  """
                  (t.{column} = w.{column}
                    OR (w.{column} = {null} AND EXISTS (
                      SELECT 1 FROM RECORDS r
                      WHERE r.ROW_KEY = w.ROW_KEY AND r.{column} = t.{column})))
                  """)
              .with("column", "KEPT_" + i)
              .with("null", NULL));
    }
    return Sql.of(
            """
            SELECT
              CASE
                WHEN t.ROW_KEY IS NULL THEN 'MISSING'
                WHEN w.ROW_KEY IS NULL OR t.NTH > 1 THEN 'ADDED'
                ELSE 'CHANGED'
              END AS KIND,
              COALESCE(w.ROW_KEY, t.ROW_KEY) AS ROW_KEY,
              w.KEY_TEXT AS KEY_TEXT, w.VERSION AS VERSION, w.RECORD AS RECORD
            FROM (
              SELECT * FROM WINNERS WHERE SUBSTR(ROW_KEY, 1, {digits}) IN (:buckets)) w
            FULL OUTER JOIN (
              SELECT *, ROW_NUMBER() OVER (PARTITION BY ROW_KEY) AS NTH FROM FOUND) t
              ON t.ROW_KEY = w.ROW_KEY
            WHERE t.ROW_KEY IS NULL OR w.ROW_KEY IS NULL OR t.NTH > 1 OR NOT ({same})
            """)
        .with("digits", BUCKET_DIGITS)
        .bindAll("buckets", buckets)
        .withEvery("same", same);
  }

  /** The columns of FOUND, each with its type. */
  static List<String> foundColumns(MergeColumns columns) {
    List<String> definition = new ArrayList<>(List.of("ROW_KEY VARCHAR", "ROW_HASH VARCHAR"));
    List<Column> kept = columns.kept();
    for (int i = 0; i < kept.size(); i++) {
      definition.add("KEPT_" + i + " VARCHAR");
    }
    return definition;
  }
}
