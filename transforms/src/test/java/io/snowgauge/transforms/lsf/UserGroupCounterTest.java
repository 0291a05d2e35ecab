package io.snowgauge.transforms.lsf;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserGroupCounterTest {
  private static final int NO_LIMIT = 1 << 24;

  /** Something of every rule; 32 records. */
  private static final String SAMPLE =
      """
      \uFEFF# Users of the site
      #if time(18:00-8:00) \\
      Begin Host
      HOST_NAME MXJ # Begin UserGroup
      (a b) (c d \\
      End Host
      #endif
      Be\\
      gin UserGroup   of the site
      GROUP_NAME   GROUP_MEMBER\\     USER_SHARES  \\\r
         GROUP_ADMIN PRIORITY
      team_1  (u1 u2 u3 u2)  ([u1, 3] [u4,12][ u5 , 007 ])  (boss[full]) 5  # six
      team_2  (u1 D\\u2 D\\u3 \\
        u4\\\r\r
      u5)  -  -  ( )\r
      team_3  all  [default,1]  ((a) (b))  x[,
      team_3  ()  ()  -  -

      ends    (u1 u2)  -  -  -
      Beginner (\u00e4 \u00f6 \u00fc)  -  -  -
      bad_1   (u1 u2 u3
      bad_2   (u1 u2 u3)
      bad_3   (u1)  ([u1, 0])  -  -
      bad_4   (u1)  ([u1, 1] [u1, 2])  -  -
      bad_5   (u1)  ([default, 1] [others, 2])  -  -
      bad_6   (u1)x -  -  -
      crs     (a \r b \r\r c\r)\r  \r  -  \r
      crs     (a \r b \r\r c\r)  -  -  -
      END UserGroup
      Begin UserGroup
      GROUP_NAME GROUP_MEMBER COLOUR
      g (u1 u2) red
      h (u1 u2 u3
      End UserGroup
      Begin usergroup
      USER_SHARES GROUP_MEMBER GROUP_NAME
      ([u1, 1]) (u1 u2) last \\
      """;

  @Nested
  class Lines {
    @Test
    void countsNothingInAnEmptyFile() {
      assertThat(count(""), is(0L));
    }

    @Test
    void skipsAByteOrderMarkAtTheStart() {
      assertThat(count("\uFEFF" + groups("a (u1 u2)")), is(2L));
    }

    @Test
    void takesAnIncompleteByteOrderMarkForText() {
      byte[] text = groups("a (u1 u2)").getBytes(StandardCharsets.ISO_8859_1);
      byte[] marked = new byte[text.length + 2];
      marked[0] = (byte) 0xEF;
      marked[1] = (byte) 0xBB;
      System.arraycopy(text, 0, marked, 2, text.length);
      assertThat(count(marked, NO_LIMIT), is(4L));
    }

    @Test
    void takesALaterByteOrderMarkForText() {
      assertThat(count("\n\uFEFF" + groups("a (u1 u2)")), is(4L));
    }

    @Test
    void readsTheLastLineWithoutALineEnd() {
      assertThat(count("Begin UserGroup\nGROUP_NAME GROUP_MEMBER\na (u1 u2)"), is(2L));
    }

    @Test
    void takesCarriageReturnsBeforeALineEndForPartOfIt() {
      assertThat(count(groups("a (u1 u2)\r\nb (u1)\r\r\r\n\r\nc u1\r\n")), is(4L));
    }

    @Test
    void takesACarriageReturnWithinALineForAnOrdinaryByte() {
      assertThat(count(groups("a (u1 \r u2\r)")), is(3L));
      assertThat(count(groups("a (u1 u2) \r -")), is(1L));
      assertThat(count(groups("a \r\n- \r\\\n")), is(2L));
    }

    @Test
    void keepsCarriageReturnsAndBlanksThatTurnOutToBeWithinALine() {
      String separate = " \r \r\r \r\r\r \r\r\r\r \r\r\r\r\r ";
      assertThat(count(groups("a (u1" + separate + "u2)")), is(7L));
      assertThat(count(groups("a (u1" + separate + "\\\nu2)")), is(7L));
      assertThat(count(groups("a (u1 \\" + separate + "u2)")), is(7L));
      assertThat(count(groups("a (u1 \\\r" + separate + "u2)")), is(8L));
      assertThat(count(groups("a (u1) \\" + separate + "\nb u2")), is(2L));
      assertThat(count(groups("a (u1" + separate + "\\ \n)")), is(2L));
      assertThat(count(groups("a (u1" + separate + "\\ x" + separate + "u2)")), is(8L));
      assertThat(count(groups("a (u1 u2)" + separate)), is(2L));
    }

    @Test
    void ignoresLinesWithoutText() {
      assertThat(count(groups("\n  \t \n \\\n\\\n  \na (u1 u2)\n   # c\n \r \n")), is(2L));
    }

    @Test
    void ignoresCommentLinesAndDirectives() {
      String lines =
          """
          # a (u1 u2)
          \t # a (u1 u2)
          #if a (u1 u2)
          a (u1 u2)
          #else
          #include "other"
          #ENDIF
          """;
      assertThat(count(groups(lines)), is(2L));
    }

    @Test
    void readsNoSectionLineFromAComment() {
      assertThat(count("#Begin UserGroup\nGROUP_NAME GROUP_MEMBER\na (u1 u2)\n"), is(2L));
    }

    @Test
    void dropsWhatFollowsANumberSign() {
      assertThat(count(groups("a (u1 u2)# (u3\nb (u1 \"#u2\") \n")), is(3L));
    }

    @Test
    void joinsContinuedLinesWithNothingInserted() {
      assertThat(count(groups("a (u1 us\\\ner us\\\ner)")), is(2L));
    }

    @Test
    void keepsTheBlanksAroundAContinuation() {
      assertThat(count(groups("a (u1 \\\nu2\\\n u3)")), is(3L));
    }

    @Test
    void continuesNothingBehindBlanksAndComments() {
      assertThat(count(groups("a (u1 us\\\r\r\ner u\\\rs)")), is(3L));
      assertThat(count(groups("a (u1 u2) \\ \nb u1 \\ \t\nc u1 \\ # comment\nd u1")), is(5L));
    }

    @Test
    void takesABackslashAndTheByteBehindItTogether() {
      assertThat(count(groups("a (u1 \\# u2 \\\\\\# u3) # u4")), is(5L));
      assertThat(count(groups("a (u1 \\\\# u2)")), is(1L));
      assertThat(count(groups("a (u1\\ u2 \\ \\\tu3 \\\\ u1)")), is(4L));
      assertThat(count(groups("\\ # c\n\\ \\ \n\\ a u1")), is(1L));
    }

    @Test
    void removesOnlyABackslashThatBelongsToNone() {
      assertThat(count(groups("a (D\\u1 D\\\\\\\nu1 Du\\\n1 D\\\\u1)")), is(3L));
      assertThat(count(groups("a D\\\\\nb u1")), is(2L));
    }

    @Test
    void takesABackslashInACommentForNothing() {
      assertThat(count(groups("# c \\\na (u1 u2) # c \\\n#if x \\\nb (u1)")), is(3L));
    }

    @Test
    void endsAContinuationAtACommentLine() {
      assertThat(count(groups("a (u1 u2) \\\n  # comment\nb (u1 u2)")), is(4L));
      assertThat(count(groups("a (u1 u2 \\\n#endif\n u3)")), is(2L));
    }

    @Test
    void endsAContinuationAtAnEmptyLine() {
      assertThat(count(groups("a (u1 u2) \\\n\nb (u1 u2)")), is(4L));
    }

    @Test
    void endsAnOpenContinuationAtTheEndOfTheFile() {
      assertThat(count("Begin UserGroup\nGROUP_NAME GROUP_MEMBER\na (u1 u2) \\"), is(2L));
      assertThat(count("Begin UserGroup\nGROUP_NAME GROUP_MEMBER\na (u1 u2) \\\n"), is(2L));
    }
  }

  @Nested
  class Limit {
    @Test
    void countsALineOfExactlyTheLimitByItsNames() {
      String line = "aa (user1 user2 user3 user4)";
      assertThat(count(groups(line), line.length()), is(4L));
    }

    @Test
    void countsALongerLineAsOne() {
      String line = "aa (user1 user2 user3 user4)";
      assertThat(count(groups(line), line.length() - 1), is(1L));
    }

    @Test
    void takesTheCommentButNotTheLineEndForPartOfALine() {
      String line = "aa (user1 user2) # comment, \r too";
      assertThat(count(groups(line + "\r\r\n"), line.length()), is(2L));
      assertThat(count(groups(line + "\r\r\n"), line.length() - 1), is(1L));
    }

    @Test
    void takesTrailingBlanksForPartOfAPhysicalLineOnly() {
      String line = "aa (user1 user2 user3)        ";
      assertThat(count(groups(line), line.length()), is(3L));
      assertThat(count(groups(line), line.length() - 1), is(1L));
      assertThat(count(groups("aa \\\n(user1 \\ user2\\ user3 user4)"), 29), is(4L));
      assertThat(count(groups("aa \\\n(user1 \\ user2\\ user3 user4)"), 28), is(1L));
    }

    @Test
    void measuresTheJoinedText() {
      String line = "aa (user1 \\\n user2 \\\nuser3 user4 user5)";
      assertThat(count(groups(line), 35), is(5L));
      assertThat(count(groups(line), 34), is(1L));
    }

    @Test
    void measuresEveryPhysicalLineOfAJoinedOne() {
      String line = "a (u1 \\\nu2)     # a comment of some length";
      assertThat(count(groups(line), 34), is(2L));
      assertThat(count(groups(line), 33), is(1L));
    }

    @Test
    void measuresJoinedTextThatEndsWithABareName() {
      String line = "(u1 u2 u3 u4 u5 u6) \\\nabcdefghij  ";
      assertThat(count(section("GROUP_MEMBER GROUP_NAME", line), 30), is(6L));
      assertThat(count(section("GROUP_MEMBER GROUP_NAME", line), 29), is(1L));
    }

    @Test
    void measuresTheIgnoredWordsOfJoinedSectionLines() {
      String begin = "Begin UserGroup of \\\nthe whole site   \nGROUP_NAME GROUP_MEMBER\na (u1 u2)";
      assertThat(count(begin, 33), is(2L));
      assertThat(count(begin, 32), is(3L));
      String end = groups("a (u1 u2)\nEnd UserGroup of \\\nthe whole site   \nb (u1 u2)");
      assertThat(count(end, 31), is(4L));
      assertThat(count(end, 30), is(5L));
    }

    @Test
    void measuresTheJoinedTextOfAHeaderThatEndsWithABareWord() {
      String header = "GROUP_NAME PRIORITY \\\n GROUP_MEMBER  ";
      assertThat(count(section(header, "a 1 (u1 u2)"), 33), is(2L));
      assertThat(count(section(header, "a 1 (u1 u2)"), 32), is(1L));
    }

    @Test
    void measuresTheLastLineWithoutALineEnd() {
      String file = "Begin UserGroup\nGROUP_NAME GROUP_MEMBER\na (u1 u2 u3 u4 u5 u6 u7 u8)";
      assertThat(count(file, 27), is(8L));
      assertThat(count(file, 26), is(1L));
      assertThat(count(file.replace("u4 ", "u4 \\\n") + "\\", 26), is(1L));
    }

    @Test
    void doesNotMeasureCommentLines() {
      String comment = "# " + "c".repeat(100) + "\n";
      assertThat(count(groups(comment + "a (u1 u2) \\\n" + comment), 30), is(2L));
    }

    @Test
    void ignoresLongLinesWithoutText() {
      assertThat(count(groups(" ".repeat(100) + "\n\r #" + "c".repeat(100) + "\n"), 30), is(0L));
    }

    @Test
    void doesNotMeasureTheByteOrderMark() {
      String file = "\uFEFFBegin UserGroup\nGROUP_NAME GROUP_MEMBER\na (u1 u2)";
      assertThat(count(file, 23), is(2L));
      assertThat(count("\uFEFFBegin UserGroup          \n" + file.substring(1), 25), is(2L));
      assertThat(count("\uFEFFBegin UserGroup            \n", 25), is(1L));
    }

    @Test
    void countsEveryDataLineBelowALongHeaderAsOne() {
      String header = "GROUP_NAME GROUP_MEMBER # " + "c".repeat(10);
      assertThat(count(section(header, "a (u1 u2)\nb (u1 u2 u3)"), 30), is(2L));
    }

    @Test
    void readsNoSectionLineFromALongLine() {
      String comment = " # " + "c".repeat(30);
      assertThat(count("Begin UserGroup" + comment + "\nGROUP_NAME\na\nb", 30), is(4L));
      assertThat(count(groups("a (u1 u2)\nEnd UserGroup" + comment + "\nb u1"), 30), is(4L));
      assertThat(count(section("Begin UserGroup" + comment, "a (u1 u2)\nb -"), 30), is(2L));
    }

    @Test
    void measuresAgainAfterALongLine() {
      assertThat(count(groups("a (" + "u ".repeat(30) + "u)\nb (u1 u2)"), 30), is(3L));
    }

    @Test
    void readsUpToTheLimitWhenTheLastNameIsTheOneThatTheTableGrowsFor() {
      for (int names = 120; names <= 270; names++) {
        String line = "([s,1]" + entries(names) + ") a last";
        String file = section("USER_SHARES GROUP_NAME GROUP_MEMBER", line);
        assertThat(count(file, line.length()), is(names + 2L));
        assertThat(count(file, line.length() - 1), is(1L));
      }
    }

    @Test
    void measuresManyCarriageReturnsOnlyWhereTheyAreKept() {
      String crs = "\r ".repeat(50);
      assertThat(count(groups("a (u1 u2)" + "\r".repeat(100) + "\n"), 30), is(2L));
      assertThat(count(groups("a (u1" + crs + "u2 u3)"), 30), is(1L));
      assertThat(count(groups("a (u1" + crs + "u2 u3)"), 112), is(4L));
    }

    @Test
    void keepsCarriageReturnsAndBlanksUpToTheLimit() {
      String separate =
          IntStream.range(0, 20).mapToObj("\r"::repeat).collect(Collectors.joining(" "));
      String line = "a (u1" + separate + " u2)";
      assertThat(count(groups(line), line.length()), is(21L));
      assertThat(count(groups(line), line.length() - 1), is(1L));
      String joined = "a \\\n(u1" + separate + " u2)";
      assertThat(count(groups(joined), line.length()), is(21L));
      assertThat(count(groups(joined), line.length() - 1), is(1L));
      assertThat(count(groups("a (u1 u2" + separate + "\\\n)"), line.length()), is(21L));
    }

    private static String entries(int count) {
      return IntStream.range(0, count)
          .mapToObj(i -> "[u" + i + ",1]")
          .collect(Collectors.joining(" "));
    }
  }

  @Nested
  class Sections {
    @Test
    void readsSectionLinesInAnyCaseAndIgnoresFurtherWords() {
      String file =
          """
          \t bEGIN\t  usergroup of the site
          GROUP_NAME GROUP_MEMBER
          a (u1 u2)
          eND  UserGroup (unbalanced
          GROUP_NAME GROUP_MEMBER
          b (u1 u2)
          """;
      assertThat(count(file), is(4L));
    }

    @Test
    void countsAllUserGroupSections() {
      assertThat(count(groups("a (u1 u2)") + groups("a (u1 u2)\nb u3")), is(5L));
    }

    @Test
    void countsLinesOutsideSectionsAsOneAndThoseOfOtherSectionsAsNone() {
      String file =
          """
          a (u1 u2)
          Begin User
          GROUP_NAME GROUP_MEMBER
          a (u1 u2)
          (unbalanced \\
          End User
          End User
          Begin UserGroups
          GROUP_NAME GROUP_MEMBER
          a (u1 u2)
          End UserGroups
          Begin UserGrou
          GROUP_NAME GROUP_MEMBER
          a (u1 u2)
          End UserGrou
          GROUP_NAME GROUP_MEMBER
          a (u1 u2)
          """;
      assertThat(count(file), is(11L));
    }

    @Test
    void readsSectionLinesThatAreContinued() {
      String file =
          "Be\\\ngin \\\nUser\\\nGroup\nGROUP_NAME GROUP_MEMBER\na (u1 u2)\nE\\\nnd UserGroup\n";
      assertThat(count(file + "b (u1 u2)\n"), is(3L));
    }

    @Test
    void takesWordsThatOnlyStartLikeSectionLinesForText() {
      String lines =
          """
          Beginner (u1 u2)
          Begi (u1 u2)
          En (u1 u2)
          Ending (u1 u2)
          e (u1 u2)
          End(u1 u2)
          Begin\\x (u1 u2)
          end\r (u1 u2)
          (End) (u1 u2)
          """;
      assertThat(count(groups(lines)), is(17L));
    }

    @Test
    void readsTheFirstWordOfALineForItself() {
      assertThat(count(groups("b(u1 u2)\nb (u1 u2)\nb,c (u1 u2)\nb (u1 u2)")), is(6L));
      assertThat(count(section("GROUP_MEMBER GROUP_NAME USER_SHARES", "be a [be,1]")), is(1L));
      assertThat(
          count(section("GROUP_MEMBER GROUP_NAME USER_SHARES", "ending a [ending,1]")), is(1L));
    }

    @Test
    void doesNotTakeOtherLettersForTheirAsciiLookalikes() {
      assertThat(count(section("GROUP_NAME GROUP_MEMBER U\u017fER_SHARES", "a - -")), is(1L));
    }

    @Test
    void countsASectionWithoutAHeaderAsZero() {
      assertThat(count("Begin UserGroup\n# nothing\n\nEnd UserGroup\n"), is(0L));
    }

    @Test
    void opensTheInnerOfTwoSections() {
      assertThat(count("Begin Host\nHOST_NAME\n" + groups("a (u1 u2)")), is(2L));
      assertThat(count(groups("a (u1 u2)\nBegin Host\nb (u1 u2)")), is(2L));
    }

    @Test
    void closesTheSectionAtTheWrongEnd() {
      assertThat(count(groups("a (u1 u2)\nEnd Host\nb (u1 u2 u3)")), is(4L));
      assertThat(count(groups("a (u1 u2)\nEnd\nb (u1 u2 u3)")), is(4L));
    }

    @Test
    void opensNoSectionWithoutAName() {
      assertThat(count("Begin\nGROUP_NAME GROUP_MEMBER\na (u1 u2)\n"), is(3L));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"UserGroups", "USERGRP", "User Group", "u-s-e-r group, of", "usXrgrXup"})
    void opensNoSectionWhoseNameIsNearlyUserGroup(String name) {
      assertThat(count("Begin " + name + "\na (u1 u2)\n"), is(2L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UserGroupsOf", "sergro", "User", "UserMap", "XsXrgroXp"})
    void opensSectionsOfOtherNames(String name) {
      assertThat(count("Begin " + name + "\na (u1 u2)\n"), is(0L));
    }
  }

  @Nested
  class Headers {
    @Test
    void readsColumnsInAnyCaseAndOrder() {
      String header = "priority User_Shares GROUP_MEMBER\tgroup_admin Group_Name";
      assertThat(count(section(header, "1 ([u3, 1]) (u1 u2) (boss) a")), is(3L));
    }

    @Test
    void readsAContinuedHeader() {
      assertThat(count(section("GROUP_NAME GROUP_\\\nMEMBER # c", "a (u1 u2)")), is(2L));
    }

    @Test
    void countsEveryDataLineBelowAnUnusableHeaderAsOne() {
      assertThat(countBelow("GROUP_NAME GROUP_MEMBER COLOUR"), is(3L));
      assertThat(countBelow("GROUP_NAME GROUP_MEMBER GROUP_MEMBER"), is(3L));
      assertThat(countBelow("GROUP_NAME group_name GROUP_MEMBER"), is(3L));
      assertThat(countBelow("GROUP_MEMBER USER_SHARES"), is(3L));
      assertThat(countBelow("GROUP_NAME USER_SHARES"), is(3L));
      assertThat(countBelow("GROUP_NAME = a"), is(3L));
      assertThat(countBelow("GROUP_NAME GROUP_MEMBER = a"), is(3L));
      assertThat(countBelow("GROUP_NAME GROUP_MEMBER="), is(3L));
      assertThat(countBelow("GROUP_NAME (GROUP_MEMBER)"), is(3L));
      assertThat(countBelow("GROUP_NAME GROUP_MEMBERS_OF_THE_SITE"), is(3L));
      assertThat(countBelow("GROUP_NAME \rGROUP_MEMBER"), is(3L));
      assertThat(countBelow("b"), is(3L));
    }

    @Test
    void readsTheNextHeaderAfterAnUnusableOne() {
      assertThat(count(section("COLOUR", "red\ngreen") + groups("a (u1 u2 u3)")), is(5L));
      assertThat(count(groups("a (u1 u2 u3)") + section("GROUP_NAME", "a\nb")), is(5L));
    }

    private static long countBelow(String header) {
      return count(section(header, "a (u1 u2)\n(((\nb (u1 u2)"));
    }
  }

  @Nested
  class Values {
    @Test
    void countsALineWithoutAsManyValuesAsColumnsAsOne() {
      assertThat(count(groups("a")), is(1L));
      assertThat(count(groups("a (u1 u2) -")), is(1L));
      assertThat(count(groups("a (u1 u2) ()")), is(1L));
    }

    @Test
    void countsUnbalancedAndMisplacedParenthesesAsOne() {
      assertThat(count(groups("a (u1 u2")), is(1L));
      assertThat(count(groups("a u1)")), is(1L));
      assertThat(count(groups("a )")), is(1L));
      assertThat(count(groups("a (u1 u2))")), is(1L));
      assertThat(count(groups("a (u1 u2)(u3)")), is(1L));
      assertThat(count(groups("a (u1 u2)x")), is(1L));
      assertThat(count(groups("a u1(u2)")), is(1L));
      assertThat(count(groups("a(u1 u2)")), is(1L));
      assertThat(count(groups("a (u1 (u2 u3))")), is(1L));
      assertThat(count(groups("a (u1(u2 u3)")), is(1L));
    }

    @Test
    void readsNoMoreThanTheParenthesesOfAdminsAndPriorities() {
      assertThat(countAdmin("-"), is(2L));
      assertThat(countAdmin("()"), is(2L));
      assertThat(countAdmin("u1[full],[x"), is(2L));
      assertThat(countAdmin("(u1[full] (u2 (u3)) [,)"), is(2L));
      assertThat(countAdmin("(u1 (u2)"), is(1L));
      assertThat(countAdmin("(u1))"), is(1L));
      assertThat(countAdmin("(u1)(u2)"), is(1L));
      assertThat(countAdmin("u1(u2)"), is(1L));
      assertThat(countAdmin("u1)"), is(1L));
    }

    @Test
    void readsOneGroupName() {
      assertThat(count(groups("(a) (u1 u2)")), is(2L));
      assertThat(count(groups("- (u1 u2)")), is(1L));
      assertThat(count(groups("(-) (u1 u2)")), is(1L));
      assertThat(count(groups("() (u1 u2)")), is(1L));
      assertThat(count(groups("( ) (u1 u2)")), is(1L));
      assertThat(count(groups("(a b) (u1 u2)")), is(1L));
      assertThat(count(groups("( a) (u1 u2)")), is(2L));
      assertThat(count(groups("(a ) (u1 u2)")), is(2L));
      assertThat(count(groups("( a b ) (u1 u2)")), is(1L));
      assertThat(count(groups("a,b (u1 u2)")), is(1L));
      assertThat(count(groups("a[b] (u1 u2)")), is(1L));
      assertThat(count(groups("[a] (u1 u2)")), is(1L));
    }

    @Test
    void countsAGroupAsOftenAsItComes() {
      assertThat(count(groups("a (u1 u2)\na (u1 u2)\nall (u1 u2)\ndefault -")), is(6L));
    }

    @Test
    void countsLinesThatAreNotUtf8OrHoldControlCharactersByTheirNames() {
      byte[] file =
          groups("a (u1 \u00ff\u00fe u\u0000 \u0007)").getBytes(StandardCharsets.ISO_8859_1);
      assertThat(count(file, NO_LIMIT), is(4L));
    }

    private static long countAdmin(String admin) {
      String header = "GROUP_ADMIN GROUP_NAME GROUP_MEMBER PRIORITY";
      return count(section(header, admin + " a (u1 u2) " + admin));
    }
  }

  @Nested
  class Members {
    @Test
    void countsDistinctMembers() {
      assertThat(count(groups("a (u1 u2 u1 u3 u2)")), is(3L));
    }

    @Test
    void tellsNamesApartByteByByte() {
      assertThat(count(groups("a (u1 U1 u11 \u00e4 a\u0308)")), is(5L));
    }

    @Test
    void countsTheNamesOfEachLineForItself() {
      assertThat(count(groups("a (u1 u2)\nb (u2 u3)\nc u1")), is(5L));
    }

    @Test
    void countsAGroupWithoutNamesAsZero() {
      assertThat(count(groups("a -\nb ()\nc ( \t )")), is(0L));
    }

    @Test
    void readsABareName() {
      assertThat(count(groups("a u1\nb all\nc --\nd -u")), is(4L));
    }

    @Test
    void readsBlanksAroundNames() {
      assertThat(count(groups("\t a \t(  u1\t\tu2 )  ")), is(2L));
    }

    @Test
    void keepsNamesAsTheyAreWritten() {
      assertThat(
          count(groups("a (D\\u u name/ grp@ ~u all ~all default others ! = \" ' --)")), is(14L));
    }

    @Test
    void countsALineWithSomethingOtherThanNamesAsOne() {
      assertThat(count(groups("a (u1 - u2)")), is(1L));
      assertThat(count(groups("a (- u1)")), is(1L));
      assertThat(count(groups("a (u1 -)")), is(1L));
      assertThat(count(groups("a (-)\nb ( - )\nc (-u1)")), is(1L));
      assertThat(count(groups("a (u1, u2)")), is(1L));
      assertThat(count(groups("a (u1 ,u2)")), is(1L));
      assertThat(count(groups("a (u1 [u2])")), is(1L));
      assertThat(count(groups("a (u1 u2[)")), is(1L));
      assertThat(count(groups("a (u1 u2])")), is(1L));
      assertThat(count(groups("a -,")), is(1L));
    }

    @Test
    void countsManyMembers() {
      String members =
          IntStream.range(0, 300_000)
              .mapToObj(i -> "user" + i % 200_000)
              .collect(Collectors.joining(" "));
      assertThat(count(groups("a (" + members + ")\nb (u1 u2)")), is(200_002L));
    }
  }

  @Nested
  class Shares {
    @Test
    void countsTheNamesOfMembersAndSharesTogether() {
      assertThat(countShares("([u1, 3] [u3, 4])"), is(3L));
      assertThat(countShares("([default, 3] [u2, 4])"), is(3L));
      String sharesFirst = "USER_SHARES GROUP_NAME GROUP_MEMBER";
      assertThat(count(section(sharesFirst, "([u1, 3] [u3, 4]) a (u1 u2)")), is(3L));
    }

    @Test
    void readsLinesWithoutShares() {
      assertThat(countShares("-"), is(2L));
      assertThat(countShares("()"), is(2L));
      assertThat(countShares("( \t)"), is(2L));
    }

    @Test
    void readsBlanksInsideBracketsAndBetweenEntries() {
      assertThat(countShares("( [ u3\t, 3 ]  [u4,4][u5 ,5] )"), is(5L));
      assertThat(countShares("([u3,3][u4,4])"), is(4L));
    }

    @Test
    void readsBareEntriesWithoutBlanks() {
      assertThat(countShares("[u3,3]"), is(3L));
      assertThat(countShares("[u3,3][u4,4]"), is(4L));
      assertThat(countShares("[u3, 3]"), is(1L));
      assertThat(countShares("[u3 ,3]"), is(1L));
      assertThat(countShares("[ u3,3]"), is(1L));
      assertThat(countShares("[u3,3 ]"), is(1L));
      assertThat(countShares("[u3,3] [u4,4]"), is(1L));
      assertThat(countShares("[u3,3"), is(1L));
      assertThat(countShares("[u3"), is(1L));
      assertThat(countShares("[u3,3])"), is(1L));
    }

    @Test
    void readsSharesFromOneToTwoBillion() {
      assertThat(countShares("([u3, 1])"), is(3L));
      assertThat(countShares("([u3, 1234567890])"), is(3L));
      assertThat(countShares("([u3, 2147483646])"), is(3L));
      assertThat(countShares("([u3, 00000000000002147483646])"), is(3L));
      assertThat(countShares("([u3, 0])"), is(1L));
      assertThat(countShares("([u3, 000])"), is(1L));
      assertThat(countShares("([u3, 2147483647])"), is(1L));
      assertThat(countShares("([u3, 18446744073709551617])"), is(1L));
      assertThat(countShares("([u3, 4294967297])"), is(1L));
    }

    @Test
    void countsALineWithMalformedEntriesAsOne() {
      assertThat(countShares("(u3)"), is(1L));
      assertThat(countShares("u3"), is(1L));
      assertThat(countShares("(- [u3,3])"), is(1L));
      assertThat(countShares("--"), is(1L));
      assertThat(countShares("-[u3,3]"), is(1L));
      assertThat(countShares("[u3,3]-"), is(1L));
      assertThat(countShares("([])"), is(1L));
      assertThat(countShares("([u3])"), is(1L));
      assertThat(countShares("([u3,])"), is(1L));
      assertThat(countShares("([u3, ])"), is(1L));
      assertThat(countShares("([,3])"), is(1L));
      assertThat(countShares("([-,3])"), is(1L));
      assertThat(countShares("([- ,3])"), is(1L));
      assertThat(countShares("([u3 3])"), is(1L));
      assertThat(countShares("([u3 u4, 3])"), is(1L));
      assertThat(countShares("([u3, 3 4])"), is(1L));
      assertThat(countShares("([u3, +3])"), is(1L));
      assertThat(countShares("([u3, 3x])"), is(1L));
      assertThat(countShares("([u3, x3])"), is(1L));
      assertThat(countShares("([u3, 3, 4])"), is(1L));
      assertThat(countShares("([u3,, 3])"), is(1L));
      assertThat(countShares("([[u3, 3]])"), is(1L));
      assertThat(countShares("([u3, 3];[u4, 4])"), is(1L));
      assertThat(countShares("([u3, 3],,[u4, 4])"), is(1L));
      assertThat(countShares("(,[u3, 3])"), is(1L));
      assertThat(countShares("([u3, 3],)"), is(1L));
      assertThat(countShares("[u3,3],"), is(1L));
      assertThat(countShares("([u3, 3] u4)"), is(1L));
      assertThat(countShares("([u3, 3)"), is(1L));
      assertThat(countShares("([u3, 3]"), is(1L));
      assertThat(countShares("([(u3), 3])"), is(1L));
      assertThat(countShares("([u3, (3)])"), is(1L));
      assertThat(countShares("(([u3, 3]))"), is(1L));
    }

    @Test
    void takesACommaBetweenEntriesForABlank() {
      assertThat(countShares("[u3,3],[u4,4]"), is(4L));
      assertThat(countShares("([u3, 3],[u4, 4] ,\t[u5, 5][u1, 1])"), is(5L));
    }

    @Test
    void countsBadEntriesWhereTheyAreRejectedAlone() {
      assertThat(countBadShares("([u1, 0] [u3, 3] [u3, 4] [u4])"), is(6L));
      assertThat(countBadShares("([default, 1] [others, 2] [default, 3])"), is(5L));
      assertThat(countBadShares("([u1, 1] x)"), is(3L));
      assertThat(countBadShares("([u1, 1 [u2, 2] [u3, 3])"), is(4L));
      assertThat(countBadShares("[u1,x],[u2,2],"), is(4L));
      assertThat(countBadShares("[u1,"), is(3L));
      assertThat(countBadShares("-x"), is(3L));
      assertThat(countBadShares("(- - [u1, 1])"), is(3L));
      assertThat(countBadShares("([(u1), 3] [u2, 2])"), is(1L));
      assertThat(countBadShares("([u1, 1] (x))"), is(1L));
      assertThat(countBadShares("([u1, 1]"), is(1L));
      assertThat(countBadShares("[u1, 1]"), is(1L));
    }

    private static long countBadShares(String shares) {
      String file = section("GROUP_NAME GROUP_MEMBER USER_SHARES", "a (u1 u2) " + shares);
      UserGroupCounter counter =
          new UserGroupCounter(NO_LIMIT, CountedSection.USER_GROUP, true, null);
      byte[] bytes = file.getBytes(StandardCharsets.UTF_8);
      counter.update(bytes, 0, bytes.length);
      return counter.finish();
    }

    @Test
    void countsALineWithTwoSharesOfANameAsOne() {
      assertThat(countShares("([u1, 3] [u3, 4] [u1, 3])"), is(1L));
      assertThat(countShares("([u3, 3] [u3, 4])"), is(1L));
      assertThat(countShares("([u3, 3] [U3, 4])"), is(4L));
    }

    @Test
    void countsALineWithSharesOfDefaultAndOthersAsOne() {
      assertThat(countShares("([default, 3] [others, 4])"), is(1L));
      assertThat(countShares("([others, 3] [u3, 4] [default, 4])"), is(1L));
      assertThat(countShares("([Default, 3] [others, 4])"), is(4L));
      assertThat(countShares("([default, 3])\nb others ([others, 4])"), is(4L));
      assertThat(countShares("([default, 3])\nb (default others) ([others, 4])"), is(5L));
    }

    private static long countShares(String shares) {
      String header = "GROUP_NAME GROUP_MEMBER USER_SHARES";
      return count(section(header, "a (u1 u2) " + shares));
    }
  }

  @Nested
  class Pieces {
    private final byte[] sample = SAMPLE.getBytes(StandardCharsets.UTF_8);

    @Test
    void countsTheSample() {
      assertThat(count(sample, NO_LIMIT), is(32L));
    }

    @Test
    void countsTheSameByteByByte() {
      for (int limit : new int[] {NO_LIMIT, 75, 50, 30, 20}) {
        UserGroupCounter counter =
            new UserGroupCounter(limit, CountedSection.USER_GROUP, false, null);
        for (int i = 0; i < sample.length; i++) {
          counter.update(sample, i, 1);
        }
        assertThat(counter.finish(), is(count(sample, limit)));
      }
    }

    @Test
    void countsTheSameInAnyTwoPieces() {
      for (int limit : new int[] {NO_LIMIT, 75, 50, 30, 20}) {
        for (int split = 0; split <= sample.length; split++) {
          UserGroupCounter counter =
              new UserGroupCounter(limit, CountedSection.USER_GROUP, false, null);
          counter.update(sample, 0, split);
          counter.update(sample, split, 0);
          counter.update(sample, split, sample.length - split);
          assertThat("split at " + split, counter.finish(), is(count(sample, limit)));
        }
      }
    }

    @Test
    void readsNothingBehindTheGivenLength() {
      for (int length = 0; length <= sample.length; length++) {
        UserGroupCounter counter =
            new UserGroupCounter(NO_LIMIT, CountedSection.USER_GROUP, false, null);
        counter.update(sample, 0, length);
        long expected = count(Arrays.copyOf(sample, length), NO_LIMIT);
        assertThat("length " + length, counter.finish(), is(expected));
      }
    }

    @Test
    void readsOnlyTheGivenPartOfABuffer() {
      byte[] buffer = ("(((\n" + SAMPLE + "\nx (u1\n").getBytes(StandardCharsets.UTF_8);
      UserGroupCounter counter =
          new UserGroupCounter(NO_LIMIT, CountedSection.USER_GROUP, false, null);
      counter.update(buffer, 4, sample.length);
      assertThat(counter.finish(), is(32L));
    }
  }

  private static String groups(String lines) {
    return section("GROUP_NAME GROUP_MEMBER", lines);
  }

  private static String section(String header, String lines) {
    return "Begin UserGroup\n" + header + "\n" + lines + "\nEnd UserGroup\n";
  }

  private static long count(String file) {
    return count(file, NO_LIMIT);
  }

  private static long count(String file, int maxLineBytes) {
    return count(file.getBytes(StandardCharsets.UTF_8), maxLineBytes);
  }

  private static long count(byte[] file, int maxLineBytes) {
    UserGroupCounter counter =
        new UserGroupCounter(maxLineBytes, CountedSection.USER_GROUP, false, null);
    counter.update(file, 0, file.length);
    return counter.finish();
  }
}
