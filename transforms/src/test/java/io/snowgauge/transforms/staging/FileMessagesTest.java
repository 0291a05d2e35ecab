package io.snowgauge.transforms.staging;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class FileMessagesTest {
  private final FileMessages messages = new FileMessages();

  private void addUpTo(int last) {
    for (int i = 1; i <= last; i++) {
      messages.add("message " + i);
    }
  }

  @Test
  void messagesComeInTheOrderInWhichTheyWereAdded() {
    assertThat(messages.list(), is(empty()));
    addUpTo(2);
    assertThat(messages.list(), contains("message 1", "message 2"));
  }

  @Test
  void twentyAreShown() {
    addUpTo(20);
    assertThat(messages.list(), hasSize(20));
    assertThat(messages.hasRoom(), is(false));
    assertThat(messages.list().get(19), is("message 20"));
  }

  @Test
  void theOthersAreCounted() {
    addUpTo(19);
    assertThat(messages.hasRoom(), is(true));
    addUpTo(2);
    messages.addUnshown();
    assertThat(messages.list(), hasSize(21));
    assertThat(messages.list().get(19), is("message 1"));
    assertThat(messages.list().get(20), is("and 2 more"));
  }

  @Test
  void noticesComeFirst() {
    addUpTo(20);
    messages.addNotice("notice");
    assertThat(messages.list().get(0), is("notice"));
    assertThat(messages.list().get(19), is("message 19"));
    assertThat(messages.list().get(20), is("and 1 more"));
  }

  @Test
  void manyNoticesLeaveRoomForReasons() {
    for (int i = 1; i <= 25; i++) {
      messages.addNotice("notice " + i);
    }
    assertThat(messages.list().get(19), is("notice 20"));
    addUpTo(12);
    assertThat(messages.list().get(9), is("notice 10"));
    assertThat(messages.list().get(10), is("message 1"));
    assertThat(messages.list().get(19), is("message 10"));
    assertThat(messages.list().get(20), is("and 17 more"));
  }

  @Test
  void fewReasonsLeaveTheirRoomToNotices() {
    for (int i = 1; i <= 25; i++) {
      messages.addNotice("notice " + i);
    }
    addUpTo(3);
    assertThat(messages.list().get(16), is("notice 17"));
    assertThat(messages.list().get(19), is("message 3"));
    assertThat(messages.list().get(20), is("and 8 more"));
  }
}
