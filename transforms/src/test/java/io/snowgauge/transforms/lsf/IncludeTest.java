package io.snowgauge.transforms.lsf;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.snowgauge.transforms.record.Included;
import io.snowgauge.transforms.record.Inclusions;
import io.snowgauge.transforms.record.ParseResult;
import io.snowgauge.transforms.record.Pieces;
import io.snowgauge.transforms.record.Recording;
import io.snowgauge.transforms.text.TextEncoding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rule 2.8 of docs/formats/lsb-users.md: what is included is read in its place. */
class IncludeTest {
  private static final String BEGIN = "Begin UserGroup\nGROUP_NAME GROUP_MEMBER\n";

  private static LsfFormat format(TextEncoding encoding) {
    return new UserGroupFormat(
        1 << 20, BadEntries.REJECT_LINE, encoding, List.of(), new IncludeRule(true, List.of()));
  }

  private static Inclusions files(Map<String, byte[]> files) {
    return (name, in) -> {
      byte[] text = files.get(name);
      if (text == null) {
        throw new Inclusions.UnavailableException("expected a file but found none");
      }
      return new Included(name, text, List.of());
    };
  }

  private static Recording read(String file, Map<String, String> others) throws IOException {
    return read(file, others, TextEncoding.UTF_8);
  }

  /** Holds parser and counter together. */
  private static Recording read(String file, Map<String, String> others, TextEncoding encoding)
      throws IOException {
    Map<String, byte[]> bytes = new HashMap<>();
    others.forEach((name, text) -> bytes.put(name, text.getBytes(encoding.charset())));
    return read(file.getBytes(encoding.charset()), files(bytes), format(encoding));
  }

  private static Recording read(byte[] file, Inclusions inclusions, LsfFormat format)
      throws IOException {
    Recording read =
        Recording.of(
            format.newParser(inclusions),
            new ByteArrayInputStream(file),
            row -> row.line() + " " + row.text(0) + " " + row.text(1));
    ParseResult result = read.result();
    long count = Pieces.count(format.newCounter(inclusions), file);
    if (result.fault() == null) {
      assertThat("source count", count, is(result.accepted() + result.rejected()));
    }
    return read;
  }

  @Test
  void rowsAndSectionsAreReadWhereTheyAreIncluded() throws IOException {
    Recording read =
        read(
            BEGIN
                + "#INCLUDE \"rows of a\" # of the site\nb v\n#include c\nEnd UserGroup\n#include d",
            Map.of(
                "rows of a", "a u\na2 (u\\\n v)",
                "c", "End UserGroup\n" + BEGIN + "c w\n",
                "d", BEGIN + "d x\nEnd UserGroup"));
    assertThat(read.records(), contains("3 a u", "3 a2 u", "3 a2 v", "4 b v", "5 c w", "7 d x"));
    assertThat(read.fault(), is(empty()));
    assertThat(read.notices(), is(empty()));
  }

  @Test
  void theWordEndsAtABlankAParenthesisOrTheLine() throws IOException {
    Recording read =
        read(
            BEGIN + "#includes a\n# include a\n#include(a)\n\t#InClUdE\ta\r\r\nEnd UserGroup\n",
            Map.of("a", "a u\n", "(a)", "b u\n"));
    assertThat(read.records(), contains("5 b u", "6 a u"));
  }

  @Test
  void aDirectiveEndsTheLineBeforeItAndTheFileItsLastOne() throws IOException {
    Recording read = read(BEGIN + "a u \\\n#include x\nv\nEnd UserGroup\n", Map.of("x", "b u \\"));
    assertThat(read.records(), contains("3 a u", "4 b u"));
    assertThat(
        read.reasons(),
        contains("5:2: expected 2 values, one for each column of the header, but found 1"));
  }

  @Test
  void conditionsSpanFiles() throws IOException {
    Recording read =
        read(
            BEGIN + "#if x\n#include a\n#else\ng v\n#endif\nEnd UserGroup\n", Map.of("a", "g u\n"));
    assertThat(read.records(), contains("4 g u", "6 g v"));
    assertThat(
        read(BEGIN + "#include a\nEnd UserGroup\n", Map.of("a", "#if x\n")).fault(),
        contains("line 3: expected #endif for this #if but found the end of the file"));
  }

  @Test
  void whatIsWrongIsToldWithBothPlaces() throws IOException {
    Recording read =
        read(
            "#include a\n" + BEGIN + "#include b\nEnd UserGroup\n",
            Map.of("a", "stray\nBegin Host\nEnd\n", "b", "\ng\n#include c\n", "c", "g [\n"));
    assertThat(
        read.reasons(),
        contains(
            "1:1: in a, line 1: outside any section: expected 'Begin UserGroup' but found 'stray'",
            "4:2: in b, line 2: expected 2 values, one for each column of the header, but found 1",
            "4:3: in c, line 1: GROUP_MEMBER: expected a name but found '[' in '['"));
    assertThat(
        read.notices(),
        contains(
            "line 1: in a, line 2: section Host is not read: lsb.users has UserGroup, User and"
                + " UserMap",
            "line 1: in a, line 3: expected 'End Host' for the section of line 1 but found 'End',"
                + " which is taken for it"));
  }

  @Test
  void whatCannotBeReadIsAFault() throws IOException {
    assertThat(
        read(BEGIN + "a u\n#include \"x\" # y\nEnd UserGroup\n", Map.of()).fault(),
        contains("line 4: #INCLUDE \"x\": expected a file but found none"));
    assertThat(
        read("#include a\n", Map.of("a", "\n#include b\n")).fault(),
        contains("line 1: in a, line 2: #INCLUDE b: expected a file but found none"));
    assertThat(
        read("#include a\n", Map.of("a", BEGIN + "g u\rEnd UserGroup\r")).fault(),
        contains(
            "line 1: expected 'End UserGroup' to close this section but found the end of the file"));
    assertThat(
        read("#include a\n", Map.of("a", "Begin UserGroup\rEnd UserGroup\r")).fault(),
        contains(
            "line 1: #INCLUDE a: expected lines that end in LF or CRLF but found CRs alone;"
                + " convert the file"));
    assertThat(
        read("#include a\n", Map.of("a", "\u00ff"), TextEncoding.UTF_8).fault(),
        contains(
            "line 1: not an lsb.users file: no section is in it; line 1: in a, line 1: expected"
                + " 'Begin UserGroup' but found 'ÿ'"));
  }

  @Test
  void filesAreInTheEncodingOfTheDataset() throws IOException {
    assertThat(
        read(
                BEGIN + "#include a\nEnd UserGroup\n",
                Map.of("a", "\ufeffä ö\n"),
                TextEncoding.UTF_16LE)
            .records(),
        contains("3 ä ö"));
    assertThat(
        read(BEGIN + "#include ä\nEnd UserGroup\n", Map.of("ä", "ä ö\n"), TextEncoding.WINDOWS_1252)
            .records(),
        contains("3 ä ö"));
  }

  @Test
  void parserAndCounterAgreeAboutFilesThatAreCutAtRandom() throws IOException {
    long withoutFault = 0;
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      Map<String, byte[]> others = new HashMap<>();
      byte[] outer = cut(RandomUserGroups.file(seed), "a", others, random);
      others.put("b", cut(RandomUserGroups.file(seed + 10_000L), "c", others, random));
      byte[] a = others.getOrDefault("a", new byte[0]);
      others.put("a", cut(a, "b", others, random));
      Recording read = read(outer, files(others), format(TextEncoding.UTF_8));
      withoutFault += read.result().fault() == null ? 1 : 0;
    }
    assertThat(withoutFault, is(greaterThan(100L)));
  }

  /** Puts some lines of a file into another one, which is included in their place. */
  private static byte[] cut(byte[] file, String name, Map<String, byte[]> others, Random random) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("(?<=\n)", -1)));
    int from = random.nextInt(lines.size());
    int to = from + random.nextInt(lines.size() - from + 1);
    List<String> moved = lines.subList(from, to);
    others.put(name, String.join("", moved).getBytes(StandardCharsets.ISO_8859_1));
    moved.clear();
    lines.add(from, "#include \"" + name + "\"\n");
    return String.join("", lines).getBytes(StandardCharsets.ISO_8859_1);
  }
}
