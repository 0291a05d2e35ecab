package io.snowgauge.transforms.ndjson;

import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Format;
import io.snowgauge.transforms.record.RecordCounter;
import io.snowgauge.transforms.record.RecordParser;
import io.snowgauge.transforms.tabular.DeclaredColumns;
import java.util.List;
import java.util.Optional;

/**
 * Newline-delimited JSON, one object a line, or objects that are laid out otherwise, UTF-8;
 * docs/formats/csv-ndjson.md has the rules.
 *
 * @param declared the columns that are loaded
 * @param nullTokens texts that stand for null, as JSON's own null does
 * @param layout of the objects
 * @param maxRecordBytes a longer line or object fails its file
 */
public record NdjsonFormat(
    DeclaredColumns declared, List<String> nullTokens, ObjectLayout layout, int maxRecordBytes)
    implements Format {
  /** Keeps a copy of the list. */
  public NdjsonFormat {
    nullTokens = List.copyOf(nullTokens);
  }

  /** A format without texts for null. */
  public NdjsonFormat(DeclaredColumns declared, int maxRecordBytes) {
    this(declared, List.of(), ObjectLayout.LINES, maxRecordBytes);
  }

  @Override
  public List<Column> columns() {
    return declared.columns();
  }

  /** A key that an object does not have is no null. */
  @Override
  public List<Column> absentable() {
    return declared.nullable();
  }

  @Override
  public long longestText() {
    return maxRecordBytes;
  }

  @Override
  public Optional<Format> ofCorrectedLines() {
    return Optional.of(this);
  }

  @Override
  public RecordParser newParser() {
    return new NdjsonRecordParser(this);
  }

  @Override
  public RecordCounter newCounter() {
    return layout == ObjectLayout.LINES ? new NdjsonRecordCounter() : new JsonDocumentCounter();
  }
}
