package io.snowgauge.pipelines.stream;

import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.SourceFileCoder;
import io.snowgauge.transforms.staging.StageBundles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.InstantCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
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
 * published.
 *
 * <p>State is kept by shards of URIs, not by URI: what a runner keeps for a key, and looks at for
 * each of its timers, must not grow with the number of files.
 */
final class NewVersions extends PTransform<PCollection<Candidate>, PCollection<SourceFile>> {
  private static final Duration REMEMBERED = Duration.standardHours(1);
  private static final Duration BETWEEN_CLEARINGS = Duration.standardMinutes(10);

  private final int shards;

  private NewVersions(int shards) {
    this.shards = shards;
  }

  /** Works on so many shards side by side. */
  static NewVersions sharded(int shards) {
    return new NewVersions(shards);
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
        .apply("Look", ParDo.of(new LookFn()))
        .setCoder(SourceFileCoder.of());
  }

  static final class LookFn extends DoFn<KV<Integer, Candidate>, SourceFile> {
    private final Counter duplicates = Metrics.counter(StageBundles.METRICS, "EVENTS_DUPLICATE");

    /** By URI, the file id that was sent on last and when. */
    @StateId("sent")
    private final StateSpec<MapState<String, KV<String, Instant>>> sentSpec =
        StateSpecs.map(StringUtf8Coder.of(), KvCoder.of(StringUtf8Coder.of(), InstantCoder.of()));

    @TimerId("forget")
    private final TimerSpec forgetSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    @ProcessElement
    public void look(
        @Element KV<Integer, Candidate> keyed,
        @StateId("sent") MapState<String, KV<String, Instant>> sent,
        @TimerId("forget") Timer forget,
        OutputReceiver<SourceFile> out)
        throws IOException {
      Candidate candidate = keyed.getValue();
      SourceFile version =
          candidate.origin() == Candidate.Origin.NOTIFIED
              ? ClaimedBlob.versionNow(candidate.version())
              : candidate.version();
      KV<String, Instant> last = sent.get(version.uri()).read();
      if (candidate.origin() != Candidate.Origin.LISTED_AGAIN
          && last != null
          && version.fileId().equals(last.getKey())) {
        duplicates.inc();
        return;
      }
      sent.put(version.uri(), KV.of(version.fileId(), Instant.now()));
      // Aligned, so that setting it again does not put it off.
      forget.align(BETWEEN_CLEARINGS).setRelative();
      out.output(version);
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
