package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.record.CaseFile;
import io.snowgauge.transforms.text.TextEncoding;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The cases of {@code src/test/resources/lsf}. */
public final class UserGroupCases {
  private static final String LIMIT = "maxLineBytes";
  private static final String BAD_ENTRIES = "badEntries";
  private static final String ENCODING = "encoding";
  private static final String SECTION = "section";
  private static final String OPTIONAL = "optionalColumns";

  private UserGroupCases() {}

  /** All of them. */
  public static List<CaseFile> all() {
    return CaseFile.in("lsf", Set.of(LIMIT, BAD_ENTRIES, ENCODING, SECTION, OPTIONAL));
  }

  /** The format as a case declares it. */
  public static LsfFormat format(CaseFile file) {
    int limit = file.setting(LIMIT, LsfFormat.DEFAULT_MAX_LINE_BYTES);
    TextEncoding encoding =
        named(TextEncoding.values(), TextEncoding::configName, file.setting(ENCODING, "UTF-8"));
    LsfSection section =
        named(LsfSection.values(), LsfSection::configName, file.setting(SECTION, "UserGroup"));
    if (section == LsfSection.USER) {
      return new UserFormat(limit, encoding);
    }
    if (section == LsfSection.USER_MAP) {
      return new UserMapFormat(limit, encoding);
    }
    return new UserGroupFormat(
        limit,
        named(
            BadEntries.values(),
            BadEntries::configName,
            file.setting(BAD_ENTRIES, BadEntries.REJECT_LINE.configName())),
        encoding,
        optional(file.setting(OPTIONAL, "")));
  }

  private static List<GroupColumn> optional(String names) {
    return names.isEmpty()
        ? List.of()
        : Arrays.stream(names.split(", ", -1)).map(GroupColumn::valueOf).toList();
  }

  private static <T> T named(T[] values, Function<T, String> name, String wanted) {
    return Arrays.stream(values)
        .filter(value -> name.apply(value).equals(wanted))
        .findFirst()
        .orElseThrow();
  }
}
