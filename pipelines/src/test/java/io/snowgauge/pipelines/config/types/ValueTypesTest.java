package io.snowgauge.pipelines.config.types;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypesTest {
  private static final ValueContext CONTEXT = new ValueContext("key", Path.of("/"), Map.of());

  @ParameterizedTest
  @CsvSource({
    "15 minutes, PT15M",
    "1 minute, PT1M",
    "30 seconds, PT30S",
    "30s, PT30S",
    "500 ms, PT0.5S",
    "2 hours, PT2H",
    "7 days, PT168H",
    "0 s, PT0S",
    "PT5M, PT5M",
    "P1DT1.5S, PT24H1.5S",
  })
  void durations(String text, Duration duration) throws InvalidValueException {
    assertThat(Quantities.duration().parse(text, CONTEXT), is(duration));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "5 fortnights",
        "minutes",
        "-5 minutes",
        "PT-5M",
        "5 Minutes",
        "1.5 s",
        " 5 s",
        "99999999999999999999 s",
        "9223372036854775807 days",
        "P",
        "५ s"
      })
  void refusesADuration(String text) {
    assertThat(
        refusal(Quantities.duration(), text),
        is(
            "expected a duration such as '500 ms', '30 seconds', '15 minutes', '2 hours' or 'PT5M'"
                + " but found '"
                + text
                + "'"));
  }

  @ParameterizedTest
  @CsvSource({
    "1024, 1024",
    "1 B, 1",
    "100 MB, 100000000",
    "100MB, 100000000",
    "3 kB, 3000",
    "64 GB, 64000000000",
    "2 TB, 2000000000000",
    "1 KiB, 1024",
    "16 MiB, 16777216",
    "1 GiB, 1073741824",
    "1 TiB, 1099511627776",
  })
  void sizes(String text, long bytes) throws InvalidValueException {
    assertThat(Quantities.size().parse(text, CONTEXT), is(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "0 MB", "-1", "MB", "1 mb", "1 Mb", "1.5 GB", "9223372036854775807 kB"})
  void refusesASize(String text) {
    assertThat(
        refusal(Quantities.size(), text),
        is(
            "expected a size such as '100 MB', '16 MiB' or '1024' (bytes) but found '"
                + text
                + "'"));
  }

  @Test
  void aSizeMayHaveABound() throws InvalidValueException {
    ValueType<Long> type = Quantities.sizeOfAtMost("1 GiB");
    assertThat(type.parse("1 GiB", CONTEXT), is(1L << 30));
    assertThat(
        refusal(type, "1073741825"),
        is(
            "expected a size of at most 1 GiB such as '100 MB', '16 MiB' or '1024' (bytes)"
                + " but found '1073741825'"));
  }

  @ParameterizedTest
  @CsvSource({"0, 0.0", "1, 1.0", "1e-2, 0.01", "0.5, 0.5"})
  void numbers(String text, double number) throws InvalidValueException {
    assertThat(Numbers.number(0, 1).parse(text, CONTEXT), is(number));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NaN", "0.5d", "0x0p0", "1.0000001", "-0.1", "1e999999999"})
  void refusesANumber(String text) {
    assertThat(
        refusal(Numbers.number(0, 1), text),
        is("expected a number from 0 to 1 but found '" + text + "'"));
  }

  @Test
  void booleans() throws InvalidValueException {
    assertThat(Numbers.BOOLEAN.parse("true", CONTEXT), is(true));
    assertThat(Numbers.BOOLEAN.parse("false", CONTEXT), is(false));
    assertThat(refusal(Numbers.BOOLEAN, "yes"), is("expected true or false but found 'yes'"));
  }

  @Test
  void listsAreSeparatedByCommas() throws InvalidValueException {
    ValueType<List<String>> type = Texts.list("names of columns");
    assertThat(type.parse("a, b,c d", CONTEXT), contains("a", "b", "c d"));
    assertThat(refusal(type, "a,,b"), is("expected names of columns but found 'a,,b'"));
    assertThat(refusal(type, ""), is("expected names of columns but found ''"));
  }

  @Test
  void aFileWritesAListAsAnArrayOfTexts() {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    assertThat(JsonForm.LIST.text(nodes.arrayNode().add("a").add("b")), is("a,b"));
    assertThat(JsonForm.LIST.text(nodes.arrayNode().add("a,b")), is(nullValue()));
    assertThat(JsonForm.LIST.text(nodes.arrayNode().add(1)), is(nullValue()));
    assertThat(JsonForm.LIST.text(nodes.textNode("a")), is(nullValue()));
  }

  @Test
  void anIntegerMayBeWrittenWithAFractionOfZero() {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    assertThat(JsonForm.INTEGER.text(nodes.numberNode(1000.0)), is("1000"));
    assertThat(JsonForm.INTEGER.text(nodes.numberNode(1000.5)), is(nullValue()));
    assertThat(JsonForm.INTEGER.text(nodes.numberNode(Double.POSITIVE_INFINITY)), is(nullValue()));
  }

  private static String refusal(ValueType<?> type, String text) {
    InvalidValueException e =
        assertThrows(InvalidValueException.class, () -> type.parse(text, CONTEXT));
    return String.valueOf(e.getMessage());
  }
}
