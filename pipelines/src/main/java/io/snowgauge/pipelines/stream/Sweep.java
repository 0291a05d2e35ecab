package io.snowgauge.pipelines.stream;

import io.snowgauge.io.files.FileListing;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.OpenVersions;
import io.snowgauge.io.warehouse.publish.TargetHistory;
import io.snowgauge.pipelines.monitoring.Health;
import io.snowgauge.pipelines.monitoring.StreamMetrics;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.Outage;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.staging.StageBundles;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Gauge;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.jspecify.annotations.Nullable;

/**
 * Lists the datasets' inputs, at once and then at intervals, and gives what the ledger does not
 * have: notifications are hints, the listing is the truth. What cannot be listed or asked now is
 * waited for: the next listing makes up for it.
 */
final class Sweep extends PTransform<PBegin, PCollection<Candidate>> {
  private final Warehouse warehouse;
  private final List<Dataset> datasets;
  private final Duration interval;

  private Sweep(Warehouse warehouse, List<Dataset> datasets, Duration interval) {
    this.warehouse = warehouse;
    this.datasets = List.copyOf(datasets);
    this.interval = interval;
  }

  static Sweep of(Warehouse warehouse, List<Dataset> datasets, Duration interval) {
    return new Sweep(warehouse, datasets, interval);
  }

  @Override
  public PCollection<Candidate> expand(PBegin begin) {
    PCollection<Long> atOnce = begin.apply("At once", Create.of(-1L).withCoder(VarLongCoder.of()));
    PCollection<Long> atIntervals =
        begin.apply(
            "At intervals",
            GenerateSequence.from(0)
                .withRate(1, org.joda.time.Duration.millis(interval.toMillis())));
    return PCollectionList.of(atOnce)
        .and(atIntervals)
        .apply("When", Flatten.pCollections())
        .apply("List", ParDo.of(new ListFn(warehouse, datasets, interval)))
        .setCoder(CandidateCoder.of());
  }

  private static final class ListFn extends DoFn<Long, Candidate> {
    private final Warehouse warehouse;
    private final List<Dataset> datasets;
    private final Duration interval;
    private final Counter found = Metrics.counter(StageBundles.METRICS, "FILES_SWEPT");

    /** Dies with the process. */
    private transient @Nullable OpenVersions remembered;

    private transient long lastNanos;
    private transient boolean hasSwept;

    ListFn(Warehouse warehouse, List<Dataset> datasets, Duration interval) {
      this.warehouse = warehouse;
      this.datasets = datasets;
      this.interval = interval;
    }

    /** After a long absence the sequence makes up for what it missed: one sweep is enough. */
    @ProcessElement
    public void sweep(OutputReceiver<Candidate> out) {
      if (hasSwept && System.nanoTime() - lastNanos < interval.toNanos() / 2) {
        return;
      }
      Health.ofThisProcess().reach(Health.Beginning.SWEEP);
      Outage ofWarehouse = Outage.of("asking the ledger what is loaded");
      OpenVersions open = remembered == null ? new OpenVersions(warehouse) : remembered;
      remembered = open;
      try {
        for (Dataset dataset : datasets) {
          sweep(open, dataset, out);
        }
        ofWarehouse.end();
      } catch (SQLException e) {
        ofWarehouse.failed(e);
      }
      hasSwept = true;
      lastNanos = System.nanoTime();
    }

    /**
     * Whether the ledger does not know versions whose rows are in the target, which loading them
     * would double: then nothing is, until somebody has mended that. Where others cannot write the
     * ledger, the first batch asks for all of that.
     */
    private boolean isLedgerForgetful(Dataset dataset, List<OpenVersions.Open> toLoad)
        throws SQLException {
      List<SourceFile> unknown =
          toLoad.stream()
              .filter(version -> version.state() == null)
              .map(OpenVersions.Open::file)
              .toList();
      if (unknown.isEmpty() || warehouse.traits().isExclusive()) {
        return false;
      }
      Outage ofLedger = Outage.of(dataset.name() + ": loading what the listing finds");
      try (Connection connection = warehouse.connect()) {
        Optional<String> why =
            new TargetHistory(warehouse, dataset).whyNotLoaded(connection, unknown);
        if (why.isPresent()) {
          ofLedger.failed(new SQLException(why.get()));
          return true;
        }
      }
      ofLedger.end();
      return false;
    }

    /** As many as the last listing of the dataset found. */
    private static Gauge leftOut(Dataset dataset, String name) {
      return Metrics.gauge(StageBundles.METRICS, StreamMetrics.ofDataset(dataset.name(), name));
    }

    private void sweep(OpenVersions open, Dataset dataset, OutputReceiver<Candidate> out)
        throws SQLException {
      Outage ofListing = Outage.of(dataset.name() + ": listing the input");
      List<SourceFile> listed;
      try {
        FileListing.Listed found = FileListing.listed(dataset, Instant.now());
        listed = found.files();
        leftOut(dataset, "FILES_HIDDEN").set(found.hidden());
        leftOut(dataset, "FILES_MISDATED").set(found.misdated().size());
        ofListing.end();
      } catch (IOException e) {
        ofListing.failed(e);
        return;
      }
      List<OpenVersions.Open> toLoad = open.among(dataset.name(), listed);
      if (isLedgerForgetful(dataset, toLoad)) {
        return;
      }
      for (OpenVersions.Open version : toLoad) {
        found.inc();
        out.output(
            new Candidate(
                dataset.name(),
                version.file(),
                version.state() == null ? Candidate.Origin.LISTED : Candidate.Origin.LISTED_AGAIN));
      }
    }
  }
}
