package io.snowgauge.pipelines.report;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.pipelines.status.DatasetStatus;
import io.snowgauge.transforms.expectations.Expectation;
import io.snowgauge.transforms.expectations.Frequency;
import io.snowgauge.transforms.expectations.Standing;
import io.snowgauge.transforms.expectations.Timetable;
import io.snowgauge.transforms.expectations.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusReportTest {
  private static final Instant NOW = Instant.parse("2026-02-03T12:00:00Z");
  private static final Expectation DAILY =
      new Expectation(
          new Timetable(Frequency.DAY, LocalTime.parse("06:00"), 0, ZoneId.of("Europe/Berlin")),
          Map.of(),
          0,
          5000,
          null,
          28,
          null);

  private static Standing standing(
      String day, @Nullable String loadedAt, long expected, Set<Verdict> verdicts) {
    return new Standing(
        DAILY.timetable().of(LocalDate.parse(day)).orElseThrow(),
        Map.of("unit", "lima"),
        verdicts,
        1200,
        4000,
        3,
        loadedAt == null ? null : Instant.parse(loadedAt),
        expected,
        verdicts.contains(Verdict.FAILED) ? List.of("s3://b/one", "s3://b/two") : List.of());
  }

  private static StatusReport report(Standing... standings) {
    return new StatusReport(
        List.of(
            new DatasetStatus(
                "sales", DAILY, Instant.parse("2026-02-01T09:30:00.123Z"), List.of(standings)),
            new DatasetStatus("users", null, null, List.of())),
        NOW);
  }

  private static String shown(StatusReport report, StatusReport.Format format) throws IOException {
    StringWriter text = new StringWriter();
    try (PrintWriter out = new PrintWriter(text)) {
      report.show(format, out);
    }
    return text.toString();
  }

  @Test
  void tellsPeopleWhatIsNotAsItShouldBeAndWhy() throws IOException {
    assertThat(
        shown(
            report(
                standing("2026-01-30", null, 0, Set.of(Verdict.OK)),
                standing("2026-01-31", null, 0, Set.of(Verdict.MISSING)),
                standing("2026-02-01", "2026-02-01T09:30:00Z", 0, Set.of(Verdict.LATE)),
                standing("2026-02-02", null, 1201, Set.of(Verdict.SHORT, Verdict.PARTIAL)),
                standing("2026-02-02", null, 0, Set.of(Verdict.SHORT)),
                standing("2026-02-03", null, 0, Set.of(Verdict.FAILED)),
                standing("2026-02-03", null, 0, Set.of(Verdict.WAITING))),
            StatusReport.Format.TABLE),
        is(
            """
             DATASET  LAST_LOAD             AGE      STATUS
             sales    2026-02-01T09:30:00Z  2 d 2 h  1 MISSING, 1 FAILED, 2 SHORT, 1 LATE, 1 PARTIAL, 1 WAITING
             users    never                 -        OK

            MISSING sales 2026-01-31 unit=lima: expected by 2026-01-31 06:00 Europe/Berlin
            LATE sales 2026-02-01 unit=lima: loaded 4 h 30 min after 2026-02-01 06:00 Europe/Berlin
            PARTIAL, SHORT sales 2026-02-02 unit=lima: 3 records rejected; 1,200 records where at least 1,201 were expected
            SHORT sales 2026-02-02 unit=lima: 4,000 bytes where at least 5,000 were expected
            FAILED sales 2026-02-03 unit=lima: 2 files did not load
              s3://b/one
              s3://b/two
            WAITING sales 2026-02-03 unit=lima: expected by 2026-02-03 06:00 Europe/Berlin
            """));
  }

  @Test
  void tellsProgramsTheSame() throws IOException {
    StatusReport report =
        report(
            standing("2026-01-30", null, 0, Set.of(Verdict.OK)),
            standing("2026-02-01", "2026-02-01T09:30:00Z", 0, Set.of(Verdict.LATE)));
    ObjectMapper mapper = new ObjectMapper();
    assertThat(
        mapper.readTree(shown(report, StatusReport.Format.JSON)),
        is(
            mapper.readTree(
                """
                [
                  {
                    "dataset": "sales", "lastLoad": "2026-02-01T09:30:00.123Z",
                    "ageSeconds": 181799, "isExpected": true, "hasProblem": true, "ok": 1,
                    "files": [
                      {
                        "verdicts": ["LATE"], "period": "2026-02-01",
                        "captures": {"unit": "lima"}, "due": "2026-02-01T05:00:00Z",
                        "loadedAt": "2026-02-01T09:30:00Z", "records": 1200, "bytes": 4000,
                        "rejectedRecords": 3, "failedFiles": [],
                        "message": "loaded 4 h 30 min after 2026-02-01 06:00 Europe/Berlin"
                      }
                    ]
                  },
                  {
                    "dataset": "users", "lastLoad": null, "ageSeconds": null,
                    "isExpected": false, "hasProblem": false, "ok": 0, "files": []
                  }
                ]
                """)));
  }

  @ParameterizedTest
  @EnumSource(Verdict.class)
  void endsWithThreeWhereSomebodyHasToLookAfterSomething(Verdict verdict) {
    int expected =
        switch (verdict) {
          case OK, WAITING -> 0;
          case PARTIAL, LATE, SHORT, FAILED, MISSING -> 3;
        };
    assertThat(report(standing("2026-02-03", null, 0, Set.of(verdict))).exitCode(), is(expected));
  }
}
