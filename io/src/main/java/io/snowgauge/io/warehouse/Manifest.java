package io.snowgauge.io.warehouse;

import io.snowgauge.io.warehouse.Warehouse.TableColumn;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.staging.StagedFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A staged file's manifest as a row: the one kind of row that goes through SnowflakeIO. */
final class Manifest {
  private Manifest() {}

  /** The column of a dataset's capture. */
  static String captureColumn(int index) {
    return "CAPTURE_" + index;
  }

  /** The columns, in the order of {@link #row}. */
  static List<TableColumn> columns(Warehouse warehouse, Dataset dataset) {
    String text = warehouse.typeName(ColumnType.STRING);
    String integer = warehouse.typeName(ColumnType.INTEGER);
    String timestamp = warehouse.typeName(ColumnType.TIMESTAMP);
    List<TableColumn> columns = new ArrayList<>();
    columns.add(new TableColumn("FILE_ID", text));
    columns.add(new TableColumn("STAGE_ID", text));
    columns.add(new TableColumn("URI", text));
    columns.add(new TableColumn("ETAG", text));
    columns.add(new TableColumn("SIZE_BYTES", integer));
    columns.add(new TableColumn("LAST_MODIFIED", timestamp));
    columns.add(new TableColumn("SEQUENCER", text));
    columns.add(new TableColumn("EXTRACTED_AT", timestamp));
    columns.add(new TableColumn("SOURCE", integer));
    columns.add(new TableColumn("ACCEPTED", integer));
    columns.add(new TableColumn("REJECTED", integer));
    columns.add(new TableColumn("REJECTED_LINES", integer));
    columns.add(new TableColumn("FAILURE", text));
    columns.add(new TableColumn("MESSAGES", text));
    columns.add(new TableColumn("CSV_PARTS", text));
    columns.add(new TableColumn("REJECT_PART", text));
    columns.add(new TableColumn("WIDEST_ROW", integer));
    for (int i = 0; i < dataset.captureColumns().size(); i++) {
      columns.add(new TableColumn(captureColumn(i), text));
    }
    return columns;
  }

  /** The cells: text is quoted by SnowflakeIO, everything else written as it is. */
  static @Nullable Object[] row(StagedFile staged, Dataset dataset) {
    SourceFile file = staged.file();
    List<@Nullable Object> cells = new ArrayList<>();
    cells.add(file.fileId());
    cells.add(staged.stageId());
    cells.add(file.uri());
    cells.add(file.etag());
    cells.add(file.sizeBytes());
    cells.add(Sql.timestamp(file.lastModified()));
    cells.add(file.announcement() == null ? null : file.announcement().sequencer());
    cells.add(Sql.timestamp(staged.extractedAt()));
    cells.add(staged.source());
    cells.add(staged.accepted());
    cells.add(staged.rejected());
    cells.add(staged.rejectedLines());
    cells.add(staged.failure());
    cells.add(staged.messages().isEmpty() ? null : String.join("\n", staged.messages()));
    cells.add(staged.csvParts().isEmpty() ? null : String.join("\n", staged.csvParts()));
    cells.add(staged.rejectPart());
    cells.add(staged.widestRow());
    for (Column capture : dataset.captureColumns()) {
      cells.add(file.captures().get(capture.name()));
    }
    return cells.toArray();
  }
}
