package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.TUESDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Site.userGroups;
import static io.snowgauge.transforms.dataset.PublishMode.APPEND;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;

import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.staging.StagedFile;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of versions that failed when they are tried again. */
@OnEveryWarehouse
class RetryTest {
  private static final String BAD = userGroups("team1 (u) -", "team2 (v");

  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;
  private Dataset strict;
  private Dataset tolerant;

  RetryTest(WarehouseKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void openSite() throws SQLException {
    site = new Site(folder, kind);
    strict = site.dataset(APPEND);
    tolerant = site.dataset(APPEND, "lsb.users*", new Tolerance(1L, null));
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  @Test
  void eachRunThatTriesAVersionIsAnAttempt() throws Exception {
    SourceFile file = site.write("lsb.users", BAD, MONDAY);
    site.load(run("r1"), strict, file);
    site.load(run("r2"), strict, file);
    site.load(run("r3"), tolerant, file);
    assertThat(site.shares(), contains("team1 | u | null"));
    assertThat(
        site.rows(
            "SELECT RUN_ID, ATTEMPT, STATUS, INGESTED_RECORD_COUNT FROM SNOWGAUGE.INGESTION_FILES"
                + " ORDER BY RUN_ID"),
        contains("r1 | 1 | FAILED | 0", "r2 | 2 | FAILED | 0", "r3 | 3 | PUBLISHED | 1"));
    assertThat(
        site.rows("SELECT RUN_ID, STATUS FROM SNOWGAUGE.INGESTION_AUDIT ORDER BY RUN_ID"),
        contains("r1 | FAILED", "r2 | FAILED", "r3 | PARTIAL"));
    assertThat(
        site.rows("SELECT RUN_ID, LINE FROM SNOWGAUGE.INGESTION_REJECTS ORDER BY RUN_ID"),
        contains("r1 | 4", "r2 | 4", "r3 | 4"));
  }

  @Test
  void aNewVersionStartsAtItsFirstAttempt() throws Exception {
    site.load(run("r1"), strict, site.write("lsb.users", BAD, MONDAY));
    site.load(run("r2"), strict, site.write("lsb.users", userGroups("team1 (u) -"), TUESDAY));
    assertThat(
        site.rows("SELECT RUN_ID, ATTEMPT, STATUS FROM SNOWGAUGE.INGESTION_FILES ORDER BY RUN_ID"),
        contains("r1 | 1 | FAILED", "r2 | 1 | PUBLISHED"));
  }

  @Test
  void aRetryUnderTheSameRunIdTakesThePlaceOfTheFailedTry() throws Exception {
    Run run = run("r1");
    SourceFile file = site.write("lsb.users", BAD, MONDAY);
    site.load(run, strict, file);
    assertThat(site.shares(), empty());
    site.load(run, tolerant, file);
    assertThat(site.shares(), contains("team1 | u | null"));
    assertThat(
        site.rows("SELECT RUN_ID, ATTEMPT, STATUS FROM SNOWGAUGE.INGESTION_FILES"),
        contains("r1 | 2 | PUBLISHED"));
    assertThat(
        site.rows("SELECT RUN_ID, FILES, STATUS FROM SNOWGAUGE.INGESTION_AUDIT"),
        contains("r1 | 1 | PARTIAL"));
    assertThat(
        site.rows("SELECT RUN_ID, LINE FROM SNOWGAUGE.INGESTION_REJECTS"), contains("r1 | 4"));
  }

  @Test
  void aRetryUnderTheSameRunIdThatFailsAgainIsOneFailedTry() throws Exception {
    Run run = run("r1");
    SourceFile file = site.write("lsb.users", BAD, MONDAY);
    site.load(run, strict, file);
    site.load(run, strict, file);
    assertThat(
        site.rows("SELECT RUN_ID, ATTEMPT, STATUS FROM SNOWGAUGE.INGESTION_FILES"),
        contains("r1 | 2 | FAILED"));
    assertThat(site.rows("SELECT COUNT(*) FROM SNOWGAUGE.INGESTION_REJECTS"), contains("1"));
  }

  /** The ledger shows the retry only, but knows of both what it has decided on. */
  @Test
  void aManifestFromBeforeARetryIsNoFurtherAttempt() throws Exception {
    Run run = run("r1");
    SourceFile file = site.write("lsb.users", BAD, MONDAY);
    StagedFile first = site.load(run, strict, file).get(0);
    site.load(run, strict, file);
    site.publish(run, strict, first);
    assertThat(
        site.rows("SELECT RUN_ID, ATTEMPT, STATUS FROM SNOWGAUGE.INGESTION_FILES"),
        contains("r1 | 2 | FAILED"));
  }

  @Test
  void theFailedManifestPublishedAgainStaysTheSameAttempt() throws Exception {
    Run run = run("r1");
    StagedFile failed = site.load(run, strict, site.write("lsb.users", BAD, MONDAY)).get(0);
    site.publish(run, strict, failed);
    assertThat(
        site.rows("SELECT RUN_ID, ATTEMPT, STATUS FROM SNOWGAUGE.INGESTION_FILES"),
        contains("r1 | 1 | FAILED"));
    assertThat(
        site.rows("SELECT RUN_ID, LINE FROM SNOWGAUGE.INGESTION_REJECTS"), contains("r1 | 4"));
  }
}
