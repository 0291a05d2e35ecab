package io.snowgauge.transforms.record;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** A file format: the columns of its records, its parser and its counter. */
public interface Format extends Serializable {
  /** The columns of a {@link Row}, in its order. */
  List<Column> columns();

  /** The column that holds when a file's content was extracted, if the format has one. */
  default Optional<Column> extractedAt() {
    return Optional.empty();
  }

  /** The columns that a record may be without, which is not the same as a null. */
  default List<Column> absentable() {
    return List.of();
  }

  /** A longer record is refused, so no text in it has more bytes in UTF-8. */
  long longestText();

  /** A parser for one file. */
  RecordParser newParser();

  /** A counter for one file. */
  RecordCounter newCounter();

  /**
   * How a file is read that holds nothing but corrected lines of another one, in UTF-8. Empty if
   * lines cannot be told from the file that they stand in.
   */
  default Optional<Format> ofCorrectedLines() {
    return Optional.empty();
  }

  /**
   * Whether files may name others whose text stands in theirs: then the folders whose files may be
   * named besides those below the input.
   */
  default Optional<List<String>> includeFolders() {
    return Optional.empty();
  }

  /** A parser for one file and what it includes; the same inclusions serve for one file. */
  default RecordParser newParser(Inclusions inclusions) {
    return newParser();
  }

  /** A counter for one file and what it includes. */
  default RecordCounter newCounter(Inclusions inclusions) {
    return newCounter();
  }
}
