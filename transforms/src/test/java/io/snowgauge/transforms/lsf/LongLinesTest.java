package io.snowgauge.transforms.lsf;

import static java.util.stream.Collectors.joining;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import com.sun.management.ThreadMXBean;
import io.snowgauge.transforms.record.GeneratedText;
import io.snowgauge.transforms.record.ParseResult;
import io.snowgauge.transforms.record.Recording;
import io.snowgauge.transforms.record.ShortReads;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lines that are longer than what is read at a time, or than what may be held. */
class LongLinesTest {
  private static final int DEFAULT_LIMIT = UserGroupFormat.DEFAULT_MAX_LINE_BYTES;
  private static final int MEGA = 1_000_000;
  private static final String SECTION = "Begin UserGroup\nGROUP_NAME GROUP_MEMBER\n";
  private static final String END = "End UserGroup\n";

  @Test
  void aLineLongerThanTheBufferIsRead() throws IOException {
    String members = IntStream.range(0, 100_000).mapToObj(i -> "user" + i).collect(joining(" "));
    Recording found = UserGroupReading.of(SECTION + "g (" + members + ")\nh u1\n" + END);
    assertThat(found.result(), is(new ParseResult(100_001, 0, 3, 0, null)));
    assertThat(found.records().get(99_999), is("g|user99999|null"));
    assertThat(found.records().get(100_000), is("h|u1|null"));
  }

  @Test
  void aLineOf50MegabytesIsRejectedAndTheNextOneRead() throws IOException {
    Recording found = UserGroupReading.of(longGroup(50), DEFAULT_LIMIT);
    assertThat(found.result(), is(new ParseResult(1, 1, 3, 1, null)));
    assertThat(
        found.reasons(),
        contains("3:1: expected a line of at most 16777216 bytes but found a longer one"));
    assertThat(found.rejects().get(0).raw(), is("g (" + "u1 ".repeat(332) + "u"));
    assertThat(found.records(), contains("h|u1|null"));
    assertThat(count(longGroup(50), DEFAULT_LIMIT), is(2L));
  }

  @Test
  void theMemoryForALongLineIsThatOfTheLimit() throws IOException {
    assertThat(allocatedBy(longGroup(50), DEFAULT_LIMIT), is(lessThan(80L * MEGA)));
    assertThat(allocatedBy(longGroup(50), MEGA), is(lessThan(8L * MEGA)));
    assertThat(allocatedBy(longGroup(200), MEGA), is(lessThan(8L * MEGA)));
  }

  @Test
  void theMemoryForALongJoinedLineIsThatOfTheLimit() throws IOException {
    GeneratedText text = new GeneratedText().then(SECTION).then("g (").then("u1 \\\n", 10L * MEGA);
    assertThat(allocatedBy(text.then(")\n" + END), MEGA), is(lessThan(8L * MEGA)));
  }

  @Test
  void commentLinesOf50MegabytesAreSkipped() throws IOException {
    Recording found = UserGroupReading.of(longComments(50), DEFAULT_LIMIT);
    assertThat(found.result(), is(new ParseResult(2, 0, 3, 0, null)));
    assertThat(found.records(), contains("g|u1|null", "h|u2|null"));
    assertThat(count(longComments(50), DEFAULT_LIMIT), is(2L));
  }

  @Test
  void theMemoryForALongCommentLineIsThatOfTheLimit() throws IOException {
    assertThat(allocatedBy(longComments(200), MEGA), is(lessThan(8L * MEGA)));
  }

  @Test
  void blanksOf50MegabytesAreSkipped() throws IOException {
    GeneratedText text = new GeneratedText().then(SECTION).then("\n").then(" ", 50L * MEGA);
    Recording found = UserGroupReading.of(text.then("\ng u1\n" + END), DEFAULT_LIMIT);
    assertThat(found.result(), is(new ParseResult(1, 0, 2, 0, null)));
  }

  @Test
  void aLineMayContinueOverHundredsOfLines() throws IOException {
    String members = IntStream.range(0, 900).mapToObj(i -> "  u" + i).collect(joining(" \\\n"));
    Recording found =
        UserGroupReading.of(SECTION + "g ( \\\n" + members + ")\nh -\n" + "x\n" + END);
    assertThat(found.result(), is(new ParseResult(900, 1, 4, 1, null)));
    assertThat(found.records().get(899), is("g|u899|null"));
    assertThat(found.recordLines().get(899), is(3L));
    assertThat(found.rejects().get(0).line(), is(905L));
  }

  @Test
  void hundredsOfContinuationsMayBeOverTheLimitTogether() throws IOException {
    String file = SECTION + "g ( \\\n" + "u1 \\\n".repeat(900) + ")\nh u1\n" + END;
    assertCounts(file, 2704, new ParseResult(1, 1, 3, 1, null));
    assertCounts(file, 2705, new ParseResult(2, 0, 3, 0, null));
  }

  @Test
  void aLongLineMayContinue() throws IOException {
    GeneratedText text = new GeneratedText().then(SECTION).then("g (").then("u1 ", MEGA);
    text.then("\\\n u2\\\r\n)\n").then("h u1\n" + END);
    Recording found = UserGroupReading.of(text, 1000);
    assertThat(found.result(), is(new ParseResult(1, 1, 3, 1, null)));
    assertThat(found.records(), contains("h|u1|null"));
  }

  @Test
  void aBackslashBehindLongTextContinuesItOnlyAtItsEnd() throws IOException {
    String text = "g " + "\\ ".repeat(200_000);
    assertCounts(SECTION + text + "x\nh u1\n" + END, 100, new ParseResult(1, 1, 3, 1, null));
    assertCounts(SECTION + text + "\nh u1\n" + END, 100, new ParseResult(1, 1, 3, 1, null));
    assertCounts(SECTION + text + "\\\nh u1\n" + END, 100, new ParseResult(0, 1, 2, 1, null));
    assertCounts(SECTION + text + "\\\\\nh u1\n" + END, 100, new ParseResult(1, 1, 3, 1, null));
    assertCounts(SECTION + text + "\\#\\\nh u1\n" + END, 100, new ParseResult(0, 1, 2, 1, null));
    assertCounts(SECTION + text + "x # \\\nh u1\n" + END, 100, new ParseResult(1, 1, 3, 1, null));
  }

  @Test
  void carriageReturnsBeforeTheLineEndAreNoPartOfALongLine() throws IOException {
    String ends = "\r".repeat(500_000);
    assertCounts(SECTION + "g u1" + ends + "\n" + END, 30, new ParseResult(1, 0, 2, 0, null));
    assertCounts(
        SECTION + "g (u1 \\" + ends + "\nu2)\n" + END, 30, new ParseResult(2, 0, 2, 0, null));
    assertCounts(SECTION + "g u1" + ends + "x\n" + END, 30, new ParseResult(0, 1, 2, 1, null));
  }

  @Test
  void aCommentLineFarBehindBlanksEndsAContinuation() throws IOException {
    String comment = " ".repeat(200_000) + "# comment " + "c".repeat(200_000) + "\n";
    assertCounts(
        SECTION + "g u1 \\\n" + comment + "h u2\n" + END, 30, new ParseResult(2, 0, 3, 0, null));
  }

  @Test
  void aDirectiveFarBehindBlanksIsRead() throws IOException {
    String blanks = "\t ".repeat(200_000);
    String file = SECTION + blanks + "#if night\ng u1\n" + blanks + "#endif\n" + END;
    assertThat(inPieces(file, 30).records(), contains("g|u1|null|night"));
    assertThat(whole(file, 30).records(), contains("g|u1|null|night"));
  }

  @Test
  void textFarBehindBlanksIsOverTheLimit() throws IOException {
    String blanks = "\t ".repeat(200_000);
    assertCounts(SECTION + blanks + "g u1\n" + END, 30, new ParseResult(0, 1, 2, 1, null));
    assertCounts(SECTION + blanks + "\\\n\n" + END, 30, new ParseResult(0, 0, 1, 0, null));
  }

  /** The condition would be cut, and a cut one is another one. */
  @Test
  void aConditionOverTheLimitIsAFault() throws IOException {
    String condition = "time(" + "1".repeat(200_000);
    String file = SECTION + "#if " + condition + ")\ng u1\n#endif\n" + END;
    String fault = "line 3: #if: expected a condition of at most 8192 bytes but found a longer one";
    assertThat(inPieces(file, 30).result().fault(), is(fault));
    assertThat(whole(file, 30).result().fault(), is(fault));
    assertThat(whole(file, DEFAULT_LIMIT).records(), contains("g|u1|null|" + condition + ")"));
  }

  @Test
  void blanksBehindAByteOrderMarkAreBlanks() throws IOException {
    String file = "\uFEFF" + " \t".repeat(200_000) + "\n" + SECTION + "g u1\n" + END;
    assertCounts(file, 30, new ParseResult(1, 0, 2, 0, null));
    assertCounts(file, DEFAULT_LIMIT, new ParseResult(1, 0, 2, 0, null));
  }

  @Test
  void bytesThatAreNotTextAreFoundFarIntoALongLine() throws IOException {
    String start = "ä".repeat(300_000);
    String nul = "line 1: not an lsb.users file: line 2: expected text but found a NUL byte";
    assertFault("x\n" + start + "\0" + start, nul);
    assertFault("x\n" + start + "\0\nx", nul);
    byte[] cut = (start + "ä").getBytes(StandardCharsets.UTF_8);
    cut[cut.length - 1] = '\n';
    String invalid =
        "line 1: not an lsb.users file: line 1: expected text but found bytes that"
            + " are not UTF-8";
    for (int limit : new int[] {30, DEFAULT_LIMIT}) {
      assertThat(UserGroupReading.of(cut, limit).result().fault(), is(invalid));
      assertThat(UserGroupReading.of(pieces(cut), limit).result().fault(), is(invalid));
    }
  }

  @Test
  void charactersMayBeCutByTheReadsOfALongLine() throws IOException {
    String text = "x" + "ä€𝄞".repeat(100_000);
    String user = "Begin User\n";
    assertCounts(user + text, 30, new ParseResult(0, 0, 0, 0, null));
    assertCounts(user + text + "\n" + text + "\n", 30, new ParseResult(0, 0, 0, 0, null));
  }

  private static GeneratedText longGroup(int megabytes) {
    return new GeneratedText()
        .then(SECTION + "g (")
        .then("u1 ", megabytes * (long) MEGA / 3)
        .then(")\nh u1\n" + END);
  }

  private static GeneratedText longComments(int megabytes) {
    return new GeneratedText()
        .then("#")
        .then("c", megabytes * (long) MEGA)
        .then("\n" + SECTION + "g u1 \\\n  #")
        .then("\\ #", megabytes * (long) MEGA / 3)
        .then("\nh u2\n" + END);
  }

  private static void assertCounts(String file, int maxLineBytes, ParseResult expected)
      throws IOException {
    assertThat(whole(file, maxLineBytes).result(), is(expected));
    assertThat(inPieces(file, maxLineBytes).result(), is(expected));
    assertThat(
        count(new GeneratedText().then(file), maxLineBytes),
        is(expected.accepted() + expected.rejected()));
  }

  private static void assertFault(String file, String fault) throws IOException {
    for (int limit : new int[] {30, DEFAULT_LIMIT}) {
      assertThat(whole(file, limit).result().fault(), is(fault));
      assertThat(inPieces(file, limit).result().fault(), is(fault));
    }
  }

  private static Recording whole(String file, int maxLineBytes) throws IOException {
    return UserGroupReading.of(file.getBytes(StandardCharsets.UTF_8), maxLineBytes);
  }

  private static Recording inPieces(String file, int maxLineBytes) throws IOException {
    return UserGroupReading.of(pieces(file.getBytes(StandardCharsets.UTF_8)), maxLineBytes);
  }

  private static InputStream pieces(byte[] file) {
    return new ShortReads(file, new Random(1), 10_000);
  }

  private static long count(InputStream in, int maxLineBytes) throws IOException {
    UserGroupCounter counter =
        new UserGroupCounter(maxLineBytes, CountedSection.USER_GROUP, false, null);
    byte[] piece = new byte[64 << 10];
    int length = in.read(piece);
    while (length >= 0) {
      counter.update(piece, 0, length);
      length = in.read(piece);
    }
    return counter.finish();
  }

  /** How many bytes reading a file allocates, whether or not they could be collected since. */
  private static long allocatedBy(InputStream in, int maxLineBytes) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    UserGroupReading.of(in, maxLineBytes);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
