package io.snowgauge.transforms.tabular;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.transforms.record.ColumnType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of docs/formats/csv-ndjson.md: what each type accepts, stores and refuses. */
class ValueReaderTest {
  private static final String LARGEST = "99999999999999999999999999999999999999";

  @ParameterizedTest
  @ValueSource(strings = {"", " x\t", "\n", "NULL", "ä€🐊"})
  void aStringIsKeptAsItIs(String text) {
    assertThat(Read.as(ColumnType.STRING).of(text), is(text));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "+0, 0",
    "-000, 0",
    "007, 7",
    "-007, -7",
    "+7, 7",
    "'\t 7 ', 7",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808",
    "-0009223372036854775808, -9223372036854775808",
    "+0009223372036854775807, 9223372036854775807",
    "1.0, 1",
    "-01.000, -1",
    "-0.0, 0",
    "0e9, 0",
    "1e3, 1000",
    "12.50E+1, 125",
    "500e-2, 5",
    "-9223372036854775808.0, -9223372036854775808",
    "9.223372036854775807e18, 9223372036854775807",
  })
  void integers(String text, String stored) {
    assertThat(Read.as(ColumnType.INTEGER).of(text), is(stored));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "+", "-", "--1", "1 2", "٣", "0x1", "1_000", "NaN"})
  void whatIsNoInteger(String text) {
    assertThat(
        Read.as(ColumnType.INTEGER).of(text), is("expected an integer but found '" + shown(text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "1e-3", "-.5", "1e99", "1e2147483648", "1e99999999999999"})
  void whatIsAnotherNumber(String text) {
    assertThat(
        Read.as(ColumnType.INTEGER).of(text),
        is(
            "expected an integer (NUMBER(p,s) and FLOAT take other numbers) but found '"
                + shown(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775808",
        "-9223372036854775809",
        "+10000000000000000000",
        LARGEST,
        "9223372036854775808.0",
        "9.223372036854775808e18"
      })
  void integersOfMoreThan64Bits(String text) {
    assertThat(
        Read.as(ColumnType.INTEGER).of(text),
        is("expected an integer of 64 bits but found '" + shown(text)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1.5, 1.5",
    "+1.5, 1.5",
    "-1.5, -1.5",
    "-01.5, -1.5",
    ".5, 0.5",
    "-.5, -0.5",
    "5., 5",
    "00, 0",
    "00.10, 0.10",
    "1.500, 1.50",
    "99999999.99, 99999999.99",
    "1.0000, 1.00",
    "' 2\t', 2",
    "00099999999.9900, 99999999.99",
    "1e2, 100",
    "-1.25E1, -12.5",
    "0e99999, 0",
    "150e-2, 1.5",
    "9999999999e-2, 99999999.99",
  })
  void decimals(String text, String stored) {
    assertThat(Read.as(ColumnType.number(10, 2)).of(text), is(stored));
  }

  @ParameterizedTest
  @CsvSource({
    "1.005, at most 2 digits behind the point",
    "100000000, at most 8 digits before the point",
    "1e8, a number of at most 8 digits before the point and 2 behind it",
    "1e-3, a number of at most 8 digits before the point and 2 behind it",
    "1e999999999999, a number of at most 8 digits before the point and 2 behind it",
    "NaN, a decimal number",
    "Infinity, a decimal number",
    "'', a decimal number",
    "., a decimal number",
    "-, a decimal number",
    "'1,5', a decimal number",
    "1.2.3, a decimal number",
    "1 000, a decimal number",
  })
  void decimalsThatDoNotFit(String text, String expected) {
    assertThat(
        Read.as(ColumnType.number(10, 2)).of(text),
        is("expected " + expected + " but found '" + shown(text)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.234,56 | 1.234.567,89 | 1234567.89",
        "1.234,56 | 1234567,89 | 1234567.89",
        "1.234,56 | -1.234,5 | -1234.5",
        "1.234,56 | ,5 | 0.5",
        "1.234,56 | 12 | 12",
        "1234,56 | 0012,50 | 12.50",
        "$1,234.56 | -$1,000 | -1000",
        "$1,234.56 | $-1,000.10 | -1000.10",
        "$1,234.56 | 7 | 7",
        "1.234,56 \u20ac | 3,50\u00a0\u20ac | 3.50",
        "1.234,56 \u20ac | 3,50\u20ac | 3.50",
        "1\u00a0234,56 | 12\u00a0345,00 | 12345.00",
        "1 234,56 EUR | 12 345,00 | 12345.00",
        "1\u2019234.56 | 1\u2019000\u2019000 | 1000000",
      })
  void numbersOfADeclaredForm(String form, String text, String stored) {
    assertThat(Read.as(ColumnType.number(12, 2), form).of(text), is(stored));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2345,00",
        "1,234.56",
        "12.34",
        ".123",
        "1..234",
        "1.234.56",
        "5 $",
        "--5",
        "-5-",
        "\u20ac",
        "",
        "- ,"
      })
  void whatIsNotOfTheDeclaredForm(String text) {
    assertThat(
        Read.as(ColumnType.number(12, 2), "1.234,56 \u20ac").of(text),
        is("expected a number written like '1.234,56\u20ac' but found '" + shown(text)));
  }

  @Test
  void aNumberOfTheDeclaredFormMustFitItsType() {
    assertThat(
        Read.as(ColumnType.INTEGER, "1.234,56").of("1.000,50"),
        is(
            "expected an integer (NUMBER(p,s) and FLOAT take other numbers) but found '1000.50',"
                + " written '1.000,50'"));
    assertThat(Read.as(ColumnType.INTEGER, "1.234,56").of("1.000,00"), is("1000"));
    assertThat(Read.as(ColumnType.FLOAT, "1234,56").of("0,1"), is("0.1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1234.56 x y", "1,234,56", "12.34", "1234.5", "-1234.56"})
  void whatIsNoForm(String form) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> NumberForm.like(form));
    assertThat(
        e.getMessage(),
        is("expected how 1234.56 is written, such as '1.234,56 \u20ac', but found '" + form + "'"));
  }

  @ParameterizedTest
  @CsvSource({
    "epoch seconds, 0, 1970-01-01T00:00:00Z",
    "epoch seconds, 1769854530.25, 2026-01-31T10:15:30.25Z",
    "epoch milliseconds, 1769854530250, 2026-01-31T10:15:30.25Z",
    "epoch microseconds, 1769854530250001, 2026-01-31T10:15:30.250001Z",
    "epoch seconds, -1, 1969-12-31T23:59:59Z",
    "epoch milliseconds, -0.5, 1969-12-31T23:59:59.9995Z",
    "epoch seconds, 253402300799, 9999-12-31T23:59:59Z",
  })
  void epochs(String format, String text, String stored) {
    assertThat(Read.as(ColumnType.TIMESTAMP, format).of(text), is(stored));
  }

  @ParameterizedTest
  @CsvSource({
    "epoch seconds, 253402300800, a year from 0001 to 9999",
    "epoch seconds, 1e3, a number of epoch seconds",
    "epoch seconds, 2026-01-31, a number of epoch seconds",
    "epoch microseconds, 0.1, 'at most 6 digits of a second, which is what a column holds,'",
  })
  void epochsThatDoNotFit(String format, String text, String expected) {
    assertThat(
        Read.as(ColumnType.TIMESTAMP, format).of(text),
        is("expected " + expected + " but found '" + shown(text)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '%',
      value = {
        "{ \"a\" : [1, 2.50, {\"b\": null}] } | {\"a\":[1,2.50,{\"b\":null}]}",
        "\"x\" | \"x\"",
        "12345678901234567890123.10 | 12345678901234567890123.10",
        "true | true",
        "null | null",
        "{\"a\":1,\"a\":2} | expected each key once but found 'a' twice",
        "{\"a\":1 | expected a JSON value but found '{\"a\":1'",
        "{'a':1} | expected a JSON value but found '{'a':1}'",
        "NaN | expected a JSON value but found 'NaN'",
        "1 2 | expected one JSON value but found '1 2'",
        "[\"\\u0000\"] | expected text without NUL but found one",
      })
  void json(String text, String stored) {
    assertThat(Read.as(ColumnType.JSON).of(text), is(stored));
  }

  @Test
  void wholeDecimalsAndFractions() {
    assertThat(Read.as(ColumnType.number(38, 0)).of(LARGEST), is(LARGEST));
    assertThat(Read.as(ColumnType.number(38, 0)).of("1.0"), is("1"));
    assertThat(
        Read.as(ColumnType.number(38, 0)).of("1.5"), is("expected a whole number but found '1.5'"));
    assertThat(Read.as(ColumnType.number(2, 2)).of("0.99"), is("0.99"));
    assertThat(
        Read.as(ColumnType.number(2, 2)).of("1"),
        is("expected at most 0 digits before the point but found '1'"));
  }

  @ParameterizedTest
  @CsvSource({
    "1.5, 1.5",
    "+1, 1",
    "1e3, 1000.0",
    "-1E-3, -0.001",
    "1.7976931348623157E308," + " 1.7976931348623157E308",
    "-1.7976931348623157e+308, -1.7976931348623157E308",
    "1e-400, 0.0",
    "0e999999999999, 0.0",
    ".5e1, 5.0",
    "' 2 ', 2",
  })
  void floats(String text, String stored) {
    assertThat(Read.as(ColumnType.FLOAT).of(text), is(stored));
  }

  @Test
  void floatsThatOverflow() {
    String reason = "expected a number of magnitude up to 1.7976931348623157E308 but found '";
    for (String text : new String[] {"1e309", "-1e309", "1.8e308", "1e99999999999"}) {
      assertThat(Read.as(ColumnType.FLOAT).of(text), is(reason + shown(text)));
    }
    assertThat(Read.as(ColumnType.FLOAT).of("9".repeat(309)), startsWith(reason));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "NaN", "Infinity", "-Infinity", "inf", "1e", "1e+", "1f", "0x1p3", "e5"})
  void whatIsNoFiniteNumber(String text) {
    assertThat(
        Read.as(ColumnType.FLOAT).of(text),
        is("expected a finite number but found '" + shown(text)));
  }

  @ParameterizedTest
  @CsvSource({
    "true,true",
    "T,true",
    "Yes,true",
    "y,true",
    "ON,true",
    "1,true",
    "' true ',true",
    "FALSE,false",
    "f,false",
    "No,false",
    "n,false",
    "off,false",
    "0,false",
  })
  void booleans(String text, String stored) {
    assertThat(Read.as(ColumnType.BOOLEAN).of(text), is(stored));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "-1", "tru", "truee", "ja", "01", "t f"})
  void whatIsNoBoolean(String text) {
    assertThat(
        Read.as(ColumnType.BOOLEAN).of(text),
        is("expected true or false but found '" + shown(text)));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31, 2026-01-31",
    "' 2024-02-29 ', 2024-02-29",
    "0001-01-01, 0001-01-01",
    "9999-12-31, 9999-12-31",
    "2000-02-29, 2000-02-29",
    "1900-02-29, expected a day that exists but found '1900-02-29'",
    "2026-13-01, expected a day that exists but found '2026-13-01'",
    "2026-00-01, expected a day that exists but found '2026-00-01'",
    "2026-01-00, expected a day that exists but found '2026-01-00'",
    "2026-06-31, expected a day that exists but found '2026-06-31'",
    "0000-12-31, expected a day that exists but found '0000-12-31'",
    "'', expected a date such as 2026-01-31 (FORMAT declares another form) but found ''",
    "20260131, expected a date such as 2026-01-31 (FORMAT declares another form) but found"
        + " '20260131'",
    "2026/01/31, expected a date such as 2026-01-31 (FORMAT declares another form) but found"
        + " '2026/01/31'",
    "-026-01-31, expected a date such as 2026-01-31 (FORMAT declares another form) but found"
        + " '-026-01-31'",
    "2026-01-31T00:00, expected a date such as 2026-01-31 (FORMAT declares another form) but found"
        + " '2026-01-31T00:00'",
  })
  void dates(String text, String stored) {
    assertThat(Read.as(ColumnType.DATE).of(text), is(stored));
  }

  private static String shown(String text) {
    return text + "'";
  }

  @ParameterizedTest
  @CsvSource({
    "'yyyy-MM-dd HH:mm z', z",
    "'yyyy-MM-dd HH:mm VV', V",
    "'yyyy-MM-dd HH:mm v', v",
  })
  void aPatternNamesNoZone(String pattern, String letter) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> TemporalPattern.check(pattern, ColumnType.TIMESTAMP));
    assertThat(
        refused.getMessage(),
        is(
            "expected a pattern with an offset from UTC (x, X or Z), or without one, but found '"
                + pattern
                + "': '"
                + letter
                + "' is the name of a zone, which does not say one offset"));
    TemporalPattern.check("yyyy-MM-dd'z'HH:mmX", ColumnType.TIMESTAMP);
  }

  @Test
  void aPatternMustSayTheWholeDayAndNoHalfTime() {
    TemporalPattern.check("dd.MM.yyyy", ColumnType.DATE);
    TemporalPattern.check("M/d/yyyy h:mm a", ColumnType.TIMESTAMP);
    TemporalPattern.check("dd.MM.yyyy", ColumnType.TIMESTAMP);
    for (String pattern : new String[] {"yyyy-MM-dd hh:mm", "yyyy-MM-dd mm:ss", "yyyy-mm-dd"}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> TemporalPattern.check(pattern, ColumnType.TIMESTAMP),
          pattern);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> TemporalPattern.check("yyyy-MM-dd hh:mm", ColumnType.DATE));
  }

  @ParameterizedTest
  @CsvSource({
    "10:15, 10:15:00",
    "' 23:59:59 ', 23:59:59",
    "10:15:30.5, 10:15:30.5",
    "10:15:30.500, 10:15:30.5",
    "10:15:30.000, 10:15:30",
    "00:00:00.123456000, 00:00:00.123456",
    "24:00, expected a time that exists but found '24:00'",
    "10:60, expected a time that exists but found '10:60'",
    "23:59:60, expected a time that exists but found '23:59:60'",
    "9:15, expected a time such as 10:15:30 but found '9:15'",
    "10:15:3, expected a time such as 10:15:30 but found '10:15:3'",
    "10:15:30., expected a time such as 10:15:30 but found '10:15:30.'",
    "10:15:30Z, expected a time such as 10:15:30 but found '10:15:30Z'",
    "10:15:30.5x, expected a time such as 10:15:30 but found '10:15:30.5x'",
    "10.15.30, expected a time such as 10:15:30 but found '10.15.30'",
    "10:15 PM, expected a time such as 10:15:30 but found '10:15 PM'",
  })
  void timesOfDay(String text, String stored) {
    assertThat(Read.as(ColumnType.TIME).of(text), is(stored));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '%',
      value = {
        "HHmm | 0915 | 09:15:00",
        "HH:mm:ss.SSS | 23:59:59.120 | 23:59:59.12",
        "h:mm a | 12:05 am | 00:05:00",
        "h:mm a | 12:05 PM | 12:05:00",
        "H.mm 'Uhr' | 7.30 Uhr | 07:30:00",
        "HHmm | 2400 | expected a time that exists, written 'HHmm', but found '2400'",
        "HHmm | 9:15 | expected a time that exists, written 'HHmm', but found '9:15'",
        "HH:mm:ss.SSSSSSS | 00:00:00.1234567 | expected at most 6 digits of a second, which is what"
            + " a column holds, but found '00:00:00.1234567'",
      })
  void timesOfDayByAPattern(String pattern, String text, String stored) {
    TemporalPattern.check(pattern, ColumnType.TIME);
    assertThat(Read.as(ColumnType.TIME, pattern).of(text), is(stored));
  }

  @Test
  void aPatternOfTimesSaysATimeAndNothingElse() {
    for (String pattern :
        new String[] {"yyyy HH:mm", "dd.MM.yyyy", "HH:mm X", "hh:mm", "mm:ss", "'noon'"}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> TemporalPattern.check(pattern, ColumnType.TIME),
          pattern);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '%',
      value = {
        "TIMESTAMP_NTZ | | 2026-01-31T10:15:30.123456789Z | 2026-01-31T10:15:30.123456789Z",
        "TIMESTAMP_NTZ | | 2026-01-31 10:15:30.100000001+01:00 | 2026-01-31T09:15:30.100000001Z",
        "TIMESTAMP_NTZ | | 2026-01-31T10:15:30.100 | 2026-01-31T10:15:30.1Z",
        "TIMESTAMP_TZ | | 2026-01-31T10:15:30.123456789-09:30 | 2026-01-31T10:15:30.123456789-09:30",
        "TIME | | 10:15:30.123456789 | 10:15:30.123456789",
        "TIME | HHmmssSSSSSSSSS | 101530000000001 | 10:15:30.000000001",
        "TIMESTAMP_NTZ | epoch microseconds | 0.001 | 1970-01-01T00:00:00.000000001Z",
        "TIMESTAMP_NTZ | epoch seconds | -0.000000001 | 1969-12-31T23:59:59.999999999Z",
        "TIMESTAMP_NTZ | uuuuMMddHHmmssSSSSSSSSS | 20260131101530123456789"
            + " | 2026-01-31T10:15:30.123456789Z",
        "TIMESTAMP_NTZ | epoch microseconds | 0.0001 | expected at most 9 digits of a second, which"
            + " is what a column holds, but found '0.0001'",
      })
  void nineDigitsWhereTheyAreDeclared(
      ColumnType.Kind kind, @Nullable String format, String text, String stored) {
    assertThat(Read.as(new ColumnType(kind, 0, 0).inNanoseconds(), format).of(text), is(stored));
  }

  @ParameterizedTest
  @CsvSource({
    "abc, abc",
    "äöü, äöü",
    "😀😀😀, 😀😀😀",
    "' b ', ' b '",
    "abcd, expected at most 3 characters but found 4: 'abcd'",
    "é雪😀x, expected at most 3 characters but found 4: 'é雪😀x'",
  })
  void textsOfALength(String text, String stored) {
    assertThat(Read.as(ColumnType.text(3)).of(text), is(stored));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OBJECT | {\"a\": [1]} | {\"a\":[1]}",
        "OBJECT | [1] | expected a JSON object but found an array",
        "OBJECT | 5 | expected a JSON object but found '5'",
        "ARRAY | [ {} ] | [{}]",
        "ARRAY | {} | expected a JSON array but found an object",
        "ARRAY | \"x\" | expected a JSON array but found 'x'",
        "ARRAY | null | null",
        "OBJECT | {} {} | expected one JSON value but found '{} {}'",
      })
  void jsonOfOneKind(ColumnType.Kind kind, String text, String stored) {
    assertThat(Read.as(new ColumnType(kind, 0, 0)).of(text), is(stored));
  }

  @Test
  void aLineEndIsNoJsonValue() {
    assertThat(Read.as(ColumnType.JSON).of("\n"), is("expected a JSON value but found '\ufffd'"));
  }
}
