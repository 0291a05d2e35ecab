package io.snowgauge.transforms.lsf;

/**
 * Counts the records of logical lines, which it takes in pieces: tells section lines, headers and
 * the lines of groups apart and leaves what is in the latter two to {@link HeaderCounter} and a
 * {@link DataLineCounter}.
 */
final class SectionCounter {
  /** What the next byte of the logical line is part of. */
  private enum Part {
    /** Only blanks so far. */
    START,
    /** The first word, which may turn out to be Begin or End. */
    FIRST_WORD,
    SECTION_NAME,
    BEHIND_SECTION_NAME,
    HEADER,
    GROUP,
    /** Of no consequence for the count. */
    REST
  }

  /** What the next line is, unless it is a section line. */
  private enum Expected {
    /** Outside of all sections: each line is stray. */
    SECTION,
    /** In a section of another name: what stands there is not counted. */
    NOTHING,
    HEADER,
    GROUP,
    /** The line of a group below an unusable header. */
    UNREADABLE_GROUP
  }

  private static final byte[] LINE_END = {' '};
  private static final int LONGEST_KEYWORD = "BEGIN".length();
  private static final int NEAR = 2;

  private final CountedWord firstWord = new CountedWord();
  private final CountedWord sectionName = new CountedWord();

  /** The letters and digits of the name and the words behind it. */
  private final CountedWord nameLetters = new CountedWord();

  private final String wanted;
  private final HeaderCounter header;
  private final DataLineCounter group;

  private Part part = Part.START;
  private Expected expected = Expected.SECTION;
  private boolean opensSection;
  private long records;

  /** Counts bad entries of USER_SHARES as records of their own, if asked to. */
  SectionCounter(CountedSection section, boolean countsBadEntries) {
    wanted = section.upperCase();
    header = new HeaderCounter(section);
    group = section.newLineCounter(countsBadEntries);
  }

  /** The records of the lines that have ended. */
  long records() {
    return records;
  }

  /** Takes the next bytes of the logical line, {@code [from, to)}. */
  void take(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      i =
          switch (part) {
            case START -> start(bytes, i, to);
            case FIRST_WORD -> firstWord(bytes, i, to);
            case SECTION_NAME -> sectionName(bytes, i, to);
            case HEADER -> {
              header.take(bytes, i, to);
              yield to;
            }
            case GROUP -> {
              group.take(bytes, i, to);
              yield to;
            }
            case BEHIND_SECTION_NAME -> {
              takeNameLetters(bytes, i, to);
              yield to;
            }
            case REST -> to;
          };
    }
  }

  /** Takes no more of the line: it has text and is over the limit, and nothing else matters. */
  void dropRest() {
    part = Part.REST;
  }

  /** Ends the logical line. */
  void end(boolean overLimit) {
    take(LINE_END, 0, 1); // It ends a word or value as a blank does.
    if (part != Part.START) {
      if (!isSectionLine() || overLimit) {
        endText(overLimit);
      } else if (opensSection) {
        endBegin();
      } else {
        endEnd();
      }
    }
    part = Part.START;
  }

  private int start(byte[] bytes, int from, int to) {
    int i = CountedByte.skipBlanks(bytes, from, to);
    if (i < to) {
      switch (bytes[i]) {
        case 'B', 'b', 'E', 'e' -> {
          part = Part.FIRST_WORD;
          firstWord.clear();
        }
        default -> startText();
      }
    }
    return i;
  }

  private int firstWord(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && !CountedByte.isBlank(bytes[i]) && firstWord.length() < LONGEST_KEYWORD) {
      firstWord.add(bytes[i]);
      i++;
    }
    if (i < to) {
      opensSection = firstWord.is("BEGIN");
      if (CountedByte.isBlank(bytes[i]) && (opensSection || firstWord.is("END"))) {
        part = Part.SECTION_NAME;
        sectionName.clear();
        nameLetters.clear();
      } else {
        startText();
        take(firstWord.bytes(), 0, firstWord.length());
      }
    }
    return i;
  }

  private int sectionName(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && !CountedByte.isBlank(bytes[i])) {
      sectionName.add(bytes[i]);
      i++;
    }
    takeNameLetters(bytes, from, i);
    if (i == to) {
      return to;
    }
    if (sectionName.length() > 0) {
      part = Part.BEHIND_SECTION_NAME;
    }
    return i + 1;
  }

  private boolean isSectionLine() {
    return part == Part.SECTION_NAME || part == Part.BEHIND_SECTION_NAME;
  }

  private void takeNameLetters(byte[] bytes, int from, int to) {
    for (int i = from; i < to && nameLetters.length() <= wanted.length() + NEAR; i++) {
      byte b = bytes[i];
      if ((b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z')) {
        nameLetters.add(b);
      }
    }
  }

  /** A Begin that opens no section is a stray line. */
  private void endBegin() {
    if (sectionName.is(wanted)) {
      expected = Expected.HEADER;
    } else if (sectionName.length() == 0 || nameLetters.isNear(wanted, NEAR)) {
      expected = Expected.SECTION;
      records++;
    } else {
      expected = Expected.NOTHING;
    }
  }

  private void endEnd() {
    if (expected == Expected.SECTION) {
      records++;
    }
    expected = Expected.SECTION;
  }

  private void startText() {
    switch (expected) {
      case HEADER -> {
        part = Part.HEADER;
        header.start();
      }
      case GROUP -> {
        part = Part.GROUP;
        group.start();
      }
      case SECTION, NOTHING, UNREADABLE_GROUP -> part = Part.REST;
    }
  }

  private void endText(boolean overLimit) {
    switch (expected) {
      case NOTHING -> {}
      case HEADER -> endHeader(part == Part.HEADER && !overLimit && header.isUsable());
      case GROUP -> records += part == Part.GROUP && !overLimit ? group.records() : 1;
      case SECTION, UNREADABLE_GROUP -> records++;
    }
  }

  private void endHeader(boolean usable) {
    expected = usable ? Expected.GROUP : Expected.UNREADABLE_GROUP;
    if (usable) {
      group.setColumns(header.columns());
    }
  }
}
