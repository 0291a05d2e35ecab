package io.snowgauge.transforms.lsf;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineNamesTest {
  private final LineNames names = new LineNames();
  private byte[] line = new byte[0];

  /** Starts a line of words; returns where each of them starts. */
  private List<Integer> start(String words) {
    line = words.getBytes(StandardCharsets.UTF_8);
    names.clear(line);
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i < line.length; i++) {
      if (line[i] != ' ' && (i == 0 || line[i - 1] == ' ')) {
        starts.add(i);
      }
    }
    return starts;
  }

  private int end(int start) {
    int end = start;
    while (end < line.length && line[end] != ' ') {
      end++;
    }
    return end;
  }

  private List<Integer> addAll(String words) {
    return start(words).stream().map(start -> names.add(start, end(start))).toList();
  }

  private String name(int index) {
    return new String(
        line, names.start(index), names.end(index) - names.start(index), StandardCharsets.UTF_8);
  }

  @Test
  void namesAreKeptInOrderOfFirstAppearance() {
    assertThat(addAll("u2 u1 u2 u3 u1"), contains(0, 1, 0, 2, 1));
    assertThat(names.size(), is(3));
    assertThat(List.of(name(0), name(1), name(2)), contains("u2", "u1", "u3"));
  }

  @Test
  void namesAreComparedByteByByte() {
    assertThat(addAll("u1 U1 u u11 ä a\u0308"), contains(0, 1, 2, 3, 4, 5));
  }

  @Test
  void namesOfTheSameHashAreToldApart() {
    assertThat(addAll("AaAa AaBB BBAa BBBB AaBB"), contains(0, 1, 2, 3, 1));
  }

  @Test
  void aNameHasNoShareAtFirstAndThenOne() {
    addAll("u1 u2 17 18");
    assertThat(names.shareStart(0), is(-1));
    assertThat(names.share(0, 6, 8), is(true));
    assertThat(names.share(0, 9, 11), is(false));
    assertThat(names.shareStart(0), is(6));
    assertThat(names.shareEnd(0), is(8));
    assertThat(names.shareStart(1), is(-1));
  }

  @Test
  void theNextLineStartsEmpty() {
    addAll("u1 u2 u3");
    names.share(0, 0, 2);
    assertThat(addAll("u3 u1"), contains(0, 1));
    assertThat(names.size(), is(2));
    assertThat(names.shareStart(0), is(-1));
    assertThat(names.shareStart(1), is(-1));
    assertThat(List.of(name(0), name(1)), contains("u3", "u1"));
  }

  @Test
  void aLineMayHaveManyNames() {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < 300_000; i++) {
      words.append("user").append(i % 200_000).append(' ');
    }
    List<Integer> indexes = addAll(words.toString());
    assertThat(names.size(), is(200_000));
    assertThat(indexes.get(199_999), is(199_999));
    assertThat(indexes.get(200_000), is(0));
    assertThat(indexes.get(299_999), is(99_999));
    assertThat(name(123_456), is("user123456"));
  }

  @Test
  void sharesAreKeptWhenTheTableGrows() {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      words.append('u').append(i).append(' ');
    }
    for (int start : start(words.toString())) {
      int index = names.add(start, end(start));
      if (index % 3 == 0) {
        assertThat(names.share(index, start + 1, end(start)), is(true));
      }
    }
    for (int i = 0; i < 10_000; i++) {
      assertThat(names.shareStart(i), is(i % 3 == 0 ? names.start(i) + 1 : -1));
    }
    assertThat(names.shareEnd(9999), is(names.end(9999)));
  }

  @Test
  void aLineOfManyNamesLeavesNothingBehind() {
    aLineMayHaveManyNames();
    assertThat(addAll("user1 user2 user1"), contains(0, 1, 0));
    aLineMayHaveManyNames();
    assertThat(addAll("user5 user5"), contains(0, 0));
  }

  @Test
  void manyLinesMayFollowEachOther() {
    for (int i = 0; i < 100_000; i++) {
      assertThat(addAll("u1 u" + i % 3 + " u1").get(2), is(0));
    }
  }
}
