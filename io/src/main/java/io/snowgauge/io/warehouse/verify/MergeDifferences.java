package io.snowgauge.io.warehouse.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.snowgauge.io.warehouse.Row;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.verify.Discrepancy.Difference;
import io.snowgauge.io.warehouse.verify.Discrepancy.Kind;
import io.snowgauge.io.warehouse.verify.MergeHistory.Merged;
import io.snowgauge.transforms.archive.ArchivedVersion;
import io.snowgauge.transforms.digest.DigestColumn;
import io.snowgauge.transforms.digest.RecordTexts;
import io.snowgauge.transforms.record.Column;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The values of a few keys whose rows are not those that a merge should have left. */
final class MergeDifferences {
  private final Warehouse warehouse;
  private final MergeColumns columns;
  private final List<Column> shown;
  private final String target;

  MergeDifferences(Warehouse warehouse, MergeColumns columns, String target) {
    this.warehouse = warehouse;
    this.columns = columns;
    this.shown = columns.shown();
    this.target = target;
  }

  /**
   * Names them.
   *
   * @param keys that differ
   * @param versions by their places
   * @param archives of versions
   */
  List<Difference> of(
      Connection connection,
      List<MergeRebuild.Differing> keys,
      List<Merged> versions,
      Function<Merged, @Nullable ArchivedVersion> archives)
      throws SQLException, IOException {
    Map<String, List<@Nullable String>> found = found(connection, keys);
    List<Difference> differences = new ArrayList<>();
    for (MergeRebuild.Differing key : keys) {
      List<@Nullable String> there = found.get(key.key());
      if (key.kind() == Kind.CHANGED && there != null) {
        Merged version = versions.get((int) key.version());
        addValues(differences, key, archived(version, key.record(), archives), there);
      } else {
        differences.add(new Difference(key.kind(), null, text(key, there), null, null, null));
      }
    }
    return differences;
  }

  private String text(MergeRebuild.Differing key, @Nullable List<@Nullable String> there) {
    if (key.text() != null) {
      return key.text();
    }
    List<String> texts = new ArrayList<>();
    for (Column column : columns.key()) {
      String text = there == null ? null : there.get(shown.indexOf(column));
      texts.add(text == null ? "null" : RecordTexts.readable(column.type(), text));
    }
    return String.join(", ", texts);
  }

  private void addValues(
      List<Difference> differences,
      MergeRebuild.Differing key,
      List<@Nullable String> archived,
      List<@Nullable String> there) {
    for (int i = 0; i < shown.size(); i++) {
      Column column = shown.get(i);
      String expected = archived.get(i);
      String found = there.get(i);
      boolean mayBeKept = columns.kept().contains(column) && expected == null;
      if (!Objects.equals(expected, found) && !mayBeKept) {
        differences.add(difference(key, there, column, expected, found));
      }
    }
    if (differences.isEmpty() || !text(key, there).equals(last(differences))) {
      addKept(differences, key, archived, there);
    }
  }

  private static @Nullable String last(List<Difference> differences) {
    return differences.get(differences.size() - 1).key();
  }

  /** A value that no record of the key has. */
  private void addKept(
      List<Difference> differences,
      MergeRebuild.Differing key,
      List<@Nullable String> archived,
      List<@Nullable String> there) {
    for (Column column : columns.kept()) {
      int i = shown.indexOf(column);
      if (archived.get(i) == null && there.get(i) != null) {
        differences.add(difference(key, there, column, null, there.get(i)));
      }
    }
  }

  private Difference difference(
      MergeRebuild.Differing key,
      List<@Nullable String> there,
      Column column,
      @Nullable String expected,
      @Nullable String found) {
    return new Difference(
        Kind.CHANGED,
        null,
        text(key, there),
        column.name(),
        expected == null ? null : RecordTexts.readable(column.type(), expected),
        found == null ? null : RecordTexts.readable(column.type(), found));
  }

  /** The canonical texts of a record, in the order in which they are shown. */
  private List<@Nullable String> archived(
      Merged version, long record, Function<Merged, @Nullable ArchivedVersion> archives)
      throws IOException {
    List<Column> archivedColumns = columns.records().subList(0, columns.records().size() - 2);
    RecordTexts texts = new RecordTexts(archivedColumns, version.isSorted());
    List<@Nullable String> of = new ArrayList<>();
    ArchivedVersion archive = archives.apply(version);
    if (archive != null) {
      var unused =
          archive.read(
              (number, row) -> {
                if (number == record) {
                  of.addAll(texts.of(row));
                }
              });
    }
    of.add(version.fileId().getBytes(US_ASCII).length + ":" + version.fileId());
    of.add(String.valueOf(record));
    List<@Nullable String> inOrder = new ArrayList<>();
    shown.forEach(column -> inOrder.add(of.get(columns.records().indexOf(column))));
    return inOrder;
  }

  /** The canonical texts of the table's rows, by the hashes of their keys. */
  private Map<String, List<@Nullable String>> found(
      Connection connection, List<MergeRebuild.Differing> keys) throws SQLException {
    Map<String, List<@Nullable String>> found = new HashMap<>();
    if (keys.isEmpty()) {
      return found;
    }
    List<Sql> values = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      values.add(
          Sql.of("{value} AS {name}")
              .with("value", warehouse.dialect().canonicalValue(new DigestColumn(shown.get(i), i)))
              .with("name", "TEXT_" + i));
    }
    Sql.of(
            """
            SELECT r.*
            FROM (
              SELECT {hash} AS ROW_KEY, k.*
              FROM (SELECT {key} AS KEY_CANONICAL{values} FROM {target}) k) r
            WHERE ROW_KEY IN (:keys)
            """)
        .with("hash", warehouse.dialect().hash("KEY_CANONICAL"))
        .with("key", warehouse.dialect().canonical(DigestColumn.of(columns.key())))
        .withMore("values", values)
        .with("target", target)
        .bindAll("keys", keys.stream().map(MergeRebuild.Differing::key).distinct().toList())
        .each(connection, row -> found.put(row.text("ROW_KEY"), texts(row)));
    return found;
  }

  private List<@Nullable String> texts(Row row) throws SQLException {
    List<@Nullable String> texts = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      texts.add(row.textOrNull("TEXT_" + i));
    }
    return texts;
  }
}
