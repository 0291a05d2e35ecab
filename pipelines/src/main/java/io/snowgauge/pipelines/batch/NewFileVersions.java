package io.snowgauge.pipelines.batch;

import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.SourceFileCoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * The planned file versions, spread over the workers in bins of about equal size; the files of a
 * bin stay in one bundle, so that they share CSV parts.
 */
final class NewFileVersions extends PTransform<PBegin, PCollection<SourceFile>> {
  private static final long BIN_BYTES = 8 << 20;
  private static final int LEAST_BINS = 8;

  private final List<SourceFile> files;
  private final boolean together;

  private NewFileVersions(List<SourceFile> files, boolean together) {
    this.files = files;
    this.together = together;
  }

  /**
   * The planned versions.
   *
   * @param together whether they form one bin, for a runner that works on one bundle at a time
   */
  static NewFileVersions of(List<SourceFile> files, boolean together) {
    return new NewFileVersions(files, together);
  }

  @Override
  public PCollection<SourceFile> expand(PBegin begin) {
    // A single element comes first, so that the bins are dealt out by one task, one after the
    // other:
    // on Flink a reshuffle deals in turn, so all of its tasks get as many, or one more.
    return begin
        .apply("Start", Impulse.create())
        .apply("Planned bins", FlatMapElements.via(new Bins(bins())))
        .setCoder(ListCoder.of(SourceFileCoder.of()))
        .apply("Spread by size", Reshuffle.viaRandomKey())
        .apply("Of a bin", Flatten.iterables());
  }

  /** Largest first, each file to the bin that holds least. */
  private List<List<SourceFile>> bins() {
    record Bin(int number, long bytes) {}

    long total = files.stream().mapToLong(SourceFile::sizeBytes).sum();
    int count =
        together ? 1 : (int) Math.min(files.size(), Math.max(LEAST_BINS, total / BIN_BYTES));
    PriorityQueue<Bin> bins =
        new PriorityQueue<>(Comparator.comparingLong(Bin::bytes).thenComparingInt(Bin::number));
    List<List<SourceFile>> placed = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      bins.add(new Bin(number, 0));
      placed.add(new ArrayList<>());
    }
    List<SourceFile> largestFirst = new ArrayList<>(files);
    largestFirst.sort(
        Comparator.comparingLong(SourceFile::sizeBytes).reversed().thenComparing(SourceFile::uri));
    for (SourceFile file : largestFirst) {
      Bin least = bins.remove();
      placed.get(least.number()).add(file);
      bins.add(new Bin(least.number(), least.bytes() + file.sizeBytes() + 1));
    }
    return placed;
  }

  /** Gives the bins for a single element, whatever it is. */
  private static final class Bins extends SimpleFunction<byte[], Iterable<List<SourceFile>>> {
    private final List<List<SourceFile>> bins;

    Bins(List<List<SourceFile>> bins) {
      this.bins = bins;
    }

    @Override
    public Iterable<List<SourceFile>> apply(byte[] start) {
      return List.copyOf(bins);
    }
  }
}
