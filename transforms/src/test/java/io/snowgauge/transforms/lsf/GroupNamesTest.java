package io.snowgauge.transforms.lsf;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GroupNamesTest {
  private final Branches branches = new Branches();
  private final GroupNames names = new GroupNames(branches);

  private boolean add(String name) {
    byte[] bytes = ("<" + name + ">").getBytes(StandardCharsets.UTF_8);
    return names.add(bytes, 1, bytes.length - 1);
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

  /** Thue and Morse's sequence and its complement: any polynomial of 32 bits makes them equal. */
  private static String thueMorse(boolean complement) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1 << 8; i++) {
      text.append((Integer.bitCount(i) % 2 == 1) == complement ? 'a' : 'b');
    }
    return text.toString();
  }

  @Test
  void namesOfTheSameHashAreToldApart() {
    for (boolean complement : new boolean[] {true, false}) {
      assertThat(add(thueMorse(complement)), is(true));
    }
    for (boolean complement : new boolean[] {true, false}) {
      assertThat(add(thueMorse(complement)), is(false));
    }
  }

  /** In a polynomial of base 31, "Aa" and "BB" have the same value. */
  @Test
  @Timeout(10)
  void namesThatAreMadeToCollideTakeNoLongerThanOthers() {
    for (int i = 0; i < 1 << 17; i++) {
      String name = Integer.toBinaryString(1 << 17 | i).replace("0", "Aa").replace("1", "BB");
      assertThat(add(name), is(true));
    }
  }

  @Test
  @Timeout(10)
  void oneNameInManySiblingBranchesTakesNoLongerThanOthers() {
    branches.startIf("0", 1);
    for (int i = 1; i < 300_000; i++) {
      assertThat(add("g"), is(true));
      branches.startElif("" + i);
    }
    branches.end();
    assertThat(add("g"), is(false));
  }

  @Test
  @Timeout(10)
  void oneNameInManyNestedBlocksTakesNoLongerThanOthers() {
    for (int depth = 0; depth < 50_000; depth++) {
      branches.startIf("" + depth, depth);
    }
    for (int i = 0; i < 100_000; i++) {
      branches.startIf("" + i, i);
      assertThat(add("g"), is(true));
      branches.end();
    }
    assertThat(add("g"), is(false));
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
    branches.startElif("b");
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
    branches.startElse();
    for (int i = 0; i < 5000; i++) {
      assertThat(add("team_" + i), is(true));
    }
    branches.end();
    for (int i = 0; i < 5000; i++) {
      assertThat(add("team_" + i), is(false));
    }
  }

  @Test
  void aRefusedNameStillStandsOnlyWhereItWasAccepted() {
    branches.startIf("a", 1);
    branches.startIf("b", 2);
    assertThat(add("g"), is(true));
    branches.end();
    assertThat(add("g"), is(false));
    branches.startIf("c", 3);
    assertThat(add("g"), is(true));
  }
}
