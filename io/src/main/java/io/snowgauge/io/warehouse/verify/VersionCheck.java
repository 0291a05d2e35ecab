package io.snowgauge.io.warehouse.verify;

import io.snowgauge.io.warehouse.TimestampText;
import io.snowgauge.io.warehouse.verify.Discrepancy.Place;
import io.snowgauge.io.warehouse.verify.VersionState.Extremes;
import io.snowgauge.io.warehouse.verify.VersionState.Found;
import io.snowgauge.io.warehouse.verify.VersionState.Recorded;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.text.Amount;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares one version in all places, and says what is wrong with it. */
final class VersionCheck {
  /**
   * What is wrong in one place.
   *
   * @param isDifference whether that must not be
   * @param hasRecords whether the records that differ may be named
   */
  record Fault(Place place, boolean isDifference, boolean hasRecords, String message) {}

  private final Dataset dataset;
  private final TargetShape shape;
  private final Places places;
  private final Replays replays;
  private final Tally tally;

  VersionCheck(Dataset dataset, TargetShape shape, Places places, Replays replays, Tally tally) {
    this.dataset = dataset;
    this.shape = shape;
    this.places = places;
    this.replays = replays;
    this.tally = tally;
  }

  /** What is wrong with a version. */
  List<Fault> faults(VersionState state) throws IOException {
    Recorded recorded = state.recorded();
    if (recorded == null) {
      return List.of(unrecorded(state));
    }
    tally.versions++;
    List<Fault> faults = new ArrayList<>();
    Found found = state.found();
    tally.rows += found == null ? 0 : found.rows();
    if (places.looksAtSources()) {
      addSource(state, recorded, faults);
    }
    boolean isProven =
        found != null && shape.isWhole(dataset) && found.digest().equals(recorded.digest());
    ArchiveReading archive = null;
    if (places.readsArchives() || (found != null && !isProven)) {
      archive = archive(state, recorded, faults);
    }
    addTable(recorded, found, archive, faults);
    tally.proven += isProven ? 1 : 0;
    return faults;
  }

  /** What is wrong with an archive by itself, of a version whose rows others may have replaced. */
  List<Fault> faultsOfArchive(VersionState state) throws IOException {
    List<Fault> faults = new ArrayList<>();
    tally.versions++;
    Recorded recorded = state.recorded();
    if (recorded == null) {
      return faults;
    }
    if (places.looksAtSources()) {
      addSource(state, recorded, faults);
    }
    if (places.readsArchives()) {
      archive(state, recorded, faults);
    }
    return faults;
  }

  private static Fault unrecorded(VersionState state) {
    Found found = state.found();
    long rows = found == null ? 0 : found.rows();
    String of =
        state.fileId() == null || state.runId() == null
            ? "that do not say which file they are of"
            : state.status() == null
                ? "of the file id %s and the run %s, which the ledger does not have"
                    .formatted(state.fileId(), state.runId())
                : "of the file id %s and the run %s, which the ledger has as %s"
                    .formatted(state.fileId(), state.runId(), state.status());
    return new Fault(
        Place.TABLE,
        true,
        false,
        "expected rows of published versions only but found " + Amount.of(rows, "row") + " " + of);
  }

  private void addSource(VersionState state, Recorded recorded, List<Fault> faults) {
    SourceCheck.Source source = SourceCheck.look(state.fileId(), recorded);
    switch (source.state()) {
      case SAME -> tally.sources++;
      case GONE -> tally.gone++;
      case REPLACED, UNKNOWN, CHANGED -> {}
    }
    if (source.message() != null) {
      boolean isDifference = source.state() == SourceCheck.State.CHANGED;
      faults.add(new Fault(Place.SOURCE, isDifference, false, source.message()));
    }
  }

  /** Reads the archive; null where there is none to compare with. */
  private @Nullable ArchiveReading archive(
      VersionState state, Recorded recorded, List<Fault> faults) throws IOException {
    String fileId = state.fileId();
    String runId = state.runId();
    if (fileId == null || runId == null || recorded.stageId() == null) {
      return null;
    }
    ArchiveReading archive =
        ArchiveReading.of(
            places.archive(dataset, replays, fileId, runId, recorded.stageId()),
            dataset,
            shape,
            recorded.digest() != null);
    if (archive.parts() == 0) {
      if (recorded.accepted() > 0) {
        faults.add(archiveFault("expected an archive but found none"));
        return null;
      }
      tally.archives++;
      return archive;
    }
    if (archive.damage() != null) {
      faults.add(archiveFault(archive.damage()));
      return archive;
    }
    tally.archives++;
    if (archive.records() != recorded.accepted()) {
      faults.add(
          archiveFault(
              "expected %s in the archive, as the ledger has them, but found %,d"
                  .formatted(Amount.of(recorded.accepted(), "record"), archive.records())));
    } else if (recorded.digest() != null && !recorded.digest().equals(archive.digest())) {
      faults.add(
          archiveFault(
              "its records are not those that were loaded: expected the digest %s of the ledger"
                      .formatted(recorded.digest())
                  + " but found "
                  + archive.digest()));
    }
    return archive;
  }

  private static Fault archiveFault(String message) {
    return new Fault(Place.ARCHIVE, true, true, message);
  }

  private void addTable(
      Recorded recorded,
      @Nullable Found found,
      @Nullable ArchiveReading archive,
      List<Fault> faults) {
    long rows = found == null ? 0 : found.rows();
    if (rows != recorded.accepted()) {
      faults.add(
          tableFault(
              "expected %s, as the ledger has them, but found %,d"
                  .formatted(Amount.of(recorded.accepted(), "row"), rows)));
    } else if (found != null) {
      addValues(recorded, found, archive, faults);
      addNumbers(found, faults);
    }
    if (found != null) {
      addFixed(recorded, found, archive, faults);
    }
  }

  private static Fault tableFault(String message) {
    return new Fault(Place.TABLE, true, true, message);
  }

  private void addValues(
      Recorded recorded, Found found, @Nullable ArchiveReading archive, List<Fault> faults) {
    boolean isWhole = shape.isWhole(dataset);
    boolean isArchived = archive != null && archive.isComplete();
    String expected =
        isWhole && recorded.digest() != null
            ? recorded.digest()
            : archive != null && isArchived ? archive.compared() : null;
    if (expected == null) {
      tally.uncompared++;
      faults.add(
          new Fault(
              Place.TABLE,
              false,
              false,
              "its values are not compared, only counted: "
                  + (isWhole
                      ? "the ledger has no digest of it, and no whole archive was read"
                      : "columns cannot be compared, and no whole archive was read")));
      return;
    }
    if (expected.equals(found.digest())) {
      return;
    }
    boolean isLedgers =
        archive != null && isArchived && isWhole && archive.digest().equals(found.digest());
    if (isLedgers) {
      faults.add(
          new Fault(
              Place.LEDGER,
              true,
              false,
              "expected the digest %s, which archive and table have, but the ledger has %s"
                  .formatted(found.digest(), expected)));
      return;
    }
    if (shape.hasJsonOfItsOwn()) {
      if (archive == null || !isArchived || archive.plain().equals(found.plainDigest())) {
        faults.add(new Fault(Place.TABLE, false, false, jsonMessage(archive)));
        return;
      }
    }
    faults.add(
        tableFault(
            "its rows are not the records that were loaded: expected the digest %s but found %s"
                .formatted(expected, found.digest())));
  }

  private static String jsonMessage(@Nullable ArchiveReading archive) {
    return archive == null || !archive.isComplete()
        ? "its values are not compared: columns of JSON print otherwise here than they were"
            + " written, and no whole archive was read"
        : "columns of JSON are not compared: they print otherwise here than they were written;"
            + " all other columns are as they were loaded";
  }

  /** That there are as many rows does not say that each record has one. */
  private static void addNumbers(Found found, List<Fault> faults) {
    VersionState.Numbers numbers = found.numbers();
    if (!numbers.isComplete()) {
      faults.add(
          new Fault(
              Place.TABLE,
              true,
              false,
              "expected the numbers 1 to %,d in _RECORD but found others, from %,d to %,d"
                  .formatted(found.rows(), numbers.lowest(), numbers.highest())));
    }
  }

  private void addFixed(
      Recorded recorded, Found found, @Nullable ArchiveReading archive, List<Fault> faults) {
    if (found.modified() != null) {
      addFixed(
          "_FILE_MODIFIED_AT",
          TimestampText.of(recorded.lastModified()),
          found.modified(),
          found.rows(),
          faults);
    }
    Map<String, String> captures = dataset.input().match(recorded.uri()).orElse(Map.of());
    for (int i = 0; i < shape.fixed().size(); i++) {
      Column column = shape.fixed().get(i);
      boolean isCapture = dataset.captureColumns().contains(column);
      String expected =
          isCapture ? captures.get(column.name()) : archive == null ? null : archive.extractedAt();
      if (expected != null) {
        addFixed(column.name(), expected, found.fixed().get(i), found.rows(), faults);
      }
    }
  }

  private static void addFixed(
      String column, String expected, Extremes extremes, long rows, List<Fault> faults) {
    if (isSame(expected, extremes.lowest())
        && isSame(expected, extremes.highest())
        && extremes.count() == rows) {
      return;
    }
    String found =
        extremes.count() < rows
            ? Amount.of(rows - extremes.count(), "null")
            : isSame(expected, extremes.lowest())
                ? "also '" + extremes.highest() + "'"
                : "'" + extremes.lowest() + "'";
    faults.add(
        new Fault(
            Place.TABLE,
            true,
            false,
            "expected '%s' in the column %s of all rows but found %s"
                .formatted(expected, column.toUpperCase(Locale.ROOT), found)));
  }

  /** Times are the same whatever the warehouse prints of them. */
  private static boolean isSame(String expected, @Nullable String found) {
    if (found == null) {
      return false;
    }
    if (expected.equals(found)) {
      return true;
    }
    try {
      return TimestampText.toInstant(expected.replaceFirst("Z$", ""))
          .equals(TimestampText.toInstant(found));
    } catch (DateTimeException e) {
      return false;
    }
  }
}
