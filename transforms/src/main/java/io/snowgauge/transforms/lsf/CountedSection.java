package io.snowgauge.transforms.lsf;

import java.util.List;

/** The sections that the counter knows, with the columns that their headers may and must have. */
enum CountedSection {
  USER_GROUP,
  USER,
  USER_MAP;

  /** As the first word behind Begin, in upper case. */
  String upperCase() {
    return switch (this) {
      case USER_GROUP -> "USERGROUP";
      case USER -> "USER";
      case USER_MAP -> "USERMAP";
    };
  }

  /**
   * The columns that a header may have. Each line of a User section counts 1, as if its header were
   * not usable: so no column of it is known.
   */
  List<String> columns() {
    return switch (this) {
      case USER_GROUP ->
          List.of("GROUP_NAME", "GROUP_MEMBER", "USER_SHARES", "GROUP_ADMIN", "PRIORITY");
      case USER -> List.of();
      case USER_MAP -> List.of("LOCAL", "REMOTE", "DIRECTION");
    };
  }

  /** Those that it must have. */
  List<String> required() {
    return this == USER_GROUP ? List.of("GROUP_NAME", "GROUP_MEMBER") : columns();
  }

  /** A counter of its data lines. */
  DataLineCounter newLineCounter(boolean countsBadEntries) {
    return this == USER_MAP ? new MappingCounter() : new GroupCounter(countsBadEntries);
  }
}
