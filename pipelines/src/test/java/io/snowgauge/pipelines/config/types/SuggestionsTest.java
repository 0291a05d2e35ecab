package io.snowgauge.pipelines.config.types;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
  private static final List<String> NAMES = List.of("table", "type", "publish", "max", "maxRatio");

  @Test
  void findsTheNearestName() {
    assertThat(Suggestions.nearest("tabel", NAMES), is(Optional.of("table")));
    assertThat(Suggestions.nearest("tpe", NAMES), is(Optional.of("type")));
    assertThat(Suggestions.nearest("PUBLISH", NAMES), is(Optional.of("publish")));
    assertThat(Suggestions.nearest("maxRation", NAMES), is(Optional.of("maxRatio")));
  }

  @Test
  void findsNothingWhereNothingIsNear() {
    assertThat(Suggestions.nearest("archive", NAMES), is(Optional.empty()));
    assertThat(Suggestions.nearest("xy", NAMES), is(Optional.empty()));
    assertThat(Suggestions.nearest("table", List.of()), is(Optional.empty()));
  }
}
