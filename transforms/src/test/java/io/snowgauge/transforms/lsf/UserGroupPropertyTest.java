package io.snowgauge.transforms.lsf;

import static java.util.regex.Matcher.quoteReplacement;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.snowgauge.transforms.record.ParseResult;
import io.snowgauge.transforms.record.Pieces;
import io.snowgauge.transforms.record.RecordCounter;
import io.snowgauge.transforms.record.Recording;
import io.snowgauge.transforms.record.ShortReads;
import io.snowgauge.transforms.text.TextEncoding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every file, tried on files made at random; a failure names its seed. */
class UserGroupPropertyTest {
  private static final int FILES = 5000;
  private static final int LONG_FILES = 400;

  /** Of one to six characters, which is a visible CR with blanks. */
  private static final Pattern RUN = Pattern.compile("(.{1,6}?)\\1{20,}", Pattern.DOTALL);

  private long withoutFault;
  private long accepted;
  private long rejected;

  @ParameterizedTest
  @ValueSource(ints = {30, 40, 80, UserGroupFormat.DEFAULT_MAX_LINE_BYTES})
  void theSourceCountIsThatOfTheParser(int maxLineBytes) throws IOException {
    for (int seed = 0; seed < FILES; seed++) {
      check(RandomUserGroups.file(seed), groups(maxLineBytes, seed), seed, 40);
    }
    assertThat("files without fault", withoutFault, is(greaterThan(FILES / 5L)));
    assertThat("records", accepted, is(greaterThan(FILES / 2L)));
    assertThat("rejects", rejected, is(greaterThan(FILES / 2L)));
  }

  /** Where lines are so long that they are not held, nothing may depend on how they are read. */
  @ParameterizedTest
  @ValueSource(ints = {30, 5000})
  void longLinesAreReadTheSameInPiecesOfAnyLength(int maxLineBytes) throws IOException {
    for (int seed = 0; seed < LONG_FILES; seed++) {
      check(RandomLongLines.file(seed), groups(maxLineBytes, seed), seed, 100_000);
    }
    assertThat("files without fault", withoutFault, is(greaterThan(LONG_FILES / 5L)));
  }

  @ParameterizedTest
  @ValueSource(ints = {40, LsfFormat.DEFAULT_MAX_LINE_BYTES})
  void theSourceCountIsThatOfTheParserForOtherSections(int maxLineBytes) throws IOException {
    LsfFormat users = new UserFormat(maxLineBytes, TextEncoding.UTF_8);
    LsfFormat maps = new UserMapFormat(maxLineBytes, TextEncoding.UTF_8);
    for (int seed = 0; seed < FILES / 2; seed++) {
      LsfFormat format = seed % 2 == 0 ? users : maps;
      check(RandomUserGroups.file(seed, format.section()), format, seed, 40);
    }
    assertThat("files without fault", withoutFault, is(greaterThan(FILES / 10L)));
    assertThat("records", accepted, is(greaterThan(FILES / 10L)));
    assertThat("rejects", rejected, is(greaterThan(FILES / 5L)));
  }

  private static LsfFormat groups(int maxLineBytes, long seed) {
    return new UserGroupFormat(
        maxLineBytes,
        seed % 2 == 0 ? BadEntries.REJECT_LINE : BadEntries.REJECT_ENTRY,
        TextEncoding.UTF_8,
        seed % 3 == 0 ? List.of(GroupColumn.values()) : List.of());
  }

  private void check(byte[] file, LsfFormat format, long seed, int longestPiece)
      throws IOException {
    String which = "seed " + seed + ": " + shown(new String(file, StandardCharsets.ISO_8859_1));
    Recording whole = UserGroupReading.of(new ByteArrayInputStream(file), format);
    ShortReads pieces = new ShortReads(file, new Random(seed), longestPiece);
    Recording pieced = UserGroupReading.of(pieces, format);
    assertThat(which, shown(pieced.everything()), is(shown(whole.everything())));
    long count = Pieces.count(format.newCounter(), file);
    assertThat(which, countInPieces(format, file, new Random(seed)), is(count));

    ParseResult result = whole.result();
    assertThat(which, (long) whole.records().size(), is(result.accepted()));
    assertThat(which, (long) whole.rejects().size(), is(result.rejectedLines()));
    assertThat(which, result.rejectedLines(), is(lessThanOrEqualTo(result.lines())));
    accepted += result.accepted();
    rejected += result.rejected();
    if (result.fault() == null) {
      withoutFault++;
      assertThat(which, count, is(result.accepted() + result.rejected()));
    }
  }

  /** With visible line ends, and long runs as the number of their bytes. */
  private static String shown(Object said) {
    String text = said.toString().replace("\r", "«CR»").replace("\t", "«TAB»");
    return RUN.matcher(text).replaceAll(run -> quoteReplacement(shortened(run)));
  }

  private static String shortened(MatchResult run) {
    return run.group(1) + "«" + run.group().length() + "»";
  }

  private static long countInPieces(LsfFormat format, byte[] file, Random random) {
    RecordCounter counter = format.newCounter();
    int position = 0;
    while (position < file.length) {
      int length = Math.min(file.length - position, random.nextInt(file.length / 20 + 2));
      byte[] piece = Arrays.copyOfRange(file, position, position + length);
      counter.update(piece, 0, length);
      position += length;
    }
    return counter.finish();
  }
}
