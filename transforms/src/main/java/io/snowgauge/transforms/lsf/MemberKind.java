package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.text.AsciiWords;
import java.nio.charset.StandardCharsets;

/** What the name of a group's member stands for (rule 6.2 of docs/formats/lsb-users.md). */
final class MemberKind {
  private static final MemberKind USER = new MemberKind("user");
  private static final MemberKind GROUP = new MemberKind("group");
  private static final MemberKind PATTERN = new MemberKind("pattern");
  private static final MemberKind EXCLUSION = new MemberKind("exclusion");
  private static final MemberKind ALL = new MemberKind("all");
  private static final MemberKind OTHERS = new MemberKind("others");
  private static final MemberKind EXTERNAL = new MemberKind("external");

  private final byte[] text;

  private MemberKind(String text) {
    this.text = text.getBytes(StandardCharsets.US_ASCII);
  }

  /** As a record shows it; the array itself. */
  byte[] text() {
    return text;
  }

  /**
   * What a name is.
   *
   * @param groups those that the lines so far have defined
   */
  static MemberKind of(byte[] bytes, int start, int end, GroupNames groups) {
    if (AsciiWords.matches(bytes, start, end, "!")) {
      return EXTERNAL;
    }
    if (AsciiWords.matches(bytes, start, end, "all")) {
      return ALL;
    }
    if (bytes[start] == '~' && end - start > 1) {
      return EXCLUSION;
    }
    boolean isEach = bytes[end - 1] == '@';
    int nameEnd = isEach ? end - 1 : end;
    if (AsciiWords.matches(bytes, start, nameEnd, "default")
        || AsciiWords.matches(bytes, start, nameEnd, "others")) {
      return OTHERS;
    }
    for (int i = start; i < end; i++) {
      if (bytes[i] == '*') {
        return PATTERN;
      }
    }
    boolean isOfTheSystem = bytes[end - 1] == '/';
    return isEach || isOfTheSystem || groups.contains(bytes, start, end) ? GROUP : USER;
  }
}
