package io.snowgauge.transforms.lsf;

import java.util.ArrayList;
import java.util.List;

/** Takes the text of a section's header in pieces and tells the section's columns. */
final class HeaderCounter {
  private final CountedSection section;
  private final List<String> columns = new ArrayList<>();
  private final CountedWord word = new CountedWord();
  private boolean usable;

  HeaderCounter(CountedSection section) {
    this.section = section;
  }

  void start() {
    columns.clear();
    word.clear();
    usable = true;
  }

  void take(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!CountedByte.isBlank(bytes[i])) {
        word.add(bytes[i]);
      } else if (word.length() > 0) {
        endWord();
      }
    }
  }

  private void endWord() {
    usable &= addColumn();
    word.clear();
  }

  /** False for an unknown or repeated name. */
  private boolean addColumn() {
    for (String column : section.columns()) {
      if (word.is(column)) {
        return !columns.contains(column) && columns.add(column);
      }
    }
    return false;
  }

  /** Whether the header, which ended with a blank, can be used. */
  boolean isUsable() {
    return usable && columns.containsAll(section.required());
  }

  /** The columns in the order of the line. */
  List<String> columns() {
    return List.copyOf(columns);
  }
}
