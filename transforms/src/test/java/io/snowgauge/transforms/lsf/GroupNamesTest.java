package io.snowgauge.transforms.lsf;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GroupNamesTest {
  private final Branches branches = new Branches();
  private final GroupNames names = new GroupNames(branches);

  private boolean add(String name) {
    byte[] bytes = ("<" + name + ">").getBytes(StandardCharsets.UTF_8);
    return names.add(bytes, 1, bytes.length - 1, branches.current());
  }

  @Test
  void aNameIsAddedOnce() {
    assertThat(add("g"), is(true));
    assertThat(add("g"), is(false));
    assertThat(add("g"), is(false));
  }

  @Test
  void namesAreComparedByteByByte() {
    assertThat(add("g"), is(true));
    assertThat(add("G"), is(true));
    assertThat(add("gg"), is(true));
    assertThat(add("ä"), is(true));
    assertThat(add("a\u0308"), is(true));
    assertThat(add("ä"), is(false));
  }

  @Test
  void namesOfTheSameHashAreToldApart() {
    // Both pairs of letters have the same value in a polynomial of base 31.
    for (String name : new String[] {"AaAa", "AaBB", "BBAa", "BBBB"}) {
      assertThat(add(name), is(true));
    }
    for (String name : new String[] {"AaAa", "AaBB", "BBAa", "BBBB"}) {
      assertThat(add(name), is(false));
    }
  }

  @Test
  void manyNamesAreRemembered() {
    for (int i = 0; i < 200_000; i++) {
      assertThat(add("team_" + i), is(true));
    }
    for (int i = 0; i < 200_000; i++) {
      assertThat(add("team_" + i), is(false));
    }
    assertThat(add("team_200000"), is(true));
  }

  @Test
  void longNamesAreRemembered() {
    assertThat(add("x".repeat(1 << 20)), is(true));
    assertThat(add("x".repeat((1 << 20) - 1)), is(true));
    assertThat(add("y"), is(true));
    assertThat(add("x".repeat(1 << 20)), is(false));
    assertThat(add("y"), is(false));
  }

  @Test
  void aNameMayBeAddedInBranchesThatDoNotOverlap() {
    branches.startIf("a", 1);
    assertThat(add("g"), is(true));
    assertThat(add("g"), is(false));
    branches.startNext("b", false);
    assertThat(add("g"), is(true));
    branches.startIf("c", 2);
    assertThat(add("g"), is(false));
    assertThat(add("h"), is(true));
    branches.end();
    assertThat(add("h"), is(false));
    branches.end();
    assertThat(add("g"), is(false));
    assertThat(add("h"), is(false));
    assertThat(add("i"), is(true));
  }

  @Test
  void branchesAreRememberedWhenTheTableGrows() {
    branches.startIf("a", 1);
    for (int i = 0; i < 5000; i++) {
      assertThat(add("team_" + i), is(true));
    }
    branches.startNext("else", true);
    for (int i = 0; i < 5000; i++) {
      assertThat(add("team_" + i), is(true));
    }
    branches.end();
    for (int i = 0; i < 5000; i++) {
      assertThat(add("team_" + i), is(false));
    }
  }
}
