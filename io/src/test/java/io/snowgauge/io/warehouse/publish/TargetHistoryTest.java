package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.TUESDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Site.userGroups;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.warehouse.control.ControlSchema;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.SourceFile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do to tables behind the ledger's back is noticed before anything is loaded. */
@OnEveryWarehouse
class TargetHistoryTest {
  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;
  private Dataset dataset;
  private SourceFile file;

  TargetHistoryTest(WarehouseKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void loadAFile() throws Exception {
    site = new Site(folder, kind);
    dataset = site.dataset(PublishMode.APPEND, "*", Tolerance.NONE);
    file = site.write("a", userGroups("g (u) -"), MONDAY);
    site.load(run("r1"), dataset, file);
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  private void require(Dataset required) throws SQLException {
    TargetHistory.require(site.connection(), site.warehouse(), List.of(required));
  }

  private String refusal(Dataset refused) {
    return String.valueOf(
        assertThrows(UnfitTargetException.class, () -> require(refused)).getMessage());
  }

  private Dataset into(String table) {
    return new Dataset(
        dataset.name(),
        dataset.input(),
        dataset.format(),
        table,
        dataset.publish(),
        dataset.key(),
        dataset.tolerance());
  }

  @Test
  void aTargetThatWasDropped() throws Exception {
    require(dataset);
    site.execute("DROP TABLE " + Site.TARGET);
    assertThat(refusal(dataset), startsWith("datasets.user_groups.table: expected "));
    assertThat(
        refusal(dataset),
        containsString(
            ".USER_GROUP_SHARES with the rows of 1 file that the ledger has as loaded but found no"
                + " such table: it was dropped or renamed; "));
  }

  @Test
  void anotherTableInTheConfiguration() throws Exception {
    Dataset elsewhere = into("ELSEWHERE");
    assertThat(
        refusal(elsewhere), containsString(".ELSEWHERE without any of them; name the table"));
    site.execute("CREATE TABLE ELSEWHERE AS SELECT * FROM " + Site.TARGET + " WHERE 1 = 0");
    assertThat(
        refusal(elsewhere), containsString(".ELSEWHERE without any of them; name the table"));
    site.execute("DROP TABLE ELSEWHERE");
    site.execute("ALTER TABLE " + Site.TARGET + " RENAME TO ELSEWHERE");
    require(elsewhere);
  }

  @Test
  void whatWasTakenOutIsMissedByNobody() throws Exception {
    Retraction.ofRun(site.warehouse(), "r1").from(dataset);
    site.execute("DROP TABLE " + Site.TARGET);
    require(dataset);
  }

  @Test
  void rowsOfAFileThatTheLedgerHasForgotten() throws Exception {
    SourceFile other = site.write("b", userGroups("h (v) -"), TUESDAY);
    TargetHistory history = new TargetHistory(site.warehouse(), dataset);
    assertThat(history.whyNotLoaded(site.connection(), List.of(other)), is(Optional.empty()));
    site.execute("DELETE FROM SNOWGAUGE.INGESTION_FILE_EVENTS");
    String why = history.whyNotLoaded(site.connection(), List.of(other, file)).orElse("nothing");
    assertThat(
        why, startsWith("expected no rows of files that the ledger does not know but found in "));
    assertThat(why, containsString("those of 1, such as " + file.uri()));
    assertThat(history.whyNotLoaded(site.connection(), List.of(other)), is(Optional.empty()));
  }

  @Test
  void oneFileOfSeveralThatTheLedgerHasForgotten() throws Exception {
    site.load(run("r2"), dataset, site.write("b", userGroups("h (v) -"), TUESDAY));
    site.execute("DELETE FROM SNOWGAUGE.INGESTION_FILE_EVENTS WHERE RUN_ID = 'r1'");
    SourceFile late = site.write("c", userGroups("i (w) -"), MONDAY);
    String why =
        new TargetHistory(site.warehouse(), dataset)
            .whyNotLoaded(site.connection(), List.of(late, file))
            .orElse("nothing");
    assertThat(why, containsString("those of 1, such as " + file.uri()));
  }

  @Test
  void whatWasLoadedSinceTheLedgerWasAskedIsNotForgotten() throws Exception {
    TargetHistory history = new TargetHistory(site.warehouse(), dataset);
    assertThat(history.whyNotLoaded(site.connection(), List.of(file)), is(Optional.empty()));
  }

  @Test
  void controlTablesThatWereDroppedAndMadeAnew() throws Exception {
    site.execute("DROP SCHEMA SNOWGAUGE CASCADE");
    new ControlSchema(site.warehouse()).create(site.connection());
    require(dataset);
    String why =
        new TargetHistory(site.warehouse(), dataset)
            .whyNotLoaded(site.connection(), List.of(file))
            .orElse("nothing");
    assertThat(why, containsString("rows of the ledger were deleted"));
  }
}
