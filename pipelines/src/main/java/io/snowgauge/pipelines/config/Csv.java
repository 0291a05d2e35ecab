package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.engine.Problems;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.pipelines.config.types.Numbers;
import io.snowgauge.pipelines.config.types.PlainType;
import io.snowgauge.pipelines.config.types.ShownValue;
import io.snowgauge.pipelines.config.types.Texts;
import io.snowgauge.pipelines.config.types.ValueType;
import io.snowgauge.transforms.csv.BrokenQuotes;
import io.snowgauge.transforms.csv.CsvDialect;
import io.snowgauge.transforms.csv.CsvFormat;
import io.snowgauge.transforms.csv.PaddedQuotes;
import io.snowgauge.transforms.csv.RowLengths;
import io.snowgauge.transforms.tabular.NullTokens;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Files of values that a character separates. */
final class Csv {
  private static final String TAB = "\\t";
  private static final String NO_CHARACTER = "none";
  private static final Character NO_ROLE = CsvDialect.NONE;
  private static final int MAX_DELIMITER = 8;

  static final Section SECTION = new Section(FormatType.GROUP, FormatType.TYPE.is(FormatType.CSV));

  private static final Setting<Boolean> HEADER =
      SECTION
          .flag(
              "header",
              "Whether the first record names the columns; otherwise they are as declared.")
          .defaultsTo("true");

  private static final Setting<String> DELIMITER =
      SECTION
          .setting("delimiter", delimiter(), "What stands between the fields of a record.")
          .defaultsTo(",");

  private static final Setting<Boolean> QUOTED_NULLS =
      SECTION
          .flag(
              "quotedNulls", "Whether a quoted field is null, too, where it is one of nullTokens.")
          .defaultsTo("false");

  private static final Setting<ExtraFields> EXTRA_FIELDS =
      SECTION
          .choice(
              "extraFields",
              ExtraFields.class,
              "What becomes of fields for which the header has no name: their record is rejected,"
                  + " or they are kept in _EXTRA by their position.")
          .defaultsTo("reject");

  private static final Setting<MissingFields> MISSING_FIELDS =
      SECTION
          .choice(
              "missingFields",
              MissingFields.class,
              "What becomes of a record with fewer fields than the header: it is rejected, or what"
                  + " it lacks is null.")
          .defaultsTo("reject");

  private static final Setting<Character> QUOTE =
      SECTION
          .setting(
              "quote",
              character("one ASCII character that is no line end, letter or digit, or none"),
              "What stands around fields that hold delimiters or line ends; none for files without"
                  + " quotes.")
          .defaultsTo("\"");

  private static final Setting<Character> ESCAPE =
      SECTION
          .setting(
              "escape",
              character("one ASCII character that is no line end, letter or digit, or none"),
              "What makes the character behind it text, quotes and delimiters too, such as \\\\.")
          .defaultsTo("none");

  private static final Setting<Character> COMMENT =
      SECTION
          .setting(
              "comment",
              character("one ASCII character that is no line end, letter or digit, or none"),
              "A line that starts with it is no record.")
          .defaultsTo("none");

  private static final Setting<Integer> SKIP_LINES =
      SECTION
          .setting(
              "skipLines",
              Numbers.integer(0, 1_000_000),
              "So many lines at the start of a file are not read.")
          .defaultsTo("0");

  private static final Setting<List<String>> TRAILERS =
      SECTION.setting(
          "trailers",
          Texts.list("ASCII texts"),
          "The last record of a file is none if its first field starts with one of these texts.");

  private static final Setting<PaddedQuotes> PADDED_QUOTES =
      SECTION
          .choice(
              "paddedQuotes",
              PaddedQuotes.class,
              "What becomes of a quoted field with blanks around its quotes: its record is"
                  + " rejected, or they are ignored.")
          .defaultsTo("reject");

  private static final Setting<BrokenQuotes> BROKEN_QUOTES =
      SECTION
          .choice(
              "brokenQuotes",
              BrokenQuotes.class,
              "What becomes of a quoted field with other text behind it: its file fails, or its"
                  + " record is rejected up to the next line end and reading goes on behind that.")
          .defaultsTo("fail");

  private enum ExtraFields {
    REJECT,
    KEEP
  }

  private enum MissingFields {
    REJECT,
    NULL
  }

  private Csv() {}

  /** A tab may be written as backslash and t. */
  private static ValueType<String> delimiter() {
    String characters = "[\\x01-\\x09\\x0b\\x0c\\x0e-!#-/:-@\\[-`{-\\x7f]";
    return PlainType.<String>of(
            "one to eight ASCII characters that are no quote, line end, NUL, letter or digit (a tab"
                + " may be written \\t)",
            (text, context) -> delimiter(text.replace(TAB, "\t")),
            schema ->
                schema
                    .put("type", "string")
                    .put("pattern", Texts.orReference("^(" + characters + "|\\\\t){1,8}$")))
        .shownAs(delimiter -> delimiter.replace("\t", TAB));
  }

  private static @Nullable String delimiter(String text) {
    boolean isDelimiter =
        !text.isEmpty()
            && text.length() <= MAX_DELIMITER
            && text.chars().allMatch(c -> isPunctuation(c) && c != '"');
    return isDelimiter ? text : null;
  }

  private static boolean isPunctuation(int c) {
    return c < 128 && !Character.isLetterOrDigit(c) && "\0\r\n".indexOf(c) < 0;
  }

  private static ValueType<Character> character(String expectation) {
    String characters = "[!-/:-@\\[-`{-~]";
    return PlainType.<Character>of(
            expectation,
            (text, context) -> text.equals(NO_CHARACTER) ? NO_ROLE : punctuation(text),
            schema ->
                schema
                    .put("type", "string")
                    .put("pattern", Texts.orReference("^(" + characters + "|none)$")))
        .shownAs(c -> c == CsvDialect.NONE ? NO_CHARACTER : c.toString());
  }

  private static @Nullable Character punctuation(String text) {
    char c = text.length() == 1 ? text.charAt(0) : '\0';
    return c > ' ' && c < 0x7f && isPunctuation(c) ? c : null;
  }

  /** No character has two roles, and what cannot be together is not. */
  static void check(Values dataset, Problems problems) {
    if (dataset.find(FormatType.TYPE) != FormatType.CSV) {
      return;
    }
    checkRoles(dataset, problems);
    String delimiter = dataset.find(DELIMITER);
    boolean trims = dataset.find(PADDED_QUOTES) == PaddedQuotes.TRIM;
    if (trims && delimiter != null && delimiter.length() > 1) {
      problems.error(
          dataset.key(PADDED_QUOTES),
          "expected reject where the delimiter has several characters but found trim");
    }
    if (dataset.find(EXTRA_FIELDS) == ExtraFields.KEEP && Tabular.refusesExtra(dataset)) {
      problems.error(
          dataset.key(EXTRA_FIELDS),
          "expected reject where format.extraColumns is refuse but found keep");
    }
    for (String trailer : Objects.requireNonNullElse(dataset.find(TRAILERS), List.<String>of())) {
      if (!trailer.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
        problems.error(
            dataset.key(TRAILERS),
            "expected texts of ASCII characters but found " + ShownValue.text(trailer));
      }
    }
    if (Boolean.FALSE.equals(dataset.find(HEADER))) {
      Tabular.refuseSources(dataset, problems);
    }
  }

  private static void checkRoles(Values dataset, Problems problems) {
    String delimiter = dataset.find(DELIMITER);
    StringBuilder taken = new StringBuilder(delimiter == null ? "" : delimiter);
    for (Setting<Character> role : List.of(QUOTE, ESCAPE, COMMENT)) {
      Character c = dataset.find(role);
      if (c == null || c == CsvDialect.NONE) {
        continue;
      }
      if (taken.indexOf(c.toString()) >= 0) {
        problems.error(
            dataset.key(role),
            "expected a character that is not part of delimiter, quote or escape but found "
                + ShownValue.text(c.toString()));
      }
      taken.append(c);
    }
  }

  static CsvFormat format(Values dataset, List<String> key) {
    return new CsvFormat(
        Tabular.columns(dataset, key),
        dataset.get(HEADER),
        new CsvDialect(
            dataset.get(DELIMITER),
            dataset.get(QUOTE),
            dataset.get(ESCAPE),
            dataset.get(COMMENT),
            dataset.get(SKIP_LINES),
            Objects.requireNonNullElse(dataset.find(TRAILERS), List.of()),
            dataset.get(PADDED_QUOTES),
            dataset.get(BROKEN_QUOTES)),
        dataset.get(FormatType.ENCODING),
        new NullTokens(Tabular.nullTokens(dataset), dataset.get(QUOTED_NULLS)),
        new RowLengths(
            dataset.get(EXTRA_FIELDS) == ExtraFields.KEEP,
            dataset.get(MISSING_FIELDS) == MissingFields.NULL),
        Math.toIntExact(dataset.get(Tabular.MAX_RECORD_BYTES)));
  }
}
