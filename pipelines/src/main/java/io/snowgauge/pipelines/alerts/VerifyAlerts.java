package io.snowgauge.pipelines.alerts;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowgauge.io.alerts.AlertKind;
import io.snowgauge.io.proof.ChainCheck.Checked;
import io.snowgauge.io.proof.ChainFinding;
import io.snowgauge.io.warehouse.verify.Discrepancy;
import io.snowgauge.io.warehouse.verify.Discrepancy.Place;
import io.snowgauge.io.warehouse.verify.Outcome;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.report.Display;
import io.snowgauge.transforms.text.Amount;
import io.snowgauge.transforms.text.Excerpt;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What {@code verify} has found, as people are told of it: counts, places and names of files, and
 * nothing that is in them. Whoever finds a difference tells of it; that it is over is told by who
 * has verified the whole dataset and found none.
 */
public final class VerifyAlerts {
  /** As failures of the command are told. */
  private static final String COMMAND = "verify";

  /** The part of a dataset's incident that is of its chain, and not of its rows. */
  private static final String CHAIN = "chain";

  /** Nobody reads more names. */
  private static final int MOST_FILES = 100;

  /** As long as a dataset's name may be; those that somebody put into the ledger may be longer. */
  private static final int LONGEST_NAME = 64;

  /** What differs of a dataset: how often in which place, and in which files. */
  private record Differences(Map<Place, Long> places, Set<String> files) {
    Differences() {
      this(new EnumMap<>(Place.class), new LinkedHashSet<>());
    }

    void add(Discrepancy one) {
      places.merge(one.place(), 1L, Long::sum);
      String uri = one.uri();
      if (uri != null && files.size() < MOST_FILES) {
        files.add(place(one.place()) + ": " + Display.uri(uri) + ", run " + one.runId());
      }
    }
  }

  private final Map<String, Differences> differences = new LinkedHashMap<>();
  private final List<Incident> ofChains = new ArrayList<>();
  private final Set<String> judged = new HashSet<>();

  /** Takes what was found, which need be no difference. */
  public void found(Discrepancy one) {
    if (one.isDifference()) {
      differences.computeIfAbsent(one.dataset(), unused -> new Differences()).add(one);
    }
  }

  /**
   * Takes what a dataset came to.
   *
   * @param isWhole whether no part of it was left out
   */
  public void verified(Outcome outcome, boolean isWhole) {
    if (isWhole && outcome.differences() + outcome.uncompared() == 0) {
      judged.add(Incident.id(AlertKind.MISMATCH, outcome.dataset(), null));
    }
  }

  /** Takes what came of checking chains, each of which is checked as a whole. */
  public void checked(List<Checked> chains) {
    for (Checked one : chains) {
      byte[] name = one.dataset().getBytes(UTF_8);
      String dataset = Excerpt.of(name, 0, name.length, LONGEST_NAME);
      judged.add(Incident.id(AlertKind.MISMATCH, dataset, CHAIN));
      if (!one.holds()) {
        ofChains.add(incident(dataset, one.chain().findings()));
      }
    }
  }

  /**
   * Tells of all of it. What cannot be told is printed, and changes nothing of how the command
   * ends; where nobody is to be told, nothing is asked or written.
   */
  public void tell(Configuration configuration, Alerting.End end, PrintWriter err) {
    Alerting.afterwards(configuration, COMMAND, end, observed(), err);
  }

  Observed observed() {
    List<Incident> incidents = new ArrayList<>(ofChains);
    differences.forEach((dataset, found) -> incidents.add(incident(dataset, found)));
    return new Observed(judged, incidents);
  }

  private static Incident incident(String dataset, Differences found) {
    long count = found.places().values().stream().mapToLong(Long::longValue).sum();
    String places =
        found.places().entrySet().stream()
            .map(one -> "%,d in the %s".formatted(one.getValue(), place(one.getKey())))
            .collect(Collectors.joining(", "));
    List<String> details = new ArrayList<>();
    details.add("'snowgauge verify --dataset " + dataset + "' tells more");
    details.addAll(found.files());
    return Incident.now(
        AlertKind.MISMATCH,
        dataset,
        null,
        "MISMATCH %s: %s from what was loaded: %s"
            .formatted(dataset, Amount.of(count, "difference"), places),
        details);
  }

  private static String place(Place place) {
    return place.name().toLowerCase(Locale.ROOT);
  }

  private static Incident incident(String dataset, List<ChainFinding> findings) {
    Map<ChainFinding.Kind, Long> kinds = new EnumMap<>(ChainFinding.Kind.class);
    findings.stream()
        .map(ChainFinding::kind)
        .filter(kind -> !kind.isNotice())
        .forEach(kind -> kinds.merge(kind, 1L, Long::sum));
    String counts =
        kinds.entrySet().stream()
            .map(one -> "%,d %s".formatted(one.getValue(), one.getKey()))
            .collect(Collectors.joining(", "));
    return Incident.now(
        AlertKind.MISMATCH,
        dataset,
        CHAIN,
        "MISMATCH %s: the chain of the ledger's events is not as it was written: %s"
            .formatted(dataset, counts),
        List.of("'snowgauge verify --chain' tells more"));
  }
}
