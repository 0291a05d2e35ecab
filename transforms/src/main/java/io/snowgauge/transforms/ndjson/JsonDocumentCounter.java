package io.snowgauge.transforms.ndjson;

import io.snowgauge.transforms.record.MarkedTextCounter;

/**
 * Counts the objects of a file of JSON that are not in others, as {@code
 * docs/formats/csv-ndjson.md} says in rule 4.7: the brackets that open one where none is open but
 * that of the array around all. The count of a file with structural faults means nothing. Memory is
 * constant. Not for use by several threads.
 */
final class JsonDocumentCounter extends MarkedTextCounter {
  private long records;
  private long open; // Brackets of the current object.
  private boolean inString;
  private boolean escaped;

  JsonDocumentCounter() {
    super(true);
  }

  @Override
  protected long count() {
    return records;
  }

  @Override
  protected void scan(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (inString) {
        passString(bytes[i]);
      } else {
        pass(bytes[i]);
      }
    }
  }

  private void passString(byte b) {
    if (escaped) {
      escaped = false;
    } else if (b == '\\') {
      escaped = true;
    } else {
      inString = b != '"';
    }
  }

  private void pass(byte b) {
    if (open == 0) {
      if (b == '{') {
        records++;
        open = 1;
      }
      return; // Anything else is the array's, or a structural fault.
    }
    switch (b) {
      case '"' -> inString = true;
      case '{', '[' -> open++;
      case '}', ']' -> open--;
      default -> {}
    }
  }
}
