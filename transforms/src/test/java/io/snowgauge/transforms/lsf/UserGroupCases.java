package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.record.CaseFile;
import java.util.List;
import java.util.Set;

/** The cases of {@code src/test/resources/lsf}. */
public final class UserGroupCases {
  private static final String LIMIT = "maxLineBytes";

  private UserGroupCases() {}

  /** All of them. */
  public static List<CaseFile> all() {
    return CaseFile.in("lsf", Set.of(LIMIT));
  }

  /** The format as a case declares it. */
  public static UserGroupFormat format(CaseFile file) {
    return new UserGroupFormat(file.setting(LIMIT, UserGroupFormat.DEFAULT_MAX_LINE_BYTES));
  }
}
