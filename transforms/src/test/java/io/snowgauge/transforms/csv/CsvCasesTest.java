package io.snowgauge.transforms.csv;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.snowgauge.transforms.record.CaseFile;
import io.snowgauge.transforms.record.FormatCases;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of {@code src/test/resources/csv}, through the parser and the counter. */
class CsvCasesTest {
  /** The numbered rules of docs/formats/csv-ndjson.md that are about these files. */
  private static final List<String> RULES =
      List.of(
          "1.1", "1.10", "1.11", "1.12", "1.13", "1.14", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8",
          "1.9", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7", "3.1", "3.2", "3.3", "3.4", "3.5",
          "5.1", "5.2", "5.3", "5.4");

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.snowgauge.transforms.csv.CsvCases#all")
  void readsAsThePageSays(CaseFile file) throws IOException {
    FormatCases.readsAsThePageSays(file, CsvCases.format(file));
  }

  @Test
  void everyRuleOfThePageHasACase() {
    Set<String> rules = new TreeSet<>(CsvCases.all().stream().map(CaseFile::rule).toList());
    assertThat(List.copyOf(rules), is(RULES));
  }
}
