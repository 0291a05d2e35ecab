package io.snowgauge.endtoend;

import static io.snowgauge.endtoend.Site.MONDAY;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Bad files beside good ones, all in one run of two datasets: one tolerates no refused line, the
 * other any number of them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class BadInputTest {
  private static final String STRICT_AND_TOLERANT =
      """
      {
        "datasets": {
          "strict": {
            "input": "data/*", "format": { "type": "lsf" }, "table": "STRICT"
          },
          "tolerant": {
            "input": "data/*", "format": { "type": "lsf" }, "table": "TOLERANT",
            "rejects": { "max": 1000 }
          }
        }
      }
      """;

  private static final UserGroups GOOD = UserGroups.random(1, 500);

  private Site site = new Site(Path.of(""));
  private Snowgauge.Ended run = new Snowgauge.Ended(-1, "", "");

  private static String section(String header, String... lines) {
    return "Begin UserGroup\n" + header + "\n" + String.join("\n", lines) + "\nEnd UserGroup\n";
  }

  /** A section with a sound group, named for its file, before and after a line. */
  private static String around(String name, String line) {
    return section(
        "GROUP_NAME GROUP_MEMBER USER_SHARES", name + "1 (u v) ([u, 1])", line, name + "2 (w) -");
  }

  private void write(String name, String text) throws IOException {
    site.write("data/" + name, text, MONDAY);
  }

  @BeforeAll
  void runOverBadAndGoodFiles(@TempDir Path folder) throws Exception {
    site = Site.with(folder, STRICT_AND_TOLERANT);
    site.write("data/good", GOOD, MONDAY);
    writeRefusedLines();
    writeStructuralFaults();
    writeDamage();
    Files.createDirectories(site.path("data/directory/lsb.users"));
    Files.createSymbolicLink(site.path("data/dangling"), Path.of("nowhere"));
    Files.createSymbolicLink(site.path("data/looped"), Path.of("looped"));
    write("empty", "");
    run = site.run("--run-id", "r1");
  }

  private void writeRefusedLines() throws IOException {
    write("columnRepeated", section("GROUP_NAME GROUP_MEMBER GROUP_MEMBER", "a (u) (v)"));
    write("columnUnknown", section("GROUP_NAME GROUP_MEMBERS", "a (u)", "b (v)"));
    write("groupTwice", around("groupTwice", "groupTwice1 (x) -"));
    write("shareBelowOne", around("shareBelowOne", "bad (u) ([u, 0])"));
    write("shareNoNumber", around("shareNoNumber", "bad (u) ([u, 3x])"));
    write("shareTooLarge", around("shareTooLarge", "bad (u) ([u, 2147483647])"));
    write("parenthesisOpen", around("parenthesisOpen", "bad (u -"));
    write("valuesTooFew", around("valuesTooFew", "bad (u)"));
    write("valuesTooMany", around("valuesTooMany", "bad (u) - -"));
    site.write(
        "data/notUtf8", around("notUtf8", "bad (m\u00fcller x) -").getBytes(ISO_8859_1), MONDAY);
    write("lineOf50MB", around("lineOf50MB", "bad (" + "member ".repeat(7_500_000) + ") -"));
  }

  private void writeStructuralFaults() throws IOException {
    String open = "Begin UserGroup\nGROUP_NAME GROUP_MEMBER\na (u)\n";
    write("beginInside", open + "Begin UserMap\nEnd UserMap\nEnd UserGroup\n");
    write("bareRows", "GROUP_NAME GROUP_MEMBER\na (u)\n");
    write("directiveOpen", "#if time(9:00-17:00)\n" + open + "End UserGroup\n");
    write("unterminated", open);
    byte[] garbage = new byte[100_000];
    new Random(7).nextBytes(garbage);
    garbage[0] = 0;
    site.write("data/garbage", garbage, MONDAY);
    site.write("data/utf16", ("\ufeff" + GOOD.text()).getBytes(UTF_16LE), MONDAY);
  }

  private void writeDamage() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(GOOD.text().getBytes(UTF_8));
    }
    byte[] whole = bytes.toByteArray();
    site.write("data/gzipCut", Arrays.copyOf(whole, whole.length * 2 / 3), MONDAY);
    whole[whole.length / 2] ^= 0x55;
    site.write("data/gzipDamaged", whole, MONDAY);
  }

  private List<String> ledger(String dataset, String name) throws SQLException {
    return site.query(
        "SELECT STATUS, SOURCE_RECORD_COUNT, ACCEPTED_RECORD_COUNT, REJECTED_RECORD_COUNT,"
            + " INGESTED_RECORD_COUNT, split_part(ERROR_MESSAGES, chr(10), 1)"
            + " FROM SNOWGAUGE.INGESTION_FILES WHERE DATASET = '"
            + dataset
            + "' AND URI LIKE '%/data/"
            + name
            + "'");
  }

  @Test
  void endsWithTheCodeOfFailedFiles() {
    assertThat(run.exitCode(), is(3));
    assertThat(
        run.outLines().stream()
            .map(line -> line.strip().replaceAll(" +", " "))
            .filter(line -> line.startsWith("strict ") || line.startsWith("tolerant "))
            .map(line -> line.replaceAll("^(\\S+ \\S+) .* (\\S+)$", "$1 $2"))
            .toList(),
        contains("strict 24 FAILED", "tolerant 24 FAILED"));
  }

  @Test
  void theGoodFileIsInAndNothingOfTheOthers() throws Exception {
    assertThat(
        site.query("SELECT GROUP_NAME, USER_NAME, SHARE FROM STRICT").stream().sorted().toList(),
        is(GOOD.rows()));
    assertThat(
        site.query(
            "SELECT regexp_extract(URI, '[^/]*$') FROM SNOWGAUGE.INGESTION_FILES"
                + " WHERE DATASET = 'strict' AND STATUS <> 'FAILED' ORDER BY 1"),
        contains("empty", "good"));
    assertThat(site.files("archive/strict").size(), is(1));
    assertThat(site.files(".snowgauge"), empty());
  }

  /** What stands on the third line of a file whose second and fourth are sound. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          groupTwice      | 1 | line 4, column 1: GROUP_NAME: expected each group once but found 'groupTwice1' again
          shareBelowOne   | 1 | line 4, column 14: USER_SHARES: expected a positive integer after 'u,' but found '0'
          shareNoNumber   | 1 | line 4, column 14: USER_SHARES: expected a positive integer after 'u,' but found '3x'
          shareTooLarge   | 1 | line 4, column 14: USER_SHARES: expected at most 2147483646 shares but found '2147483647'
          parenthesisOpen | 1 | line 4, column 5: expected ')' to close this '(' but found the end of the line
          valuesTooFew    | 1 | line 4, column 8: expected 3 values, one for each column of the header, but found 2
          valuesTooMany   | 1 | line 4, column 11: expected 3 values, one for each column of the header, but found 4
          notUtf8         | 2 | line 4, column 7: expected UTF-8 but found the byte 0xfc
          lineOf50MB      | 1 | line 4, column 1: expected a line of at most 16777216 bytes but found a longer one
          """)
  void aBadLineIsRefusedWithItsPlaceAndReason(String name, int rejected, String message)
      throws Exception {
    int source = 3 + rejected;
    assertThat(
        ledger("strict", name),
        contains(
            "FAILED | %d | 3 | %d | 0 | 1 of 4 lines rejected, none tolerated"
                .formatted(source, rejected)));
    assertThat(
        ledger("tolerant", name),
        contains("PUBLISHED | %d | 3 | %d | 3 | %s".formatted(source, rejected, message)));
    assertThat(
        site.query(
            "SELECT GROUP_NAME, USER_NAME, SHARE FROM TOLERANT WHERE GROUP_NAME LIKE '"
                + name
                + "_' ORDER BY ALL"),
        contains(name + "1 | u | 1", name + "1 | v | null", name + "2 | w | null"));
    assertThat(
        site.query(
            "SELECT DATASET, LINE, 'line ' || LINE || ', column ' || COLUMN_NUMBER || ': '"
                + " || REASON FROM SNOWGAUGE.INGESTION_REJECTS WHERE URI LIKE '%/"
                + name
                + "' ORDER BY DATASET"),
        contains("strict | 4 | " + message, "tolerant | 4 | " + message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          columnRepeated | 2 | 1 | line 2, column 25: header: expected each column once but found GROUP_MEMBER again
          columnUnknown  | 3 | 2 | line 2, column 12: header: expected one of GROUP_NAME, GROUP_MEMBER, USER_SHARES, GROUP_ADMIN, PRIORITY but found 'GROUP_MEMBERS'
          """)
  void aSectionWithABadHeaderIsRefusedLineByLine(
      String name, int lines, int rejected, String message) throws Exception {
    assertThat(
        ledger("strict", name),
        contains(
            "FAILED | %d | 0 | %d | 0 | %d of %d lines rejected, none tolerated"
                .formatted(rejected, rejected, lines, lines)));
    assertThat(
        ledger("tolerant", name),
        contains("PUBLISHED | %d | 0 | %d | 0 | %s".formatted(rejected, rejected, message)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          beginInside   | line 4: expected 'End UserGroup' for the section of line 1 but found 'Begin UserMap'
          bareRows      | line 1: not an lsb.users file: no section is in it; line 1: expected 'Begin UserGroup' but found 'GROUP_NAME'
          directiveOpen | line 1: expected #endif for this #if but found the end of the file
          unterminated  | line 1: expected 'End UserGroup' to close this section but found the end of the file
          garbage       | line 1: not an lsb.users file
          utf16         | line 1: not an lsb.users file: expected UTF-8 but found a UTF-16 or UTF-32 byte-order mark
          gzipCut       | expected a complete gzip file but found damage:
          gzipDamaged   | expected a complete gzip file but found damage:
          directory     | expected a file but found a directory
          dangling      | expected the listed file but it was deleted since
          looped        | expected a readable file but reading it failed: Too many levels of
          """)
  void aFileThatIsBadAsAWholeFailsWhateverIsTolerated(String name, String message)
      throws Exception {
    for (String dataset : List.of("strict", "tolerant")) {
      String row = ledger(dataset, name).get(0);
      assertThat(row, startsWith("FAILED"));
      assertThat(row, containsString(" | 0 | " + message));
    }
  }

  @Test
  void anEmptyFileIsPublishedAndMentioned() throws Exception {
    assertThat(
        ledger("strict", "empty"),
        contains("PUBLISHED | 0 | 0 | 0 | 0 | the file is empty: 0 bytes"));
  }

  @Test
  void theAuditAddsUpToTheLedger() throws Exception {
    assertThat(
        site.query(
            "SELECT RUN_ID, DATASET, FILES, SOURCE_RECORD_COUNT, INGESTED_RECORD_COUNT,"
                + " REJECTED_RECORD_COUNT, STATUS FROM SNOWGAUGE.INGESTION_AUDIT"
                + " ORDER BY DATASET"),
        is(
            site.query(
                "SELECT RUN_ID, DATASET, COUNT(*), SUM(SOURCE_RECORD_COUNT),"
                    + " SUM(INGESTED_RECORD_COUNT), SUM(REJECTED_RECORD_COUNT), 'FAILED'"
                    + " FROM SNOWGAUGE.INGESTION_FILES GROUP BY ALL ORDER BY DATASET")));
  }
}
