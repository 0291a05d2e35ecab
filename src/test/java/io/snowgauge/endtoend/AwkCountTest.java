package io.snowgauge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import io.snowgauge.endtoend.Awk.Input;
import io.snowgauge.transforms.csv.CsvCases;
import io.snowgauge.transforms.csv.CsvDialect;
import io.snowgauge.transforms.csv.CsvFormat;
import io.snowgauge.transforms.csv.RandomCsv;
import io.snowgauge.transforms.lsf.BadEntries;
import io.snowgauge.transforms.lsf.LsfFormat;
import io.snowgauge.transforms.lsf.RandomLongLines;
import io.snowgauge.transforms.lsf.RandomUserGroups;
import io.snowgauge.transforms.lsf.UserFormat;
import io.snowgauge.transforms.lsf.UserGroupCases;
import io.snowgauge.transforms.lsf.UserGroupFormat;
import io.snowgauge.transforms.lsf.UserMapFormat;
import io.snowgauge.transforms.ndjson.NdjsonCases;
import io.snowgauge.transforms.ndjson.NdjsonFormat;
import io.snowgauge.transforms.ndjson.ObjectLayout;
import io.snowgauge.transforms.ndjson.RandomNdjson;
import io.snowgauge.transforms.record.CaseFile;
import io.snowgauge.transforms.record.Declared;
import io.snowgauge.transforms.record.Format;
import io.snowgauge.transforms.record.Mutation;
import io.snowgauge.transforms.record.ParseResult;
import io.snowgauge.transforms.record.Recording;
import io.snowgauge.transforms.text.TextEncoding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The programs that count records in pods, under every awk of this machine: where the parser finds
 * no fault, their number is that of what it accepts and rejects. A failure names its case or seed.
 */
class AwkCountTest {
  /** More of each kind: {@code -Dsnowgauge.awk.files=5000}. */
  private static final int FILES = Integer.getInteger("snowgauge.awk.files", 100);

  private static final String NOT_ALL_READ =
      "unknown: this awk did not read all of it, as some do where a file has NUL bytes";

  /** A file, and what the parser says of it. */
  private record Counting(Input input, ParseResult result) {
    static Counting of(String name, Format format, byte[] file) throws IOException {
      Recording read =
          Recording.of(
              format.newParser(), new ByteArrayInputStream(file), row -> Long.toString(row.line()));
      return new Counting(toCount(name, format, file), read.result());
    }

    Counting inShortLeaves() {
      return new Counting(input.inShortLeaves(), result);
    }

    long records() {
      return result.accepted() + result.rejected();
    }
  }

  private static Input toCount(String name, Format format, byte[] file) {
    if (format instanceof LsfFormat groups) {
      return new Input(
          name,
          "lsf",
          List.of(
              "maxLineBytes=" + groups.maxLineBytes(),
              "badEntries=" + groups.badEntries().configName(),
              "wanted=" + groups.section().configName(),
              "encoding="
                  + (groups.encoding() == TextEncoding.UTF_8
                      ? ""
                      : groups.encoding().configName())),
          file);
    }
    if (format instanceof CsvFormat csv) {
      CsvDialect dialect = csv.dialect();
      List<String> variables =
          List.of(
              "dialect=" + (dialect.isWhollyPlain() ? "" : "this one"),
              "delimiter=" + dialect.delimiter().replace("\\", "\\\\"),
              "header=" + (csv.header() ? 1 : 0),
              "paddedQuotes=" + dialect.paddedQuotes().configName(),
              "encoding=" + csv.encoding().configName());
      return new Input(name, "csv", variables, file);
    }
    boolean isKnown = ((NdjsonFormat) format).layout() == ObjectLayout.LINES;
    return new Input(name, "ndjson", List.of("dialect=" + (isKnown ? "" : "this one")), file);
  }

  @TempDir Path folder;

  static List<Awk> awks() {
    return Awk.installed();
  }

  @ParameterizedTest
  @MethodSource("awks")
  void countsEveryCaseOfTheFormats(Awk awk) throws IOException {
    List<Counting> cases = new ArrayList<>();
    for (CaseFile each : UserGroupCases.all()) {
      cases.add(Counting.of(each.name(), UserGroupCases.format(each), each.input()));
    }
    for (CaseFile each : CsvCases.all()) {
      cases.add(Counting.of(each.name(), CsvCases.format(each), each.input()));
    }
    for (CaseFile each : NdjsonCases.all()) {
      cases.add(Counting.of(each.name(), NdjsonCases.format(each), each.input()));
    }
    check(awk, Stream.concat(cases.stream(), cases.stream().map(Counting::inShortLeaves)).toList());
  }

  @ParameterizedTest
  @MethodSource("awks")
  void countsRandomUserGroups(Awk awk) throws IOException {
    List<Integer> limits = List.of(30, 40, 80, UserGroupFormat.DEFAULT_MAX_LINE_BYTES);
    List<Counting> files = new ArrayList<>();
    for (int seed = 0; seed < 4 * FILES; seed++) {
      BadEntries badEntries = seed / 8 % 2 == 0 ? BadEntries.REJECT_LINE : BadEntries.REJECT_ENTRY;
      UserGroupFormat format = new UserGroupFormat(limits.get(seed % 4), badEntries);
      Counting file = Counting.of("seed " + seed, format, RandomUserGroups.file(seed));
      files.add(seed / 4 % 2 == 0 ? file : file.inShortLeaves());
    }
    check(awk, files);
  }

  @ParameterizedTest
  @MethodSource("awks")
  void countsRandomLimitsAndMappings(Awk awk) throws IOException {
    List<Counting> files = new ArrayList<>();
    for (int seed = 0; seed < 2 * FILES; seed++) {
      int limit = seed % 8 < 2 ? 40 : LsfFormat.DEFAULT_MAX_LINE_BYTES;
      LsfFormat format =
          seed % 2 == 0
              ? new UserFormat(limit, TextEncoding.UTF_8)
              : new UserMapFormat(limit, TextEncoding.UTF_8);
      byte[] bytes = RandomUserGroups.file(seed, format.section());
      Counting file = Counting.of("seed " + seed, format, bytes);
      files.add(seed / 4 % 2 == 0 ? file : file.inShortLeaves());
    }
    check(awk, files);
  }

  /** Of names, so many that their pairs are more than a line may have. */
  @ParameterizedTest
  @MethodSource("awks")
  void pairsOfNamesAreLimited(Awk awk) throws IOException {
    String names = IntStream.range(0, 1001).mapToObj(i -> "u" + i).collect(joining(" "));
    String head = "Begin UserMap\nLOCAL REMOTE DIRECTION\n";
    List<Counting> files = new ArrayList<>();
    for (String remote : List.of(names, names.substring(0, names.lastIndexOf(' ')), "a")) {
      byte[] file =
          (head + "(" + names + ") (" + remote + ") export\nEnd UserMap\n").getBytes(UTF_8);
      UserMapFormat format =
          new UserMapFormat(LsfFormat.DEFAULT_MAX_LINE_BYTES, TextEncoding.UTF_8);
      files.add(Counting.of(remote.length() + " bytes of remote names", format, file));
    }
    check(awk, files);
    assertThat(files.stream().map(Counting::records).toList(), contains(1L, 1L, 1001L));
  }

  /** Only one file is at hand in a pod. */
  @ParameterizedTest
  @MethodSource("awks")
  void doesNotCountWhatIncludesOtherFiles(Awk awk) throws IOException {
    String group = "Begin UserGroup\nGROUP_NAME GROUP_MEMBER\ng u\nEnd UserGroup\n";
    List<String> follow = List.of("includes=follow");
    assertThat(
        awk.count(
            List.of(
                new Input("told", "lsf", List.of(), group + "#include x\n"),
                new Input("none", "lsf", follow, group + "#includes x\n# include x\n"),
                new Input("one", "lsf", follow, " #INCLUDE \"x\"\r\n" + group),
                new Input("bare", "lsf", follow, group + "#include\r\n")),
            folder),
        contains(
            "1",
            "1",
            "unknown: it includes other files, whose text belongs to it",
            "unknown: it includes other files, whose text belongs to it"));
  }

  @ParameterizedTest
  @MethodSource("awks")
  void refusesSectionsThatItDoesNotKnow(Awk awk) throws IOException {
    assertThat(
        awk.count(
            List.of(new Input("hosts", "lsf", List.of("wanted=Host"), "Begin Host\n")), folder),
        contains("unknown: this program does not know sections called host"));
  }

  @ParameterizedTest
  @MethodSource("awks")
  void countsUserGroupsWithLongLines(Awk awk) throws IOException {
    List<Counting> files = new ArrayList<>();
    for (int seed = 0; seed < FILES / 5; seed++) {
      UserGroupFormat format = new UserGroupFormat(seed % 2 == 0 ? 5000 : 16 << 20);
      files.add(Counting.of("seed " + seed, format, RandomLongLines.file(seed)));
    }
    check(awk, files);
  }

  @ParameterizedTest
  @MethodSource("awks")
  void countsRandomCsv(Awk awk) throws IOException {
    List<Counting> files = new ArrayList<>();
    for (int seed = 0; seed < 2 * FILES; seed++) {
      RandomCsv file =
          RandomCsv.of(seed, seed % 8 < 7 ? TextEncoding.UTF_8 : TextEncoding.WINDOWS_1250);
      Random random = new Random(seed);
      byte[] bytes = seed % 2 == 0 ? file.bytes() : Mutation.of(file.bytes(), random);
      Counting counting = Counting.of("seed " + seed, file.format(), bytes);
      files.add(seed / 2 % 2 == 0 ? counting : counting.inShortLeaves());
    }
    check(awk, files);
  }

  @ParameterizedTest
  @MethodSource("awks")
  void countsRandomNdjson(Awk awk) throws IOException {
    NdjsonFormat format = new NdjsonFormat(Declared.columns("k0", "keep"), 1 << 20);
    List<Counting> files = new ArrayList<>();
    for (int seed = 0; seed < FILES; seed++) {
      byte[] file = RandomNdjson.of(seed).bytes();
      byte[] bytes = seed % 2 == 0 ? file : Mutation.of(file, new Random(seed));
      files.add(Counting.of("seed " + seed, format, bytes));
    }
    check(awk, files);
  }

  private void check(Awk awk, List<Counting> files) throws IOException {
    boolean readsNul = awk.readsNul();
    List<String> printed = awk.count(files.stream().map(Counting::input).toList(), folder);
    long counted = 0;
    for (int i = 0; i < files.size(); i++) {
      Counting file = files.get(i);
      String which = file.input.name() + ": " + file.input.latin1();
      if (file.input.variables().contains("dialect=this one")) {
        assertThat(
            which, printed.get(i), is("unknown: the programs for pods do not know this one"));
      } else if (isOtherGroups(file.input)) {
        assertThat(which, printed.get(i), startsWith("unknown: awk reads UTF-8, and this is "));
      } else if (isWide(file.input)) {
        assertThat(
            which, printed.get(i), startsWith("unknown: awk reads bytes, and this is UTF-16"));
      } else if (file.input.hasNul() && !readsNul) {
        assertThat(which, printed.get(i), is(NOT_ALL_READ));
      } else if (file.result.fault() == null) {
        assertThat(which, printed.get(i), is(Long.toString(file.records())));
        counted++;
      } else {
        assertThat(which, printed.get(i), matchesPattern("[0-9]+"));
      }
    }
    assertThat("files counted", counted, is(greaterThan(files.size() / 5L)));
  }

  private static boolean isOtherGroups(Input input) {
    return input.program().equals("lsf")
        && input.variables().stream().anyMatch(variable -> variable.matches("encoding=.+"));
  }

  private static boolean isWide(Input input) {
    return input.variables().stream().anyMatch(variable -> variable.startsWith("encoding=UTF-16"));
  }

  /** POSIX leaves it open how awk prints an integer that does not fit 32 bits. */
  @ParameterizedTest
  @MethodSource("awks")
  void printsCountsBeyond32BitsExactly(Awk awk) throws IOException {
    byte[] two = "g,u\nh,v\n".getBytes(UTF_8);
    byte[] group =
        "Begin UserGroup\nGROUP_NAME GROUP_MEMBER\ng (u v)\nEnd UserGroup".getBytes(UTF_8);
    assertThat(
        awk.count(
            List.of(
                new Input("2^31", "ndjson", List.of("records=2147483647"), two),
                new Input("2^32", "csv", List.of("records=4294967295", "header=0"), two),
                new Input("2^53", "lsf", List.of("records=9007199254740990"), group)),
            folder),
        contains("2147483649", "4294967297", "9007199254740992"));
  }

  /** Without these two, NUL bytes could not be told from line ends. */
  @ParameterizedTest
  @MethodSource("awks")
  void needsTheFilesBytesAndLines(Awk awk) throws IOException {
    byte[] file = "{}\n{}\n".getBytes(UTF_8);
    assertThat(
        awk.count(
            List.of(
                new Input("no bytes", "ndjson", List.of("bytes="), file),
                new Input("no lines", "csv", List.of("lines="), file),
                new Input("other bytes", "lsf", List.of("bytes=7"), file),
                new Input("other lines", "ndjson", List.of("lines=1"), file)),
            folder),
        contains(
            "unknown: bytes and lines were not given",
            "unknown: bytes and lines were not given",
            NOT_ALL_READ,
            NOT_ALL_READ));
  }

  @ParameterizedTest
  @MethodSource("awks")
  void doesNotCountWhatIsCompressed(Awk awk) throws IOException {
    byte[] gzip = {0x1f, (byte) 0x8b, 8, 1, '\n', 1};
    byte[] zstd = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, '\n', 1};
    List<Input> inputs = new ArrayList<>();
    for (String program : List.of("lsf", "csv", "ndjson")) {
      inputs.add(new Input("gzip", program, List.of(), gzip));
      inputs.add(new Input("zstd", program, List.of(), zstd));
    }
    assertThat(
        awk.count(inputs, folder),
        everyItem(matchesPattern("unknown: it is compressed with (gzip|zstd)")));
  }

  /** With a step that grows with the square of a line's length this takes hours. */
  @ParameterizedTest
  @MethodSource("awks")
  void hostileLinesTakeNoLongerThanTheirLength(Awk awk) throws IOException {
    int n = 150_000;
    String head = "Begin UserGroup\nGROUP_NAME GROUP_MEMBER USER_SHARES GROUP_ADMIN\n";
    List<Input> inputs = new ArrayList<>();
    for (String line :
        List.of(
            "g (" + "a ".repeat(n) + ") - -",
            "g (" + "a\\\n".repeat(n) + ") - -",
            "g u - " + "(".repeat(n) + ")".repeat(n),
            "g" + " ".repeat(n) + "(u) - -",
            "g (u) - -" + "\r".repeat(n) + "x",
            "g (u) - - " + "\\ ".repeat(n),
            "g (u) - " + "\\".repeat(n),
            "g (u) - \\" + "#".repeat(n),
            "g (u) - -" + " \r".repeat(n),
            "g - ([" + " ".repeat(n) + "u" + " ".repeat(n) + "," + "0".repeat(n) + "1]) -",
            "g (" + "u".repeat(n) + ") - -")) {
      inputs.add(
          new Input("lsf", "lsf", List.of(), (head + line + "\nEnd UserGroup").getBytes(UTF_8)));
    }
    inputs.add(new Input("csv", "csv", List.of(), "\"".repeat(n + 1).getBytes(UTF_8)));
    inputs.add(new Input("csv", "csv", List.of(), "a\r".repeat(n).getBytes(UTF_8)));
    inputs.add(new Input("ndjson", "ndjson", List.of(), (" ".repeat(n) + "x").getBytes(UTF_8)));
    assertThat(
        awk.count(inputs, folder),
        contains(
            "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", Integer.toString(n), "1"));
  }
}
