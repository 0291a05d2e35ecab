package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.TUESDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Site.userGroups;
import static io.snowgauge.transforms.dataset.PublishMode.APPEND;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.staging.StagedFile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEveryWarehouse
class AppendTest {
  private static final String TEAM_1 = userGroups("team1 (user1 user2) ([user1, 3])");

  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;
  private Dataset dataset;

  AppendTest(WarehouseKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void openSite() throws SQLException {
    site = new Site(folder, kind);
    dataset = site.dataset(APPEND);
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  @Test
  void loadsEveryRecordWithWhereItCameFrom() throws Exception {
    Dataset farms = site.dataset(APPEND, "{farm}/{Date_}/lsb.users", Tolerance.NONE);
    SourceFile file =
        site.write(
            "aurora/x/lsb.users",
            """
            Begin UserGroup
            GROUP_NAME GROUP_MEMBER USER_SHARES
            team1 (user1 EU\\user2) ([user1, 3])
            #if time(5:18:00-1:8:00)
            team2 - [default,7]
            #endif
            End UserGroup
            """,
            MONDAY.plusNanos(123456789),
            Map.of("farm", "aurora", "Date_", "x"));
    site.load(run("r1"), farms, file);
    assertThat(
        site.rows(
            "SELECT GROUP_NAME, USER_NAME, SHARE, CONDITION, EXTRACTED_AT, FARM, DATE_, _FILE_ID,"
                + " _RECORD, _LINE, _RUN_ID, _FILE_MODIFIED_AT, _LOADED_AT > '2025-06-06'"
                + " FROM USER_GROUP_SHARES ORDER BY _RECORD"),
        contains(
            "team1 | user1 | 3 | null | 2025-06-02 10:00:00.0 | aurora | x | "
                + file.fileId()
                + " | 1 | 3 | r1 | 2025-06-02 10:00:00.123456 | true",
            "team1 | EU\\user2 | null | null | 2025-06-02 10:00:00.0 | aurora | x | "
                + file.fileId()
                + " | 2 | 3 | r1 | 2025-06-02 10:00:00.123456 | true",
            "team2 | default | 7 | time(5:18:00-1:8:00) | 2025-06-02 10:00:00.0 | aurora | x | "
                + file.fileId()
                + " | 3 | 5 | r1 | 2025-06-02 10:00:00.123456 | true"));
  }

  @Test
  void writesTheLedgerAndTheAuditWithTheRecords() throws Exception {
    SourceFile file = site.write("lsb.users", TEAM_1, MONDAY.plusNanos(123456789));
    StagedFile staged = site.load(run("r1"), dataset, file).get(0);
    assertThat(
        site.rows(
            "SELECT DATASET, FILE_ID, URI, ETAG, SIZE_BYTES, LAST_MODIFIED, SEQUENCER, RUN_ID,"
                + " ATTEMPT, SOURCE_RECORD_COUNT, ACCEPTED_RECORD_COUNT, REJECTED_RECORD_COUNT,"
                + " INGESTED_RECORD_COUNT, STATUS, ERROR_MESSAGES, LOADED_AT > '2025-06-06',"
                + " STAGE_ID FROM SNOWGAUGE.INGESTION_FILES"),
        contains(
            "user_groups | "
                + file.fileId()
                + " | "
                + file.uri()
                + " | null | "
                + file.sizeBytes()
                + " | 2025-06-02 10:00:00.123456 | null | r1 | 1 | 2 | 2 | 0 | 2 | PUBLISHED"
                + " | null | true | "
                + staged.stageId()));
    assertThat(
        site.rows(
            "SELECT RUN_ID, EXECUTION_DATE, DATASET, MODE, SOURCE_RECORD_COUNT,"
                + " INGESTED_RECORD_COUNT, REJECTED_RECORD_COUNT, FILES, STATUS, ERROR_MESSAGES,"
                + " STARTED_AT, FINISHED_AT > STARTED_AT FROM SNOWGAUGE.INGESTION_AUDIT"),
        contains(
            "r1 | 2025-06-06 | user_groups | run | 2 | 2 | 0 | 1 | SUCCESS | null"
                + " | 2025-06-06 11:00:00.0 | true"));
  }

  @Test
  void keepsTheRowsOfEveryVersion() throws Exception {
    site.load(run("r1"), dataset, site.write("lsb.users", TEAM_1, MONDAY));
    SourceFile newer = site.write("lsb.users", userGroups("team1 (user1) -"), TUESDAY);
    site.load(run("r2"), dataset, newer);
    assertThat(
        site.shares(),
        contains("team1 | user1 | 3", "team1 | user1 | null", "team1 | user2 | null"));
    assertThat(
        site.ledger(),
        contains(
            "lsb.users | r1 | 1 | PUBLISHED | 2 | null",
            "lsb.users | r2 | 1 | PUBLISHED | 1 | null"));
  }

  @Test
  void publishingTheSameManifestTwiceChangesNothing() throws Exception {
    Run run = run("r1");
    site.begin(run, dataset);
    StagedFile staged = site.stage(run, dataset, site.write("lsb.users", TEAM_1, MONDAY));
    List<String> manifest = List.of(site.manifest(run, dataset, staged));
    site.publisher(run, dataset).publish(manifest);
    List<String> everything = everything();
    site.publisher(run, dataset).publish(manifest);
    assertThat(everything(), is(everything));
  }

  private List<String> everything() throws SQLException {
    return Stream.of(
            site.rows("SELECT * FROM USER_GROUP_SHARES ORDER BY ALL"),
            site.rows("SELECT * FROM SNOWGAUGE.INGESTION_FILES ORDER BY ALL"),
            site.rows("SELECT * FROM SNOWGAUGE.INGESTION_AUDIT ORDER BY ALL"),
            site.rows("SELECT * FROM SNOWGAUGE.INGESTION_REJECTS ORDER BY ALL"),
            site.rows("SELECT * FROM SNOWGAUGE.PUBLISH_LOCK_USER_GROUPS ORDER BY ALL"))
        .flatMap(List::stream)
        .toList();
  }

  @Test
  void aVersionThatIsInIsLeftOutOfALaterRun() throws Exception {
    SourceFile file = site.write("lsb.users", TEAM_1, MONDAY);
    site.load(run("r1"), dataset, file);
    site.load(
        run("r2"), dataset, file, site.write("lsb.users.2", userGroups("team2 (u) -"), MONDAY));
    assertThat(
        site.shares(), contains("team1 | user1 | 3", "team1 | user2 | null", "team2 | u | null"));
    assertThat(
        site.ledger(),
        contains(
            "lsb.users | r1 | 1 | PUBLISHED | 2 | null",
            "lsb.users.2 | r2 | 1 | PUBLISHED | 1 | null"));
    assertThat(
        site.audit(),
        contains("r1 | 1 | 2 | 2 | 0 | SUCCESS | null", "r2 | 1 | 1 | 1 | 0 | SUCCESS | null"));
  }

  @Test
  void ofTwoManifestsOfOneVersionTheLowestStageIdWins() throws Exception {
    Run run = run("r1");
    site.begin(run, dataset);
    SourceFile file = site.write("lsb.users", TEAM_1, MONDAY);
    StagedFile one = site.stage(run, dataset, file);
    StagedFile other = site.stage(run, dataset, file);
    site.publisher(run, dataset)
        .publish(List.of(site.manifest(run, dataset, one), site.manifest(run, dataset, other)));
    StagedFile lowest = one.stageId().compareTo(other.stageId()) < 0 ? one : other;
    assertThat(site.shares(), contains("team1 | user1 | 3", "team1 | user2 | null"));
    assertThat(
        site.rows("SELECT STAGE_ID, STATUS FROM SNOWGAUGE.INGESTION_FILES"),
        contains(lowest.stageId() + " | PUBLISHED"));
    assertThat(site.filesOf(run), contains(file.fileId() + "-" + lowest.stageId() + "-1.ndjson"));
  }

  @Test
  void aManifestThatARetryWroteTwiceCountsOnce() throws Exception {
    Run run = run("r1");
    site.begin(run, dataset);
    StagedFile staged = site.stage(run, dataset, site.write("lsb.users", TEAM_1, MONDAY));
    site.publisher(run, dataset)
        .publish(
            List.of(
                site.manifest(run, dataset, staged), site.manifest(run, dataset, staged, staged)));
    assertThat(site.shares(), contains("team1 | user1 | 3", "team1 | user2 | null"));
    assertThat(site.ledger(), contains("lsb.users | r1 | 1 | PUBLISHED | 2 | null"));
    assertThat(site.audit(), contains("r1 | 1 | 2 | 2 | 0 | SUCCESS | null"));
  }

  @Test
  void anotherAttemptAtAVersionThatThisRunHasPublishedAddsNothing() throws Exception {
    Run run = run("r1");
    SourceFile file = site.write("lsb.users", TEAM_1, MONDAY);
    StagedFile first = site.load(run, dataset, file).get(0);
    site.publish(run, dataset, site.stage(run, dataset, file));
    assertThat(site.shares(), contains("team1 | user1 | 3", "team1 | user2 | null"));
    assertThat(site.ledger(), contains("lsb.users | r1 | 1 | PUBLISHED | 2 | null"));
    assertThat(site.filesOf(run), contains(file.fileId() + "-" + first.stageId() + "-1.ndjson"));
  }

  @Test
  void filesThatShareACsvPartAreLoadedFromItOnce() throws Exception {
    Run run = run("r1");
    site.begin(run, dataset);
    StagedFile one = site.stage(run, dataset, site.write("lsb.users", TEAM_1, MONDAY));
    StagedFile other =
        site.stage(run, dataset, site.write("lsb.users.2", userGroups("team2 (u) -"), MONDAY));
    Site.rewritePart(one, Stream.concat(Site.part(one).stream(), Site.part(other).stream()));
    site.publish(run, dataset, one, Staged.withParts(other, one.csvParts()));
    assertThat(
        site.shares(), contains("team1 | user1 | 3", "team1 | user2 | null", "team2 | u | null"));
    assertThat(site.audit(), contains("r1 | 2 | 3 | 3 | 0 | SUCCESS | null"));
  }

  @Test
  void aFileWithoutRecordsIsPublishedToo() throws Exception {
    site.load(run("r1"), dataset, site.write("lsb.users", userGroups("# team1 (u) -"), MONDAY));
    assertThat(site.shares(), empty());
    assertThat(site.ledger(), contains("lsb.users | r1 | 1 | PUBLISHED | 0 | null"));
    assertThat(site.audit(), contains("r1 | 1 | 0 | 0 | 0 | SUCCESS | null"));
  }

  @Test
  void anEmptyFileIsPublishedWithAMessage() throws Exception {
    SourceFile file = site.write("lsb.users", "", MONDAY);
    site.load(run("r1"), dataset, file);
    assertThat(
        site.ledger(), contains("lsb.users | r1 | 1 | PUBLISHED | 0 | the file is empty: 0 bytes"));
    assertThat(
        site.audit(),
        contains("r1 | 1 | 0 | 0 | 0 | SUCCESS | " + file.uri() + ": the file is empty: 0 bytes"));
  }

  @Test
  void removesThePartsThatItLoadedAndTheArchiveOfWhatWasNotPublished() throws Exception {
    Run run = run("r1");
    SourceFile good = site.write("lsb.users", TEAM_1, MONDAY);
    SourceFile bad = site.write("lsb.users.bad", userGroups("team2 (u) -", "team3 u)"), MONDAY);
    site.begin(run, dataset);
    StagedFile staged = site.stage(run, dataset, good);
    StagedFile failed = site.stage(run, dataset, bad);
    SourceFile cut = site.write("lsb.users.cut", userGroups("team4 (u) -"), MONDAY);
    StagedFile unbalanced = Staged.withCounts(site.stage(run, dataset, cut), 2, 1, 0);
    String part = name(staged.csvParts().get(0));
    String rejects = name(String.valueOf(failed.rejectPart()));
    String kept = good.fileId() + "-" + staged.stageId() + "-1.ndjson";
    String removed = cut.fileId() + "-" + unbalanced.stageId() + "-1.ndjson";
    assertThat(site.filesOf(run), hasItems(part, rejects, kept, removed));
    site.publish(run, dataset, staged, failed, unbalanced);
    assertThat(site.filesOf(run), hasItem(kept));
    assertThat(site.filesOf(run), not(hasItem(in(List.of(part, rejects, removed)))));
  }

  private static String name(String uri) {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }

  @Test
  void leavesNoStagingTablesBehind() throws Exception {
    site.load(run("r1"), dataset, site.write("lsb.users", TEAM_1, MONDAY));
    assertThat(
        site.rows(
            "SELECT table_name FROM information_schema.tables"
                + " WHERE LEFT(table_name, 10) = 'SNOWGAUGE_'"),
        empty());
  }
}
