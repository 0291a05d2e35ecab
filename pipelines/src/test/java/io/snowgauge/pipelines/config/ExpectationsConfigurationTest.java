package io.snowgauge.pipelines.config;

import static io.snowgauge.pipelines.config.ConfigurationFolder.dataset;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.is;

import io.snowgauge.transforms.expectations.Expectation;
import io.snowgauge.transforms.expectations.Expectation.Learned;
import io.snowgauge.transforms.expectations.Expectation.Listed;
import io.snowgauge.transforms.expectations.Frequency;
import io.snowgauge.transforms.expectations.Timetable;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectationsConfigurationTest {
  private static final String UNITS = "in/{region}/{unit}/sales-{date}.csv";

  @TempDir Path path;
  private ConfigurationFolder folder;

  @BeforeEach
  void useFolder() {
    folder = new ConfigurationFolder(path);
  }

  private static String expecting(String input, String properties) {
    return dataset(input, ", \"expect\": {" + properties + "}");
  }

  @Test
  void nothingIsExpectedByDefault() {
    Configuration configuration = folder.load(dataset("x", ""));
    assertThat(configuration.expectations(), is(anEmptyMap()));
    assertThat(
        configuration.flat().keySet().stream().anyMatch(key -> key.contains("expect")), is(false));
  }

  @Test
  void whatIsLeftOutHasDefaults() {
    assertThat(
        folder.load(expecting("x", "\"every\": \"day\", \"by\": \"06:00\"")).expectations(),
        is(
            Map.of(
                "d",
                new Expectation(
                    new Timetable(Frequency.DAY, LocalTime.parse("06:00"), 0, ZoneId.of("UTC")),
                    Map.of(),
                    0,
                    0,
                    null,
                    28,
                    null))));
  }

  @Test
  void everythingCanBeGiven() {
    Configuration configuration =
        folder.load(
            expecting(
                UNITS,
                """
                "every": "month", "by": "23:59", "daysAfter": 2, "zone": "Europe/Berlin",
                "captures": {"unit": ["berlin", "lima"], "region": "learned"},
                "minRecords": 5, "minBytes": "1 kB", "minShareOfMedian": 0.5, "from": "2026-02-01"
                """));
    assertThat(
        configuration.expectations().get("d"),
        is(
            new Expectation(
                new Timetable(
                    Frequency.MONTH, LocalTime.parse("23:59"), 2, ZoneId.of("Europe/Berlin")),
                Map.of("unit", new Listed(List.of("berlin", "lima")), "region", new Learned()),
                5,
                1000,
                0.5,
                366,
                LocalDate.parse("2026-02-01"))));
    assertThat(configuration.flat(), hasEntry("datasets.d.expect.captures.unit", "berlin,lima"));
    assertThat(configuration.flat(), hasEntry("datasets.d.expect.captures.region", "learned"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"by\": \"06:00\"|every: expected one of hour, day, weekday, month but found nothing",
        "\"every\": \"day\"|by: expected a time of the day such as '06:00' but found nothing",
        "\"every\": \"week\", \"by\": \"06:00\""
            + "|every: expected one of hour, day, weekday, month but found 'week'",
        "\"every\": \"day\", \"by\": \"6:00\""
            + "|by: expected a time of the day such as '06:00' but found '6:00'",
        "\"every\": \"day\", \"by\": \"24:00\""
            + "|by: expected a time of the day such as '06:00' but found '24:00'",
        "\"every\": \"day\", \"by\": \"06:00\", \"zone\": \"Berlin\""
            + "|zone: expected a time zone such as 'Europe/Berlin' or 'UTC' but found 'Berlin'",
        "\"every\": \"day\", \"by\": \"06:00\", \"captures\": {\"farm\": [\"a\"]}"
            + "|captures.farm: expected a capture of the dataset's input, region or unit, but found"
            + " 'farm'",
        "\"every\": \"day\", \"by\": \"06:00\", \"captures\": {\"date\": [\"a\"]}"
            + "|captures.date: expected a capture of the dataset's input, region or unit, but found"
            + " 'date'",
        "\"every\": \"day\", \"by\": \"06:00\", \"captures\": {\"unit\": []}"
            + "|captures.unit: expected a list of values, or \"learned\" but found ''",
        "\"every\": \"hour\", \"by\": \"00:10\", \"daysAfter\": 1"
            + "|daysAfter: expected 0, as files that name no day are of the day that they are"
            + " loaded on, but found 1"
      })
  void tellsWhatIsWrong(String properties, String error) {
    assertThat(folder.errors(expecting(UNITS, properties)), contains("datasets.d.expect." + error));
  }
}
