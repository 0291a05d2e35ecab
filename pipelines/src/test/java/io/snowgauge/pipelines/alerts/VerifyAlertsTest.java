package io.snowgauge.pipelines.alerts;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.proof.Chain;
import io.snowgauge.io.proof.ChainCheck.Checked;
import io.snowgauge.io.proof.ChainFinding;
import io.snowgauge.io.proof.ChainFinding.Kind;
import io.snowgauge.io.warehouse.verify.Discrepancy;
import io.snowgauge.io.warehouse.verify.Discrepancy.Difference;
import io.snowgauge.io.warehouse.verify.Discrepancy.Place;
import io.snowgauge.io.warehouse.verify.Outcome;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of what {@code verify} finds is an incident, and when one may be over. */
class VerifyAlertsTest {
  private final VerifyAlerts alerts = new VerifyAlerts();

  private static Discrepancy found(Place place, boolean isDifference, int file) {
    return new Discrepancy(
        "sales",
        "s3://b/f" + file,
        "id",
        "r1",
        place,
        isDifference,
        "expected 'the private value' but found 'another'",
        List.of(new Difference(Discrepancy.Kind.CHANGED, 1L, null, "c", "private", "other")));
  }

  private static Checked chain(String dataset, Kind... kinds) {
    List<ChainFinding> findings =
        Stream.of(kinds)
            .map(kind -> new ChainFinding(kind, "event 1 (the private value)"))
            .toList();
    return new Checked(dataset, new Chain.Result(1, 0, 1, 1, "head", findings), 0);
  }

  private List<String> told() {
    return alerts.observed().incidents().stream().map(Incident::summary).toList();
  }

  @Test
  void aDatasetIsOneIncidentWhateverDiffersOfIt() {
    alerts.found(found(Place.SOURCE, false, 0));
    assertThat(told(), is(empty()));
    for (int i = 0; i < 1200; i++) {
      alerts.found(found(Place.TABLE, true, i));
    }
    alerts.found(found(Place.ARCHIVE, true, 1));
    assertThat(
        told(),
        contains(
            "MISMATCH sales: 1,201 differences from what was loaded: 1 in the archive, 1,200 in the"
                + " table"));
    Incident incident = alerts.observed().incidents().get(0);
    assertThat(incident.id(), is("sales/MISMATCH"));
    assertThat(
        incident.details().subList(0, 3),
        contains(
            "'snowgauge verify --dataset sales' tells more",
            "table: s3://b/f0, run r1",
            "table: s3://b/f1, run r1"));
    assertThat("however many there are", incident.details().size(), is(101));
    assertThat(incident.details().toString().contains("private"), is(false));
  }

  @ParameterizedTest
  @CsvSource({"0, 0, true, 1", "1, 0, true, 0", "0, 1, true, 0", "0, 0, false, 0"})
  void onlyAWholeDatasetThatWasComparedMayBeInOrderAgain(
      long differences, long uncompared, boolean isWhole, int judged) {
    alerts.verified(new Outcome("sales", 1, 1, 1, 1, 1, 0, differences, uncompared, 7), isWhole);
    assertThat(alerts.observed().judged().size(), is(judged));
  }

  @Test
  void aClockThatWentBackAndWhatCannotBeCheckedAreNoMismatch() {
    alerts.checked(List.of(chain("sales", Kind.CLOCK, Kind.UNCHECKED)));
    assertThat(told(), is(empty()));
    assertThat(alerts.observed().judged(), contains("sales/MISMATCH/chain"));
  }

  @Test
  void ofAChainItIsToldHowOftenWhatWasDoneToIt() {
    alerts.checked(List.of(chain("sales", Kind.REMOVED, Kind.CLOCK, Kind.CHANGED, Kind.REMOVED)));
    assertThat(
        told(),
        contains(
            "MISMATCH sales: the chain of the ledger's events is not as it was written: 1 CHANGED,"
                + " 2 REMOVED"));
    Incident incident = alerts.observed().incidents().get(0);
    assertThat(incident.id(), is("sales/MISMATCH/chain"));
    assertThat(incident.details(), contains("'snowgauge verify --chain' tells more"));
  }

  /** Whoever can edit the ledger can name datasets as no configuration does. */
  @Test
  void aNameThatSomebodyWroteIntoTheLedgerIsCutAndHarmless() {
    alerts.checked(List.of(chain("a\u001b[2J" + "x".repeat(1000), Kind.INSERTED)));
    Incident incident = alerts.observed().incidents().get(0);
    assertThat(incident.dataset(), is("a\ufffd[2J" + "x".repeat(59) + "…"));
  }
}
