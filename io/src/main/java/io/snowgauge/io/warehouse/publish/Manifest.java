package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.DeclaredColumn;
import io.snowgauge.io.warehouse.TableColumn;
import io.snowgauge.io.warehouse.TimestampText;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.staging.StagedFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A staged file's manifest as a row: the one kind of row that goes through SnowflakeIO. */
public final class Manifest {
  /** The columns that every dataset's manifest has; those of its captures follow them. */
  private enum ManifestColumn implements DeclaredColumn {
    FILE_ID(ColumnType.STRING, staged -> staged.file().fileId()),
    STAGE_ID(ColumnType.STRING, StagedFile::stageId),
    URI(ColumnType.STRING, staged -> staged.file().uri()),
    ETAG(ColumnType.STRING, staged -> staged.file().etag()),
    SIZE_BYTES(ColumnType.INTEGER, staged -> staged.file().sizeBytes()),
    LAST_MODIFIED(ColumnType.TIMESTAMP, staged -> TimestampText.of(staged.modifiedAt())),
    SEQUENCER(ColumnType.STRING, Manifest::sequencer),
    EXTRACTED_AT(ColumnType.TIMESTAMP, staged -> TimestampText.of(staged.extractedAt())),
    SOURCE(ColumnType.INTEGER, StagedFile::source),
    ACCEPTED(ColumnType.INTEGER, StagedFile::accepted),
    REJECTED(ColumnType.INTEGER, StagedFile::rejected),
    REJECTED_LINES(ColumnType.INTEGER, StagedFile::rejectedLines),
    LACKING(ColumnType.INTEGER, StagedFile::lacking),
    DIGEST(ColumnType.STRING, StagedFile::digest),
    FAILURE(ColumnType.STRING, StagedFile::failure),
    FAILURE_KIND(ColumnType.STRING, staged -> staged.isRefused() ? "REFUSED" : null),
    MESSAGES(ColumnType.STRING, staged -> lines(staged.messages())),
    CSV_PARTS(ColumnType.STRING, staged -> lines(staged.csvParts())),
    REJECT_PART(ColumnType.STRING, StagedFile::rejectPart);

    @SuppressWarnings("ImmutableEnumChecker") // A record that cannot be changed.
    private final ColumnType type;

    @SuppressWarnings("ImmutableEnumChecker") // Knows nothing but what it is asked of.
    private final Function<StagedFile, @Nullable Object> cell;

    ManifestColumn(ColumnType type, Function<StagedFile, @Nullable Object> cell) {
      this.type = type;
      this.cell = cell;
    }

    @Override
    public ColumnType type() {
      return type;
    }
  }

  /**
   * What becomes of a version, how many of its records there are, and their digest: empty in the
   * file, for COPY without a query takes files that have the columns of their table, each of them.
   */
  private enum DecisionColumn implements DeclaredColumn {
    STAGED(ColumnType.INTEGER),
    HIGHEST(ColumnType.INTEGER),
    DISTINCT_COUNT(ColumnType.INTEGER),
    FOUND_DIGEST(ColumnType.STRING),
    STATUS(ColumnType.STRING),
    MESSAGE(ColumnType.STRING),
    ATTEMPT(ColumnType.INTEGER);

    @SuppressWarnings("ImmutableEnumChecker") // A record that cannot be changed.
    private final ColumnType type;

    DecisionColumn(ColumnType type) {
      this.type = type;
    }

    @Override
    public ColumnType type() {
      return type;
    }
  }

  private Manifest() {}

  /** A version whose parts do not say which columns its records have is staged once more. */
  private static StagedFile told(StagedFile staged) {
    if (staged.lacking() != StagedFile.UNKNOWN) {
      return staged;
    }
    return StagedFile.builder(staged.file(), staged.stageId())
        .extractedAt(staged.extractedAt())
        .modifiedAt(staged.modifiedAt())
        .failure(
            "an earlier program staged it, which did not say which columns its records have: it is"
                + " read again by the next run or sweep")
        .refused(true)
        .build();
  }

  private static @Nullable String sequencer(StagedFile staged) {
    return staged.file().announcement() == null ? null : staged.file().announcement().sequencer();
  }

  private static @Nullable String lines(List<String> lines) {
    return lines.isEmpty() ? null : String.join("\n", lines);
  }

  /** The column of a dataset's capture. */
  static String captureColumn(int index) {
    return "CAPTURE_" + index;
  }

  /** The columns, in the order of {@link #row}. */
  static List<TableColumn> columns(Warehouse warehouse, Dataset dataset) {
    List<TableColumn> columns = new ArrayList<>();
    for (ManifestColumn column : ManifestColumn.values()) {
      columns.add(
          new TableColumn(column.name(), warehouse.dialect().controlTypeName(column.type())));
    }
    for (int i = 0; i < dataset.captureColumns().size(); i++) {
      columns.add(
          new TableColumn(
              captureColumn(i), warehouse.dialect().controlTypeName(ColumnType.STRING)));
    }
    for (DecisionColumn column : DecisionColumn.values()) {
      columns.add(
          new TableColumn(column.name(), warehouse.dialect().controlTypeName(column.type())));
    }
    return columns;
  }

  /** The cells: text is quoted by SnowflakeIO, everything else written as it is. */
  public static @Nullable Object[] row(StagedFile staged, Dataset dataset) {
    List<@Nullable Object> cells = new ArrayList<>();
    StagedFile told = dataset.keepsAbsent() ? told(staged) : staged;
    for (ManifestColumn column : ManifestColumn.values()) {
      boolean isOff = column == ManifestColumn.DIGEST && !dataset.hasDigests();
      cells.add(isOff ? null : column.cell.apply(told));
    }
    for (Column capture : dataset.captureColumns()) {
      cells.add(staged.file().captures().get(capture.name()));
    }
    cells.addAll(Collections.nCopies(DecisionColumn.values().length, null));
    return cells.toArray();
  }
}
