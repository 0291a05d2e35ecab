package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.TUESDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Site.userGroups;
import static io.snowgauge.transforms.dataset.PublishMode.REPLACE;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.staging.StagedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wherever publishing breaks off, nothing of it stays, and publishing again makes it whole. */
class BrokenTransactionTest {
  private static final String DDL_OF_REJECTS =
      "CREATE TABLE SNOWGAUGE.INGESTION_REJECT_ROWS AS FROM KEPT";

  @TempDir Path folder;
  private Site site;
  private Dataset dataset;
  private final Run run = run("r2");
  private List<String> manifest = List.of();
  private List<String> before = List.of();

  @BeforeEach
  void publishAVersionAndStageTheNext() throws Exception {
    site = new Site(folder);
    dataset = site.dataset(REPLACE, "*", new Tolerance(5L, null));
    site.load(run("r1"), dataset, site.write("lsb.users", userGroups("old (u) -"), MONDAY));
    site.begin(run, dataset);
    StagedFile staged =
        site.stage(
            run, dataset, site.write("lsb.users", userGroups("new (u v) -", "bad (w"), TUESDAY));
    manifest = List.of(site.manifest(run, dataset, staged));
    before = state();
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  private List<String> state() throws SQLException {
    return site.rows(
        "SELECT 'ledger ' || RUN_ID || ' ' || STATUS AS ROW FROM SNOWGAUGE.INGESTION_FILES UNION"
            + " ALL SELECT 'audit ' || RUN_ID || ' ' || STATUS FROM SNOWGAUGE.INGESTION_AUDIT UNION"
            + " ALL SELECT 'lock ' || RUN_ID FROM SNOWGAUGE.PUBLISH_LOCK_USER_GROUPS ORDER BY ROW");
  }

  private SQLException publishFails() {
    return assertThrows(SQLException.class, () -> site.publisher(run, dataset).publish(manifest));
  }

  private void assertNothingWasPublished() throws SQLException {
    assertThat(state(), is(before));
  }

  private void publishAgain() throws SQLException {
    site.publisher(run, dataset).publish(manifest);
    assertThat(site.shares(), contains("new | u | null", "new | v | null"));
    assertThat(
        state(),
        contains(
            "audit r1 SUCCESS",
            "audit r2 PARTIAL",
            "ledger r1 REPLACED",
            "ledger r2 PUBLISHED",
            "lock r2"));
    assertThat(site.rows("SELECT LINE FROM SNOWGAUGE.INGESTION_REJECTS"), contains("4"));
  }

  @Test
  void theTargetIsNotThere() throws Exception {
    site.execute("ALTER TABLE USER_GROUP_SHARES RENAME TO ELSEWHERE");
    publishFails();
    assertNothingWasPublished();
    site.execute("ALTER TABLE ELSEWHERE RENAME TO USER_GROUP_SHARES");
    assertThat(site.shares(), contains("old | u | null"));
    publishAgain();
  }

  @Test
  void theTargetHasAColumnOfAnotherType() throws Exception {
    site.execute("ALTER TABLE USER_GROUP_SHARES ALTER USER_NAME TYPE INTEGER USING 0");
    publishFails();
    assertNothingWasPublished();
    site.execute("ALTER TABLE USER_GROUP_SHARES ALTER USER_NAME TYPE VARCHAR USING 'u'");
    assertThat(site.shares(), contains("old | u | null"));
    publishAgain();
  }

  @Test
  void theTargetRefusesARecord() throws Exception {
    site.execute("CREATE UNIQUE INDEX ONE_RECORD ON USER_GROUP_SHARES (_FILE_ID)");
    publishFails();
    assertNothingWasPublished();
    site.execute("DROP INDEX ONE_RECORD");
    assertThat(site.shares(), contains("old | u | null"));
    publishAgain();
  }

  @Test
  void theRejectsCannotBeWrittenThoughTheRecordsWere() throws Exception {
    site.execute("CREATE TABLE KEPT AS FROM SNOWGAUGE.INGESTION_REJECT_ROWS");
    site.execute("DROP TABLE SNOWGAUGE.INGESTION_REJECT_ROWS");
    publishFails();
    assertNothingWasPublished();
    assertThat(site.shares(), contains("old | u | null"));
    site.execute(DDL_OF_REJECTS);
    publishAgain();
  }

  @Test
  void theAuditCannotBeWrittenThoughTheLedgerWas() throws Exception {
    site.execute("ALTER TABLE SNOWGAUGE.INGESTION_RUN_EVENTS RENAME COLUMN TRY_ID TO ELSEWHERE");
    publishFails();
    assertThat(site.shares(), contains("old | u | null"));
    site.execute("ALTER TABLE SNOWGAUGE.INGESTION_RUN_EVENTS RENAME COLUMN ELSEWHERE TO TRY_ID");
    assertNothingWasPublished();
    publishAgain();
  }

  @Test
  void aStagedRecordDoesNotFitItsColumn() throws Exception {
    Path part = onlyPart();
    String sound = Files.readString(part);
    Files.writeString(part, sound.replaceFirst(",v,,", ",v,many,"));
    assertThat(String.valueOf(publishFails().getMessage()), containsString("many"));
    assertNothingWasPublished();
    assertThat(site.shares(), contains("old | u | null"));
    Files.writeString(part, sound);
    publishAgain();
  }

  @Test
  void aPartHasARowWithAColumnTooFew() throws Exception {
    Path part = onlyPart();
    String sound = Files.readString(part);
    Files.writeString(part, sound.replaceFirst(",v,,\n", ",v\n"));
    publishFails();
    assertNothingWasPublished();
    Files.writeString(part, sound);
    publishAgain();
  }

  @Test
  void aPartIsNotThere() throws Exception {
    Path part = onlyPart();
    Files.move(part, folder.resolve("elsewhere"));
    publishFails();
    assertNothingWasPublished();
    Files.move(folder.resolve("elsewhere"), part);
    publishAgain();
  }

  @Test
  void theManifestIsNotThere() throws Exception {
    List<String> there = manifest;
    manifest = List.of(there.get(0) + ".gone");
    publishFails();
    assertNothingWasPublished();
    manifest = there;
    publishAgain();
  }

  @Test
  void theManifestIsCutShort() throws Exception {
    Path path = Path.of(manifest.get(0).substring("file://".length()));
    byte[] sound = Files.readAllBytes(path);
    Files.write(path, List.of("not gzip"));
    publishFails();
    assertNothingWasPublished();
    Files.write(path, sound);
    publishAgain();
  }

  private Path onlyPart() throws Exception {
    String name =
        site.filesOf(run).stream().filter(file -> file.startsWith("records-")).toList().get(0);
    return Path.of(site.area(run).partsUri().substring("file://".length())).resolve(name);
  }
}
