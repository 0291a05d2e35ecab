package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.dataset.AbsentColumns;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Digest;
import io.snowgauge.transforms.dataset.Links;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.dataset.ZipEntries;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Column.JsonNull;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.staging.StagedFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A merged dataset of any columns, and versions of its files whose records are given as CSV. */
final class Table {
  private final Site site;
  private final Dataset dataset;

  Table(Site site, List<String> key, Column... columns) {
    this(site, "*", key, columns);
  }

  Table(Site site, String glob, List<String> key, Column... columns) {
    this(site, glob, key, List.of(), columns);
  }

  Table(Site site, String glob, List<String> key, List<String> order, Column... columns) {
    this.site = site;
    this.dataset =
        new Dataset(
            "stock",
            InputPattern.parse(Storage.localUri(site.folder()) + "/data/" + glob),
            RecordColumns.of(columns),
            "STOCK",
            PublishMode.MERGE,
            key,
            Tolerance.NONE,
            Duration.ZERO,
            order,
            ZipEntries.ONE,
            Links.INSIDE,
            AbsentColumns.KEEP,
            Digest.NONE);
  }

  static Column column(String name, ColumnType type) {
    return new Column(name, name, type, JsonNull.SHOWN);
  }

  static Column text(String name) {
    return column(name, ColumnType.STRING);
  }

  static Column number(String name) {
    return column(name, ColumnType.INTEGER);
  }

  Dataset dataset() {
    return dataset;
  }

  /** Stages a version; each record is {@code columns…} as CSV, and stands on line 10, 20, … */
  StagedFile stage(Run run, SourceFile file, String... records) throws IOException {
    String stageId = UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    String part = site.area(run).partsUri() + "records-" + stageId + ".csv";
    try (OutputStream out = Storage.create(part)) {
      for (int i = 0; i < records.length; i++) {
        String row = stageId + "," + (i + 1) + "," + 10 * (i + 1) + "," + records[i] + "\n";
        out.write(row.getBytes(StandardCharsets.UTF_8));
      }
    }
    return StagedFile.builder(file, stageId)
        .records(records.length, records.length, 0)
        .csvParts(records.length == 0 ? List.of() : List.of(part))
        .build();
  }

  /** A whole run of one version. */
  void load(Run run, SourceFile file, String... records) throws Exception {
    site.begin(run, dataset);
    site.publish(run, dataset, stage(run, file, records));
  }

  /** Rows of the table, sorted. */
  List<String> rows(String columns) throws Exception {
    return site.rows("SELECT " + columns + " FROM STOCK ORDER BY ALL");
  }

  /** Where each row came from: key, record, line, run, time of the file, file, loaded just now. */
  List<String> lineage(String key) throws Exception {
    return site
        .rows(
            "SELECT "
                + key
                + ", _RECORD, _LINE, _RUN_ID, CAST(_FILE_MODIFIED_AT AS DATE), f.URI,"
                + " ABS(DATEDIFF('second', _LOADED_AT, "
                + site.warehouse().dialect().now()
                + ")) < 100 FROM STOCK s JOIN (SELECT DISTINCT FILE_ID, URI FROM"
                + " SNOWGAUGE.INGESTION_FILES) f ON f.FILE_ID = s._FILE_ID ORDER BY ALL")
        .stream()
        .map(row -> row.replaceFirst("file://[^|]*/", ""))
        .toList();
  }
}
