package io.snowgauge.pipelines.batch;

import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.SourceFileCoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.values.KV;
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
    return begin
        .apply(
            "Planned",
            Create.of(bins()).withCoder(KvCoder.of(VarIntCoder.of(), SourceFileCoder.of())))
        .apply("Spread by size", GroupByKey.create())
        .apply("Of a bin", FlatMapElements.via(new FilesOfBin()))
        .setCoder(SourceFileCoder.of());
  }

  /** Largest first, each file to the bin that holds least. */
  private List<KV<Integer, SourceFile>> bins() {
    record Bin(int number, long bytes) {}

    long total = files.stream().mapToLong(SourceFile::sizeBytes).sum();
    int count =
        together ? 1 : (int) Math.min(files.size(), Math.max(LEAST_BINS, total / BIN_BYTES));
    PriorityQueue<Bin> bins =
        new PriorityQueue<>(Comparator.comparingLong(Bin::bytes).thenComparingInt(Bin::number));
    for (int number = 0; number < count; number++) {
      bins.add(new Bin(number, 0));
    }
    List<KV<Integer, SourceFile>> placed = new ArrayList<>();
    List<SourceFile> largestFirst = new ArrayList<>(files);
    largestFirst.sort(
        Comparator.comparingLong(SourceFile::sizeBytes).reversed().thenComparing(SourceFile::uri));
    for (SourceFile file : largestFirst) {
      Bin least = bins.remove();
      placed.add(KV.of(least.number(), file));
      bins.add(new Bin(least.number(), least.bytes() + file.sizeBytes() + 1));
    }
    return placed;
  }

  private static final class FilesOfBin
      extends SimpleFunction<KV<Integer, Iterable<SourceFile>>, Iterable<SourceFile>> {
    @Override
    public Iterable<SourceFile> apply(KV<Integer, Iterable<SourceFile>> bin) {
      return bin.getValue();
    }
  }
}
