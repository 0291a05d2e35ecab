package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.csv.CsvFields;
import io.snowgauge.transforms.ndjson.NdjsonLayout;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.ParseListener;
import io.snowgauge.transforms.record.ParseResult;
import io.snowgauge.transforms.record.Reject;
import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.record.Utf8Output;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * How fast lsb.users is read: an operation is a file of about 20 MB in memory, and the counter
 * {@code megabytes} is the throughput in MB/s. To run it:
 *
 * <pre>{@code
 * mvn -q -pl transforms test-compile compiler:testCompile@benchmark exec:exec@benchmark
 * }</pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class UserGroupParsingBenchmark {
  private static final int MAX_LINE_BYTES = UserGroupFormat.DEFAULT_MAX_LINE_BYTES;
  private static final int CHUNK = 256 << 10;
  private static final int LENGTH = 20_000_000;

  /** The file, made once. */
  @State(Scope.Benchmark)
  public static class Sample {
    final byte[] file;

    /** The one that is measured. */
    public Sample() {
      this(LENGTH);
    }

    /**
     * A shorter or a longer one.
     *
     * @param length about so many bytes
     */
    public Sample(int length) {
      this.file = UserGroupSample.file(length);
    }
  }

  /** What is reported besides the operations. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Volume {
    /** Millions of bytes read. */
    public double megabytes;
  }

  /** Reads records and drops them. */
  @Benchmark
  public ParseResult parse(Sample sample, Volume volume) throws IOException {
    return parse(sample, volume, new Dropping());
  }

  /** Reads records and renders them as staging does, to nowhere. */
  @Benchmark
  public ParseResult parseAndRender(Sample sample, Volume volume) throws IOException {
    try (Rendering rendering = new Rendering()) {
      return parse(sample, volume, rendering);
    }
  }

  /** Counts the records a second way. */
  @Benchmark
  public long count(Sample sample, Volume volume) {
    UserGroupCounter counter =
        new UserGroupCounter(MAX_LINE_BYTES, CountedSection.USER_GROUP, false, null);
    byte[] file = sample.file;
    for (int i = 0; i < file.length; i += CHUNK) {
      counter.update(file, i, Math.min(CHUNK, file.length - i));
    }
    volume.megabytes += file.length / 1e6;
    return counter.finish();
  }

  private static ParseResult parse(Sample sample, Volume volume, ParseListener listener)
      throws IOException {
    volume.megabytes += sample.file.length / 1e6;
    return new UserGroupFormat(MAX_LINE_BYTES)
        .newParser()
        .parse(new ByteArrayInputStream(sample.file), listener);
  }

  private static class Dropping implements ParseListener {
    long seen;

    @Override
    public void record(Row row) throws IOException {
      seen += row.end(UserGroupFormat.USER);
    }

    @Override
    public void reject(Reject reject) {
      seen++;
    }

    @Override
    public void notice(String message) {
      seen++;
    }
  }

  private static final class Rendering extends Dropping implements AutoCloseable {
    private final Utf8Output ndjson = new Utf8Output(OutputStream.nullOutputStream());
    private final Utf8Output csv = new Utf8Output(OutputStream.nullOutputStream());
    private final NdjsonLayout layout;

    Rendering() throws IOException {
      List<Column> columns = new UserGroupFormat(MAX_LINE_BYTES).columns();
      layout =
          NdjsonLayout.builder()
              .column(columns.get(0), 0)
              .column(columns.get(1), 1)
              .column(columns.get(2), 2)
              .constant("timestamp", "2025-06-06T10:00:00Z")
              .column(columns.get(3), 3)
              .build();
    }

    @Override
    public void record(Row row) throws IOException {
      seen++;
      layout.write(row, ndjson);
      csv.putNumber(seen);
      csv.put(',');
      csv.putNumber(row.line());
      CsvFields.writeRow(row, new boolean[row.columns()], csv);
    }

    @Override
    public void close() throws IOException {
      ndjson.close();
      csv.close();
    }
  }

  /** Runs all benchmarks, or those that JMH's command line names. */
  public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
    new Runner(
            new OptionsBuilder()
                .parent(new CommandLineOptions(arguments))
                .include(UserGroupParsingBenchmark.class.getName())
                .build())
        .run();
  }
}
