package io.snowgauge.pipelines.stream;

import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.SourceFileCoder;
import io.snowgauge.transforms.staging.StageBundles;
import java.io.IOException;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;

/**
 * Looks at what is there of each candidate, and leaves out versions that were sent on within the
 * last hour. That only saves work: whether a version is new is for the ledger to say when it is
 * published.
 */
final class NewVersions extends PTransform<PCollection<Candidate>, PCollection<SourceFile>> {
  private static final Duration REMEMBERED = Duration.standardHours(1);

  private NewVersions() {}

  static NewVersions of() {
    return new NewVersions();
  }

  @Override
  public PCollection<SourceFile> expand(PCollection<Candidate> candidates) {
    return candidates
        .apply(
            "By URI",
            WithKeys.of((Candidate candidate) -> candidate.version().uri())
                .withKeyType(TypeDescriptors.strings()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), CandidateCoder.of()))
        .apply("Look", ParDo.of(new LookFn()))
        .setCoder(SourceFileCoder.of());
  }

  static final class LookFn extends DoFn<KV<String, Candidate>, SourceFile> {
    private final Counter duplicates = Metrics.counter(StageBundles.METRICS, "EVENTS_DUPLICATE");

    /** The file id that was sent on last. */
    @StateId("sent")
    private final StateSpec<ValueState<String>> sentSpec = StateSpecs.value(StringUtf8Coder.of());

    @TimerId("forget")
    private final TimerSpec forgetSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    @ProcessElement
    public void look(
        @Element KV<String, Candidate> keyed,
        @StateId("sent") ValueState<String> sent,
        @TimerId("forget") Timer forget,
        OutputReceiver<SourceFile> out)
        throws IOException {
      Candidate candidate = keyed.getValue();
      SourceFile version =
          candidate.origin() == Candidate.Origin.NOTIFIED
              ? ClaimedBlob.versionNow(candidate.version())
              : candidate.version();
      if (candidate.origin() != Candidate.Origin.LISTED_AGAIN
          && version.fileId().equals(sent.read())) {
        duplicates.inc();
        return;
      }
      sent.write(version.fileId());
      forget.offset(REMEMBERED).setRelative();
      out.output(version);
    }

    @OnTimer("forget")
    public void forget(@StateId("sent") ValueState<String> sent) {
      sent.clear();
    }
  }
}
