package io.snowgauge.pipelines.stream;

import io.snowgauge.io.warehouse.beam.Backlog;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.Announcement;
import io.snowgauge.transforms.files.Outage;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.SourceFileCoder;
import io.snowgauge.transforms.staging.StageBundles;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.beam.sdk.coders.InstantCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Looks at what is there of each candidate, and leaves out versions that were sent on within the
 * last hour. That only saves work: whether a version is new is for the ledger to say when it is
 * published. Where the storage cannot be asked, candidates wait for it.
 *
 * <p>State is kept by shards of URIs, not by URI: what a runner keeps for a key, and looks at for
 * each of its timers, must not grow with the number of files.
 */
final class NewVersions extends PTransform<PCollection<Candidate>, PCollection<SourceFile>> {
  private static final Duration REMEMBERED = Duration.standardHours(1);
  private static final Duration BETWEEN_CLEARINGS = Duration.standardMinutes(10);

  private final Dataset dataset;
  private final int shards;

  private NewVersions(Dataset dataset, int shards) {
    this.dataset = dataset;
    this.shards = shards;
  }

  /** Works on so many shards of a dataset's candidates side by side. */
  static NewVersions of(Dataset dataset, int shards) {
    return new NewVersions(dataset, shards);
  }

  @Override
  public PCollection<SourceFile> expand(PCollection<Candidate> candidates) {
    int count = shards;
    return candidates
        .apply(
            "By shard of URIs",
            WithKeys.of(
                    (Candidate candidate) ->
                        Math.floorMod(candidate.version().uri().hashCode(), count))
                .withKeyType(TypeDescriptors.integers()))
        .setCoder(KvCoder.of(VarIntCoder.of(), CandidateCoder.of()))
        .apply("Look", ParDo.of(new LookFn(dataset)))
        .setCoder(SourceFileCoder.of());
  }

  private static final Backlog BACKLOG = Backlog.ofThisProcess();

  static final class LookFn extends DoFn<KV<Integer, Candidate>, SourceFile> {
    private final Dataset dataset;
    private final Counter duplicates = Metrics.counter(StageBundles.METRICS, "EVENTS_DUPLICATE");

    /** By URI, the file id that was sent on last and when. */
    @StateId("sent")
    private final StateSpec<MapState<String, KV<String, Instant>>> sentSpec =
        StateSpecs.map(StringUtf8Coder.of(), KvCoder.of(StringUtf8Coder.of(), InstantCoder.of()));

    @TimerId("forget")
    private final TimerSpec forgetSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    /** What could not be looked at. */
    @StateId("waiting")
    private final StateSpec<BagState<Candidate>> waitingSpec = StateSpecs.bag(CandidateCoder.of());

    @TimerId("again")
    private final TimerSpec againSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    private static final Outage OUTAGE = Outage.of("looking at a file that a notification names");

    LookFn(Dataset dataset) {
      this.dataset = dataset;
    }

    @ProcessElement
    public void look(
        @Element KV<Integer, Candidate> keyed,
        @StateId("sent") MapState<String, KV<String, Instant>> sent,
        @StateId("waiting") BagState<Candidate> waiting,
        @TimerId("forget") Timer forget,
        @TimerId("again") Timer again,
        OutputReceiver<SourceFile> out) {
      Candidate candidate = keyed.getValue();
      SourceFile version;
      try {
        version = versionNow(candidate);
      } catch (IOException e) {
        waiting.add(candidate);
        BACKLOG.notice(candidate.dataset(), waitingId(candidate), noticedAt(candidate));
        again.offset(joda(OUTAGE.failed(e))).setRelative();
        return;
      }
      send(candidate, version, sent, forget, out);
    }

    /** Of what cannot be looked at, so that its version is not known. */
    private static String waitingId(Candidate candidate) {
      return "waiting: " + candidate.version().uri();
    }

    private static java.time.Instant noticedAt(Candidate candidate) {
      Announcement announcement = candidate.version().announcement();
      return announcement == null ? java.time.Instant.now() : announcement.at();
    }

    /** Looks at what waits, and at the first failure lets the rest wait on. */
    @OnTimer("again")
    public void again(
        @StateId("sent") MapState<String, KV<String, Instant>> sent,
        @StateId("waiting") BagState<Candidate> waiting,
        @TimerId("forget") Timer forget,
        @TimerId("again") Timer again,
        OutputReceiver<SourceFile> out) {
      Queue<Candidate> left = new ArrayDeque<>();
      waiting.read().forEach(left::add);
      waiting.clear();
      while (!left.isEmpty()) {
        Candidate candidate = left.element();
        try {
          send(candidate, versionNow(candidate), sent, forget, out);
          BACKLOG.release(candidate.dataset(), waitingId(candidate));
        } catch (IOException e) {
          left.remove();
          left.forEach(waiting::add);
          waiting.add(candidate); // Last, so that one that always fails does not keep the others.
          again.offset(joda(OUTAGE.failed(e))).setRelative();
          return;
        }
        left.remove();
      }
    }

    private static Duration joda(java.time.Duration wait) {
      return Duration.millis(wait.toMillis());
    }

    /** What may not be looked at is taken as it was announced, for reading it to say why. */
    private SourceFile versionNow(Candidate candidate) throws IOException {
      if (candidate.origin() != Candidate.Origin.NOTIFIED) {
        return candidate.version();
      }
      SourceFile version;
      try {
        version = ClaimedBlob.versionNow(dataset, candidate.version());
      } catch (FileSystemException e) {
        version = candidate.version();
      }
      OUTAGE.end();
      return version;
    }

    private void send(
        Candidate candidate,
        SourceFile version,
        MapState<String, KV<String, Instant>> sent,
        Timer forget,
        OutputReceiver<SourceFile> out) {
      KV<String, Instant> last = sent.get(version.uri()).read();
      if (candidate.origin() != Candidate.Origin.LISTED_AGAIN
          && last != null
          && version.fileId().equals(last.getKey())
          && !isToldOfSince(candidate, last.getValue())) {
        duplicates.inc();
        return;
      }
      sent.put(version.uri(), KV.of(version.fileId(), Instant.now()));
      // Aligned, so that setting it again does not put it off.
      forget.align(BETWEEN_CLEARINGS).setRelative();
      BACKLOG.notice(candidate.dataset(), version.fileId(), noticedAt(candidate));
      out.output(version);
    }

    /** What was told after it was sent on, such as that it was restored, may let it be read now. */
    private static boolean isToldOfSince(Candidate candidate, Instant sent) {
      Announcement announcement = candidate.version().announcement();
      return announcement != null && announcement.at().toEpochMilli() > sent.getMillis();
    }

    @OnTimer("forget")
    public void forget(
        @StateId("sent") MapState<String, KV<String, Instant>> sent,
        @TimerId("forget") Timer forget) {
      Instant longAgo = Instant.now().minus(REMEMBERED);
      List<String> forgotten = new ArrayList<>();
      boolean isEmpty = true;
      for (Map.Entry<String, KV<String, Instant>> entry : sent.entries().read()) {
        if (entry.getValue().getValue().isBefore(longAgo)) {
          forgotten.add(entry.getKey());
        } else {
          isEmpty = false;
        }
      }
      forgotten.forEach(sent::remove);
      if (!isEmpty) {
        forget.align(BETWEEN_CLEARINGS).setRelative();
      }
    }
  }
}
