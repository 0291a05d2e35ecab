package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.csv.CsvFields;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.record.Utf8Output;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The CSV parts of a bundle: {@code stage_id,record,line,columns…}. Files follow each other in a
 * part until it is large enough, so that many small files do not become many small loads.
 */
final class CsvParts {
  private static final long PART_BYTES = 256L << 20;

  private final String folderUri;
  private @Nullable Utf8Output part;
  private String partUri = "";
  private final List<String> partsOfFile = new ArrayList<>();
  private byte[] stageId = new byte[0];
  private long widestRow;

  CsvParts(String folderUri) {
    this.folderUri = folderUri;
  }

  /** Starts the records of an attempt. */
  void startFile(byte[] stageId) {
    this.stageId = stageId;
    partsOfFile.clear();
    widestRow = 0;
  }

  /** Appends a record with its number in the file, from 1. */
  void write(long record, Row row) throws IOException {
    Utf8Output out = part;
    if (out == null || out.written() > PART_BYTES) {
      close();
      partUri = folderUri + "records-" + UUID.randomUUID() + ".csv";
      out = new Utf8Output(Storage.create(partUri));
      part = out;
      partsOfFile.add(partUri);
    } else if (record == 1) {
      partsOfFile.add(partUri);
    }
    long before = out.written();
    out.put(stageId);
    out.put(',');
    out.putNumber(record);
    out.put(',');
    out.putNumber(row.line());
    CsvFields.writeRow(row, out);
    widestRow = Math.max(widestRow, out.written() - before);
  }

  /** The parts that the current file's records went to. */
  List<String> partsOfFile() {
    return List.copyOf(partsOfFile);
  }

  /** The longest row of the current file, in bytes. */
  long widestRow() {
    return widestRow;
  }

  /** Completes the current part; the next record starts another. */
  void close() throws IOException {
    if (part != null) {
      Utf8Output closing = part;
      part = null;
      closing.close();
    }
  }
}
