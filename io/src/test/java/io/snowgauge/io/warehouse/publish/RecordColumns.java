package io.snowgauge.io.warehouse.publish;

import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Format;
import io.snowgauge.transforms.record.RecordCounter;
import io.snowgauge.transforms.record.RecordParser;
import java.util.List;
import java.util.Optional;

/** A format of which only the columns matter: its parts are written by hand. */
record RecordColumns(List<Column> columns, long longestText) implements Format {
  static RecordColumns of(Column... columns) {
    return new RecordColumns(List.of(columns), 1 << 24);
  }

  @Override
  public Optional<Column> extractedAt() {
    return Optional.empty();
  }

  @Override
  public long longestText() {
    return longestText;
  }

  @Override
  public RecordParser newParser() {
    throw new UnsupportedOperationException("nothing is parsed");
  }

  @Override
  public RecordCounter newCounter() {
    throw new UnsupportedOperationException("nothing is counted");
  }
}
