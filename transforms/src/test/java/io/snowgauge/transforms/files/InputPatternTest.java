package io.snowgauge.transforms.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputPatternTest {
  private static boolean matches(String pattern, String name) {
    return InputPattern.parse("file:///d/" + pattern).match("file:///d/" + name).isPresent();
  }

  private static Optional<Map<String, String>> captured(String pattern, String name) {
    return InputPattern.parse("file:///d/" + pattern).match("file:///d/" + name);
  }

  private static String error(String pattern) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> InputPattern.parse(pattern))
            .getMessage());
  }

  @Nested
  class Globs {
    @ParameterizedTest
    @CsvSource({
      "lsb.users, lsb.users, true",
      "lsb.users, lsbxusers, false",
      "lsb.users, lsb.users2, false",
      "lsb.users, a/lsb.users, false",
      "lsb.users*, lsb.users, true",
      "lsb.users*, lsb.users.2025-06-06, true",
      "*, lsb.users, true",
      "*, a/lsb.users, false",
      "*/*, a/lsb.users, true",
      "*/*, lsb.users, false",
      "a*b*c, abc, true",
      "a*b*c, axxbxxc, true",
      "a*b*c, axxcxxb, false",
      "a**c, abc, true",
      "a**c, a/b/c, false",
      "?.csv, a.csv, true",
      "?.csv, ab.csv, false",
      "?.csv, .csv, false",
      "a?b, a/b, false",
      "x?, x𝄞, true",
      "𝄞*, 𝄞x, true",
      "a+(b|c)$^, a+(b|c)$^, true",
      "a.b, axb, false",
      "A, a, false",
    })
    void starsAndQuestionMarksStayWithinASegment(String pattern, String name, boolean expected) {
      assertThat(matches(pattern, name), is(expected));
    }

    @ParameterizedTest
    @CsvSource({
      "**/x, x, true",
      "**/x, a/x, true",
      "**/x, a/b/c/x, true",
      "**/x, a/b/y, false",
      "**/x, ax, false",
      "a/**/x, a/x, true",
      "a/**/x, a/b/c/x, true",
      "a/**/x, b/x, false",
      "a/**/b/**/x, a/b/x, true",
      "a/**/b/**/x, a/1/b/2/3/x, true",
      "a/**/b/**/x, a/1/2/x, false",
      "**, x, true",
      "**, a/b/x, true",
      "a/**, a/b/x, true",
      "a/**, a, false",
      "**/*.csv, a/b.csv, true",
      "**/*.csv, a//b.csv, true",
      "**/*.csv, /b.csv, true",
      "**, a//b/x, true",
      "a/**/x, a//x, true",
      "**/*.csv, a//.b/c.csv, false",
    })
    void aSegmentOfTwoStarsIsAnyNumberOfSegments(String pattern, String name, boolean expected) {
      assertThat(matches(pattern, name), is(expected));
    }

    @ParameterizedTest
    @CsvSource({
      "[abc], b, true",
      "[abc], d, false",
      "[a-c]x, bx, true",
      "[a-c]x, dx, false",
      "[!a-c]x, dx, true",
      "[!a-c]x, bx, false",
      "[a-], -, true",
      "[]a], ], true",
      "[]a], a, true",
      "[a^], ^, true",
      "[^a], ^, true",
      "[^a], b, false",
      "[a&&b], &, true",
      "[a&&b], a, true",
      "[[], [, true",
      "x[\\], x\\, true",
      "[ä-ü], ö, true",
      "x[!a], x/, false",
      "x[+-9]y, x/y, false",
      "x[+-9]y, x.y, true",
    })
    void aClassIsOneCharacterOtherThanASlash(String pattern, String name, boolean expected) {
      assertThat(matches(pattern, name), is(expected));
    }

    @ParameterizedTest
    @CsvSource({
      "a\\*b, a*b, true",
      "a\\*b, axb, false",
      "\\[x], [x], true",
      "\\{farm}, {farm}, true",
      "\\?, ?, true",
      "\\?, x, false",
      "a\\\\b*, a\\b, true",
      "a\\xb*, axb, true",
      "a\\b, ab, true",
      "*\\, a\\, true",
    })
    void aBackslashMakesTheNextCharacterLiteral(String pattern, String name, boolean expected) {
      assertThat(matches(pattern, name), is(expected));
    }

    @Test
    void aBackslashInTheFixedPartMakesTheNextCharacterLiteralToo() {
      InputPattern pattern = InputPattern.parse("file:///a\\b\\\\c/x*");
      assertThat(pattern.root(), is("file:///ab\\c/"));
      assertThat(pattern.match("file:///ab\\c/x").isPresent(), is(true));
    }

    @ParameterizedTest
    @CsvSource({
      "*, .hidden, false",
      "?hidden, .hidden, false",
      "[.]hidden, .hidden, false",
      "{name}, .hidden, false",
      "**, .hidden, false",
      "**, .git/x, false",
      "**/x, .git/x, false",
      "*/x, .git/x, false",
      ".*, .hidden, true",
      ".hidden, .hidden, true",
      "\\.h*, .hidden, true",
      "\\.hidden, .hidden, true",
      ".git/*, .git/x, true",
      "*, a.b, true",
      "a*, a.hidden, true",
    })
    void namesThatStartWithADotNeedOneInThePattern(String pattern, String name, boolean expected) {
      assertThat(matches(pattern, name), is(expected));
    }

    @Test
    void sidecarsAreNeverMatched() {
      assertThat(matches("*", "lsb.users.manifest.json"), is(false));
      assertThat(matches("lsb.users.manifest.json", "lsb.users.manifest.json"), is(false));
      assertThat(matches("**", "a/lsb.users.manifest.json"), is(false));
      assertThat(matches("*", "manifest.json"), is(true));
      assertThat(matches("*", "lsb.users.manifest.json.bak"), is(true));
    }

    @Test
    void anyStorageMayBeNamed() {
      InputPattern pattern = InputPattern.parse("s3://bucket/in.d/{farm}/lsb.users*");
      assertThat(pattern.match("s3://bucket/in.d/west/lsb.users").isPresent(), is(true));
      assertThat(pattern.match("s3://bucket/inxd/west/lsb.users").isPresent(), is(false));
      assertThat(pattern.match("gs://bucket/in.d/west/lsb.users").isPresent(), is(false));
      assertThat(pattern.root(), is("s3://bucket/in.d/"));
    }

    @Test
    void theFixedPartIsNoRegularExpression() {
      InputPattern pattern = InputPattern.parse("file:///a.b/(c)/\\E/x*");
      assertThat(pattern.match("file:///a.b/(c)/E/x").isPresent(), is(true));
      assertThat(pattern.match("file:///axb/(c)/E/x").isPresent(), is(false));
    }
  }

  @Nested
  class Captures {
    @Test
    void namesAreCapturedInTheOrderOfThePattern() {
      InputPattern pattern = InputPattern.parse("file:///d/{unit}/{farm}-{date}.csv");
      assertThat(pattern.captures(), contains("unit", "farm", "date"));
      Map<String, String> found = pattern.match("file:///d/emea/west-2025-06-06.csv").orElseThrow();
      assertThat(
          new ArrayList<>(found.entrySet()),
          contains(
              Map.entry("unit", "emea"),
              Map.entry("farm", "west"),
              Map.entry("date", "2025-06-06")));
    }

    @Test
    void aPatternWithoutCapturesCapturesNothing() {
      assertThat(captured("*", "x"), is(Optional.of(Map.of())));
      assertThat(InputPattern.parse("file:///d/*").captures(), is(empty()));
    }

    @Test
    void aCaptureIsOneCharacterAtLeastAndStaysWithinASegment() {
      assertThat(captured("{farm}/x", "west/x"), is(Optional.of(Map.of("farm", "west"))));
      assertThat(captured("{farm}/x", "/x"), is(Optional.empty()));
      assertThat(captured("{farm}/x", "a/b/x"), is(Optional.empty()));
      assertThat(captured("a{farm}", "a"), is(Optional.empty()));
      assertThat(captured("{farm}", "zürich 1"), is(Optional.of(Map.of("farm", "zürich 1"))));
    }

    @Test
    void aCaptureThatOccursTwiceMatchesTheSameText() {
      String pattern = "{farm}/lsb-{farm}";
      assertThat(captured(pattern, "west/lsb-west"), is(Optional.of(Map.of("farm", "west"))));
      assertThat(captured(pattern, "west/lsb-east"), is(Optional.empty()));
      assertThat(captured(pattern, "west/lsb-westx"), is(Optional.empty()));
      assertThat(InputPattern.parse("file:///d/" + pattern).captures(), contains("farm"));
    }

    @Test
    void aCaptureMayOccurTwiceInOneSegment() {
      assertThat(captured("{a}-{a}", "x-x"), is(Optional.of(Map.of("a", "x"))));
      assertThat(captured("{a}-{a}", "x-y"), is(Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
      "2025-06-06, true",
      "2024-02-29, true",
      "2025-12-31, true",
      "2025-13-01, false",
      "2025-00-01, false",
      "2025-06-31, false",
      "2025-02-29, false",
      "2025-06-00, false",
      "2025-6-6, false",
      "20250606, false",
      "02025-06-06, false",
      "２０２５-06-06, false",
      "today, false",
    })
    void aDateIsAnIsoDate(String date, boolean expected) {
      assertThat(matches("sales-{date}.csv", "sales-" + date + ".csv"), is(expected));
    }

    @Test
    void aDateThatOccursTwiceIsTheSameDate() {
      assertThat(matches("{date}/sales-{date}", "2025-06-06/sales-2025-06-06"), is(true));
      assertThat(matches("{date}/sales-{date}", "2025-06-06/sales-2025-06-07"), is(false));
    }

    @Test
    void namesOfCapturesMayHoldLettersDigitsAndUnderscores() {
      assertThat(captured("{a_1B}", "x"), is(Optional.of(Map.of("a_1B", "x"))));
    }
  }

  @Nested
  class Segments {
    private final InputPattern pattern =
        InputPattern.parse("file:///data/lsf/{farm}/**/a-{farm}/lsb.users*");

    @Test
    void theRootIsTheFolderThatHoldsEverything() {
      assertThat(pattern.root(), is("file:///data/lsf/"));
      assertThat(InputPattern.parse("file:///data/x").root(), is("file:///data/"));
      assertThat(InputPattern.parse("file:///x").root(), is("file:///"));
      assertThat(InputPattern.parse("file:///*/x").root(), is("file:///"));
    }

    @Test
    void everySegmentBelowTheRootMatchesForItself() {
      assertThat(pattern.depth(), is(4));
      assertThat(pattern.segmentMatches(0, "west"), is(true));
      assertThat(pattern.segmentMatches(0, ".west"), is(false));
      assertThat(pattern.isAnyDepth(0), is(false));
      assertThat(pattern.isAnyDepth(1), is(true));
      assertThat(pattern.segmentMatches(2, "a-west"), is(true));
      assertThat(pattern.segmentMatches(2, "a-any"), is(true));
      assertThat(pattern.segmentMatches(2, "b-west"), is(false));
      assertThat(pattern.segmentMatches(3, "lsb.users.1"), is(true));
      assertThat(pattern.segmentMatches(3, "users"), is(false));
    }
  }

  @Nested
  class Errors {
    @Test
    void aPatternNamesAFile() {
      String expected = "expected a file name or glob after the last '/'";
      assertThat(error("file:///data/"), is(expected));
      assertThat(error("file:///data/*/"), is(expected));
      assertThat(error("file:///"), is(expected));
      assertThat(error(""), is(expected));
    }

    @Test
    void aClassIsClosed() {
      assertThat(
          error("file:///data/a[bc"),
          is("expected ']' to close the '[' in 'a[bc'; write '\\[' for a literal one"));
      assertThat(
          error("file:///data/[]/b]"),
          is("expected ']' to close the '[' in '[]'; write '\\[' for a literal one"));
    }

    @Test
    void aRangeIsInOrder() {
      assertThrows(PatternSyntaxException.class, () -> InputPattern.parse("file:///data/x[z-a]"));
    }

    @Test
    void aCaptureHasAName() {
      String expected =
          "expected a capture such as {farm} (letters, digits, underscores) but found ";
      String hint = "; write '\\{' for a literal brace";
      assertThat(error("file:///d/{}"), is(expected + "'{}'" + hint));
      assertThat(error("file:///d/{1}x"), is(expected + "'{1}'" + hint));
      assertThat(error("file:///d/{a-b}"), is(expected + "'{a-b}'" + hint));
      assertThat(error("file:///d/{a,b}"), is(expected + "'{a,b}'" + hint));
      assertThat(error("file:///d/{farm"), is(expected + "'{farm'" + hint));
      assertThat(error("file:///d/{ä}"), is(expected + "'{ä}'" + hint));
    }
  }

  @Test
  void patternsAreEqualIfTheyAreWrittenTheSame() {
    InputPattern pattern = InputPattern.parse("file:///d/{farm}/x");
    assertThat(pattern, is(InputPattern.parse("file:///d/{farm}/x")));
    assertThat(pattern.hashCode(), is(InputPattern.parse("file:///d/{farm}/x").hashCode()));
    assertThat(pattern, is(not(InputPattern.parse("file:///d/{unit}/x"))));
    assertThat(pattern.toString(), is("file:///d/{farm}/x"));
  }

  @Test
  void aPatternMatchesTheSameAfterSerialisation() {
    InputPattern pattern =
        SerializableUtils.clone(InputPattern.parse("file:///d/{farm}/**/lsb.users"));
    assertThat(
        pattern.match("file:///d/west/x/lsb.users").orElseThrow(), is(Map.of("farm", "west")));
    assertThat(pattern.captures(), is(List.of("farm")));
    assertThat(pattern.isAnyDepth(1), is(true));
  }

  @Test
  void aDateMayBeWrittenOtherwise() {
    InputPattern compact = InputPattern.parse("file:///in/{unit}/sales_{date:yyyyMMdd}.csv");
    assertThat(compact.captures(), is(List.of("unit", "date")));
    assertThat(
        compact.match("file:///in/b/sales_20260131.csv"),
        is(Optional.of(Map.of("unit", "b", "date", "2026-01-31"))));
    assertThat(compact.match("file:///in/b/sales_20260231.csv"), is(Optional.empty()));
    assertThat(compact.match("file:///in/b/sales_2026-01-31.csv"), is(Optional.empty()));
    assertThat(
        InputPattern.parse("file:///{date:dd.MM.yyyy}.csv").match("file:///31.01.2026.csv"),
        is(Optional.of(Map.of("date", "2026-01-31"))));
  }

  @Test
  void aDateMayBeInFolders() {
    InputPattern folders =
        InputPattern.parse("s3://b/year={date:yyyy}/{date:MM}/{date:dd}/x-{date:yyyyMMdd}.csv");
    assertThat(folders.captures(), is(List.of("date")));
    assertThat(folders.root(), is("s3://b/"));
    assertThat(folders.segmentMatches(1, "12"), is(true));
    assertThat(folders.segmentMatches(1, "13"), is(false));
    assertThat(
        folders.match("s3://b/year=2026/01/31/x-20260131.csv"),
        is(Optional.of(Map.of("date", "2026-01-31"))));
    assertThat(folders.match("s3://b/year=2026/01/31/x-20260130.csv"), is(Optional.empty()));
  }

  @Test
  void aDateIsWholeAndWrittenInOneWay() {
    for (String pattern :
        List.of("/{date:yyyyMM}", "/{date:yyyy}/{date:dd}", "/{date}{date:yyyyMMdd}")) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> InputPattern.parse("file://" + pattern));
      assertThat(
          e.getMessage(),
          is(
              "expected a date of yyyy, MM and dd, or {date} alone, but found 'file://"
                  + pattern
                  + "'"));
    }
    for (String form : List.of("", "yy", "yyyyMMdx", "yyyyDDD")) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> InputPattern.parse("file:///{date:" + form + "}"));
      assertThat(
          e.getMessage(),
          is(
              "expected a date of yyyy, MM and dd, such as {date:yyyyMMdd}, but found '{date:"
                  + form
                  + "}'"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "file:///in/sales-{date}.csv, file:///in/sales-20260131.csv, true",
    "file:///in/sales-{date}.csv, file:///in/sales-2026_01_31.csv, true",
    "file:///in/sales-{date}.csv, file:///in/sales-31.01.2026.csv, true",
    "file:///in/sales-{date}.csv, file:///in/sales-2026-1-5.csv, true",
    "file:///in/sales-{date}.csv, file:///in/sales-2026-02-30.csv, true",
    "file:///in/sales-{date}.csv, file:///in/sales-2026-13-01.csv, true",
    "file:///in/sales-{date}.csv, file:///in/sales-2026-01-31.csv, false",
    "file:///in/sales-{date}.csv, file:///in/sales-old.csv, false",
    "file:///in/sales-{date}.csv, file:///in/sales-20260131.txt, false",
    "file:///in/sales-{date}.csv, file:///in/.sales-20260131.csv, false",
    "file:///in/sales_{date:yyyyMMdd}.csv, file:///in/sales_2026-01-31.csv, true",
    "file:///in/sales_{date:yyyyMMdd}.csv, file:///in/sales_20260131.csv, false",
    "file:///in/sales_{date:yyyyMMdd}.csv, file:///in/sales_20260230.csv, true",
    "file:///in/{date:yyyy}/{date:MM}/{date:dd}/x.csv, file:///in/2026/1/31/x.csv, true",
    "file:///in/{name}.csv, file:///in/20260131.csv, false",
  })
  void whatOnlyLooksLikeADateIsTold(String pattern, String uri, boolean isMisdated) {
    InputPattern input = InputPattern.parse(pattern);
    assertThat(input.isMisdated(uri), is(isMisdated));
  }

  /** What is in the prefix of a date is all that a store is asked for. */
  @ParameterizedTest
  @CsvSource({
    "s3://b/in/{date}/*.csv,                        s3://b/in/2026-01-02/",
    "s3://b/in/sales-{date:yyyyMMdd}*.csv,          s3://b/in/sales-20260102",
    "s3://b/{date:yyyy}/{date:MM}/{date:dd}/x,      s3://b/2026/01/02/x",
    "s3://b/{farm}/{date}/x,                        s3://b/",
    "s3://b/{date}-{farm}/{date}/x,                 s3://b/2026-01-02-",
    "s3://b/a\\*b/{date}[0-9],                      s3://b/a*b/2026-01-02",
    "s3://b/**/{date},                              s3://b/",
  })
  void theStartWithADate(String pattern, String prefix) {
    assertThat(InputPattern.parse(pattern).prefix(LocalDate.parse("2026-01-02")), is(prefix));
  }
}
