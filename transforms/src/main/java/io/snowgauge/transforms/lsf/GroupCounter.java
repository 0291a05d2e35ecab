package io.snowgauge.transforms.lsf;

import java.util.List;

/**
 * Counts the records of one group's line at a time, whose bytes it takes in pieces of any length: 1
 * if the line is malformed, else its distinct names (rules 4 of docs/formats/lsb-users.md).
 */
final class GroupCounter {
  /** What the next byte is part of. */
  private enum Place {
    BETWEEN_VALUES,
    /** Behind a value in parentheses, or one of a single dash: only a blank may follow. */
    BEHIND_VALUE,
    /** In a value of which only parentheses are read. */
    UNREAD_VALUE,
    BEFORE_GROUP_NAME,
    GROUP_NAME(true),
    /** Behind the name of the group, in parentheses. */
    BEHIND_GROUP_NAME,
    BETWEEN_MEMBERS,
    MEMBER(true),
    /** Between the entries of USER_SHARES. */
    BETWEEN_ENTRIES,
    BEFORE_ENTRY_NAME,
    ENTRY_NAME(true),
    BEHIND_ENTRY_NAME,
    BEFORE_SHARE,
    SHARE,
    BEHIND_SHARE,
    /** Whatever follows, the line is malformed. */
    MALFORMED;

    /** Whether the bytes of a name may be passed here, which is quicker than one by one. */
    final boolean inName;

    Place() {
      this(false);
    }

    Place(boolean inName) {
      this.inName = inName;
    }
  }

  private static final long MAX_SHARE = 2147483646;

  private CountedColumn[] columns = {};
  private final CountedNames names = new CountedNames();

  private Place place = Place.MALFORMED;
  private int values;
  private boolean parenthesised;
  private int depth;
  private long share;

  /** Sets what the values of all lines are from now on. */
  void setColumns(List<CountedColumn> columns) {
    this.columns = columns.toArray(CountedColumn[]::new);
  }

  /** Starts a line. */
  void start() {
    place = Place.BETWEEN_VALUES;
    values = 0;
    names.clear();
  }

  /** How many records the line counts. A blank must have been taken to end its last value. */
  long records() {
    boolean wellFormed = place == Place.BETWEEN_VALUES && values == columns.length;
    return wellFormed ? names.size() : 1;
  }

  /** Takes the next bytes of the line, {@code [from, to)}. */
  void take(byte[] bytes, int from, int to) {
    Place at = place;
    int i = from;
    while (i < to && at != Place.MALFORMED) {
      if (at.inName) {
        i = names.pass(bytes, i, to);
      }
      if (i < to) {
        at = next(at, bytes[i]);
        i++;
      }
    }
    place = at;
  }

  /** Takes the byte at a place and tells the place of the next one. */
  private Place next(Place at, byte b) {
    CountedByte kind = CountedByte.of(b);
    return switch (at) {
      case BETWEEN_VALUES -> betweenValues(b, kind);
      case BEHIND_VALUE -> kind == CountedByte.BLANK ? Place.BETWEEN_VALUES : Place.MALFORMED;
      case UNREAD_VALUE -> unreadValue(kind);
      case BEFORE_GROUP_NAME -> beforeGroupName(b, kind);
      case GROUP_NAME -> endGroupName(kind);
      case BEHIND_GROUP_NAME -> behindGroupName(kind);
      case BETWEEN_MEMBERS -> betweenMembers(b, kind);
      case MEMBER -> endMember(kind);
      case BETWEEN_ENTRIES -> betweenEntries(kind);
      case BEFORE_ENTRY_NAME -> beforeEntryName(b, kind);
      case ENTRY_NAME -> endEntryName(kind);
      case BEHIND_ENTRY_NAME -> behindEntryName(kind);
      case BEFORE_SHARE -> beforeShare(b, kind);
      case SHARE -> share(b, kind);
      case BEHIND_SHARE -> behindShare(kind);
      case MALFORMED -> Place.MALFORMED;
    };
  }

  private Place betweenValues(byte b, CountedByte kind) {
    if (kind == CountedByte.BLANK) {
      return Place.BETWEEN_VALUES;
    }
    if (values == columns.length || kind == CountedByte.CLOSE) {
      return Place.MALFORMED;
    }
    CountedColumn column = columns[values];
    values++;
    parenthesised = kind == CountedByte.OPEN;
    if (parenthesised) {
      depth = 1;
      return inside(column);
    }
    if (b == '-' && column == CountedColumn.USER_SHARES) {
      return Place.BEHIND_VALUE;
    }
    return next(inside(column), b);
  }

  private static Place inside(CountedColumn column) {
    return switch (column) {
      case GROUP_NAME -> Place.BEFORE_GROUP_NAME;
      case GROUP_MEMBER -> Place.BETWEEN_MEMBERS;
      case USER_SHARES -> Place.BETWEEN_ENTRIES;
      case GROUP_ADMIN, PRIORITY -> Place.UNREAD_VALUE;
    };
  }

  private Place unreadValue(CountedByte kind) {
    if (!parenthesised) {
      return switch (kind) {
        case BLANK -> Place.BETWEEN_VALUES;
        case OPEN, CLOSE -> Place.MALFORMED;
        default -> Place.UNREAD_VALUE;
      };
    }
    switch (kind) {
      case OPEN -> depth++;
      case CLOSE -> depth--;
      default -> {}
    }
    return depth > 0 ? Place.UNREAD_VALUE : Place.BEHIND_VALUE;
  }

  private Place beforeGroupName(byte b, CountedByte kind) {
    return switch (kind) {
      case NAME -> startName(b, Place.GROUP_NAME);
      case BLANK -> Place.BEFORE_GROUP_NAME;
      default -> Place.MALFORMED;
    };
  }

  private Place endGroupName(CountedByte kind) {
    if (names.isDash()) {
      return Place.MALFORMED;
    }
    if (!parenthesised) {
      return kind == CountedByte.BLANK ? Place.BETWEEN_VALUES : Place.MALFORMED;
    }
    return behindGroupName(kind);
  }

  private static Place behindGroupName(CountedByte kind) {
    return switch (kind) {
      case BLANK -> Place.BEHIND_GROUP_NAME;
      case CLOSE -> Place.BEHIND_VALUE;
      default -> Place.MALFORMED;
    };
  }

  /** Only in parentheses are there blanks and a CLOSE here: a bare value starts with neither. */
  private Place betweenMembers(byte b, CountedByte kind) {
    return switch (kind) {
      case NAME -> startName(b, Place.MEMBER);
      case BLANK -> Place.BETWEEN_MEMBERS;
      case CLOSE -> Place.BEHIND_VALUE;
      default -> Place.MALFORMED;
    };
  }

  private Place endMember(CountedByte kind) {
    if (!parenthesised) {
      return endOnlyMember(kind);
    }
    if (names.isDash()) {
      return Place.MALFORMED;
    }
    names.add();
    return switch (kind) {
      case BLANK -> Place.BETWEEN_MEMBERS;
      case CLOSE -> Place.BEHIND_VALUE;
      default -> Place.MALFORMED;
    };
  }

  private Place endOnlyMember(CountedByte kind) {
    if (kind != CountedByte.BLANK) {
      return Place.MALFORMED;
    }
    if (!names.isDash()) { // A dash says that there are no members.
      names.add();
    }
    return Place.BETWEEN_VALUES;
  }

  private Place betweenEntries(CountedByte kind) {
    return switch (kind) {
      case OPEN_BRACKET -> Place.BEFORE_ENTRY_NAME;
      case BLANK -> parenthesised ? Place.BETWEEN_ENTRIES : Place.BETWEEN_VALUES;
      case CLOSE -> parenthesised ? Place.BEHIND_VALUE : Place.MALFORMED;
      default -> Place.MALFORMED;
    };
  }

  private Place beforeEntryName(byte b, CountedByte kind) {
    return switch (kind) {
      case NAME -> startName(b, Place.ENTRY_NAME);
      case BLANK -> inEntry(Place.BEFORE_ENTRY_NAME);
      default -> Place.MALFORMED;
    };
  }

  private Place endEntryName(CountedByte kind) {
    boolean added = !names.isDash() && names.addEntry();
    return added ? behindEntryName(kind) : Place.MALFORMED;
  }

  private Place behindEntryName(CountedByte kind) {
    return switch (kind) {
      case BLANK -> inEntry(Place.BEHIND_ENTRY_NAME);
      case COMMA -> Place.BEFORE_SHARE;
      default -> Place.MALFORMED;
    };
  }

  private Place beforeShare(byte b, CountedByte kind) {
    if (kind == CountedByte.BLANK) {
      return inEntry(Place.BEFORE_SHARE);
    }
    share = 0;
    return isDigit(b) ? addDigit(b) : Place.MALFORMED;
  }

  private Place share(byte b, CountedByte kind) {
    return isDigit(b) ? addDigit(b) : behindShare(kind);
  }

  private Place behindShare(CountedByte kind) {
    return switch (kind) {
      case BLANK -> inEntry(Place.BEHIND_SHARE);
      case CLOSE_BRACKET ->
          share >= 1 && share <= MAX_SHARE ? Place.BETWEEN_ENTRIES : Place.MALFORMED;
      default -> Place.MALFORMED;
    };
  }

  /** Where a blank in an entry leads: only in parentheses may there be one. */
  private Place inEntry(Place parenthesisedPlace) {
    return parenthesised ? parenthesisedPlace : Place.MALFORMED;
  }

  private Place startName(byte b, Place name) {
    names.start(b);
    return name;
  }

  private Place addDigit(byte b) {
    share = Math.min(share * 10 + b - '0', MAX_SHARE + 1);
    return Place.SHARE;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
