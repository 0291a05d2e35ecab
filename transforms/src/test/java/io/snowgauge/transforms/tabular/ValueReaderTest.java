package io.snowgauge.transforms.tabular;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.transforms.record.ColumnType;
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
  @ValueSource(strings = {"1.0", "1e3", "-.5"})
  void whatIsAnotherNumber(String text) {
    assertThat(
        Read.as(ColumnType.INTEGER).of(text),
        is(
            "expected an integer (NUMBER(p,s) and FLOAT take other numbers) but found '"
                + shown(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"9223372036854775808", "-9223372036854775809", "+10000000000000000000", LARGEST})
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
  })
  void decimals(String text, String stored) {
    assertThat(Read.as(ColumnType.number(10, 2)).of(text), is(stored));
  }

  @ParameterizedTest
  @CsvSource({
    "1.005, at most 2 digits behind the point",
    "100000000, at most 8 digits before the point",
    "1e2, a decimal number without an exponent (FLOAT takes one)",
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
}
