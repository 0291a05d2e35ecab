package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.pipelines.config.types.Choice;
import io.snowgauge.pipelines.config.types.PlainType;
import io.snowgauge.pipelines.config.types.Texts;
import io.snowgauge.pipelines.config.types.ValueType;
import io.snowgauge.transforms.csv.CsvFormat;
import io.snowgauge.transforms.csv.PaddedQuotes;
import io.snowgauge.transforms.tabular.TextEncoding;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Files of values that a character separates. */
final class Csv {
  private static final String TAB = "\\t";

  static final Section SECTION = new Section(FormatType.GROUP, FormatType.TYPE.is(FormatType.CSV));

  private static final Setting<Boolean> HEADER =
      SECTION
          .flag(
              "header",
              "Whether the first record names the columns; otherwise they are as declared.")
          .defaultsTo("true");

  private static final Setting<Character> DELIMITER =
      SECTION
          .setting("delimiter", delimiter(), "What stands between the fields of a record.")
          .defaultsTo(",");

  private static final Setting<TextEncoding> ENCODING =
      SECTION
          .setting(
              "encoding",
              Choice.inAnyCase(TextEncoding.values(), TextEncoding::configName),
              "How the text of the files is encoded.")
          .defaultsTo("UTF-8");

  private static final Setting<List<String>> NULL_TOKENS =
      SECTION.setting(
          "nullTokens",
          Texts.list("texts that stand for null"),
          "What stands for null, unquoted, besides nothing at all.");

  private static final Setting<PaddedQuotes> PADDED_QUOTES =
      SECTION
          .choice(
              "paddedQuotes",
              PaddedQuotes.class,
              "What becomes of a quoted field with blanks around its quotes: its record is"
                  + " rejected, or they are ignored.")
          .defaultsTo("reject");

  private Csv() {}

  /** A tab may be written as backslash and t. */
  private static ValueType<Character> delimiter() {
    String characters = "[\\x01-\\x09\\x0b\\x0c\\x0e-!#-/:-@\\[-`{-\\x7f]";
    return PlainType.<Character>of(
            "one ASCII character that is no quote, line end, NUL, letter or digit (a tab may be"
                + " written \\t)",
            (text, context) -> text.equals(TAB) ? Character.valueOf('\t') : delimiter(text),
            schema ->
                schema
                    .put("type", "string")
                    .put("pattern", Texts.orReference("^(" + characters + "|\\\\t)$")))
        .shownAs(delimiter -> delimiter == '\t' ? TAB : delimiter.toString());
  }

  private static @Nullable Character delimiter(String text) {
    char c = text.length() == 1 ? text.charAt(0) : '\0';
    boolean isDelimiter = c < 128 && !Character.isLetterOrDigit(c) && "\0\r\n\"".indexOf(c) < 0;
    return isDelimiter ? c : null;
  }

  static CsvFormat format(Values dataset, List<String> key) {
    return new CsvFormat(
        Tabular.columns(dataset, key),
        dataset.get(HEADER),
        dataset.get(DELIMITER),
        dataset.get(ENCODING),
        Objects.requireNonNullElse(dataset.find(NULL_TOKENS), List.of()),
        dataset.get(PADDED_QUOTES),
        Math.toIntExact(dataset.get(Tabular.MAX_RECORD_BYTES)));
  }
}
