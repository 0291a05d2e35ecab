package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * Stages each file version and gives its manifest. The records themselves never become elements:
 * they go straight to the staging area, and a bundle's small files share CSV parts. Staging again
 * after a failure is safe: every attempt has a stage id of its own.
 */
public final class StageFiles extends PTransform<PCollection<SourceFile>, PCollection<StagedFile>> {
  /** The namespace of the counters; their names are those of the audit's columns. */
  public static final String METRICS = "snowgauge";

  /** The counter of stored bytes read so far. */
  public static final String BYTES_READ = "BYTES_READ";

  private final Dataset dataset;
  private final StagingArea area;

  private StageFiles(Dataset dataset, StagingArea area) {
    this.dataset = dataset;
    this.area = area;
  }

  /** Stages a dataset's files in {@code area}. */
  public static StageFiles of(Dataset dataset, StagingArea area) {
    return new StageFiles(dataset, area);
  }

  @Override
  public PCollection<StagedFile> expand(PCollection<SourceFile> files) {
    return files
        .apply("Read, parse, count", ParDo.of(new StageFn(dataset, area)))
        .setCoder(StagedFileCoder.of());
  }

  static final class StageFn extends DoFn<SourceFile, StagedFile> {
    private final Dataset dataset;
    private final StagingArea area;
    private final Counter files = Metrics.counter(METRICS, "FILES");
    private final Counter bytesRead = Metrics.counter(METRICS, BYTES_READ);
    private final Counter source = Metrics.counter(METRICS, "SOURCE_RECORD_COUNT");
    private final Counter accepted = Metrics.counter(METRICS, "ACCEPTED_RECORD_COUNT");
    private final Counter rejected = Metrics.counter(METRICS, "REJECTED_RECORD_COUNT");
    private transient List<Staged> bundle = new ArrayList<>();
    private transient @Nullable FileStager stager;

    private record Staged(
        StagedFile manifest, org.joda.time.Instant timestamp, BoundedWindow window) {}

    StageFn(Dataset dataset, StagingArea area) {
      this.dataset = dataset;
      this.area = area;
    }

    @StartBundle
    public void startBundle() {
      bundle = new ArrayList<>();
      stager = new FileStager(dataset, area, bytesRead::inc);
    }

    @ProcessElement
    public void stage(
        @Element SourceFile file, @Timestamp org.joda.time.Instant timestamp, BoundedWindow window)
        throws IOException {
      FileStager current = stager;
      if (current == null) {
        throw new IllegalStateException("a file before the start of its bundle");
      }
      StagedFile staged = current.stage(file);
      files.inc();
      source.inc(staged.source());
      accepted.inc(staged.accepted());
      rejected.inc(staged.rejected());
      bundle.add(new Staged(staged, timestamp, window));
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) throws IOException {
      if (stager != null) {
        stager.finish();
      }
      for (Staged staged : bundle) {
        context.output(staged.manifest(), staged.timestamp(), staged.window());
      }
      stager = null;
    }

    @Teardown
    public void tearDown() throws IOException {
      if (stager != null) {
        stager.finish();
      }
    }
  }
}
