package io.snowgauge.transforms.ndjson;

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

/** Every case of {@code src/test/resources/ndjson}, through the parser and the counter. */
class NdjsonCasesTest {
  /** The numbered rules of docs/formats/csv-ndjson.md that are about these files. */
  private static final List<String> RULES =
      List.of("4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7");

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.snowgauge.transforms.ndjson.NdjsonCases#all")
  void readsAsThePageSays(CaseFile file) throws IOException {
    FormatCases.readsAsThePageSays(file, NdjsonCases.format(file));
  }

  @Test
  void everyRuleOfThePageHasACase() {
    Set<String> rules = new TreeSet<>(NdjsonCases.all().stream().map(CaseFile::rule).toList());
    assertThat(List.copyOf(rules), is(RULES));
  }
}
