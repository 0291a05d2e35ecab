package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.TUESDAY;
import static io.snowgauge.io.warehouse.publish.Site.WEDNESDAY;
import static io.snowgauge.io.warehouse.publish.Site.forced;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Site.userGroups;
import static io.snowgauge.transforms.dataset.PublishMode.APPEND;
import static io.snowgauge.transforms.dataset.PublishMode.REPLACE;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;

import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.staging.StagedFile;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEveryWarehouse
class ReplaceTest {
  private static final String OLD = userGroups("team1 (user1) -");
  private static final String NEW = userGroups("team1 (user2 user3) -");
  private static final String NEWEST = userGroups("team1 (user4) -");

  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;
  private Dataset dataset;

  ReplaceTest(WarehouseKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void openSite() throws SQLException {
    site = new Site(folder, kind);
    dataset = site.dataset(REPLACE);
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  @Test
  void aNewerVersionTakesThePlaceOfTheOlder() throws Exception {
    SourceFile neighbour = site.write("lsb.users.2", userGroups("team2 (u) -"), MONDAY);
    site.load(run("r1"), dataset, neighbour, site.write("lsb.users", OLD, MONDAY));
    site.load(run("r2"), dataset, site.write("lsb.users", NEW, TUESDAY));
    assertThat(
        site.shares(),
        contains("team1 | user2 | null", "team1 | user3 | null", "team2 | u | null"));
    assertThat(
        site.ledger(),
        contains(
            "lsb.users | r1 | 1 | REPLACED | 1 | null",
            "lsb.users.2 | r1 | 1 | PUBLISHED | 1 | null",
            "lsb.users | r2 | 1 | PUBLISHED | 2 | null"));
  }

  @Test
  void anOlderVersionThatComesLaterAddsNothing() throws Exception {
    SourceFile older = site.write("lsb.users", OLD, MONDAY);
    Run late = run("r2");
    site.begin(late, dataset);
    StagedFile staged = site.stage(late, dataset, older);
    site.load(run("r1"), dataset, site.write("lsb.users", NEW, TUESDAY));
    site.publish(late, dataset, staged);
    assertThat(site.shares(), contains("team1 | user2 | null", "team1 | user3 | null"));
    assertThat(
        site.ledger(),
        contains(
            "lsb.users | r1 | 1 | PUBLISHED | 2 | null",
            "lsb.users | r2 | 1 | SUPERSEDED | 0 | superseded: a newer version of the file is"
                + " loaded"));
    assertThat(
        site.audit(),
        contains(
            "r1 | 1 | 2 | 2 | 0 | SUCCESS | null",
            "r2 | 1 | 1 | 0 | 0 | SUCCESS | "
                + older.uri()
                + ": superseded: a newer version of the file is loaded"));
    assertThat(site.filesOf(late), empty());
  }

  @Test
  void ofTwoVersionsInOneLoadTheNewerIsPublished() throws Exception {
    Run run = run("r1");
    site.begin(run, dataset);
    StagedFile older = site.stage(run, dataset, site.write("lsb.users", OLD, MONDAY));
    StagedFile newer = site.stage(run, dataset, site.write("lsb.users", NEW, TUESDAY));
    site.publish(run, dataset, newer, older);
    assertThat(site.shares(), contains("team1 | user2 | null", "team1 | user3 | null"));
    assertThat(
        site.ledger(),
        contains(
            "lsb.users | r1 | 1 | SUPERSEDED | 0 | superseded: a newer version of the file is"
                + " loaded",
            "lsb.users | r1 | 1 | PUBLISHED | 2 | null"));
  }

  @Test
  void aNewerVersionThatFailsSupersedesNothing() throws Exception {
    Run run = run("r1");
    site.begin(run, dataset);
    StagedFile older = site.stage(run, dataset, site.write("lsb.users", OLD, MONDAY));
    StagedFile newer =
        site.stage(run, dataset, site.write("lsb.users", userGroups("team1 u)"), TUESDAY));
    site.publish(run, dataset, newer, older);
    assertThat(site.shares(), contains("team1 | user1 | null"));
    assertThat(
        site.rows(
            "SELECT STATUS, INGESTED_RECORD_COUNT FROM SNOWGAUGE.INGESTION_FILES"
                + " ORDER BY LAST_MODIFIED"),
        contains("PUBLISHED | 1", "FAILED | 0"));
  }

  @Test
  void aVersionOfTheSameTimeTakesThePlaceOfTheOneThatIsIn() throws Exception {
    site.load(run("r1"), dataset, site.write("lsb.users", OLD, MONDAY));
    site.load(run("r2"), dataset, site.write("lsb.users", NEW, MONDAY));
    assertThat(site.shares(), contains("team1 | user2 | null", "team1 | user3 | null"));
    assertThat(
        site.ledger(),
        contains(
            "lsb.users | r1 | 1 | REPLACED | 1 | null",
            "lsb.users | r2 | 1 | PUBLISHED | 2 | null"));
  }

  @Test
  void aReplacedVersionIsNotLoadedAgainByItself() throws Exception {
    SourceFile older = site.write("lsb.users", OLD, MONDAY);
    Run late = run("r3");
    site.begin(late, dataset);
    StagedFile staged = site.stage(late, dataset, older);
    site.load(run("r1"), dataset, older);
    site.load(run("r2"), dataset, site.write("lsb.users", NEW, TUESDAY));
    site.publish(late, dataset, staged);
    assertThat(site.shares(), contains("team1 | user2 | null", "team1 | user3 | null"));
    assertThat(
        site.ledger(),
        contains(
            "lsb.users | r1 | 1 | REPLACED | 1 | null",
            "lsb.users | r2 | 1 | PUBLISHED | 2 | null"));
  }

  @Test
  void aForcedLoadReplacesWhatTheVersionLoadedBeforeAndNothingElse() throws Exception {
    Dataset append = site.dataset(APPEND);
    site.load(run("r1"), append, site.write("lsb.users", OLD, MONDAY));
    SourceFile file = site.write("lsb.users", NEW, TUESDAY);
    site.load(run("r2"), append, file);
    site.execute("DELETE FROM USER_GROUP_SHARES WHERE USER_NAME = 'user3'");
    site.load(forced("r3"), append, file);
    assertThat(
        site.rows("SELECT USER_NAME, _RUN_ID FROM USER_GROUP_SHARES ORDER BY ALL"),
        contains("user1 | r1", "user2 | r3", "user3 | r3"));
    assertThat(
        site.ledger(),
        contains(
            "lsb.users | r1 | 1 | PUBLISHED | 1 | null",
            "lsb.users | r2 | 1 | REPLACED | 2 | null",
            "lsb.users | r3 | 2 | PUBLISHED | 2 | null"));
  }

  @Test
  void aForcedLoadOfAnOlderVersionTakesThePlaceOfTheNewer() throws Exception {
    Run back = forced("r3");
    SourceFile older = site.write("lsb.users", OLD, MONDAY);
    site.begin(back, dataset);
    StagedFile staged = site.stage(back, dataset, older);
    site.load(run("r1"), dataset, older);
    site.load(run("r2"), dataset, site.write("lsb.users", NEW, TUESDAY));
    site.publish(back, dataset, staged);
    assertThat(site.shares(), contains("team1 | user1 | null"));
    assertThat(
        site.ledger(),
        contains(
            "lsb.users | r1 | 1 | REPLACED | 1 | null",
            "lsb.users | r2 | 1 | REPLACED | 2 | null",
            "lsb.users | r3 | 2 | PUBLISHED | 1 | null"));
  }

  @Test
  void aForcedManifestThatIsPublishedTwiceIsLoadedOnce() throws Exception {
    SourceFile file = site.write("lsb.users", OLD, MONDAY);
    site.load(run("r1"), dataset, file);
    Run forced = forced("r2");
    StagedFile first = site.load(forced, dataset, file).get(0);
    site.publish(forced, dataset, first);
    site.publish(forced, dataset, site.stage(forced, dataset, file));
    assertThat(site.shares(), contains("team1 | user1 | null"));
    assertThat(
        site.ledger(),
        contains(
            "lsb.users | r1 | 1 | REPLACED | 1 | null",
            "lsb.users | r2 | 2 | PUBLISHED | 1 | null"));
  }

  @Test
  void aForcedLoadThatFailsLeavesWhatIsIn() throws Exception {
    SourceFile file = site.write("lsb.users", NEW, MONDAY);
    site.load(run("r1"), dataset, file);
    Run forced = forced("r2");
    site.begin(forced, dataset);
    StagedFile staged = site.stage(forced, dataset, file);
    Site.rewritePart(staged, Site.part(staged).stream().limit(1));
    site.publish(forced, dataset, staged);
    assertThat(site.shares(), contains("team1 | user2 | null", "team1 | user3 | null"));
    assertThat(
        site.rows("SELECT RUN_ID, ATTEMPT, STATUS FROM SNOWGAUGE.INGESTION_FILES ORDER BY RUN_ID"),
        contains("r1 | 1 | PUBLISHED", "r2 | 2 | FAILED"));
  }

  @Test
  void eachOfThreeVersionsTakesThePlaceOfTheOneBefore() throws Exception {
    site.load(run("r1"), dataset, site.write("lsb.users", OLD, MONDAY));
    site.load(run("r2"), dataset, site.write("lsb.users", NEW, TUESDAY));
    site.load(run("r3"), dataset, site.write("lsb.users", NEWEST, WEDNESDAY));
    assertThat(site.shares(), contains("team1 | user4 | null"));
    assertThat(
        site.rows("SELECT RUN_ID, STATUS FROM SNOWGAUGE.INGESTION_FILES ORDER BY RUN_ID"),
        contains("r1 | REPLACED", "r2 | REPLACED", "r3 | PUBLISHED"));
  }
}
