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
  private final int mostBins;

  private NewFileVersions(List<SourceFile> files, int mostBins) {
    this.files = files;
    this.mostBins = mostBins;
  }

  /** The planned versions in bins, for workers that take a bin each. */
  static NewFileVersions inBins(List<SourceFile> files) {
    return new NewFileVersions(files, Integer.MAX_VALUE);
  }

  /** All planned versions in one bin, for a step that works on a bundle with threads of its own. */
  static NewFileVersions inOneBin(List<SourceFile> files) {
    return new NewFileVersions(files, 1);
  }

  @Override
  public PCollection<SourceFile> expand(PBegin begin) {
    // One element comes first, so that one task deals the bins out in turn; on Flink every task
    // then gets equally many, or one more.
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
    long wanted = Math.min(files.size(), Math.max(LEAST_BINS, total / BIN_BYTES));
    int count = (int) Math.min(mostBins, wanted);
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
