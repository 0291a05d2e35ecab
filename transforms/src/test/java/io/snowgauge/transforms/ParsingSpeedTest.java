package io.snowgauge.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.snowgauge.transforms.csv.CsvParsingBenchmark;
import io.snowgauge.transforms.lsf.UserGroupParsingBenchmark;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * A parser or a counter that becomes twice as slow is noticed: the benchmarks' methods, by the
 * processor time of their thread, as multiples of what a checksum of as many bytes takes on the
 * same machine at the same time, in a JVM as the build starts it. The least of several rounds
 * counts, for whatever else the machine does only adds to it.
 */
@EnabledIf("isMeasured")
class ParsingSpeedTest {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 7;
  private static final String CHECKSUM = "checksum";

  /** What was measured five times within 4 %, also beside other work, by the first compiler. */
  private static final Map<String, Double> USUAL =
      Map.of(
          "csv parse", 8.1,
          "csv parse quoted", 8.8,
          "csv count", 1.08,
          "csv count quoted", 1.32,
          "lsf parse and render", 15.3,
          "lsf count", 4.5);

  /** Other processors add and branch in other proportions. */
  private static final double TOLERANCE = 1.6;

  private static final int BYTES = 4_000_000;

  private final byte[] bytes = new byte[BYTES];
  private final Map<String, Long> least = new TreeMap<>();
  private long seen;

  static boolean isMeasured() {
    return THREADS.isCurrentThreadCpuTimeSupported()
        && ManagementFactory.getRuntimeMXBean()
            .getInputArguments()
            .contains("-XX:TieredStopAtLevel=1");
  }

  private interface Work {
    long run() throws Exception;
  }

  private void measure(String name, Work work) throws Exception {
    long start = THREADS.getCurrentThreadCpuTime();
    seen += work.run();
    least.merge(name, THREADS.getCurrentThreadCpuTime() - start, Math::min);
  }

  /** Fletcher's checksum: an addition and a branch or two for each byte, like a counter. */
  private long checksum() {
    int low = 0;
    int high = 0;
    for (byte each : bytes) {
      low += each & 0xff;
      if (low >= 65535) {
        low -= 65535;
      }
      high += low;
      if (high >= 65535) {
        high -= 65535;
      }
    }
    return high;
  }

  @Test
  void noParserAndNoCounterIsTwiceAsSlowAsItWas() throws Exception {
    CsvParsingBenchmark csv = new CsvParsingBenchmark();
    CsvParsingBenchmark.Sample sales = new CsvParsingBenchmark.Sample(BYTES);
    CsvParsingBenchmark.Volume salesRead = new CsvParsingBenchmark.Volume();
    UserGroupParsingBenchmark lsf = new UserGroupParsingBenchmark();
    UserGroupParsingBenchmark.Sample groups = new UserGroupParsingBenchmark.Sample(BYTES);
    UserGroupParsingBenchmark.Volume groupsRead = new UserGroupParsingBenchmark.Volume();

    for (int round = 0; round < ROUNDS; round++) {
      measure(CHECKSUM, this::checksum);
      measure("csv parse", () -> csv.parse(sales, salesRead));
      measure("csv parse quoted", () -> csv.parseQuoted(sales, salesRead));
      measure("csv count", () -> csv.count(sales, salesRead));
      measure("csv count quoted", () -> csv.countQuoted(sales, salesRead));
      measure("lsf parse and render", () -> lsf.parseAndRender(groups, groupsRead).accepted());
      measure("lsf count", () -> lsf.count(groups, groupsRead));
    }
    Map<String, Double> tooSlow = new TreeMap<>();
    USUAL.forEach(
        (name, usual) -> {
          double ratio = (double) least.getOrDefault(name, 0L) / least.getOrDefault(CHECKSUM, 1L);
          if (ratio > usual * TOLERANCE) {
            tooSlow.put(name, ratio);
          }
        });
    assertThat("as multiples of a checksum, seen " + seen, tooSlow, is(Map.of()));
  }
}
