package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.TUESDAY;
import static io.snowgauge.io.warehouse.publish.Site.forced;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Site.userGroups;
import static io.snowgauge.transforms.dataset.PublishMode.APPEND;
import static io.snowgauge.transforms.dataset.PublishMode.REPLACE;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.warehouse.control.Ledger;
import io.snowgauge.io.warehouse.publish.Retraction.TakenOut;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.staging.StagedFile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEveryWarehouse
class RetractionTest {
  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;
  private Dataset append;

  RetractionTest(WarehouseKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void openSite() throws SQLException {
    site = new Site(folder, kind);
    append = site.dataset(APPEND, "*", new Tolerance(5L, null));
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  private Retraction ofRun(String id) {
    return Retraction.ofRun(site.warehouse(), id);
  }

  private Retraction ofFile(SourceFile file) {
    return Retraction.ofFile(site.warehouse(), file.uri());
  }

  private static TakenOut takenOut(SourceFile file, long ingested, long rows) {
    return new TakenOut(file.uri(), file.fileId(), ingested, rows);
  }

  /** The ledger's rows, without the times of retraction. */
  private List<String> ledger() throws SQLException {
    return site.ledger().stream()
        .map(
            row -> row.replaceFirst("retracted \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ", "TIME"))
        .toList();
  }

  private boolean isSettled(SourceFile file) throws SQLException {
    Map<String, Ledger.State> states =
        new Ledger(site.warehouse()).lookUp(site.connection(), "user_groups", List.of(file));
    return states.getOrDefault(file.fileId(), Ledger.State.UNKNOWN).isSettled();
  }

  @Test
  void takesOutTheRowsOfARunAndNothingElse() throws Exception {
    SourceFile a = site.write("a", userGroups("a (u v) -"), MONDAY);
    SourceFile b = site.write("b", userGroups("b (u) -", "bad (x"), MONDAY);
    SourceFile c = site.write("c", userGroups("c (u) -"), MONDAY);
    site.load(run("r1"), append, b, a);
    site.load(run("r2"), append, c);
    assertThat(ofRun("r1").from(append), contains(takenOut(a, 2, 2), takenOut(b, 1, 1)));
    assertThat(site.shares(), contains("c | u | null"));
    assertThat(
        ledger(),
        contains(
            "a | r1 | 1 | RETRACTED | 2 | TIME: 2 rows taken out",
            "b | r1 | 1 | RETRACTED | 1 | line 4, column 5: expected ')' to close this '(' but"
                + " found the end of the line\nTIME: 1 rows taken out",
            "c | r2 | 1 | PUBLISHED | 1 | null"));
    assertThat(isSettled(a), is(false));
    assertThat(isSettled(c), is(true));
    assertThat(
        site.rows("SELECT EPOCH, RUN_ID FROM SNOWGAUGE.PUBLISH_LOCK_USER_GROUPS"),
        contains("3 | retract"));
  }

  @Test
  void takesOutAllVersionsOfAFile() throws Exception {
    SourceFile old = site.write("a", userGroups("a (old) -"), MONDAY);
    site.load(run("r1"), append, old, site.write("b", userGroups("b (u) -"), MONDAY));
    // SQL's wildcards in a name are letters like any other.
    site.load(run("r2"), append, site.write("_", userGroups("c (u) -"), MONDAY));
    SourceFile changed = site.write("a", userGroups("a (new1 new2) -"), TUESDAY);
    site.load(run("r2"), append, changed);
    assertThat(
        ofFile(changed).from(append), contains(takenOut(old, 1, 1), takenOut(changed, 2, 2)));
    assertThat(site.shares(), contains("b | u | null", "c | u | null"));
  }

  @Test
  void theSecondTimeThereIsNothingToTakeOut() throws Exception {
    SourceFile a = site.write("a", userGroups("a (u) -"), MONDAY);
    site.load(run("r1"), append, a);
    assertThat(ofRun("r1").datasets(site.connection()), contains("user_groups"));
    ofRun("r1").from(append);
    List<String> after = ledger();
    assertThat(ofRun("r1").datasets(site.connection()), empty());
    assertThat(ofRun("r1").from(append), empty());
    assertThat(ofFile(a).from(append), empty());
    assertThat(ledger(), is(after));
  }

  @Test
  void whatAnotherRunHasLoadedAgainIsLeftAlone() throws Exception {
    SourceFile a = site.write("a", userGroups("a (u) -"), MONDAY);
    site.load(run("r1"), append, a);
    ofRun("r1").from(append);
    site.load(run("r2"), append, a);
    assertThat(ofRun("r1").from(append), empty());
    assertThat(site.shares(), contains("a | u | null"));
    assertThat(
        ledger(),
        contains(
            "a | r1 | 1 | RETRACTED | 1 | TIME: 1 rows taken out",
            "a | r2 | 2 | PUBLISHED | 1 | null"));

    site.load(forced("r3"), append, a);
    assertThat(ofRun("r2").from(append), empty());
    assertThat(site.shares(), contains("a | u | null"));
    assertThat(ofRun("r3").from(append), contains(takenOut(a, 1, 1)));
    assertThat(site.shares(), empty());
  }

  /** What was taken out is told, and its archive kept, also when the run is tried again. */
  @Test
  void aRetryOfTheSameRunAddsToWhatWasTakenOut() throws Exception {
    SourceFile a = site.write("a", userGroups("a (u) -"), MONDAY);
    StagedFile first = site.load(run("r1"), append, a).get(0);
    ofRun("r1").from(append);
    StagedFile second = site.load(run("r1"), append, a).get(0);
    assertThat(
        ledger(),
        contains(
            "a | r1 | 1 | RETRACTED | 1 | TIME: 1 rows taken out",
            "a | r1 | 2 | PUBLISHED | 1 | null"));
    assertThat(
        new Ledger(site.warehouse()).archived(site.connection(), "r1", "user_groups"),
        containsInAnyOrder(
            a.fileId() + "-" + first.stageId(), a.fileId() + "-" + second.stageId()));
    assertThat(ofRun("r1").from(append), contains(takenOut(a, 1, 1)));
    assertThat(isSettled(a), is(false));
    assertThat(
        ledger(),
        contains(
            "a | r1 | 1 | RETRACTED | 1 | TIME: 1 rows taken out",
            "a | r1 | 2 | RETRACTED | 1 | TIME: 1 rows taken out"));
  }

  @Test
  void whatIsPublishedOfAFailedRetryIsStillTakenOutOnce() throws Exception {
    SourceFile a = site.write("a", userGroups("a (u) -", "bad (x"), MONDAY);
    Dataset strict = site.dataset(APPEND, "*", Tolerance.NONE);
    site.load(run("r1"), append, a);
    ofRun("r1").from(append);
    site.load(run("r1"), strict, a);
    Map<String, Ledger.State> states =
        new Ledger(site.warehouse()).lookUp(site.connection(), "user_groups", List.of(a));
    Ledger.State state = states.getOrDefault(a.fileId(), Ledger.State.UNKNOWN);
    assertThat(state.isSettled(), is(false));
    assertThat(state.failures(), is(1L));
    assertThat(ofRun("r1").from(append), empty());
    assertThat(ledger().get(0), startsWith("a | r1 | 1 | RETRACTED | 1 | "));
  }

  @Test
  void theOlderVersionDoesNotComeBackByItself() throws Exception {
    Dataset replace = site.dataset(REPLACE);
    SourceFile old = site.write("lsb.users", userGroups("a (old) -"), MONDAY);
    site.load(run("r1"), replace, old);
    SourceFile changed = site.write("lsb.users", userGroups("a (new) -"), TUESDAY);
    site.load(run("r2"), replace, changed);
    assertThat(ofFile(old).from(replace), contains(takenOut(changed, 1, 1)));
    assertThat(site.shares(), empty());
    assertThat(
        ledger(),
        contains(
            "lsb.users | r1 | 1 | RETRACTED | 1 | TIME: the version that took its place was taken"
                + " out",
            "lsb.users | r2 | 1 | RETRACTED | 1 | TIME: 1 rows taken out"));
    assertThat(isSettled(old), is(false));
    assertThat(isSettled(changed), is(false));
  }

  @Test
  void rowsThatAMergeHasGivenToOthersAreNotThoseOfTheFile() throws Exception {
    Dataset merge = Datasets.merging(append, "GROUP_NAME", "USER_NAME");
    SourceFile a = site.write("lsb.users", userGroups("a (u v w) -"), MONDAY);
    site.load(run("r1"), merge, a);
    site.load(run("r2"), merge, site.write("newer", userGroups("a (v) -"), TUESDAY));
    assertThat(ofRun("r1").from(merge), contains(takenOut(a, 3, 2)));
    assertThat(site.shares(), contains("a | v | null"));
    assertThat(
        ledger(),
        contains(
            "lsb.users | r1 | 1 | RETRACTED | 3 | TIME: 2 rows taken out",
            "newer | r2 | 1 | PUBLISHED | 1 | null"));
  }

  @Test
  void aFileWithoutRecordsIsRetractedToo() throws Exception {
    SourceFile a = site.write("a", userGroups(), MONDAY);
    site.load(run("r1"), append, a);
    assertThat(ofFile(a).from(append), contains(takenOut(a, 0, 0)));
    assertThat(isSettled(a), is(false));
  }

  @Test
  void otherDatasetsAreLeftAlone() throws Exception {
    Dataset other = Datasets.named("other", "OTHER", append);
    SourceFile a = site.write("a", userGroups("a (u) -"), MONDAY);
    site.load(run("r1"), append, a);
    site.load(run("r1"), other, a);
    assertThat(ofRun("r1").datasets(site.connection()), contains("other", "user_groups"));
    ofRun("r1").from(append);
    assertThat(ofRun("r1").datasets(site.connection()), contains("other"));
    assertThat(site.shares(), empty());
    assertThat(site.rows("SELECT USER_NAME FROM OTHER"), contains("u"));
  }

  @Test
  void knowsRunsAndFilesThatHaveNothingPublished() throws Exception {
    SourceFile bad = site.write("a", "Begin UserGroup\n", MONDAY);
    site.load(run("failed"), append, bad);
    site.begin(run("empty"), append);
    assertThat(ofRun("failed").isKnown(site.connection()), is(true));
    assertThat(ofRun("empty").isKnown(site.connection()), is(true));
    assertThat(ofFile(bad).isKnown(site.connection()), is(true));
    assertThat(ofFile(bad).from(append), empty());
    assertThat(ofRun("none").isKnown(site.connection()), is(false));
    assertThat(Retraction.ofFile(site.warehouse(), "failed").isKnown(site.connection()), is(false));
  }

  @Test
  void breaksOffWholeOrNotAtAll() throws Exception {
    SourceFile a = site.write("a", userGroups("a (u) -"), MONDAY);
    site.load(run("r1"), append, a);
    List<String> before = site.ledger();
    site.execute(
        "ALTER TABLE SNOWGAUGE.INGESTION_FILE_EVENTS RENAME COLUMN ERROR_MESSAGES TO ELSEWHERE");
    assertThrows(SQLException.class, () -> ofRun("r1").from(append));
    site.execute(
        "ALTER TABLE SNOWGAUGE.INGESTION_FILE_EVENTS RENAME COLUMN ELSEWHERE TO ERROR_MESSAGES");
    site.execute("ALTER TABLE USER_GROUP_SHARES RENAME TO ELSEWHERE");
    assertThrows(SQLException.class, () -> ofRun("r1").from(append));
    site.execute("ALTER TABLE ELSEWHERE RENAME TO USER_GROUP_SHARES");
    assertThat(site.shares(), contains("a | u | null"));
    assertThat(site.ledger(), is(before));
    assertThat(site.connection().getAutoCommit(), is(true));
    assertThat(ofRun("r1").from(append), contains(takenOut(a, 1, 1)));
  }
}
