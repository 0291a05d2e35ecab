package io.snowgauge.transforms.lsf;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.ParseListener;
import io.snowgauge.transforms.record.ParseResult;
import io.snowgauge.transforms.record.RecordParser;
import io.snowgauge.transforms.record.Recording;
import io.snowgauge.transforms.record.Reject;
import io.snowgauge.transforms.record.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the files of {@link UserGroupCasesTest} do not show: raw text, excerpts, failures. */
class UserGroupParserTest {
  private static final String SECTION = "Begin UserGroup\nGROUP_NAME GROUP_MEMBER\n";
  private static final String END = "End UserGroup\n";

  @Test
  void aRejectHoldsThePhysicalTextWithItsCommentAndWithoutItsLineEnd() throws IOException {
    assertThat(rawOf("  bad (u1 # comment \t\r\r\n"), contains("  bad (u1 # comment \t"));
  }

  @Test
  void aRejectHoldsAllPhysicalLinesOfAJoinedOne() throws IOException {
    assertThat(
        rawOf("bad \\\r\n(u1\\ \\\n\t u2 # two\r\n"), contains("bad \\\n(u1\\ \\\n\t u2 # two"));
  }

  @Test
  void aRejectDoesNotHoldTheCommentLineThatEndsIt() throws IOException {
    assertThat(rawOf("bad (u1 \\\n# comment\n"), contains("bad (u1 \\"));
  }

  @Test
  void aRejectHoldsAThousandCharactersAtMost() throws IOException {
    assertThat(rawOf("x".repeat(1000) + "\n"), contains("x".repeat(1000)));
    assertThat(rawOf("x".repeat(1001) + "\n"), contains("x".repeat(1000)));
    assertThat(rawOf("𝄞".repeat(1001) + "\n"), contains("𝄞".repeat(1000)));
    assertThat(rawOf("x\\\n".repeat(2000) + "\n"), contains("x\\\n".repeat(333) + "x"));
  }

  @Test
  void aRejectShowsBytesThatAreNotUtf8AsReplacementCharacters() throws IOException {
    byte[] file = (SECTION + "bad (\u00fc\n" + END).getBytes(StandardCharsets.ISO_8859_1);
    assertThat(UserGroupReading.of(file, 100).rejects().get(0).raw(), is("bad (\ufffd"));
  }

  @Test
  void aHeadersRejectHoldsItsText() throws IOException {
    Recording found = UserGroupReading.of("Begin UserGroup\n COLOUR # c\n" + END);
    assertThat(
        found.rejects(),
        contains(
            new Reject(
                2,
                2,
                "header: expected one of GROUP_NAME, GROUP_MEMBER, USER_SHARES, GROUP_ADMIN,"
                    + " PRIORITY but found 'COLOUR'",
                " COLOUR # c")));
  }

  @Test
  void aByteOrderMarkIsInNoReject() throws IOException {
    Recording found = UserGroupReading.of("\ufeff" + "Begin UserGroup\n" + END);
    assertThat(found.result(), is(new ParseResult(0, 0, 0, 0, null)));
  }

  @Test
  void columnsCountCharacters() throws IOException {
    assertThat(reasonsOf("ä€𝄞 (u1\n"), contains(startsWith("3:5: expected ')' to close")));
  }

  @Test
  void longWordsAreCutInReasons() throws IOException {
    assertThat(
        reasonsOf("g (u1)" + "x".repeat(61) + "\n"),
        contains("3:7: expected a blank after ')' but found '" + "x".repeat(60) + "…'"));
    assertThat(
        reasonsOf("g (u1)" + "x".repeat(60) + "\n"),
        contains("3:7: expected a blank after ')' but found '" + "x".repeat(60) + "'"));
  }

  @Test
  void longWordsAreCutBetweenCharacters() throws IOException {
    assertThat(
        reasonsOf("g (u1)x" + "€".repeat(20) + "\n"),
        contains("3:7: expected a blank after ')' but found 'x" + "€".repeat(19) + "…'"));
  }

  @Test
  void controlCharactersAreReplacedInReasons() throws IOException {
    assertThat(
        reasonsOf("g (u1)x\u001b[31m\u007f\n"),
        contains("3:7: expected a blank after ')' but found 'x\ufffd[31m\ufffd'"));
  }

  @Test
  void longPathsOfIncludesAreCutInNotices() throws IOException {
    String path = "p".repeat(1001);
    assertThat(
        UserGroupReading.of("#include " + path + "\n").notices(),
        contains("line 1: #INCLUDE " + path.substring(1) + "… is not followed"));
    assertThat(
        UserGroupReading.of("#include a\u001b\n").notices(),
        contains("line 1: #INCLUDE a\ufffd is not followed"));
  }

  @Test
  void recordsHaveTheLineWhereTheirGroupStarts() throws IOException {
    Recording found = UserGroupReading.of(SECTION + "\ng (u1 \\\nu2)\nh u3\n" + END);
    assertThat(found.recordLines(), contains(4L, 4L, 6L));
  }

  @Test
  void aParserMayReadSeveralFiles() throws IOException {
    RecordParser parser = new UserGroupFormat(100).newParser();
    ParseResult once = new ParseResult(1, 0, 2, 0, null);
    for (int i = 0; i < 2; i++) {
      assertThat(parser.parse(stream(SECTION + "g u1\n" + END), new Ignoring()), is(once));
    }
  }

  @Test
  void nothingBehindAFaultIsReported() throws IOException {
    Recording found = UserGroupReading.of(SECTION + "g u1\nBegin x\nh (u1\n#include y\n" + END);
    assertThat(found.records(), contains("g|u1|null"));
    assertThat(found.rejects(), is(List.of()));
    assertThat(found.notices(), is(List.of()));
  }

  @Test
  void aFailureOfTheInputIsThrown() {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("storage");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
          }
        };
    InputStream text = new SequenceInputStream(stream(SECTION + "g u1\n"), failing);
    IOException thrown =
        assertThrows(
            IOException.class,
            () -> new UserGroupFormat(100).newParser().parse(text, new Ignoring()));
    assertThat(thrown.getMessage(), is("storage"));
  }

  @Test
  void aFailureOfTheListenerIsThrown() {
    ParseListener full =
        new Ignoring() {
          @Override
          public void record(Row row) throws IOException {
            throw new IOException("disk full");
          }
        };
    IOException thrown =
        assertThrows(
            IOException.class,
            () -> new UserGroupFormat(100).newParser().parse(stream(SECTION + "g u1\n"), full));
    assertThat(thrown.getMessage(), is("disk full"));
  }

  @Test
  void theFormatHasFourColumnsAndTheTimeOfExtraction() {
    UserGroupFormat format = new UserGroupFormat(UserGroupFormat.DEFAULT_MAX_LINE_BYTES);
    assertThat(
        format.columns().stream().map(Column::name).toList(),
        contains("GROUP_NAME", "USER_NAME", "SHARE", "CONDITION"));
    assertThat(
        format.columns().stream().map(Column::jsonKey).toList(),
        contains("group", "user", "share", "condition"));
    assertThat(format.extractedAt().map(Column::name).orElseThrow(), is("EXTRACTED_AT"));
    assertThat(format.extractedAt().map(Column::jsonKey).orElseThrow(), is("timestamp"));
    assertThat(format.maxLineBytes(), is(16 << 20));
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> rawOf(String lines) throws IOException {
    return UserGroupReading.of(SECTION + lines + END).rejects().stream().map(Reject::raw).toList();
  }

  private static List<String> reasonsOf(String lines) throws IOException {
    return UserGroupReading.of(SECTION + lines + END).reasons();
  }

  private static class Ignoring implements ParseListener {
    @Override
    public void record(Row row) throws IOException {}

    @Override
    public void reject(Reject reject) {}

    @Override
    public void notice(String message) {}
  }
}
