package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.TUESDAY;
import static io.snowgauge.io.warehouse.publish.Site.WEDNESDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Site.userGroups;
import static io.snowgauge.transforms.dataset.PublishMode.REPLACE;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.control.LoadHistory;
import io.snowgauge.io.warehouse.control.LoadHistory.Days;
import io.snowgauge.io.warehouse.control.LoadHistory.LoadDay;
import io.snowgauge.io.warehouse.control.LoadHistory.OpenFile;
import io.snowgauge.io.warehouse.control.LoadHistory.OpenFiles;
import io.snowgauge.io.warehouse.control.RejectReasons;
import io.snowgauge.io.warehouse.control.RejectReasons.Reason;
import io.snowgauge.io.warehouse.control.RejectReasons.Reasons;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.SourceFile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEveryWarehouse
class LoadHistoryTest {
  /** Files are tried now, whatever their runs say. */
  private static final Days EVER =
      new Days(LocalDate.parse("2000-01-01"), LocalDate.parse("2100-01-01"));

  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;
  private Dataset dataset;
  private LoadHistory history;

  LoadHistoryTest(WarehouseKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void openSite() throws SQLException {
    site = new Site(folder, kind);
    dataset = site.dataset(REPLACE, "*", new Tolerance(1L, null));
    history = new LoadHistory(site.warehouse());
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  /** A run that has ended, with its counts and one file of a hundred bytes. */
  private void ended(
      String run, String name, String mode, String status, String start, String end, int files)
      throws SQLException {
    site.execute(
        """
        INSERT INTO SNOWGAUGE.INGESTION_RUN_EVENTS (
          RUN_ID, EXECUTION_DATE, DATASET, MODE, STARTED_AT, FILES, SOURCE_RECORD_COUNT,
          INGESTED_RECORD_COUNT, REJECTED_RECORD_COUNT, STATUS, FINISHED_AT, TRY_ID, PRECEDENCE,
          EVENT_AT)
        VALUES ('%1$s', '2025-01-01', '%2$s', '%3$s', '%4$s', %7$d, 10, 7, 2, '%5$s', %6$s, 't', 3,
          '%4$s')
        """
            .formatted(
                run, name, mode, start, status, end.isEmpty() ? "NULL" : "'" + end + "'", files));
    site.execute(
        """
        INSERT INTO SNOWGAUGE.INGESTION_FILE_EVENTS (
          DATASET, FILE_ID, URI, SIZE_BYTES, RUN_ID, ATTEMPT, STATUS, LOADED_AT)
        VALUES ('%s', '%s', 'file:///a', 100, '%s', 1, 'PUBLISHED', '%s')
        """
            .formatted(name, run, run, start));
  }

  private static Days days(String first, String last) {
    return new Days(LocalDate.parse(first), LocalDate.parse(last));
  }

  @Test
  void aDayHasTheSumsOfTheRunsThatStartedOnItByTheClocksOfUtc() throws Exception {
    site.begin(run("unasked"), Datasets.named("other", "OTHER", dataset));
    String name = "user_groups";
    ended("r1", name, "run", "SUCCESS", "2025-03-01 00:00:00", "2025-03-01 00:00:01.5", 1);
    ended("r2", name, "stream", "FAILED", "2025-03-01 23:59:59.999", "2025-03-02 00:00:02.999", 1);
    ended("r3", name, "run", "ABANDONED", "2025-03-01 12:00:00", "", 1);
    ended("r4", name, "run", "SUCCESS", "2025-03-01 12:00:00", "2025-03-01 13:00:00", 0);
    ended("r5", name, "backfill", "PARTIAL", "2025-03-03 00:00:00", "2025-03-03 00:00:02", 2);
    ended("r6", name, "run", "SUCCESS", "2025-03-04 00:00:00", "2025-03-04 00:00:02", 2);
    ended("x1", name, "extract", "SUCCESS", "2025-03-01 00:00:00", "2025-03-01 00:00:02", 2);
    ended("o1", "other", "run", "SUCCESS", "2025-03-01 00:00:00", "2025-03-01 00:00:02", 2);

    List<LoadDay> found = history.days(site.connection(), name, days("2025-03-01", "2025-03-03"));
    assertThat(
        found,
        contains(
            new LoadDay(LocalDate.parse("2025-03-01"), 4, 2, 3, 40, 28, 8, 400, 2, 4500, 3000),
            new LoadDay(LocalDate.parse("2025-03-03"), 1, 0, 2, 10, 7, 2, 100, 1, 2000, 2000)));
    assertThat(
        history.firstRun(site.connection(), name),
        is(Optional.of(Instant.parse("2025-03-01T00:00:00Z"))));
    assertThat(history.days(site.connection(), name, days("2025-03-05", "2025-12-31")), empty());
    assertThat(history.firstRun(site.connection(), "none"), is(Optional.empty()));
  }

  /** Name, run, tries, counts, whether it is in since. */
  private static String told(OpenFile file) {
    return "%s %s tries %d: %d = %d + %d, %d%s"
        .formatted(
            file.uri().replaceFirst(".*/", ""),
            file.runId(),
            file.tries(),
            file.source(),
            file.accepted(),
            file.rejected(),
            file.ingested(),
            file.isInSince() ? " in since" : "");
  }

  @Test
  void aFileThatDidNotBalanceIsToldOnceThoseThatAreNotInFirst() throws Exception {
    SourceFile bad = site.write("bad", userGroups("g (u", "h (u", "i (u v) -"), MONDAY);
    site.load(
        run("r1"),
        dataset,
        bad,
        site.write("mended", userGroups("g (u", "h (u"), MONDAY),
        site.write("good", userGroups("g (u) -"), MONDAY));
    site.load(run("r2"), dataset, bad);
    site.load(run("r3"), dataset, site.write("mended", userGroups("g (u) -"), TUESDAY));
    site.load(run("r4"), dataset, site.write("later", userGroups("g (u", "h (u"), WEDNESDAY));

    OpenFiles open = history.openFiles(site.connection(), "user_groups", EVER, 10);
    assertThat(
        open.files().stream().map(LoadHistoryTest::told).toList(),
        contains(
            "later r4 tries 1: 2 = 0 + 2, 0",
            "bad r2 tries 2: 4 = 2 + 2, 0",
            "mended r1 tries 1: 2 = 0 + 2, 0 in since"));
    assertThat(open.all(), is(3L));
    assertThat(open.notIn(), is(2L));
    assertThat(
        open.files().get(0).messages(),
        is(
            """
            2 of 3 lines rejected, at most 1 tolerated
            line 3, column 3: expected ')' to close this '(' but found the end of the line
            line 4, column 3: expected ')' to close this '(' but found the end of the line"""));

    OpenFiles first = history.openFiles(site.connection(), "user_groups", EVER, 1);
    assertThat(first.files(), is(open.files().subList(0, 1)));
    assertThat(List.of(first.all(), first.notIn()), contains(3L, 2L));
    assertThat(
        history.openFiles(site.connection(), "user_groups", days("2025-01-01", "2025-01-02"), 9),
        is(new OpenFiles(List.of(), 0, 0)));
    assertThat(history.openFiles(site.connection(), "none", EVER, 9).files(), empty());
  }

  @Test
  void aPublishedFileWhoseCountsDoNotAgreeIsToldToo() throws Exception {
    site.load(run("r1"), dataset, site.write("a", userGroups("g (u v) -"), MONDAY));
    assertThat(history.openFiles(site.connection(), "user_groups", EVER, 9).all(), is(0L));
    site.execute("UPDATE SNOWGAUGE.INGESTION_FILE_EVENTS SET INGESTED_RECORD_COUNT = 1");
    assertThat(
        history.openFiles(site.connection(), "user_groups", EVER, 9).files().stream()
            .map(LoadHistoryTest::told)
            .toList(),
        contains("a r1 tries 1: 2 = 2 + 0, 1"));
  }

  private static String told(Reason reason) {
    return reason.lines() + " lines of " + reason.files() + " files: " + reason.kind();
  }

  @Test
  void reasonsThatDifferInValuesAreOneAndALineThatIsRefusedAgainIsOneLine() throws Exception {
    RejectReasons reasons = new RejectReasons(site.warehouse());
    SourceFile a =
        site.write("a", userGroups("g (u", "h (u v) ([u, x1])", "i (u v) ([v, y])"), MONDAY);
    site.load(run("r1"), dataset, a);
    site.load(run("r2"), dataset, a, site.write("b", userGroups("k (u) ([u, 0])"), MONDAY));
    Reasons found = reasons.of(site.connection(), "user_groups", EVER, 10, 2);
    assertThat(
        found.reasons().stream().map(LoadHistoryTest::told).toList(),
        contains(
            "3 lines of 2 files: USER_SHARES: expected a positive integer after … but found …",
            "1 lines of 1 files: expected ')' to close this '(' but found the end of the line"));
    assertThat(List.of(found.kinds(), found.lines()), contains(2L, 4L));
    assertThat(
        found.reasons().get(0).examples().stream()
            .map(
                example ->
                    example.uri().replaceFirst(".*/", "")
                        + ":"
                        + example.line()
                        + " "
                        + example.raw())
            .toList(),
        contains("a:4 h (u v) ([u, x1])", "a:5 i (u v) ([v, y])"));

    Reasons one = reasons.of(site.connection(), "user_groups", EVER, 1, 2);
    assertThat(one.reasons(), is(found.reasons().subList(0, 1)));
    assertThat(List.of(one.kinds(), one.lines()), contains(2L, 4L));
    assertThat(
        reasons.of(site.connection(), "user_groups", days("2025-01-01", "2025-01-02"), 9, 9),
        is(new Reasons(List.of(), 0, 0)));
  }
}
