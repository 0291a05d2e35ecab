package io.snowgauge.endtoend;

import static io.snowgauge.endtoend.Site.MONDAY;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Limits and mappings of accounts are datasets beside the groups of the same file. */
@Timeout(300)
class SectionsTest {
  /** As sites write it, with what scripts look for when they extract MAX_JOBS. */
  private static final String FILE =
      """
      # lsb.users of cluster1
      Begin UserGroup
      GROUP_NAME   GROUP_MEMBER       USER_SHARES
      groupA       (user1 user2)      ([user1,4] [others,10])
      End UserGroup

      Begin User
      USER_NAME    MAX_JOBS    JL/P    MAX_PEND_JOBS   # limits
      user1        10          -       -
      user2        4           1       5000
      #if time(20:00-8:00)
      user3        (-)         2       -
      #else
      user3        2           .5      -
      #endif
      groupA@      10          1.25    -
      user4        unlimited   -       -
      default      6           1       -
      End User

      Begin UserMap
      LOCAL            REMOTE                             DIRECTION
      user1            user2@cluster2                     export
      (user3 user4)    (user4@cluster4 user6@cluster6)    IMPORT
      End UserMap
      """;

  private static final String DATASET =
      """
      "%1$s": { "input": "data/{farm}/lsb.users", "format": { "type": "lsf", "section": "%2$s" },
        "table": "%1$s", "publish": "replace"%3$s }
      """;

  @TempDir Path folder;

  @Test
  void aDatasetForEachSectionOfTheSameFile() throws Exception {
    Site site =
        Site.with(
            folder,
            "{ \"datasets\": { %s, %s, %s } }"
                .formatted(
                    DATASET.formatted("groups", "UserGroup", ""),
                    DATASET.formatted("limits", "User", ", \"rejects\": { \"max\": 1 }"),
                    DATASET.formatted("accounts", "UserMap", "")));
    site.write("data/cirrus/lsb.users", FILE, MONDAY);
    Snowgauge.Ended run = site.run("--run-id", "r1");
    assertThat(run.toString(), run.exitCode(), is(0));
    assertThat(
        site.query(
            "SELECT FARM, USER_NAME, MAX_JOBS, JL_P, MAX_PEND_JOBS, MAX_PEND_SLOTS, PRIORITY,"
                + " CONDITION, _LINE FROM LIMITS ORDER BY _LINE"),
        contains(
            "cirrus | user1 | 10 | null | null | null | null | null | 9",
            "cirrus | user2 | 4 | 1.000000 | 5000 | null | null | null | 10",
            "cirrus | user3 | null | 2.000000 | null | null | null | time(20:00-8:00) | 12",
            "cirrus | user3 | 2 | 0.500000 | null | null | null | !(time(20:00-8:00)) | 14",
            "cirrus | groupA@ | 10 | 1.250000 | null | null | null | null | 16",
            "cirrus | default | 6 | 1.000000 | null | null | null | null | 18"));
    assertThat(
        site.query("SELECT FARM, LOCAL, REMOTE, DIRECTION, CONDITION, _LINE FROM ACCOUNTS"),
        contains(
            "cirrus | user1 | user2@cluster2 | export | null | 23",
            "cirrus | user3 | user4@cluster4 | import | null | 24",
            "cirrus | user3 | user6@cluster6 | import | null | 24",
            "cirrus | user4 | user4@cluster4 | import | null | 24",
            "cirrus | user4 | user6@cluster6 | import | null | 24"));
    assertThat(
        site.query("SELECT GROUP_NAME, USER_NAME, SHARE FROM GROUPS ORDER BY ALL"),
        contains("groupA | others | 10", "groupA | user1 | 4", "groupA | user2 | null"));
    assertThat(
        site.query("SELECT DATASET, LINE, COLUMN_NUMBER, REASON FROM SNOWGAUGE.INGESTION_REJECTS"),
        contains("limits | 17 | 14 | MAX_JOBS: expected an integer or '-' but found 'unlimited'"));
    assertThat(
        site.query(
            "SELECT RUN_ID, DATASET, FILES, SOURCE_RECORD_COUNT, INGESTED_RECORD_COUNT,"
                + " REJECTED_RECORD_COUNT, STATUS FROM SNOWGAUGE.INGESTION_AUDIT ORDER BY DATASET"),
        contains(
            "r1 | accounts | 1 | 5 | 5 | 0 | SUCCESS",
            "r1 | groups | 1 | 3 | 3 | 0 | SUCCESS",
            "r1 | limits | 1 | 7 | 6 | 1 | PARTIAL"));
    assertThat(
        site.query("SELECT SUM(MAX_JOBS) FROM LIMITS WHERE CONDITION IS NULL"), contains("30"));
  }
}
