package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.TUESDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Site.userGroups;
import static io.snowgauge.transforms.dataset.PublishMode.APPEND;
import static io.snowgauge.transforms.dataset.PublishMode.REPLACE;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.warehouse.control.ControlSchema;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.files.Announcement;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.staging.StagedFile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream's batches: each a run of its own, however often and in whatever order they come. */
@OnEveryWarehouse
class StreamPublisherTest {
  private static final Run STREAM = run("s");

  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;

  StreamPublisherTest(WarehouseKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void openSite() throws SQLException {
    site = new Site(folder, kind);
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  private StreamPublisher publisher(PublishMode mode) throws SQLException {
    Dataset dataset = site.dataset(mode);
    new ControlSchema(site.warehouse()).create(site.connection());
    new DatasetTables(site.warehouse(), dataset).create(site.connection());
    return new StreamPublisher(site.warehouse(), dataset, "s", site.area(STREAM));
  }

  private StagedFile stage(StreamPublisher publisher, SourceFile file) throws Exception {
    return site.stage(STREAM, publisher.dataset(), file);
  }

  private List<String> auditOf(StreamPublisher.Batch batch) throws SQLException {
    return site.rows(
        "SELECT MODE, FILES, SOURCE_RECORD_COUNT, INGESTED_RECORD_COUNT, STATUS"
            + " FROM SNOWGAUGE.INGESTION_AUDIT WHERE RUN_ID = ?",
        batch.run().id());
  }

  @Test
  void aBatchIsARunWithATerminalRowAndLeavesOnlyTheArchive() throws Exception {
    StreamPublisher publisher = publisher(APPEND);
    StagedFile one = stage(publisher, site.write("lsb.users.1", userGroups("t1 (a b) -"), MONDAY));
    StagedFile two = stage(publisher, site.write("lsb.users.2", userGroups("t2 (c) -"), MONDAY));
    StreamPublisher.Batch batch = publisher.publish(List.of(List.of(one), List.of(two)));
    assertThat(
        List.of(batch.published(), batch.failed(), batch.duplicates(), batch.records()),
        contains(2L, 0L, 0L, 3L));
    assertThat(batch.run().id().matches("s-[0-9a-f]{16}"), is(true));
    assertThat(site.shares(), contains("t1 | a | null", "t1 | b | null", "t2 | c | null"));
    assertThat(auditOf(batch), contains("stream | 2 | 3 | 3 | SUCCESS"));
    assertThat(
        site.filesOf(STREAM),
        containsInAnyOrder(
            one.file().fileId() + "-" + one.stageId() + "-1.ndjson",
            two.file().fileId() + "-" + two.stageId() + "-1.ndjson"));
  }

  @Test
  void theSameBatchAgainChangesNothingThoughItsPartsAreGone() throws Exception {
    StreamPublisher publisher = publisher(APPEND);
    StagedFile file = stage(publisher, site.write("lsb.users", userGroups("t (a) -"), MONDAY));
    StreamPublisher.Batch first = publisher.publish(List.of(List.of(file)));
    List<String> kept = site.filesOf(STREAM);
    StreamPublisher.Batch again = publisher.publish(List.of(List.of(file)));
    assertThat(again.run().id(), is(first.run().id()));
    assertThat(site.shares(), contains("t | a | null"));
    assertThat(auditOf(again), contains("stream | 1 | 1 | 1 | SUCCESS"));
    assertThat(site.filesOf(STREAM), is(kept));
  }

  @Test
  void whatIsInAlreadyIsADuplicateWithoutARunAndItsPartsGo() throws Exception {
    StreamPublisher publisher = publisher(APPEND);
    SourceFile file = site.write("lsb.users", userGroups("t (a) -"), MONDAY);
    StagedFile first = stage(publisher, file);
    publisher.publish(List.of(List.of(first)));
    List<String> kept = site.filesOf(STREAM);
    StagedFile redelivered = stage(publisher, file);
    StreamPublisher.Batch batch = publisher.publish(List.of(List.of(redelivered)));
    assertThat(batch.duplicates(), is(1L));
    assertThat(auditOf(batch), empty());
    assertThat(site.filesOf(STREAM), is(kept));
    // The batch comes once more, after a crash: the parts of the duplicate are gone by now.
    assertThat(publisher.publish(List.of(List.of(redelivered))).duplicates(), is(1L));
    assertThat(site.shares(), contains("t | a | null"));
  }

  @Test
  void oneVersionTwiceInABatchIsPublishedOnce() throws Exception {
    StreamPublisher publisher = publisher(APPEND);
    SourceFile file = site.write("lsb.users", userGroups("t (a) -"), MONDAY);
    StreamPublisher.Batch batch =
        publisher.publish(List.of(List.of(stage(publisher, file), stage(publisher, file))));
    assertThat(
        List.of(batch.published(), batch.failed(), batch.duplicates()), contains(1L, 0L, 1L));
    assertThat(site.shares(), contains("t | a | null"));
    assertThat(site.filesOf(STREAM).size(), is(1));
  }

  @Test
  void eachTryOfAFailingFileIsARun() throws Exception {
    StreamPublisher publisher = publisher(APPEND);
    SourceFile file = site.write("lsb.users", "Begin UserGroup\n", MONDAY);
    for (int i = 0; i < 3; i++) {
      assertThat(publisher.publish(List.of(List.of(stage(publisher, file)))).failed(), is(1L));
    }
    assertThat(
        site.rows("SELECT ATTEMPT, STATUS FROM SNOWGAUGE.INGESTION_FILES ORDER BY ATTEMPT"),
        contains("1 | FAILED", "2 | FAILED", "3 | FAILED"));
    assertThat(
        site.rows("SELECT STATUS FROM SNOWGAUGE.INGESTION_AUDIT"),
        contains("FAILED", "FAILED", "FAILED"));
    assertThat(site.filesOf(STREAM), empty());
  }

  @Test
  void ofVersionsOfEqualTimeTheSequencerDecidesInAnyOrder() throws Exception {
    StreamPublisher publisher = publisher(REPLACE);
    SourceFile older =
        site.write("lsb.users", userGroups("t (older) -"), MONDAY)
            .announced(new Announcement(TUESDAY, "0041"));
    StagedFile stagedOlder = stage(publisher, older);
    SourceFile newer =
        site.write("lsb.users", userGroups("t (newer1 newer2) -"), MONDAY)
            .announced(new Announcement(TUESDAY, "0042"));
    StagedFile stagedNewer = stage(publisher, newer);
    publisher.publish(List.of(List.of(stagedNewer)));
    publisher.publish(List.of(List.of(stagedOlder)));
    assertThat(site.shares(), contains("t | newer1 | null", "t | newer2 | null"));
    assertThat(
        site.rows("SELECT SEQUENCER, STATUS FROM SNOWGAUGE.INGESTION_FILES ORDER BY SEQUENCER"),
        contains("0041 | SUPERSEDED", "0042 | PUBLISHED"));
  }

  /** The batch fails by itself, and only then somebody asks why. */
  @Test
  void aTargetThatIsGoneIsToldAndTheBatchGoesInWhenItIsBack() throws Exception {
    StreamPublisher publisher = publisher(APPEND);
    SourceFile first = site.write("lsb.users.1", userGroups("t1 (a) -"), MONDAY);
    publisher.publish(List.of(List.of(stage(publisher, first))));
    site.execute("ALTER TABLE " + Site.TARGET + " RENAME TO ELSEWHERE");
    SourceFile second = site.write("lsb.users.2", userGroups("t2 (b) -"), MONDAY);
    List<List<StagedFile>> batch = List.of(List.of(stage(publisher, second)));
    String refusal = assertThrows(SQLException.class, () -> publisher.publish(batch)).getMessage();
    assertThat(refusal, containsString(" found no such table: it was dropped or renamed; "));
    site.execute("ALTER TABLE ELSEWHERE RENAME TO " + Site.TARGET);
    assertThat(publisher.publish(batch).published(), is(1L));
    assertThat(site.shares(), contains("t1 | a | null", "t2 | b | null"));
  }
}
