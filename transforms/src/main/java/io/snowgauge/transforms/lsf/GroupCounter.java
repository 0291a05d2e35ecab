package io.snowgauge.transforms.lsf;

import java.util.List;

/**
 * Counts the records of one group's line at a time, whose bytes it takes in pieces of any length: 1
 * if the line is malformed, else its distinct names (rules 4 of docs/formats/lsb-users.md).
 */
final class GroupCounter implements DataLineCounter {
  /** What the next byte is part of. */
  private enum State {
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
    /** Behind the first thing in parentheses, which is a dash: nothing else may be there. */
    BEHIND_DASH,
    /** In front of the first entry of USER_SHARES. */
    BEFORE_ENTRIES,
    /** Behind a dash where the first entry would begin. */
    BEHIND_FIRST_DASH,
    BEHIND_ENTRY,
    /** Behind the comma between two entries. */
    BEFORE_ENTRY,
    /** In an entry that is none, to its bracket. */
    BAD_ENTRY,
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

    State() {
      this(false);
    }

    State(boolean inName) {
      this.inName = inName;
    }
  }

  private static final long MAX_SHARE = 2147483646;

  private final boolean countsBadEntries;
  private State[] columns = {};
  private final CountedNames names = new CountedNames();

  private State state = State.MALFORMED;
  private int values;
  private boolean parenthesised;
  private int depth;
  private boolean memberSeen;
  private long share;
  private long badEntries;

  /** Counts a bad entry of USER_SHARES as a record, or its line as malformed. */
  GroupCounter(boolean countsBadEntries) {
    this.countsBadEntries = countsBadEntries;
  }

  @Override
  public void setColumns(List<String> columns) {
    this.columns = columns.stream().map(GroupCounter::inside).toArray(State[]::new);
  }

  @Override
  public void start() {
    state = State.BETWEEN_VALUES;
    values = 0;
    badEntries = 0;
    names.clear();
  }

  @Override
  public long records() {
    boolean wellFormed = state == State.BETWEEN_VALUES && values == columns.length;
    return wellFormed ? names.size() + badEntries : 1;
  }

  @Override
  public void take(byte[] bytes, int from, int to) {
    State at = state;
    int i = from;
    while (i < to && at != State.MALFORMED) {
      if (at.inName) {
        i = names.pass(bytes, i, to);
      }
      if (i < to) {
        at = next(at, bytes[i]);
        i++;
      }
    }
    state = at;
  }

  /** Takes the byte at a place and tells the place of the next one. */
  private State next(State at, byte b) {
    CountedByte kind = CountedByte.of(b);
    return switch (at) {
      case BETWEEN_VALUES -> betweenValues(b, kind);
      case BEHIND_VALUE -> kind == CountedByte.BLANK ? State.BETWEEN_VALUES : State.MALFORMED;
      case UNREAD_VALUE -> unreadValue(kind);
      case BEFORE_GROUP_NAME -> beforeGroupName(b, kind);
      case GROUP_NAME -> endGroupName(kind);
      case BEHIND_GROUP_NAME -> behindGroupName(kind);
      case BETWEEN_MEMBERS -> betweenMembers(b, kind);
      case MEMBER -> endMember(kind);
      case BEHIND_DASH -> behindDash(kind);
      case BEFORE_ENTRIES -> beforeEntries(b, kind);
      case BEHIND_FIRST_DASH -> behindFirstDash(kind);
      case BEHIND_ENTRY -> behindEntry(kind);
      case BEFORE_ENTRY -> beforeEntry(kind);
      case BAD_ENTRY -> badEntry(kind);
      case BEFORE_ENTRY_NAME -> beforeEntryName(b, kind);
      case ENTRY_NAME -> endEntryName(kind);
      case BEHIND_ENTRY_NAME -> behindEntryName(kind);
      case BEFORE_SHARE -> beforeShare(b, kind);
      case SHARE -> share(b, kind);
      case BEHIND_SHARE -> behindShare(kind);
      case MALFORMED -> State.MALFORMED;
    };
  }

  private State betweenValues(byte b, CountedByte kind) {
    if (kind == CountedByte.BLANK) {
      return State.BETWEEN_VALUES;
    }
    if (values == columns.length || kind == CountedByte.CLOSE) {
      return State.MALFORMED;
    }
    State inside = columns[values];
    values++;
    memberSeen = false;
    parenthesised = kind == CountedByte.OPEN;
    if (parenthesised) {
      depth = 1;
      return inside;
    }
    return next(inside, b);
  }

  /** Where the value of a column begins. */
  private static State inside(String column) {
    return switch (column) {
      case "GROUP_NAME" -> State.BEFORE_GROUP_NAME;
      case "GROUP_MEMBER" -> State.BETWEEN_MEMBERS;
      case "USER_SHARES" -> State.BEFORE_ENTRIES;
      default -> State.UNREAD_VALUE;
    };
  }

  private State unreadValue(CountedByte kind) {
    if (!parenthesised) {
      return switch (kind) {
        case BLANK -> State.BETWEEN_VALUES;
        case OPEN, CLOSE -> State.MALFORMED;
        default -> State.UNREAD_VALUE;
      };
    }
    switch (kind) {
      case OPEN -> depth++;
      case CLOSE -> depth--;
      default -> {}
    }
    return depth > 0 ? State.UNREAD_VALUE : State.BEHIND_VALUE;
  }

  private State beforeGroupName(byte b, CountedByte kind) {
    return switch (kind) {
      case NAME -> startName(b, State.GROUP_NAME);
      case BLANK -> State.BEFORE_GROUP_NAME;
      default -> State.MALFORMED;
    };
  }

  private State endGroupName(CountedByte kind) {
    if (names.isDash()) {
      return State.MALFORMED;
    }
    if (!parenthesised) {
      return kind == CountedByte.BLANK ? State.BETWEEN_VALUES : State.MALFORMED;
    }
    return behindGroupName(kind);
  }

  private static State behindGroupName(CountedByte kind) {
    return switch (kind) {
      case BLANK -> State.BEHIND_GROUP_NAME;
      case CLOSE -> State.BEHIND_VALUE;
      default -> State.MALFORMED;
    };
  }

  /** Only in parentheses are there blanks and a CLOSE here: a bare value starts with neither. */
  private State betweenMembers(byte b, CountedByte kind) {
    return switch (kind) {
      case NAME -> startName(b, State.MEMBER);
      case BLANK -> State.BETWEEN_MEMBERS;
      case CLOSE -> State.BEHIND_VALUE;
      default -> State.MALFORMED;
    };
  }

  private State endMember(CountedByte kind) {
    if (!parenthesised) {
      return endOnlyMember(kind);
    }
    if (names.isDash()) {
      return memberSeen ? State.MALFORMED : behindDash(kind);
    }
    memberSeen = true;
    names.add();
    return switch (kind) {
      case BLANK -> State.BETWEEN_MEMBERS;
      case CLOSE -> State.BEHIND_VALUE;
      default -> State.MALFORMED;
    };
  }

  private State endOnlyMember(CountedByte kind) {
    if (kind != CountedByte.BLANK) {
      return State.MALFORMED;
    }
    if (!names.isDash()) { // A dash says that there are no members.
      names.add();
    }
    return State.BETWEEN_VALUES;
  }

  private static State behindDash(CountedByte kind) {
    return switch (kind) {
      case BLANK -> State.BEHIND_DASH;
      case CLOSE -> State.BEHIND_VALUE;
      default -> State.MALFORMED;
    };
  }

  private State beforeEntries(byte b, CountedByte kind) {
    return switch (kind) {
      case OPEN_BRACKET -> State.BEFORE_ENTRY_NAME;
      case BLANK, CLOSE -> endEntries(kind, State.BEFORE_ENTRIES);
      default -> b == '-' ? State.BEHIND_FIRST_DASH : bad(kind);
    };
  }

  /** It is nothing but a dash, or what is a bad entry with a dash at its start. */
  private State behindFirstDash(CountedByte kind) {
    return switch (kind) {
      case BLANK -> parenthesised ? State.BEHIND_FIRST_DASH : State.BETWEEN_VALUES;
      case CLOSE -> endEntries(kind, State.BEHIND_FIRST_DASH);
      default -> bad(kind);
    };
  }

  private State behindEntry(CountedByte kind) {
    return switch (kind) {
      case OPEN_BRACKET -> State.BEFORE_ENTRY_NAME;
      case COMMA -> State.BEFORE_ENTRY;
      case BLANK, CLOSE -> endEntries(kind, State.BEHIND_ENTRY);
      default -> bad(kind);
    };
  }

  private State beforeEntry(CountedByte kind) {
    return switch (kind) {
      case OPEN_BRACKET -> State.BEFORE_ENTRY_NAME;
      case BLANK -> inEntry(State.BEFORE_ENTRY, kind);
      default -> bad(kind);
    };
  }

  /** Where a blank or a closing parenthesis between entries leads. */
  private State endEntries(CountedByte kind, State parenthesisedPlace) {
    if (kind == CountedByte.BLANK) {
      return parenthesised ? parenthesisedPlace : State.BETWEEN_VALUES;
    }
    return parenthesised ? State.BEHIND_VALUE : State.MALFORMED;
  }

  /** An entry turns out to be bad at a byte, which may be where it ends. */
  private State bad(CountedByte kind) {
    if (!countsBadEntries) {
      return State.MALFORMED;
    }
    badEntries++;
    return badEntry(kind);
  }

  private State badEntry(CountedByte kind) {
    return switch (kind) {
      case CLOSE_BRACKET -> State.BEHIND_ENTRY;
      case OPEN -> State.MALFORMED;
      case BLANK, CLOSE -> endEntries(kind, State.BAD_ENTRY);
      default -> State.BAD_ENTRY;
    };
  }

  private State beforeEntryName(byte b, CountedByte kind) {
    return switch (kind) {
      case NAME -> startName(b, State.ENTRY_NAME);
      case BLANK -> inEntry(State.BEFORE_ENTRY_NAME, kind);
      default -> bad(kind);
    };
  }

  private State endEntryName(CountedByte kind) {
    if (names.isDash()) {
      return bad(kind);
    }
    names.keep();
    return behindEntryName(kind);
  }

  private State behindEntryName(CountedByte kind) {
    return switch (kind) {
      case BLANK -> inEntry(State.BEHIND_ENTRY_NAME, kind);
      case COMMA -> State.BEFORE_SHARE;
      default -> bad(kind);
    };
  }

  private State beforeShare(byte b, CountedByte kind) {
    if (kind == CountedByte.BLANK) {
      return inEntry(State.BEFORE_SHARE, kind);
    }
    share = 0;
    return isDigit(b) ? addDigit(b) : bad(kind);
  }

  private State share(byte b, CountedByte kind) {
    return isDigit(b) ? addDigit(b) : behindShare(kind);
  }

  private State behindShare(CountedByte kind) {
    return switch (kind) {
      case BLANK -> inEntry(State.BEHIND_SHARE, kind);
      case CLOSE_BRACKET -> endEntry(kind);
      default -> bad(kind);
    };
  }

  private State endEntry(CountedByte kind) {
    boolean added = share >= 1 && share <= MAX_SHARE && names.addKeptEntry();
    return added ? State.BEHIND_ENTRY : bad(kind);
  }

  /** Where a blank in an entry leads: only in parentheses may there be one. */
  private State inEntry(State parenthesisedPlace, CountedByte kind) {
    return parenthesised ? parenthesisedPlace : bad(kind);
  }

  private State startName(byte b, State name) {
    names.start(b);
    return name;
  }

  private State addDigit(byte b) {
    share = Math.min(share * 10 + b - '0', MAX_SHARE + 1);
    return State.SHARE;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
