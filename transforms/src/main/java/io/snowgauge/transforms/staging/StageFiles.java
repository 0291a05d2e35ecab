package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;
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

  private static final LongAdder BYTES_READ = new LongAdder();

  private final Dataset dataset;
  private final StagingArea area;
  private final int threads;

  private StageFiles(Dataset dataset, StagingArea area, int threads) {
    this.dataset = dataset;
    this.area = area;
    this.threads = threads;
  }

  /** Stages a dataset's files in {@code area}, the files of a bundle one after the other. */
  public static StageFiles of(Dataset dataset, StagingArea area) {
    return new StageFiles(dataset, area, 1);
  }

  /** Stages up to {@code threads} files of a bundle at a time. */
  public StageFiles withThreads(int threads) {
    return new StageFiles(dataset, area, threads);
  }

  /** The stored bytes that this process has read so far, for a progress bar beside the runner. */
  public static long bytesReadByThisProcess() {
    return BYTES_READ.sum();
  }

  @Override
  public PCollection<StagedFile> expand(PCollection<SourceFile> files) {
    return files
        .apply("Read, parse, count", ParDo.of(new StageFn(dataset, area, threads)))
        .setCoder(StagedFileCoder.of());
  }

  static final class StageFn extends DoFn<SourceFile, StagedFile> {
    private final Dataset dataset;
    private final StagingArea area;
    private final int threads;
    private final Counter files = Metrics.counter(METRICS, "FILES");
    private final Counter bytes = Metrics.counter(METRICS, "SIZE_BYTES");
    private final Counter source = Metrics.counter(METRICS, "SOURCE_RECORD_COUNT");
    private final Counter accepted = Metrics.counter(METRICS, "ACCEPTED_RECORD_COUNT");
    private final Counter rejected = Metrics.counter(METRICS, "REJECTED_RECORD_COUNT");
    private transient @Nullable BundleStaging bundle;

    StageFn(Dataset dataset, StagingArea area, int threads) {
      this.dataset = dataset;
      this.area = area;
      this.threads = threads;
    }

    @StartBundle
    public void startBundle() {
      bundle = new BundleStaging(dataset, area, threads, BYTES_READ::add);
    }

    @ProcessElement
    public void stage(
        @Element SourceFile file,
        @Timestamp org.joda.time.Instant timestamp,
        BoundedWindow window) {
      BundleStaging current = bundle;
      if (current == null) {
        throw new IllegalStateException("a file before the start of its bundle");
      }
      current.stage(file, timestamp, window);
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) throws IOException, InterruptedException {
      BundleStaging current = bundle;
      if (current == null) {
        return;
      }
      try {
        for (BundleStaging.Staged staged : current.finish()) {
          StagedFile manifest = staged.manifest();
          files.inc();
          bytes.inc(manifest.file().sizeBytes());
          source.inc(manifest.source());
          accepted.inc(manifest.accepted());
          rejected.inc(manifest.rejected());
          context.output(manifest, staged.timestamp(), staged.window());
        }
      } finally {
        tearDown();
      }
    }

    /** Also the end of a bundle that failed. */
    @Teardown
    public void tearDown() throws IOException {
      BundleStaging current = bundle;
      bundle = null;
      if (current != null) {
        current.close();
      }
    }
  }
}
