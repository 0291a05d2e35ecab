package io.snowgauge.io.warehouse.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.snowgauge.transforms.archive.ArchivedVersion;
import io.snowgauge.transforms.digest.RecordHash;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.text.Excerpt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the records of archives as rows of hashes, of which a merge is rebuilt. */
final class MergeRecords implements ArchivedVersion.Visitor {
  private final MergeColumns columns;
  private final LocalCsv out;
  private final Row row;
  private final RecordHash key;
  private final RecordHash certain;
  private final RecordHash certainSorted;
  private final List<RecordHash> kept;
  private final List<RecordHash> keptSorted;
  private MergeHistory.@Nullable Merged version;
  private byte[] fileId = new byte[0];
  private int place;
  private long records;

  MergeRecords(MergeColumns columns, LocalCsv out) {
    this.columns = columns;
    this.out = out;
    this.row = new Row(columns.records().size());
    this.key = hash(columns.key(), false);
    this.certain = hash(columns.certain(), false);
    this.certainSorted = hash(columns.certain(), true);
    this.kept = columns.kept().stream().map(column -> hash(List.of(column), false)).toList();
    this.keptSorted = columns.kept().stream().map(column -> hash(List.of(column), true)).toList();
  }

  private RecordHash hash(List<Column> hashed, boolean sortsJson) {
    return new RecordHash(columns.records(), hashed, sortsJson);
  }

  /** The columns of the table that comes of it, each with its type. */
  static List<String> definition(MergeColumns columns) {
    List<String> definition =
        new ArrayList<>(
            List.of(
                "ROW_KEY VARCHAR",
                "KEY_TEXT VARCHAR",
                "ROW_HASH VARCHAR",
                "VERSION BIGINT",
                "RECORD BIGINT"));
    for (int i = 0; i < columns.kept().size(); i++) {
      definition.add("KEPT_" + i + " VARCHAR");
    }
    for (int i = 0; i < columns.order().size(); i++) {
      definition.add("ORDER_" + i + " VARCHAR");
    }
    return definition;
  }

  /** Goes on with the records of a version. */
  void begin(MergeHistory.Merged next, int nextPlace) {
    version = next;
    fileId = next.fileId().getBytes(US_ASCII);
    place = nextPlace;
  }

  /** How many were written. */
  long records() {
    return records;
  }

  @Override
  public void record(long number, Row archived) throws IOException {
    records++;
    copy(number, archived);
    boolean isSorted = version != null && version.isSorted();
    key.take(row);
    RecordHash whole = isSorted ? certainSorted : certain;
    whole.take(row);
    List<@Nullable Object> values = new ArrayList<>();
    values.add(key.hex());
    values.add(keyText());
    values.add(whole.hex());
    values.add(place);
    values.add(number);
    for (RecordHash value : isSorted ? keptSorted : kept) {
      value.take(row);
      values.add(value.hex());
    }
    for (Column column : columns.order()) {
      values.add(row.text(columns.records().indexOf(column)));
    }
    out.write(values.toArray());
  }

  private void copy(long number, Row archived) {
    int own = archived(archived);
    row.set(own, fileId, 0, fileId.length);
    byte[] digits = String.valueOf(number).getBytes(US_ASCII);
    row.set(own + 1, digits, 0, digits.length);
  }

  /** Copies what was archived; returns where the program's own columns begin. */
  private int archived(Row archived) {
    int own = columns.records().size() - 2;
    for (int i = 0; i < own; i++) {
      if (archived.isNull(i)) {
        row.setNull(i);
      } else {
        row.set(i, archived.bytes(i), archived.start(i), archived.end(i));
      }
    }
    return own;
  }

  private String keyText() {
    List<String> texts = new ArrayList<>();
    for (Column column : columns.key()) {
      texts.add(Excerpt.of(String.valueOf(row.text(columns.records().indexOf(column)))));
    }
    return String.join(", ", texts);
  }
}
