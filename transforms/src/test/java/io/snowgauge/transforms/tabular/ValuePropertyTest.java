package io.snowgauge.transforms.tabular;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.snowgauge.transforms.record.ColumnType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The readers take what the JDK takes, and mean the same; a failure shows the text. */
class ValuePropertyTest {
  private static final int TEXTS = 200_000;
  private static final String REFUSED = "expected ";

  private final Random random = new Random(5);
  private int accepted;

  @Test
  void integersAreThoseOfLong() {
    Read read = Read.as(ColumnType.INTEGER);
    for (int i = 0; i < TEXTS; i++) {
      String fraction = oneIn(9) ? "." + "0".repeat(random.nextInt(3)) + (oneIn(3) ? "5" : "") : "";
      String exponent = oneIn(9) ? "e" + sign() + random.nextInt(4) : "";
      String text = sign() + "0".repeat(random.nextInt(3)) + digits(21) + fraction + exponent;
      String found = read.of(text);
      String expected = REFUSED;
      try {
        expected = Long.toString(new BigDecimal(text).longValueExact());
      } catch (ArithmeticException | NumberFormatException e) {
        assertThat(text, found.startsWith(REFUSED), is(true));
      }
      check(text, found, expected);
    }
    assertThat(accepted, is(greaterThan(TEXTS / 4)));
  }

  @Test
  void decimalsAreThoseOfBigDecimal() {
    Read read = Read.as(ColumnType.number(12, 4));
    for (int i = 0; i < TEXTS; i++) {
      String text = sign() + digits(10) + (oneIn(3) ? "" : ".") + digits(7);
      String found = read.of(text);
      boolean fits = false;
      try {
        BigDecimal value = new BigDecimal(text);
        BigDecimal plain = value.stripTrailingZeros();
        fits = plain.scale() <= 4 && value.abs().compareTo(BigDecimal.valueOf(100_000_000)) < 0;
        if (fits) {
          assertThat(text, new BigDecimal(found).compareTo(value), is(0));
        }
      } catch (NumberFormatException e) {
        fits = false;
      }
      assertThat(text + " " + found, !found.startsWith(REFUSED), is(fits));
      accepted += fits ? 1 : 0;
    }
    assertThat(accepted, is(greaterThan(TEXTS / 10)));
  }

  @Test
  void floatsAreThoseOfDouble() {
    Read read = Read.as(ColumnType.FLOAT);
    for (int i = 0; i < TEXTS; i++) {
      String exponent = oneIn(2) ? "" : (oneIn(2) ? "e" : "E") + sign() + digits(4);
      String whole = oneIn(50) ? "1" + digits(4).repeat(80) : digits(20);
      String text = sign() + whole + (oneIn(2) ? "" : "." + digits(20)) + exponent;
      String found = read.of(text);
      boolean fits = false;
      try {
        double value = Double.parseDouble(text);
        fits = Double.isFinite(value);
        if (fits) {
          assertThat(text, Double.parseDouble(found), is(value));
        }
      } catch (NumberFormatException e) {
        fits = false;
      }
      assertThat(text + " " + found, !found.startsWith(REFUSED), is(fits));
      accepted += fits ? 1 : 0;
    }
    assertThat(accepted, is(greaterThan(TEXTS / 4)));
  }

  @Test
  void timestampsAreThoseOfJavaTime() {
    Read read = Read.as(ColumnType.TIMESTAMP);
    for (int i = 0; i < TEXTS; i++) {
      String text =
          String.format(
              Locale.ROOT,
              "%04d-%02d-%02dT%02d:%02d:%02d.%09d%s%02d:%02d",
              1 + random.nextInt(9999),
              1 + random.nextInt(oneIn(9) ? 14 : 12),
              1 + random.nextInt(31),
              random.nextInt(oneIn(9) ? 26 : 24),
              random.nextInt(oneIn(9) ? 62 : 60),
              random.nextInt(oneIn(9) ? 62 : 60),
              random.nextInt(1_000_000) * 1000 + (oneIn(9) ? random.nextInt(1000) : 0),
              random.nextBoolean() ? "+" : "-",
              random.nextInt(oneIn(9) ? 20 : 18),
              random.nextInt(60));
      String found = read.of(text);
      boolean fits = false;
      try {
        OffsetDateTime utc = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
        OffsetDateTime expected = utc.truncatedTo(ChronoUnit.MICROS);
        fits = utc.getYear() >= 1 && utc.getYear() <= 9999 && utc.equals(expected);
        if (fits) {
          assertThat(text, OffsetDateTime.parse(found), is(expected));
        }
      } catch (DateTimeException e) {
        fits = false;
      }
      assertThat(text + " " + found, !found.startsWith(REFUSED), is(fits));
      accepted += fits ? 1 : 0;
    }
    assertThat(accepted, is(greaterThan(TEXTS / 2)));
  }

  private void check(String text, String found, String expected) {
    if (!expected.equals(REFUSED)) {
      assertThat(text, found, is(expected));
      accepted++;
    }
  }

  private String sign() {
    return oneIn(2) ? "" : oneIn(2) ? "-" : "+";
  }

  private String digits(int most) {
    StringBuilder digits = new StringBuilder();
    for (int count = random.nextInt(most); count > 0; count--) {
      digits.append((char) ('0' + (oneIn(4) ? 0 : random.nextInt(10))));
    }
    return digits.toString();
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }
}
