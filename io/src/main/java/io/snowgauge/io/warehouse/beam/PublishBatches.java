package io.snowgauge.io.warehouse.beam;

import io.snowgauge.io.warehouse.publish.StreamPublisher;
import io.snowgauge.transforms.files.Announcement;
import io.snowgauge.transforms.files.Outage;
import io.snowgauge.transforms.files.VersionedCoder;
import io.snowgauge.transforms.log.LogContext;
import io.snowgauge.transforms.staging.StageBundles;
import io.snowgauge.transforms.staging.StagedFile;
import io.snowgauge.transforms.staging.StagedFileCoder;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.HdrHistogram.Histogram;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Gauge;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupIntoBatches;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects a stream's bundles of staged files by time and bytes, and publishes each batch. What
 * publishes asks for stable input, so that a runner with checkpoints repeats the same batches after
 * a failure, and repeating one changes nothing. A batch that cannot be published waits until it
 * can. In the global window throughout; no event time decides anything.
 */
public final class PublishBatches extends PTransform<PCollection<List<StagedFile>>, PDone> {
  /** What a file costs beside its bytes, so that a batch of tiny files stays bounded, too. */
  private static final long BYTES_PER_FILE = 16 << 10;

  /** Held for reading while a batch is published in this process. */
  private static final ReadWriteLock PUBLISHING = new ReentrantReadWriteLock();

  private final StreamPublisher publisher;
  private final Duration interval;
  private final long bytes;

  private PublishBatches(StreamPublisher publisher, Duration interval, long bytes) {
    this.publisher = publisher;
    this.interval = interval;
    this.bytes = bytes;
  }

  /**
   * Publishes with a publisher.
   *
   * @param interval no file waits longer for its batch
   * @param bytes of source files, after which a batch is full
   */
  public static PublishBatches with(StreamPublisher publisher, Duration interval, long bytes) {
    return new PublishBatches(publisher, interval, bytes);
  }

  /**
   * Ends publishing in this process for good: waits for the batches that are being published, and
   * lets no other begin.
   *
   * @return whether all have ended in time
   */
  public static boolean end(Duration longest) throws InterruptedException {
    return PUBLISHING.writeLock().tryLock(longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public PDone expand(PCollection<List<StagedFile>> bundles) {
    return PDone.in(
        bundles
            .apply("Of the dataset", WithKeys.of(publisher.dataset().name()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), ListCoder.of(StagedFileCoder.of())))
            .apply(
                "By time and bytes",
                GroupIntoBatches.<String, List<StagedFile>>ofByteSize(bytes, PublishBatches::weight)
                    .withMaxBufferingDuration(org.joda.time.Duration.millis(interval.toMillis())))
            .apply("Publish", ParDo.of(new PublishFn(publisher)))
            .setCoder(PublishedCoder.of())
            .apply("Count", ParDo.of(new CountFn()))
            .getPipeline());
  }

  private static long weight(List<StagedFile> bundle) {
    return bundle.stream().mapToLong(file -> file.file().sizeBytes() + BYTES_PER_FILE).sum();
  }

  /** What became of a batch, and how long this worker's files took so far. */
  record Published(
      long published, long failed, long duplicates, long records, long p50, long p95, long p99)
      implements Serializable {}

  /** Encodes what became of batches, field by field; encoding 0 is Java's own serialisation. */
  static final class PublishedCoder extends VersionedCoder<Published> {
    private static final long serialVersionUID = 1L;

    private static final PublishedCoder INSTANCE = new PublishedCoder();

    private PublishedCoder() {}

    static PublishedCoder of() {
      return INSTANCE;
    }

    @Override
    protected String noun() {
      return "a published batch";
    }

    @Override
    protected int version() {
      return 1;
    }

    @Override
    protected void encodeFields(Published value, OutputStream out) throws IOException {
      DataOutputStream data = new DataOutputStream(out);
      data.writeLong(value.published());
      data.writeLong(value.failed());
      data.writeLong(value.duplicates());
      data.writeLong(value.records());
      data.writeLong(value.p50());
      data.writeLong(value.p95());
      data.writeLong(value.p99());
    }

    @Override
    protected Published decodeFields(int version, InputStream in) throws IOException {
      if (version == 0) {
        return SerializableCoder.of(Published.class).decode(in);
      }
      DataInputStream data = new DataInputStream(in);
      return new Published(
          data.readLong(),
          data.readLong(),
          data.readLong(),
          data.readLong(),
          data.readLong(),
          data.readLong(),
          data.readLong());
    }
  }

  static final class PublishFn extends DoFn<KV<String, Iterable<List<StagedFile>>>, Published> {
    private static final Logger LOG = LoggerFactory.getLogger(PublishBatches.class);

    private final StreamPublisher publisher;
    private final Lag lag = new Lag();

    /** Whether the ledger has been compared with the target by this worker. */
    private transient boolean isLedgerSound;

    PublishFn(StreamPublisher publisher) {
      this.publisher = publisher;
    }

    /** Or each batch would fail on this worker, one after the other. */
    @Setup
    public void requireReadable() {
      publisher.warehouse().sessions().requireReadable();
    }

    @ProcessElement
    @RequiresStableInput
    public void publish(
        @Element KV<String, Iterable<List<StagedFile>>> batch, OutputReceiver<Published> out)
        throws InterruptedException {
      List<List<StagedFile>> bundles = new ArrayList<>();
      batch.getValue().forEach(bundles::add);
      StreamPublisher.Batch outcome = publishedInTheEnd(bundles);
      lag.record(bundles);
      Backlog.ofThisProcess().settle(batch.getKey(), ids(bundles), came(outcome));
      if (outcome.published() + outcome.failed() > 0) {
        tell(batch.getKey(), outcome);
      }
      out.output(
          new Published(
              outcome.published(),
              outcome.failed(),
              outcome.duplicates(),
              outcome.records(),
              lag.percentile(50),
              lag.percentile(95),
              lag.percentile(99)));
    }

    private void tell(String dataset, StreamPublisher.Batch outcome) {
      LogContext context = LogContext.enter(outcome.run().id(), dataset);
      LOG.info(
          "{}: {} files with {} records published, {} failed, {} were in; run {}{}",
          dataset,
          outcome.published(),
          outcome.records(),
          outcome.failed(),
          outcome.duplicates(),
          outcome.run().id(),
          lag);
      context.leave();
    }

    /** Waits for what is out, or for what somebody has to mend: the same batch changes nothing. */
    private StreamPublisher.Batch publishedInTheEnd(List<List<StagedFile>> bundles)
        throws InterruptedException {
      Outage outage = Outage.of(publisher.dataset().name() + ": publishing");
      while (true) {
        try {
          StreamPublisher.Batch outcome = publish(bundles);
          outage.end();
          return outcome;
        } catch (IOException | SQLException e) {
          outage.await(e);
        }
      }
    }

    private static List<String> ids(List<List<StagedFile>> bundles) {
      return bundles.stream().flatMap(List::stream).map(file -> file.file().fileId()).toList();
    }

    private static Backlog.Outcome came(StreamPublisher.Batch outcome) {
      return new Backlog.Outcome(Instant.now(), outcome.published(), outcome.failed());
    }

    private StreamPublisher.Batch publish(List<List<StagedFile>> bundles)
        throws IOException, SQLException, InterruptedException {
      PUBLISHING.readLock().lockInterruptibly();
      try {
        if (!isLedgerSound) {
          publisher.requireLedger(bundles);
          isLedgerSound = true;
        }
        StreamPublisher.Batch outcome = publisher.publish(bundles);
        // Whoever waits for the end of publishing has heard of it then.
        PublishedBatches.ofThisProcess().tell(publisher.dataset(), outcome);
        return outcome;
      } finally {
        PUBLISHING.readLock().unlock();
      }
    }
  }

  /** A step of its own: Flink's runner has no metrics of a step that asks for stable input. */
  private static final class CountFn extends DoFn<Published, Void> {
    private final Counter published = Metrics.counter(StageBundles.METRICS, "FILES_PUBLISHED");
    private final Counter failed = Metrics.counter(StageBundles.METRICS, "FILES_FAILED");
    private final Counter duplicates = Metrics.counter(StageBundles.METRICS, "FILES_DUPLICATE");
    private final Counter records = Metrics.counter(StageBundles.METRICS, "INGESTED_RECORD_COUNT");
    private final Gauge p50 = Metrics.gauge(StageBundles.METRICS, "LAG_P50_MILLIS");
    private final Gauge p95 = Metrics.gauge(StageBundles.METRICS, "LAG_P95_MILLIS");
    private final Gauge p99 = Metrics.gauge(StageBundles.METRICS, "LAG_P99_MILLIS");

    @ProcessElement
    public void count(@Element Published batch) {
      published.inc(batch.published());
      failed.inc(batch.failed());
      duplicates.inc(batch.duplicates());
      records.inc(batch.records());
      p50.set(batch.p50());
      p95.set(batch.p95());
      p99.set(batch.p99());
    }
  }

  /** How long files took from their notification to their publication, on this worker. */
  private static final class Lag implements Serializable {
    private static final long LONGEST_MILLIS = Duration.ofDays(7).toMillis();

    private final Histogram millis = new Histogram(LONGEST_MILLIS, 2);

    void record(List<List<StagedFile>> bundles) {
      Instant now = Instant.now();
      for (List<StagedFile> bundle : bundles) {
        for (StagedFile file : bundle) {
          Announcement announcement = file.file().announcement();
          if (announcement != null) {
            long lag = Duration.between(announcement.at(), now).toMillis();
            millis.recordValue(Math.max(0, Math.min(lag, LONGEST_MILLIS)));
          }
        }
      }
    }

    long percentile(double percent) {
      return millis.getValueAtPercentile(percent);
    }

    @Override
    public String toString() {
      return millis.getTotalCount() == 0
          ? ""
          : "; lag p50 %,d ms, p95 %,d ms, p99 %,d ms"
              .formatted(percentile(50), percentile(95), percentile(99));
    }
  }
}
