package io.snowgauge.pipelines.stream;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.notifications.BlobEvent;
import io.snowgauge.transforms.notifications.NotificationParser;
import io.snowgauge.transforms.staging.StageBundles;
import io.snowgauge.transforms.text.Excerpt;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads notifications, and finds the datasets that claim the blobs they name. */
final class UnderstandNotifications extends PTransform<PCollection<byte[]>, PCollectionTuple> {
  private static final TupleTag<Candidate> CANDIDATES = new TupleTag<>() {};
  private static final TupleTag<KV<String, byte[]>> UNREADABLE = new TupleTag<>() {};

  private final List<Dataset> datasets;

  private UnderstandNotifications(List<Dataset> datasets) {
    this.datasets = List.copyOf(datasets);
  }

  static UnderstandNotifications of(List<Dataset> datasets) {
    return new UnderstandNotifications(datasets);
  }

  @Override
  public PCollectionTuple expand(PCollection<byte[]> notifications) {
    return notifications.apply(
        "Parse and claim",
        ParDo.of(new UnderstandFn(datasets))
            .withOutputTags(CANDIDATES, TupleTagList.of(UNREADABLE)));
  }

  /** Of what was understood, a candidate for each claim of a dataset. */
  static PCollection<Candidate> candidates(PCollectionTuple understood) {
    return understood.get(CANDIDATES).setCoder(CandidateCoder.of());
  }

  /** What cannot be understood, by the reason. */
  static PCollection<KV<String, byte[]>> unreadable(PCollectionTuple understood) {
    return understood
        .get(UNREADABLE)
        .setCoder(KvCoder.of(StringUtf8Coder.of(), ByteArrayCoder.of()));
  }

  static final class UnderstandFn extends DoFn<byte[], Candidate> {
    private static final Logger LOG = LoggerFactory.getLogger(UnderstandNotifications.class);

    /** More prefixes of unclaimed blobs are only counted. */
    private static final int PREFIXES = 1000;

    private final List<Dataset> datasets;
    private final Counter events = Metrics.counter(StageBundles.METRICS, "EVENTS");
    private final Counter ignored = Metrics.counter(StageBundles.METRICS, "EVENTS_IGNORED");
    private final Counter unclaimed = Metrics.counter(StageBundles.METRICS, "EVENTS_UNCLAIMED");
    private final Counter unreadable = Metrics.counter(StageBundles.METRICS, "EVENTS_UNREADABLE");
    private transient Set<String> unclaimedPrefixes = new HashSet<>();

    UnderstandFn(List<Dataset> datasets) {
      this.datasets = datasets;
    }

    @Setup
    public void setUp() {
      unclaimedPrefixes = new HashSet<>();
    }

    /** A notification is kept once, with the first reason, however many of its events are bad. */
    @ProcessElement
    public void understand(@Element byte[] notification, MultiOutputReceiver out) {
      boolean isKept = false;
      for (BlobEvent event : NotificationParser.parse(notification)) {
        events.inc();
        if (event instanceof BlobEvent.Created created) {
          claim(created, out);
        } else if (event instanceof BlobEvent.Unreadable why) {
          unreadable.inc();
          if (!isKept) {
            out.get(UNREADABLE).output(KV.of(why.reason(), notification));
            isKept = true;
          }
        } else {
          ignored.inc();
        }
      }
    }

    private void claim(BlobEvent.Created event, MultiOutputReceiver out) {
      List<ClaimedBlob> claims = ClaimedBlob.of(event, datasets);
      for (ClaimedBlob claim : claims) {
        out.get(CANDIDATES)
            .output(
                new Candidate(claim.dataset().name(), claim.version(), Candidate.Origin.NOTIFIED));
      }
      if (claims.isEmpty()) {
        unclaimed.inc();
        String prefix = event.uri().substring(0, event.uri().lastIndexOf('/') + 1);
        if (unclaimedPrefixes.size() < PREFIXES && unclaimedPrefixes.add(prefix)) {
          LOG.warn("no dataset claims the blobs in {}", Excerpt.printable(prefix));
        }
      }
    }
  }
}
