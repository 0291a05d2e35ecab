package io.snowgauge.io.warehouse.publish;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.TimestampText;
import io.snowgauge.io.warehouse.control.Verifications;
import io.snowgauge.io.warehouse.control.Verifications.Verification;
import io.snowgauge.io.warehouse.verify.Outcome;
import io.snowgauge.io.warehouse.verify.Selection;
import io.snowgauge.io.warehouse.verify.VerifiedUntil;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How far a dataset was verified, and what the next verification will compare. */
@OnEveryWarehouse
class VerifiedUntilTest extends VerifySite {
  VerifiedUntilTest(WarehouseKind kind) {
    super(kind);
  }

  private VerifiedUntil until() throws SQLException {
    return VerifiedUntil.read(site.warehouse(), site.connection(), "sales");
  }

  private Verifications verifications() {
    return new Verifications(site.warehouse());
  }

  private void remember(Outcome outcome) throws SQLException {
    verifications()
        .add(site.connection(), "sales", outcome.epoch(), outcome.versions(), outcome.rows());
  }

  private Instant loadedAt(String run) throws SQLException {
    return TimestampText.toInstant(
        site.rows(
                "SELECT CAST(LOADED_AT AS VARCHAR) FROM SNOWGAUGE.INGESTION_FILE_EVENTS"
                    + " WHERE RUN_ID = '%s'".formatted(run))
            .get(0));
  }

  @Test
  void ofWhatWasNeverVerifiedAllVersionsAreOutstanding() throws Exception {
    load("r1", dataset(), "one", records("x", 3));
    load("r2", dataset(), "two", records("y", 2));
    assertThat(until(), is(new VerifiedUntil(null, null, 2)));
    assertThat(
        VerifiedUntil.read(site.warehouse(), site.connection(), "users"), is(VerifiedUntil.NEVER));
  }

  @Test
  void whatIsPublishedAfterwardsIsOutstandingUntilTheNextOne() throws Exception {
    load("r1", dataset(), "one", records("x", 3));
    load("r2", dataset(), "two", records("y", 2));
    remember(verify(dataset()));
    VerifiedUntil first = until();
    Verification last = Objects.requireNonNull(first.last());
    assertThat(last, is(new Verification(last.epoch(), 2, 5, last.at())));
    assertThat(first.loadedUntil(), is(loadedAt("r2")));
    assertThat(first.since(), is(0L));

    load("r3", dataset(), "three", records("z", 1));
    load("r4", dataset(), "broken", "id,qty,price,sold\nx,no,1.0,2026-01-31T10:00:00\n");
    assertThat(
        "a file that failed is not in",
        until(),
        is(new VerifiedUntil(last, first.loadedUntil(), 1)));
    Outcome next = verify(dataset(), Selection.ALL.after(last.epoch()), true);
    assertThat("the very ones that it will compare", next.versions(), is(until().since()));
    remember(next);
    assertThat(until().since(), is(0L));
    assertThat(Objects.requireNonNull(until().last()).versions(), is(1L));
  }

  @Test
  void aVerificationThatWasBegunEarlierAndEndedLaterTakesNothingBack() throws Exception {
    load("r1", dataset(), "one", records("x", 3));
    Outcome early = verify(dataset());
    load("r2", dataset(), "two", records("y", 2));
    remember(verify(dataset()));
    VerifiedUntil until = until();
    remember(early);
    assertThat(until(), is(until));
    assertThat(
        verifications().lastEpoch(site.connection(), "sales"),
        is(Objects.requireNonNull(until.last()).epoch()));
  }

  @Test
  void aVerificationOfWhatWasNeverLoadedCountsAsNone() throws Exception {
    load("r1", dataset(), "one", records("x", 3));
    load("r2", dataset(), "two", records("y", 2));
    Outcome outcome = verify(dataset());
    remember(outcome);
    assertThat(until().since(), is(0L));
    verifications().add(site.connection(), "sales", outcome.epoch() + 1, 2, 5);
    assertThat(until(), is(new VerifiedUntil(null, null, 2)));
    assertThat(verifications().lastEpoch(site.connection(), "sales"), is(0L));
  }

  /** Of a version before this one, whose control tables nobody has taken further yet. */
  @Test
  void withoutATableOfVerificationsThereWasNone() throws Exception {
    load("r1", dataset(), "one", records("x", 3));
    site.execute("DROP TABLE SNOWGAUGE.VERIFICATIONS");
    assertThat(until(), is(new VerifiedUntil(null, null, 1)));
  }
}
