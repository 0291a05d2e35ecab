package io.snowgauge.endtoend;

import static io.snowgauge.endtoend.Site.MONDAY;
import static io.snowgauge.endtoend.Site.TUESDAY;
import static io.snowgauge.endtoend.Site.WEDNESDAY;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A site whose files have their common part in another one, which #INCLUDE names. */
@Timeout(300)
class IncludeTest {
  private static final String CONFIGURATION =
      """
      {
        "notifications": { "type": "files", "interval": "1 hour" },
        "batch": { "interval": "100 ms" },
        "datasets": {
          "user_groups": {
            "input": "data/{farm}/{date}/lsb.users",
            "format": { "type": "lsf", "include": "follow", "includeFolders": ["site"] },
            "table": "USER_GROUP_SHARES",
            "publish": "replace"
          }
        }
      }
      """;

  private static final String FILE =
      """
      Begin UserGroup
      GROUP_NAME GROUP_MEMBER USER_SHARES
      own (u) ([u,1])
      #INCLUDE "../../../site/common" # of all farms
      End UserGroup
      """;

  private static final String ROWS =
      "SELECT FARM, GROUP_NAME, USER_NAME, SHARE, _LINE FROM USER_GROUP_SHARES ORDER BY ALL";
  private static final String FILES =
      "SELECT regexp_extract(URI, '[^/]*/[^/]*/[^/]*$'), RUN_ID, STATUS, SOURCE_RECORD_COUNT,"
          + " INGESTED_RECORD_COUNT FROM SNOWGAUGE.INGESTION_FILES ORDER BY ALL";

  @TempDir Path folder;

  private Site site() throws IOException {
    Site site = Site.with(folder, CONFIGURATION);
    site.write("site/common", "common (v w) ([v,2] [w,3])\n", MONDAY);
    site.write("data/aurora/2026-01-01/lsb.users", FILE, MONDAY);
    site.write("data/cirrus/2026-01-02/lsb.users", FILE.replace("own", "mine"), MONDAY);
    return site;
  }

  private static void assertEnds(Snowgauge.Ended ended, int exitCode) {
    assertThat(ended.toString(), ended.exitCode(), is(exitCode));
  }

  @Test
  void whatChangesInAnIncludedFileAloneIsLoaded() throws Exception {
    Site site = site();
    assertEnds(site.run("--run-id", "r1"), 0);
    assertThat(
        site.query(ROWS),
        contains(
            "aurora | common | v | 2 | 4",
            "aurora | common | w | 3 | 4",
            "aurora | own | u | 1 | 3",
            "cirrus | common | v | 2 | 4",
            "cirrus | common | w | 3 | 4",
            "cirrus | mine | u | 1 | 3"));
    assertThat(
        site.run().outLines().get(0), is("user_groups: nothing new, all 2 files are loaded"));

    site.write("site/common", "common v [v,4]\n", TUESDAY);
    Snowgauge.Ended backfill =
        site.snowgauge()
            .run("backfill", "--from", "2026-01-02", "--to", "2026-01-02", "--run-id", "r2");
    assertEnds(backfill, 0);
    assertThat(
        site.query(ROWS),
        contains(
            "aurora | common | v | 2 | 4",
            "aurora | common | w | 3 | 4",
            "aurora | own | u | 1 | 3",
            "cirrus | common | v | 4 | 4",
            "cirrus | mine | u | 1 | 3"));
    // As it was before, and yet a version of its own: the table is to follow.
    site.write("site/common", "common (v w) ([v,2] [w,3])\n", WEDNESDAY);
    assertEnds(site.run("--run-id", "r3"), 0);
    assertThat(site.query(ROWS).size(), is(6));
    assertThat(
        site.query(FILES),
        contains(
            "aurora/2026-01-01/lsb.users | r1 | REPLACED | 3 | 3",
            "aurora/2026-01-01/lsb.users | r3 | PUBLISHED | 3 | 3",
            "cirrus/2026-01-02/lsb.users | r1 | REPLACED | 3 | 3",
            "cirrus/2026-01-02/lsb.users | r2-2026-01-02 | REPLACED | 2 | 2",
            "cirrus/2026-01-02/lsb.users | r3 | PUBLISHED | 3 | 3"));
    site.write("site/common", "common v [v,4]\n", WEDNESDAY.plusSeconds(1));
    assertStreams(site);
    assertThat(
        site.query(ROWS),
        contains(
            "aurora | common | v | 4 | 4",
            "aurora | own | u | 1 | 3",
            "cirrus | common | v | 4 | 4",
            "cirrus | mine | u | 1 | 3"));
  }

  /** Of a changed included file no notification tells: the sweep, here at the start, finds it. */
  private static void assertStreams(Site site) throws InterruptedException {
    Snowgauge.Running stream = site.snowgauge().start("stream");
    try {
      assertThat(stream.errSoFar(), stream.runsUntil(() -> published(stream) == 2), is(true));
    } finally {
      stream.terminate();
    }
    stream.await();
  }

  @Test
  void whatCannotBeFollowedFailsTheFileAndLeavesItsRows() throws Exception {
    Site site = site();
    assertEnds(site.run("--run-id", "r1"), 0);
    List<String> rows = site.query(ROWS);
    Files.delete(site.path("site/common"));
    site.write("data/cirrus/2026-01-02/lsb.users", "#include a\n", TUESDAY);
    site.write("data/cirrus/2026-01-02/a", "\n#include b\n", TUESDAY);
    site.write("data/cirrus/2026-01-02/b", "#include ./a\n", TUESDAY);
    Snowgauge.Ended ended = site.run("--run-id", "r2");
    assertEnds(ended, 3);
    assertThat(
        ended.outLines(),
        hasItems(
            "  line 4: #INCLUDE \"../../../site/common\": expected a file but found none",
            "  line 1: in "
                + "file://"
                + site.path("data/cirrus/2026-01-02/b")
                + ", line 1: #INCLUDE ./a: expected another file but it includes itself"));
    assertThat(site.query(ROWS), is(rows));
    assertThat(
        site.query(FILES),
        containsInAnyOrder(
            "aurora/2026-01-01/lsb.users | r1 | PUBLISHED | 3 | 3",
            "aurora/2026-01-01/lsb.users | r2 | FAILED | 1 | 0",
            "cirrus/2026-01-02/lsb.users | r1 | PUBLISHED | 3 | 3",
            "cirrus/2026-01-02/lsb.users | r2 | FAILED | 0 | 0"));
    site.write("site/common", "common v [v,4]\n", TUESDAY);
    site.write("data/cirrus/2026-01-02/b", FILE.replace("#INCLUDE", "#"), TUESDAY);
    assertEnds(site.run("--run-id", "r3"), 0);
    assertThat(
        site.query(ROWS),
        contains(
            "aurora | common | v | 4 | 4", "aurora | own | u | 1 | 3", "cirrus | own | u | 1 | 1"));
  }

  private static int published(Snowgauge.Running stream) {
    return GloboLatteUploads.published(stream.errSoFar());
  }
}
