package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.Outage;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.log.LogContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * Stages each file version and gives, bundle by bundle, the manifests of the files that were staged
 * together: they share CSV parts, so they must be published, and their parts removed, together. The
 * records themselves never become elements: they go straight to the staging area. Staging again
 * after a failure is safe: every attempt has a stage id of its own. All in the global window.
 */
public final class StageBundles
    extends PTransform<PCollection<SourceFile>, PCollection<List<StagedFile>>> {
  /** The namespace of the counters; their names are those of the audit's columns. */
  public static final String METRICS = "snowgauge";

  private final Dataset dataset;
  private final StagingArea area;
  private final int threads;
  private final SignsOfLife signs;
  private final boolean isPatient;
  private final String runId;

  private StageBundles(
      Dataset dataset,
      StagingArea area,
      int threads,
      SignsOfLife signs,
      boolean isPatient,
      String runId) {
    this.dataset = dataset;
    this.area = area;
    this.threads = threads;
    this.signs = signs;
    this.isPatient = isPatient;
    this.runId = runId;
  }

  /**
   * Stages a dataset's files in {@code area}, up to {@code threads} files of a bundle at a time.
   */
  public static StageBundles of(Dataset dataset, StagingArea area, int threads) {
    return new StageBundles(dataset, area, threads, SignsOfLife.NONE, false, "");
  }

  /** Gives signs of life on each worker as long as it is there to stage. */
  public StageBundles giving(SignsOfLife signs) {
    return new StageBundles(dataset, area, threads, signs, isPatient, runId);
  }

  /** Stages a bundle again, as often as it takes, where the staging area fails. */
  public StageBundles waitingForTheArea() {
    return new StageBundles(dataset, area, threads, signs, true, runId);
  }

  /** Names the run in what is logged. */
  public StageBundles inRun(String id) {
    return new StageBundles(dataset, area, threads, signs, isPatient, id);
  }

  @Override
  public PCollection<List<StagedFile>> expand(PCollection<SourceFile> files) {
    return files
        .apply(
            "Read, parse, count",
            ParDo.of(new StageFn(dataset, area, threads, signs, isPatient, runId)))
        .setCoder(ListCoder.of(StagedFileCoder.of()));
  }

  static final class StageFn extends DoFn<SourceFile, List<StagedFile>> {
    private static final Outage OUTAGE = Outage.of("writing to the staging area or the archive");

    private final Dataset dataset;
    private final StagingArea area;
    private final int threads;
    private final Counter files = Metrics.counter(METRICS, "FILES");
    private final Counter bytes = Metrics.counter(METRICS, "SIZE_BYTES");
    private final Counter source = Metrics.counter(METRICS, "SOURCE_RECORD_COUNT");
    private final Counter accepted = Metrics.counter(METRICS, "ACCEPTED_RECORD_COUNT");
    private final Counter rejected = Metrics.counter(METRICS, "REJECTED_RECORD_COUNT");
    private final SignsOfLife signs;
    private final boolean isPatient;
    private final String runId;
    private transient @Nullable BundleStaging bundle;
    private transient List<SourceFile> ofBundle = new ArrayList<>();
    private transient SignsOfLife.@Nullable Given given;

    StageFn(
        Dataset dataset,
        StagingArea area,
        int threads,
        SignsOfLife signs,
        boolean isPatient,
        String runId) {
      this.dataset = dataset;
      this.area = area;
      this.threads = threads;
      this.signs = signs;
      this.isPatient = isPatient;
      this.runId = runId;
    }

    @Setup
    public void setUp() {
      given = signs.start();
    }

    @StartBundle
    public void startBundle() {
      bundle = newBundle();
      ofBundle = new ArrayList<>();
    }

    private BundleStaging newBundle() {
      return new BundleStaging(dataset, area, threads, StagingProgress.ofThisProcess());
    }

    @ProcessElement
    public void stage(@Element SourceFile file) throws InterruptedException {
      BundleStaging current = bundle;
      if (current == null) {
        throw new IllegalStateException("a file before the start of its bundle");
      }
      if (isPatient) {
        ofBundle.add(file);
      }
      stage(current, file);
    }

    private void stage(BundleStaging current, SourceFile file) throws InterruptedException {
      if (runId.isEmpty()) {
        current.stage(file);
        return;
      }
      LogContext context = LogContext.enterRun(runId);
      try {
        current.stage(file);
      } finally {
        context.leave();
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) throws IOException, InterruptedException {
      BundleStaging current = bundle;
      if (current == null) {
        return;
      }
      try {
        List<StagedFile> staged = finish(current);
        staged.forEach(this::count);
        if (!staged.isEmpty()) {
          context.output(staged, BoundedWindow.TIMESTAMP_MIN_VALUE, GlobalWindow.INSTANCE);
        }
      } finally {
        closeBundle();
      }
    }

    private List<StagedFile> finish(BundleStaging first) throws IOException, InterruptedException {
      BundleStaging current = first;
      while (true) {
        try {
          List<StagedFile> staged = current.finish();
          OUTAGE.end();
          return staged;
        } catch (IOException e) {
          if (!isPatient) {
            throw e;
          }
          Thread.sleep(OUTAGE.failed(e).toMillis());
          abandon(current);
          current = newBundle();
          bundle = current;
          for (SourceFile file : ofBundle) {
            stage(current, file);
          }
        }
      }
    }

    /** Of what is staged again, the first parts are named by no manifest, complete or not. */
    private static void abandon(BundleStaging failed) {
      try {
        failed.close();
      } catch (IOException e) {
        // As it has failed before.
      }
    }

    private void count(StagedFile manifest) {
      files.inc();
      bytes.inc(manifest.file().sizeBytes());
      source.inc(manifest.source());
      accepted.inc(manifest.accepted());
      rejected.inc(manifest.rejected());
    }

    /** Also the end of a bundle that failed. */
    @Teardown
    public void tearDown() throws IOException {
      SignsOfLife.Given signsOfLife = given;
      given = null;
      if (signsOfLife != null) {
        signsOfLife.close();
      }
      closeBundle();
    }

    private void closeBundle() throws IOException {
      BundleStaging current = bundle;
      bundle = null;
      if (current != null) {
        current.close();
      }
    }
  }
}
