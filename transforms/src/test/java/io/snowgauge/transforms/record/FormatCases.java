package io.snowgauge.transforms.record;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;

/** Holds the parser and the counter of a format to a case. */
public final class FormatCases {
  private FormatCases() {}

  /** Whole and in pieces, what is read is what the case says. */
  public static void readsAsThePageSays(CaseFile file, Format format) throws IOException {
    Recording.RowText shown = Declared.asJson(format.columns());
    Recording found =
        Recording.of(format.newParser(), new ByteArrayInputStream(file.input()), shown);
    ParseResult result = found.result();
    assertThat(found.fault(), is(file.fault()));
    assertThat(found.reasons(), is(file.rejects()));
    assertThat(found.records(), is(file.records()));
    assertThat(found.notices(), is(file.notices()));
    assertThat(file.counts(), contains(found.counts()));
    if (result.fault() == null) {
      long count = Pieces.countEveryWay(format::newCounter, file.input());
      assertThat("source count", count, is(result.accepted() + result.rejected()));
    }
    ShortReads pieces = new ShortReads(file.input(), new Random(1), 3);
    Recording pieced = Recording.of(format.newParser(), pieces, shown);
    assertThat(pieced.everything(), is(found.everything()));
  }
}
