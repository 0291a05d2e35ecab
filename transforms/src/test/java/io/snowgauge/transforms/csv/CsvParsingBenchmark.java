package io.snowgauge.transforms.csv;

import io.snowgauge.transforms.record.Declared;
import io.snowgauge.transforms.record.ParseListener;
import io.snowgauge.transforms.record.ParseResult;
import io.snowgauge.transforms.record.Reject;
import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.text.TextEncoding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
 * How fast CSV is read: an operation is a file of about 20 million characters in memory, and the
 * counter {@code megabytes} is the throughput in MB/s. To run it:
 *
 * <pre>{@code
 * mvn -q -pl transforms test-compile compiler:testCompile@benchmark exec:exec@benchmark \
 *     -Dbenchmark=io.snowgauge.transforms.csv.CsvParsingBenchmark
 * }</pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class CsvParsingBenchmark {
  private static final int LENGTH = 20_000_000;
  private static final int CHUNK = 256 << 10;
  private static final CsvFormat FORMAT =
      new CsvFormat(
          Declared.columns(
              "order_id INTEGER; customer STRING; product STRING; quantity INTEGER;"
                  + " price NUMBER(10,2); ordered_at TIMESTAMP_NTZ; note STRING",
              "keep"),
          true,
          ',',
          TextEncoding.UTF_8,
          List.of(),
          CsvFormat.DEFAULT_MAX_RECORD_BYTES);

  /** The files, made once. */
  @State(Scope.Benchmark)
  public static class Sample {
    final byte[] file;
    final byte[] quoted;
    final byte[] utf16;

    /** Those that are measured. */
    public Sample() {
      this(LENGTH);
    }

    /**
     * Shorter or longer ones.
     *
     * @param length about so many characters
     */
    public Sample(int length) {
      String text = SalesSample.text(length, false);
      this.file = text.getBytes(StandardCharsets.UTF_8);
      this.quoted = SalesSample.text(length, true).getBytes(StandardCharsets.UTF_8);
      this.utf16 = text.getBytes(StandardCharsets.UTF_16LE);
    }
  }

  /** What is reported besides the operations. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Volume {
    /** Millions of bytes read. */
    public double megabytes;
  }

  /** Counts the records a second way. */
  @Benchmark
  public long count(Sample sample, Volume volume) {
    return count(sample.file, TextEncoding.UTF_8, volume);
  }

  /** The same where every field is quoted. */
  @Benchmark
  public long countQuoted(Sample sample, Volume volume) {
    return count(sample.quoted, TextEncoding.UTF_8, volume);
  }

  /** The same in UTF-16. */
  @Benchmark
  public long countUtf16(Sample sample, Volume volume) {
    return count(sample.utf16, TextEncoding.UTF_16LE, volume);
  }

  /** Reads records, checks the values against their types, and drops them. */
  @Benchmark
  public long parse(Sample sample, Volume volume) throws IOException {
    return parse(sample.file, volume);
  }

  /** The same where every field is quoted. */
  @Benchmark
  public long parseQuoted(Sample sample, Volume volume) throws IOException {
    return parse(sample.quoted, volume);
  }

  private static long parse(byte[] file, Volume volume) throws IOException {
    volume.megabytes += file.length / 1e6;
    Dropping listener = new Dropping();
    ParseResult result = FORMAT.newParser().parse(new ByteArrayInputStream(file), listener);
    return listener.seen + result.accepted();
  }

  private static final class Dropping implements ParseListener {
    private long seen;

    @Override
    public void record(Row row) throws IOException {
      seen += row.end(0);
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

  private static long count(byte[] file, TextEncoding encoding, Volume volume) {
    CsvRecordCounter counter = new CsvRecordCounter(true, CsvDialect.delimitedBy(','), encoding);
    for (int i = 0; i < file.length; i += CHUNK) {
      counter.update(file, i, Math.min(CHUNK, file.length - i));
    }
    volume.megabytes += file.length / 1e6;
    return counter.finish();
  }

  /** Runs all benchmarks, or those that JMH's command line names. */
  public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
    new Runner(
            new OptionsBuilder()
                .parent(new CommandLineOptions(arguments))
                .include(CsvParsingBenchmark.class.getName())
                .build())
        .run();
  }
}
