package io.snowgauge.transforms.staging;

import com.github.luben.zstd.ZstdOutputStream;
import io.snowgauge.transforms.csv.CsvFields;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.record.Utf8Output;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The CSV parts of a bundle: {@code stage_id,record,line,columns…}. Files follow each other in a
 * part until it is large enough, so that many small files do not become many small loads. Large
 * rows have parts of their own, see {@link PartName}, which files do not share: where they are too
 * much for a warehouse, their neighbours are not.
 *
 * <p>Where it matters which columns a record does not have, that stands behind the line: nothing if
 * it has all of them, else a letter for each column, {@link #ABSENT} for those.
 */
final class CsvParts {
  private static final long PLAIN_BYTES = 256L << 20;

  /** Snowflake loads files of 100 to 250 MB best, as they are stored; parts end a little later. */
  private static final long COMPRESSED_BYTES = 128L << 20;

  /** Three times as fast as gzip's fastest level, and smaller. */
  private static final int ZSTD_LEVEL = 1;

  /** Stands for a column that a record does not have. */
  static final char ABSENT = 'a';

  private static final char PRESENT = '-';

  private final String folderUri;
  private final boolean[] isTimestamp;
  private final boolean compresses;
  private final boolean marksAbsent;
  private final Part ordinary;
  private final Part largeRows;
  private final Part longRows;
  private final List<String> partsOfFile = new ArrayList<>();
  private byte[] stageId = new byte[0];

  /**
   * Parts of a bundle.
   *
   * @param marksAbsent whether they say which columns a record does not have
   */
  CsvParts(String folderUri, List<Column> columns, boolean compresses, boolean marksAbsent) {
    this(folderUri, columns, compresses, marksAbsent, compresses ? COMPRESSED_BYTES : PLAIN_BYTES);
  }

  /** Parts that end once they take more than so many bytes in the storage. */
  CsvParts(
      String folderUri,
      List<Column> columns,
      boolean compresses,
      boolean marksAbsent,
      long partBytes) {
    this.marksAbsent = marksAbsent;
    this.folderUri = folderUri;
    this.isTimestamp = new boolean[columns.size()];
    for (int i = 0; i < isTimestamp.length; i++) {
      isTimestamp[i] =
          switch (columns.get(i).type().kind()) {
            case TIMESTAMP_NTZ, TIMESTAMP_TZ -> true;
            default -> false;
          };
    }
    this.compresses = compresses;
    this.ordinary = new Part(PartName.RECORDS, partBytes);
    this.largeRows = new Part(PartName.LARGE_RECORDS, partBytes);
    this.longRows = new Part(PartName.LONG_RECORDS, Math.min(partBytes, PartName.LONG_ROWS_BYTES));
  }

  /** Starts the records of an attempt. */
  void startFile(byte[] stageId) throws IOException {
    this.stageId = stageId;
    partsOfFile.clear();
    ordinary.isOfFile = false;
    closeLarge();
  }

  /** Appends a record with its number in the file, from 1. */
  void write(long record, Row row) throws IOException {
    Utf8Output out = partFor(row).output();
    out.put(stageId);
    out.put(',');
    out.putNumber(record);
    out.put(',');
    out.putNumber(row.line());
    if (marksAbsent) {
      out.put(',');
      markAbsent(row, out);
    }
    CsvFields.writeRow(row, isTimestamp, out);
  }

  private Part partFor(Row row) {
    if (PartName.isLong(row)) {
      return longRows;
    }
    return PartName.isLarge(row) ? largeRows : ordinary;
  }

  private static void markAbsent(Row row, Utf8Output out) throws IOException {
    boolean isAnyAbsent = false;
    for (int column = 0; column < row.columns(); column++) {
      isAnyAbsent |= row.isAbsent(column);
    }
    for (int column = 0; isAnyAbsent && column < row.columns(); column++) {
      out.put(row.isAbsent(column) ? ABSENT : PRESENT);
    }
  }

  /** The parts that the current file's records went to. */
  List<String> partsOfFile() {
    return List.copyOf(partsOfFile);
  }

  /** Completes the current parts; the next record starts another. */
  void close() throws IOException {
    try {
      ordinary.close();
    } finally {
      closeLarge();
    }
  }

  private void closeLarge() throws IOException {
    try {
      largeRows.close();
    } finally {
      longRows.close();
    }
  }

  /** One part after the other. */
  private final class Part {
    private final String name;
    private final long enoughBytes;
    private @Nullable Utf8Output out;
    private String uri = "";
    private long storedBytes;
    private boolean isOfFile;

    Part(String name, long enoughBytes) {
      this.name = name;
      this.enoughBytes = enoughBytes;
    }

    /** Where the next record of the current file goes. */
    Utf8Output output() throws IOException {
      Utf8Output current = out;
      if (current == null || storedBytes > enoughBytes) {
        close();
        current = open();
      } else if (isOfFile) {
        return current;
      }
      isOfFile = true;
      partsOfFile.add(uri);
      return current;
    }

    private Utf8Output open() throws IOException {
      uri = folderUri + name + UUID.randomUUID() + (compresses ? ".csv.zst" : ".csv");
      storedBytes = 0;
      OutputStream stored = new CountedOutput(Storage.create(uri));
      Utf8Output opened =
          new Utf8Output(compresses ? new ZstdOutputStream(stored, ZSTD_LEVEL) : stored);
      out = opened;
      return opened;
    }

    void close() throws IOException {
      if (out != null) {
        Utf8Output closing = out;
        out = null;
        closing.close();
      }
    }

    /** Counts what reaches the storage. */
    private final class CountedOutput extends FilterOutputStream {
      CountedOutput(OutputStream out) {
        super(out);
      }

      @Override
      public void write(int b) throws IOException {
        out.write(b);
        storedBytes++;
      }

      @Override
      public void write(byte[] bytes, int start, int length) throws IOException {
        out.write(bytes, start, length);
        storedBytes += length;
      }
    }
  }
}
