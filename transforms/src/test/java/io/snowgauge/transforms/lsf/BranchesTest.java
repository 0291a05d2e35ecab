package io.snowgauge.transforms.lsf;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BranchesTest {
  private final Branches branches = new Branches();

  private String condition() {
    byte[] condition = branches.condition();
    return condition == null ? "none" : new String(condition, StandardCharsets.UTF_8);
  }

  @Test
  void outsideAnyBlockIsBranchZeroWithoutACondition() {
    assertThat(branches.current(), is(0));
    assertThat(branches.condition(), is(nullValue()));
    assertThat(branches.openSince(), is(0L));
    assertThat(branches.overlapsCurrent(0), is(true));
  }

  @Test
  void theConditionIsAllThatMustHold() {
    branches.startIf("a", 1);
    branches.startIf("b", 2);
    assertThat(condition(), is("(a) && (b)"));
    branches.startElif("c");
    assertThat(condition(), is("(a) && !(b) && (c)"));
    branches.startElse();
    assertThat(condition(), is("(a) && !(b) && !(c)"));
    assertThat(branches.conditionLength() >= condition().length(), is(true));
    branches.end();
    assertThat(condition(), is("a"));
    branches.end();
    assertThat(condition(), is("none"));
  }

  @Test
  void aBlockIsOpenSinceTheLineOfItsIf() {
    branches.startIf("a", 3);
    branches.startIf("b", 5);
    assertThat(branches.openSince(), is(5L));
    branches.startElif("c");
    assertThat(branches.openSince(), is(5L));
    branches.end();
    assertThat(branches.openSince(), is(3L));
  }

  @Test
  void onlyAnOpenBlockHasANextBranchOrAnEnd() {
    assertThat(branches.startElif("a"), is(false));
    assertThat(branches.startElse(), is(false));
    assertThat(branches.end(), is(false));
    branches.startIf("a", 1);
    assertThat(branches.startElif("b"), is(true));
    assertThat(branches.end(), is(true));
    assertThat(branches.end(), is(false));
  }

  @Test
  void nothingButAnEndMayFollowAnElse() {
    branches.startIf("a", 1);
    assertThat(branches.startElse(), is(true));
    assertThat(branches.startElif("b"), is(false));
    assertThat(branches.startElse(), is(false));
    assertThat(condition(), is("!(a)"));
    assertThat(branches.end(), is(true));
    assertThat(branches.conditionLength(), is(0L));
  }

  @Test
  void aNestedBlockMayHaveAnElseOfItsOwn() {
    branches.startIf("a", 1);
    branches.startElse();
    branches.startIf("b", 2);
    assertThat(branches.startElse(), is(true));
  }

  @Test
  void branchesOverlapWhereOneEnclosesTheOther() {
    branches.startIf("a", 1);
    int a = branches.current();
    branches.startIf("b", 2);
    int b = branches.current();
    assertThat(branches.overlapsCurrent(b), is(true));
    assertThat(branches.overlapsCurrent(a), is(true));
    assertThat(branches.overlapsCurrent(0), is(true));
    branches.startElif("c");
    int c = branches.current();
    assertThat(branches.overlapsCurrent(b), is(false));
    assertThat(branches.overlapsCurrent(a), is(true));
    branches.end();
    assertThat(branches.overlapsCurrent(b), is(true));
    assertThat(branches.overlapsCurrent(c), is(true));
    branches.startElse();
    int other = branches.current();
    assertThat(branches.overlapsCurrent(a), is(false));
    assertThat(branches.overlapsCurrent(c), is(false));
    branches.startIf("d", 3);
    int d = branches.current();
    assertThat(branches.overlapsCurrent(other), is(true));
    assertThat(branches.overlapsCurrent(a), is(false));
    branches.end();
    branches.end();
    assertThat(branches.overlapsCurrent(0), is(true));
    assertThat(branches.overlapsCurrent(b), is(true));
    assertThat(branches.overlapsCurrent(d), is(true));
  }

  @Test
  void aBranchThatIsContinuedAfterANestedBlockIsTheSame() {
    branches.startIf("a", 1);
    int before = branches.current();
    branches.startIf("b", 2);
    branches.end();
    assertThat(branches.current(), is(before));
  }

  @Test
  void thereMayBeManyBranches() {
    for (int i = 1; i <= 10_000; i++) {
      branches.startIf("block " + i, i);
    }
    assertThat(branches.current(), is(10_000));
    assertThat(condition(), endsWith("&& (block 9999) && (block 10000)"));
    assertThat(branches.overlapsCurrent(17), is(true));
    for (int i = 10_000; i > 0; i--) {
      assertThat(branches.current(), is(i));
      branches.end();
    }
    branches.startIf("after", 1);
    assertThat(branches.overlapsCurrent(17), is(false));
  }
}
