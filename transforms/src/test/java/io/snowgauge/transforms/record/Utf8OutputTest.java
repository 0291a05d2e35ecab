package io.snowgauge.transforms.record;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8OutputTest {
  private static final int CAPACITY = 128 << 10;

  private final ByteArrayOutputStream target = new ByteArrayOutputStream();
  private final Utf8Output out = new Utf8Output(target);

  private String written() throws IOException {
    long written = out.written();
    out.close();
    assertThat(written, is((long) target.size()));
    return target.toString(StandardCharsets.UTF_8);
  }

  private static byte[] filler(int length) {
    return "x".repeat(length).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void bytesAreWrittenInTheirOrder() throws IOException {
    out.put('a');
    out.put("bä".getBytes(StandardCharsets.UTF_8));
    out.put("xcdx".getBytes(StandardCharsets.UTF_8), 1, 3);
    out.putNumber(42);
    assertThat(written(), is("abäcd42"));
  }

  @Test
  void nothingIsWrittenBeforeTheBufferIsFull() throws IOException {
    out.put(filler(CAPACITY));
    assertThat(target.size(), is(0));
    out.put('y');
    assertThat(target.size(), is(CAPACITY));
    assertThat(written(), is("x".repeat(CAPACITY) + "y"));
  }

  @ParameterizedTest
  @ValueSource(ints = {-2, -1, 0, 1, 2})
  void slicesMayBeAboutAsLongAsTheBuffer(int more) throws IOException {
    out.put('a');
    out.put(filler(CAPACITY + more));
    out.put('b');
    assertThat(written(), is("a" + "x".repeat(CAPACITY + more) + "b"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void anythingMayBePutWhereTheBufferEnds(int room) throws IOException {
    out.put(filler(CAPACITY - room));
    out.put("abc".getBytes(StandardCharsets.UTF_8));
    out.putNumber(12345);
    out.put('!');
    assertThat(written(), is("x".repeat(CAPACITY - room) + "abc12345!"));
  }

  @Test
  void manyMegabytesMayBePut() throws IOException {
    for (int i = 0; i < 1_000_000; i++) {
      out.putNumber(i);
    }
    assertThat(out.written(), is(5_888_890L));
    String text = written();
    assertThat(text.length(), is(5_888_890));
    assertThat(text.substring(text.length() - 12), is("999998999999"));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 9, 10, 99, 100, 2147483646, 999999999999999999L, Long.MAX_VALUE})
  void numbersAreDecimal(long number) throws IOException {
    out.putNumber(number);
    assertThat(written(), is(Long.toString(number)));
  }

  @Test
  void closingClosesTheStreamAlsoWhereWritingFails() {
    boolean[] closed = new boolean[1];
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("disk full");
          }

          @Override
          public void close() {
            closed[0] = true;
          }
        };
    IOException thrown =
        assertThrows(
            IOException.class,
            () -> {
              try (Utf8Output failing = new Utf8Output(full)) {
                failing.put('x');
              }
            });
    assertThat(thrown.getMessage(), is("disk full"));
    assertThat(closed[0], is(true));
  }
}
