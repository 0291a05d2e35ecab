package io.snowgauge.io.warehouse.publish;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.control.ControlSchema;
import io.snowgauge.io.warehouse.control.Ledger;
import io.snowgauge.transforms.files.SourceFile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnEveryWarehouse
class LedgerTest {
  private static final SourceFile FILE = file("file:///data/a");

  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;
  private Ledger ledger;

  LedgerTest(WarehouseKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void createTables() throws SQLException {
    site = new Site(folder, kind);
    new ControlSchema(site.warehouse()).create(site.connection());
    ledger = new Ledger(site.warehouse());
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  private static SourceFile file(String uri) {
    return new SourceFile(uri, null, 1, Instant.EPOCH, Map.of());
  }

  private void record(String dataset, SourceFile file, String run, int attempt, String status)
      throws SQLException {
    Sql.of(
            """
            INSERT INTO SNOWGAUGE.INGESTION_FILE_EVENTS (
              DATASET, FILE_ID, URI, RUN_ID, ATTEMPT, STATUS, STAGE_ID)
            VALUES (:dataset, :file, :uri, :run, :attempt, :status, 'stage' || :attempt)
            """)
        .bind("dataset", dataset)
        .bind("file", file.fileId())
        .bind("uri", file.uri())
        .bind("run", run)
        .bind("attempt", attempt)
        .bind("status", status)
        .update(site.connection());
  }

  private Map<String, Ledger.State> lookUp(SourceFile... files) throws SQLException {
    return ledger.lookUp(site.connection(), "d", List.of(files));
  }

  /** The attempts of one version, first to last, and what follows from them. */
  @ParameterizedTest
  @CsvSource({
    "PUBLISHED,                                   true,  0",
    "REPLACED,                                    true,  0",
    "SUPERSEDED,                                  true,  0",
    "RETRACTED,                                    false, 0",
    "FAILED,                                      false, 1",
    "FAILED FAILED FAILED,                        false, 3",
    "FAILED FAILED FAILED FAILED,                 false, 4",
    "FAILED FAILED PUBLISHED,                     true,  2",
    "REPLACED PUBLISHED,                          true,  0",
    "RETRACTED PUBLISHED,                          true,  0",
    "RETRACTED SUPERSEDED,                         true,  0",
    "RETRACTED REPLACED,                           true,  0",
    "REPLACED RETRACTED,                           false, 0",
    "SUPERSEDED RETRACTED,                         false, 0",
    "FAILED FAILED FAILED RETRACTED,               false, 0",
    "FAILED RETRACTED FAILED FAILED,               false, 2",
    "RETRACTED FAILED,                             false, 1",
    "RETRACTED RETRACTED FAILED,                    false, 1",
    "FAILED RETRACTED FAILED RETRACTED FAILED,      false, 1",
    "PUBLISHED FAILED,                            true,  1",
    "REPLACED FAILED,                             true,  1",
  })
  void aVersionsAttemptsDecide(String attempts, boolean isSettled, long failures) throws Exception {
    int attempt = 0;
    for (String status : attempts.split(" ", -1)) {
      attempt++;
      record("d", FILE, "r" + attempt, attempt, status);
    }
    assertThat(lookUp(FILE), is(Map.of(FILE.fileId(), state(isSettled, failures))));
  }

  private static Ledger.State state(boolean isSettled, long failures) {
    return new Ledger.State(isSettled, failures, 0, null);
  }

  @Test
  void refusalsOfTheStorageAreNoTries() throws Exception {
    for (int attempt = 1; attempt <= 5; attempt++) {
      record("d", FILE, "r" + attempt, attempt, "FAILED");
    }
    site.execute(
        "UPDATE SNOWGAUGE.INGESTION_FILE_EVENTS SET FAILURE_KIND = 'REFUSED',"
            + " LOADED_AT = '2025-06-06 10:00:00' WHERE ATTEMPT > 2");
    Instant last = Instant.parse("2025-06-06T10:00:00Z");
    Ledger.State state = new Ledger.State(false, 2, 3, last);
    assertThat(lookUp(FILE), is(Map.of(FILE.fileId(), state)));
    assertThat(state.isDue(last.plusSeconds(39)), is(false));
    assertThat(state.isDue(last.plusSeconds(40)), is(true));
    Ledger.State often = new Ledger.State(false, 0, 1000, last);
    assertThat(often.isDue(last.plusSeconds(3599)), is(false));
    assertThat(often.isDue(last.plusSeconds(3600)), is(true));
    assertThat(new Ledger.State(false, 3, 0, last).isDue(last.plusSeconds(9999)), is(false));
    assertThat(new Ledger.State(true, 0, 1, last).isDue(last.plusSeconds(9999)), is(false));
  }

  @Test
  void knowsNothingOfOtherVersionsAndDatasets() throws Exception {
    record("other", FILE, "r1", 1, "PUBLISHED");
    record("d", file("file:///data/b"), "r1", 1, "PUBLISHED");
    assertThat(lookUp(FILE), is(anEmptyMap()));
    assertThat(lookUp(), is(anEmptyMap()));
  }

  @Test
  void aVersionOfAnotherSizeOrTimeIsAnotherVersion() throws Exception {
    record("d", FILE, "r1", 1, "PUBLISHED");
    assertThat(
        lookUp(
            new SourceFile(FILE.uri(), null, 2, Instant.EPOCH, Map.of()),
            new SourceFile(FILE.uri(), null, 1, Instant.EPOCH.plusNanos(1), Map.of()),
            new SourceFile(FILE.uri(), "etag", 1, Instant.EPOCH, Map.of())),
        is(anEmptyMap()));
  }

  @Test
  void looksUpMoreVersionsThanFitInOneStatement() throws Exception {
    List<SourceFile> files = new ArrayList<>();
    for (int i = 0; i < 2001; i++) {
      files.add(file("file:///data/" + i));
    }
    record("d", files.get(0), "r1", 1, "PUBLISHED");
    record("d", files.get(999), "r1", 1, "FAILED");
    record("d", files.get(1000), "r1", 1, "PUBLISHED");
    record("d", files.get(2000), "r1", 1, "PUBLISHED");
    assertThat(
        ledger.lookUp(site.connection(), "d", files),
        is(
            Map.of(
                files.get(0).fileId(),
                state(true, 0),
                files.get(999).fileId(),
                state(false, 1),
                files.get(1000).fileId(),
                state(true, 0),
                files.get(2000).fileId(),
                state(true, 0))));
  }

  @Test
  void theArchiveKeepsWhatARunHasPublished() throws Exception {
    SourceFile b = file("file:///data/b");
    SourceFile c = file("file:///data/c");
    record("d", FILE, "r1", 1, "PUBLISHED");
    record("d", b, "r1", 2, "REPLACED");
    record("d", c, "r1", 3, "RETRACTED");
    record("d", file("file:///data/d"), "r1", 4, "FAILED");
    record("d", file("file:///data/e"), "r1", 5, "SUPERSEDED");
    record("d", FILE, "r2", 6, "PUBLISHED");
    record("other", FILE, "r1", 7, "PUBLISHED");
    assertThat(
        ledger.archived(site.connection(), "r1", "d"),
        containsInAnyOrder(
            FILE.fileId() + "-stage1", b.fileId() + "-stage2", c.fileId() + "-stage3"));
  }
}
