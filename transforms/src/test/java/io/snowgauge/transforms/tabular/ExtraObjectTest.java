package io.snowgauge.transforms.tabular;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ExtraObjectTest {
  private final ExtraObject extra = new ExtraObject("{'k':'abc'}".length());

  private void add(String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    extra.add("k", bytes, 0, bytes.length);
  }

  @Test
  void oneAsLongAsTheLongestIsTaken() throws IOException {
    add("abc");
    assertThat(extra.refuse(), nullValue());
    assertThat(extra.finish(), is(true));
    assertThat(new String(extra.bytes(), 0, extra.length(), UTF_8), is("{\"k\":\"abc\"}"));
  }

  @Test
  void oneThatItsEscapesMakeLongerIsRefused() throws IOException {
    add("a\\c");
    assertThat(extra.refuse(), is("_EXTRA: expected at most 11 bytes of JSON but found more"));
    extra.discard();
    assertThat(extra.refuse(), nullValue());
    assertThat(extra.finish(), is(false));
  }
}
