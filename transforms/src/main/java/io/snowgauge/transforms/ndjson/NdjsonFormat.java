package io.snowgauge.transforms.ndjson;

import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Format;
import io.snowgauge.transforms.record.RecordCounter;
import io.snowgauge.transforms.record.RecordParser;
import io.snowgauge.transforms.tabular.DeclaredColumns;
import java.util.List;

/**
 * Newline-delimited JSON, one object a line, UTF-8; docs/formats/csv-ndjson.md has the rules.
 *
 * @param declared the columns that are loaded
 * @param maxRecordBytes a longer line fails its file
 */
public record NdjsonFormat(DeclaredColumns declared, int maxRecordBytes) implements Format {
  @Override
  public List<Column> columns() {
    return declared.columns();
  }

  @Override
  public long longestText() {
    return maxRecordBytes;
  }

  @Override
  public RecordParser newParser() {
    return new NdjsonRecordParser(this);
  }

  @Override
  public RecordCounter newCounter() {
    return new NdjsonRecordCounter();
  }
}
