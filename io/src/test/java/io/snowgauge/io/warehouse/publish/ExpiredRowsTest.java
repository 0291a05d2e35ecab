package io.snowgauge.io.warehouse.publish;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.control.ControlSchema;
import io.snowgauge.io.warehouse.control.ExpiredRows;
import io.snowgauge.io.warehouse.control.ExpiredRows.Kind;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is removed of the control tables, and what stays however old it is. */
@OnEveryWarehouse
class ExpiredRowsTest {
  private static final Instant SUMMER = Instant.parse("2025-06-01T00:00:00Z");

  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;

  ExpiredRowsTest(WarehouseKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void openSite() throws SQLException {
    site = new Site(folder, kind);
    new ControlSchema(site.warehouse()).create(site.connection());
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  private void event(
      String dataset, String file, String run, int attempt, String status, String day, int epoch)
      throws SQLException {
    site.execute(
        """
        INSERT INTO SNOWGAUGE.INGESTION_FILE_EVENTS (
          DATASET, FILE_ID, URI, RUN_ID, ATTEMPT, STATUS, LOADED_AT, EPOCH, TARGET, TARGET_EPOCH)
        VALUES ('%s', '%s', '%s', '%s', %d, '%s', '%s', %d, 'T_%s', %d)
        """
            .formatted(dataset, file, file, run, attempt, status, day, epoch, dataset, epoch));
  }

  private void reject(String run, String file) throws SQLException {
    site.execute(
        """
        INSERT INTO SNOWGAUGE.INGESTION_REJECT_ROWS (RUN_ID, DATASET, FILE_ID, URI, LINE, REASON)
        VALUES ('%s', 'sales', '%s', '%s', 3, 'bad')
        """
            .formatted(run, file, file));
  }

  private void told(String incident, String event, String day) throws SQLException {
    site.execute(
        """
        INSERT INTO SNOWGAUGE.ALERT_EVENTS (INCIDENT, CHANNEL, EVENT, KIND, DATASET, EVENT_AT)
        VALUES ('%s', 'team', '%s', 'MISSING', 'sales', '%s')
        """
            .formatted(incident, event, day));
  }

  /** Counts, removes as many, and leaves none. */
  private long removed(Kind rows) throws SQLException {
    ExpiredRows expired = new ExpiredRows(site.warehouse());
    long counted = expired.count(site.connection(), rows, SUMMER);
    assertThat(
        expired.remove(site.connection(), rows, SUMMER, (dataset, events) -> ""), is(counted));
    assertThat(expired.count(site.connection(), rows, SUMMER), is(0L));
    return counted;
  }

  @Test
  void onlyFailedAttemptsAtWhatIsInAreRemovedAndNotTheFirst() throws Exception {
    event("sales", "in", "r1", 1, "FAILED", "2025-01-01", 1);
    event("sales", "in", "r2", 2, "FAILED", "2025-01-02", 2);
    event("sales", "in", "r3", 3, "PUBLISHED", "2025-01-03", 3);
    event("sales", "never", "r1", 1, "FAILED", "2025-01-01", 4);
    event("sales", "never", "r2", 2, "FAILED", "2025-01-02", 5);
    event("sales", "out", "r1", 1, "FAILED", "2025-01-01", 6);
    event("sales", "out", "r2", 2, "FAILED", "2025-01-02", 7);
    event("sales", "out", "r3", 3, "PUBLISHED", "2025-01-03", 8);
    event("sales", "out", "r3", 3, "RETRACTED", "2025-01-03", 9);
    event("sales", "young", "r1", 1, "FAILED", "2025-01-01", 10);
    event("sales", "young", "r4", 2, "FAILED", "2025-06-02", 11);
    event("sales", "young", "r5", 3, "PUBLISHED", "2025-06-03", 12);
    // Of a forced load: its last epoch is that by which publishers know that they see all.
    event("users", "last", "r1", 1, "PUBLISHED", "2025-01-01", 1);
    event("users", "last", "r2", 2, "FAILED", "2025-01-02", 2);
    assertThat(removed(Kind.FAILED_ATTEMPTS), is(1L));
    assertThat(
        site.rows(
            "SELECT DATASET, FILE_ID, COUNT(*), MAX(EPOCH) FROM SNOWGAUGE.INGESTION_FILE_EVENTS"
                + " GROUP BY DATASET, FILE_ID ORDER BY DATASET, FILE_ID"),
        contains(
            "sales | in | 2 | 3",
            "sales | never | 2 | 5",
            "sales | out | 4 | 9",
            "sales | young | 3 | 12",
            "users | last | 2 | 2"));
  }

  @Test
  void refusedLinesAreRemovedWithTheAgeOfTheirRun() throws Exception {
    event("sales", "a", "old", 1, "PUBLISHED", "2025-01-01", 1);
    event("sales", "a", "both", 1, "PUBLISHED", "2025-01-01", 2);
    event("sales", "b", "both", 1, "PUBLISHED", "2025-06-02", 3);
    for (String run : List.of("old", "old", "both", "unknown")) {
      reject(run, "a");
    }
    assertThat(removed(Kind.REJECTS), is(2L));
    assertThat(
        site.rows("SELECT RUN_ID FROM SNOWGAUGE.INGESTION_REJECT_ROWS ORDER BY RUN_ID"),
        contains("both", "unknown"));
    assertThat(site.rows("SELECT COUNT(*) FROM SNOWGAUGE.INGESTION_FILE_EVENTS"), contains("3"));
  }

  @Test
  void heartbeatsAndIncidentsThatAreOverAreRemoved() throws Exception {
    site.execute(
        "INSERT INTO SNOWGAUGE.RUN_HEARTBEATS (RUN_ID, BEAT_AT) VALUES ('r', '2025-05-31'), ('r',"
            + " '2025-06-02')");
    assertThat(removed(Kind.HEARTBEATS), is(1L));
    told("open", "RESOLVED", "2025-01-01");
    told("open", "TRIGGERED", "2025-01-02");
    told("over", "TRIGGERED", "2025-01-01");
    told("over", "RESOLVED", "2025-01-02");
    told("young", "TRIGGERED", "2025-01-01");
    told("young", "RESOLVED", "2025-06-02");
    told("untold", "UNDELIVERED", "2025-01-01");
    assertThat(removed(Kind.ALERTS), is(2L));
    assertThat(
        site.rows("SELECT DISTINCT INCIDENT FROM SNOWGAUGE.ALERT_EVENTS ORDER BY INCIDENT"),
        contains("open", "untold", "young"));
  }
}
