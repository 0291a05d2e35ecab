package io.snowgauge.pipelines.report;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackfillReportTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "01-31                         | 2026-01-31",
        "01-31 02-01                   | 2026-01-31, 2026-02-01",
        "01-30 01-31 02-01             | 2026-01-30 to 2026-02-01",
        "01-01 01-03 01-05             | 2026-01-01, 2026-01-03, 2026-01-05",
        "01-01 01-03 01-04 01-05 01-07 | 2026-01-01, 2026-01-03 to 2026-01-05, 2026-01-07",
      })
  void datesInARowAreNamedAsARange(String dates, String expected) {
    assertThat(
        BackfillReport.text(
            Stream.of(dates.split(" ", -1)).map(date -> LocalDate.parse("2026-" + date)).toList()),
        is(expected));
  }
}
