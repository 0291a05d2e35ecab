package io.snowgauge.transforms.lsf;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.snowgauge.transforms.record.CaseFile;
import io.snowgauge.transforms.record.ParseResult;
import io.snowgauge.transforms.record.Pieces;
import io.snowgauge.transforms.record.Recording;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of {@code src/test/resources/lsf}, through the parser and the counter. */
class UserGroupCasesTest {
  /** The numbered rules of docs/formats/lsb-users.md. */
  private static final List<String> RULES =
      List.of(
          "1.1", "1.2", "1.3", "1.4", "1.5", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7", "2.8",
          "3", "4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7", "4.8", "5", "6.1", "6.2", "7.1",
          "7.2", "7.3", "8.1", "8.2", "8.3");

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.snowgauge.transforms.lsf.UserGroupCases#all")
  void readsAsThePageSays(CaseFile file) throws IOException {
    Recording found =
        UserGroupReading.of(new ByteArrayInputStream(file.input()), UserGroupCases.format(file));
    ParseResult result = found.result();
    assertThat(found.fault(), is(file.fault()));
    assertThat(found.reasons(), is(file.rejects()));
    assertThat(found.records(), is(file.records()));
    assertThat(found.notices(), is(file.notices()));
    assertThat(file.counts(), contains(found.counts()));
    assertThat((long) found.records().size(), is(result.accepted()));
    if (result.fault() == null) {
      assertThat("source count", count(file), is(result.accepted() + result.rejected()));
    }
  }

  private static long count(CaseFile file) {
    return Pieces.countEveryWay(UserGroupCases.format(file)::newCounter, file.input());
  }

  @Test
  void everyRuleOfThePageHasACase() {
    Set<String> rules = new TreeSet<>(UserGroupCases.all().stream().map(CaseFile::rule).toList());
    assertThat(List.copyOf(rules), is(RULES));
  }
}
