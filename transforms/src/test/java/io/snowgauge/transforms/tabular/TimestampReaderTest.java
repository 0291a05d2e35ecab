package io.snowgauge.transforms.tabular;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.snowgauge.transforms.record.ColumnType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampReaderTest {
  @ParameterizedTest
  @CsvSource({
    "2026-01-31, 2026-01-31T00:00:00Z",
    "' 2026-01-31T10:15 ', 2026-01-31T10:15:00Z",
    "2026-01-31 10:15:30, 2026-01-31T10:15:30Z",
    "2026-01-31 10:15:30.1, 2026-01-31T10:15:30.1Z",
    "2026-01-31 10:15:30.123456000, 2026-01-31T10:15:30.123456Z",
    "2026-01-31 10:15:30.000000000, 2026-01-31T10:15:30Z",
    "2026-01-31 10:15:30.100200, 2026-01-31T10:15:30.1002Z",
    "2026-01-31T10:15Z, 2026-01-31T10:15:00Z",
    "2026-01-31T00:15+01, 2026-01-30T23:15:00Z",
    "2026-01-31T10:15-0130, 2026-01-31T11:45:00Z",
    "2026-12-31T23:30:00-18:00, 2027-01-01T17:30:00Z",
    "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999Z",
  })
  void accepts(String text, String stored) {
    assertThat(Read.as(ColumnType.TIMESTAMP).of(text), is(stored));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31, 2026-01-31T00:00:00Z",
    "2026-01-31T10:15:30.5, 2026-01-31T10:15:30.5Z",
    "2026-01-31T10:15Z, 2026-01-31T10:15:00Z",
    "2026-01-31T10:15+00:00, 2026-01-31T10:15:00Z",
    "2026-01-31T10:15-00:00, 2026-01-31T10:15:00Z",
    "2026-01-31T00:15+01, 2026-01-31T00:15:00+01:00",
    "2026-01-31T10:15:30.120-0130, 2026-01-31T10:15:30.12-01:30",
    "2026-12-31T23:30:00-18:00, 2026-12-31T23:30:00-18:00",
    "9999-12-31T23:59:59.999999+14:00, 9999-12-31T23:59:59.999999+14:00",
    "0001-01-01T00:00+01, expected a year from 0001 to 9999 in UTC but found '0001-01-01T00:00+01'",
  })
  void keepsTheOffsetWhereTheColumnHasOne(String text, String stored) {
    assertThat(Read.as(ColumnType.TIMESTAMP_TZ).of(text), is(stored));
  }

  @ParameterizedTest
  @CsvSource({
    "20260131 0015 +0100, 2026-01-31T00:15:00+01:00",
    "20260131 0015 -0930, 2026-01-31T00:15:00-09:30",
    "20260131 0015 +0000, 2026-01-31T00:15:00Z",
  })
  void keepsTheOffsetOfADeclaredForm(String text, String stored) {
    assertThat(Read.as(ColumnType.TIMESTAMP_TZ, "yyyyMMdd HHmm Z").of(text), is(stored));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-30T10:15, a day that exists",
    "2026-01-31T24:00, a time that exists",
    "2026-01-31T23:60, a time that exists",
    "2026-01-31T23:59:60, a time that exists",
    "2026-01-31T10:15+18:01, a time that exists",
    "0001-01-01T00:00+01, a year from 0001 to 9999 in UTC",
    "9999-12-31T23:59-01, a year from 0001 to 9999 in UTC",
  })
  void refuses(String text, String expected) {
    assertThat(
        Read.as(ColumnType.TIMESTAMP).of(text),
        is("expected " + expected + " but found '" + text + "'"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-01-3",
        "2026-01-31T",
        "2026-01-31  10:15",
        "2026-01-31T10",
        "2026-01-31T1:15",
        "2026-01-31T10:15:",
        "2026-01-31T10:15:30.",
        "2026-01-31T10:15:30.1234567890",
        "2026-01-31T10:15+1",
        "2026-01-31T10:15+01:",
        "2026-01-31T10:15+01:60",
        "2026-01-31T10:15 Z",
        "2026-01-31T10:15ZZ",
        "2026-01-31Z",
        "2026-01-31t10:15",
        "20260131T1015",
        "now"
      })
  void refusesOtherForms(String text) {
    assertThat(
        Read.as(ColumnType.TIMESTAMP).of(text),
        is(
            "expected a timestamp such as 2026-01-31T10:15:30Z (FORMAT declares another form) but"
                + " found '"
                + text
                + "'"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-01-31T10:15:30.123456789", "2026-01-31T10:15:30.0000001"})
  void refusesWhatTheColumnDoesNotHold(String text) {
    assertThat(
        Read.as(ColumnType.TIMESTAMP).of(text),
        is(
            "expected at most 6 digits of a second, which is what a column holds, but found '"
                + text
                + "'"));
  }
}
