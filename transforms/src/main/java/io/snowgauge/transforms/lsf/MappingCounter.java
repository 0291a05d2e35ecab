package io.snowgauge.transforms.lsf;

import java.util.List;

/**
 * Counts the records of a line of a UserMap section: 1 if it is malformed, else the pairs of its
 * distinct local and remote names (rules 8 of docs/formats/lsb-users.md).
 */
final class MappingCounter implements DataLineCounter {
  /** What the next byte is part of. */
  private enum State {
    BETWEEN_VALUES,
    /** Behind a value in parentheses: only a blank may follow. */
    BEHIND_VALUE,
    BETWEEN_NAMES,
    NAME,
    /** In front of the direction, in it, and behind it in parentheses. */
    BEFORE_WORD,
    WORD,
    BEHIND_WORD,
    /** Whatever follows, the line is malformed. */
    MALFORMED
  }

  private static final long MOST = 1_000_000;

  private final CountedNames locals = new CountedNames();
  private final CountedNames remotes = new CountedNames();
  private final CountedWord direction = new CountedWord();

  private List<String> columns = List.of();
  private CountedNames names = locals;
  private State state = State.MALFORMED;
  private int values;
  private boolean parenthesised;

  @Override
  public void setColumns(List<String> columns) {
    this.columns = columns;
  }

  @Override
  public void start() {
    state = State.BETWEEN_VALUES;
    values = 0;
    locals.clear();
    remotes.clear();
    direction.clear();
  }

  @Override
  public long records() {
    long pairs = (long) locals.size() * remotes.size();
    boolean wellFormed =
        state == State.BETWEEN_VALUES
            && values == columns.size()
            && (direction.is("EXPORT") || direction.is("IMPORT"));
    return wellFormed && pairs >= 1 && pairs <= MOST ? pairs : 1;
  }

  @Override
  public void take(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && state != State.MALFORMED) {
      if (state == State.NAME) {
        i = names.pass(bytes, i, to);
      }
      if (i < to) {
        state = next(bytes[i], CountedByte.of(bytes[i]));
        i++;
      }
    }
  }

  private State next(byte b, CountedByte kind) {
    return switch (state) {
      case BETWEEN_VALUES -> betweenValues(b, kind);
      case BEHIND_VALUE -> kind == CountedByte.BLANK ? State.BETWEEN_VALUES : State.MALFORMED;
      case BETWEEN_NAMES -> betweenNames(b, kind);
      case NAME -> endName(kind);
      case BEFORE_WORD -> kind == CountedByte.BLANK ? State.BEFORE_WORD : word(b, kind);
      case WORD -> word(b, kind);
      case BEHIND_WORD -> endWord(kind);
      case MALFORMED -> State.MALFORMED;
    };
  }

  private State betweenValues(byte b, CountedByte kind) {
    if (kind == CountedByte.BLANK) {
      return State.BETWEEN_VALUES;
    }
    if (values == columns.size()) {
      return State.MALFORMED;
    }
    String column = columns.get(values);
    values++;
    parenthesised = kind == CountedByte.OPEN;
    boolean isList = !column.equals("DIRECTION");
    if (isList) {
      names = column.equals("LOCAL") ? locals : remotes;
    }
    if (parenthesised) {
      return isList ? State.BETWEEN_NAMES : State.BEFORE_WORD;
    }
    return isList ? betweenNames(b, kind) : word(b, kind);
  }

  /** In parentheses there may be blanks and no name at all, which makes no pairs. */
  private State betweenNames(byte b, CountedByte kind) {
    return switch (kind) {
      case NAME -> {
        names.start(b);
        yield State.NAME;
      }
      case BLANK -> State.BETWEEN_NAMES;
      case CLOSE -> parenthesised ? State.BEHIND_VALUE : State.MALFORMED;
      default -> State.MALFORMED;
    };
  }

  /** A dash is no name, and alone it says that there is none: either way the line is malformed. */
  private State endName(CountedByte kind) {
    if (names.isDash()) {
      return State.MALFORMED;
    }
    names.add();
    if (parenthesised) {
      return switch (kind) {
        case BLANK -> State.BETWEEN_NAMES;
        case CLOSE -> State.BEHIND_VALUE;
        default -> State.MALFORMED;
      };
    }
    return kind == CountedByte.BLANK ? State.BETWEEN_VALUES : State.MALFORMED;
  }

  private State word(byte b, CountedByte kind) {
    if (kind == CountedByte.NAME) {
      direction.add(b);
      return State.WORD;
    }
    return endWord(kind);
  }

  private State endWord(CountedByte kind) {
    return switch (kind) {
      case BLANK -> parenthesised ? State.BEHIND_WORD : State.BETWEEN_VALUES;
      case CLOSE -> parenthesised ? State.BEHIND_VALUE : State.MALFORMED;
      default -> State.MALFORMED;
    };
  }
}
