package io.snowgauge.transforms.dataset;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToleranceTest {
  private static String exceeded(
      @Nullable Long max, @Nullable Double maxRatio, long rejectedLines, long lines) {
    return new Tolerance(max, maxRatio).exceededBy(rejectedLines, lines).orElse("within");
  }

  @Test
  void noLineIsRejectedByDefault() {
    assertThat(Tolerance.NONE.exceededBy(0, 100).isPresent(), is(false));
    assertThat(
        Tolerance.NONE.exceededBy(1, 100).orElseThrow(),
        is("1 of 100 lines rejected, none tolerated"));
  }

  @Test
  void theLargestNumberIsInclusive() {
    assertThat(exceeded(10L, null, 10, 10), is("within"));
    assertThat(
        exceeded(10L, null, 11, 2000), is("11 of 2000 lines rejected, at most 10 tolerated"));
  }

  @Test
  void theLargestRatioIsInclusive() {
    assertThat(exceeded(null, 0.01, 10, 1000), is("within"));
    assertThat(
        exceeded(null, 0.01, 11, 1000),
        is("11 of 1000 lines rejected, at most a ratio of 0.01 tolerated"));
    assertThat(exceeded(null, 1.0, 7, 7), is("within"));
    assertThat(
        exceeded(null, 0.0, 1, 7), is("1 of 7 lines rejected, at most a ratio of 0.0 tolerated"));
  }

  @Test
  void bothLimitsApply() {
    assertThat(exceeded(10L, 0.01, 10, 1000), is("within"));
    assertThat(
        exceeded(10L, 0.01, 10, 999),
        is("10 of 999 lines rejected, at most a ratio of 0.01 tolerated"));
    assertThat(
        exceeded(10L, 0.01, 11, 100_000), is("11 of 100000 lines rejected, at most 10 tolerated"));
  }

  @Test
  void anAbsentLimitDoesNotLimitWhereTheOtherIsGiven() {
    assertThat(exceeded(1_000_000L, null, 999_999, 999_999), is("within"));
    assertThat(exceeded(null, 0.5, 500_000, 1_000_000), is("within"));
  }

  @Test
  void aFileWithoutLinesIsWithinAnyLimit() {
    assertThat(exceeded(0L, 0.0, 0, 0), is("within"));
  }

  @ParameterizedTest
  @CsvSource({"0.1, 1, 10", "0.3, 3, 10", "0.07, 7, 100", "0.29, 29, 100", "0.001, 57, 57000"})
  void aRatioThatIsMetExactlyIsWithin(double ratio, long rejectedLines, long lines) {
    assertThat(exceeded(null, ratio, rejectedLines, lines), is("within"));
    assertThat(exceeded(null, ratio, rejectedLines + 1, lines).equals("within"), is(false));
  }
}
