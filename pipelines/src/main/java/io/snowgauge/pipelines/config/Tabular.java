package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.engine.Condition;
import io.snowgauge.pipelines.config.engine.GivenValue;
import io.snowgauge.pipelines.config.engine.Group;
import io.snowgauge.pipelines.config.engine.NameRule;
import io.snowgauge.pipelines.config.engine.Problems;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.pipelines.config.types.Quantities;
import io.snowgauge.pipelines.config.types.ShownValue;
import io.snowgauge.pipelines.config.types.Suggestions;
import io.snowgauge.pipelines.config.types.Texts;
import io.snowgauge.transforms.csv.CsvFormat;
import io.snowgauge.transforms.ndjson.NdjsonFormat;
import io.snowgauge.transforms.record.Format;
import io.snowgauge.transforms.tabular.DeclaredColumns;
import io.snowgauge.transforms.tabular.ExtraColumns;
import io.snowgauge.transforms.tabular.InputColumn;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Files whose columns are declared: what CSV and NDJSON have in common. */
final class Tabular {
  private static final Condition.Is IS_USED = FormatType.TYPE.is(FormatType.CSV, FormatType.NDJSON);

  /**
   * Names become parts of keys and names of columns beside those of the lineage, which start with
   * an underscore. Blanks around the column names of a file are ignored, so declared names have
   * none.
   */
  static final Group COLUMNS_GROUP =
      new Group(
          "datasets.*.columns",
          "The types of the columns that are loaded, by name, in order.",
          new NameRule(
              "column",
              "^(?![_\\s])[^.\"'`\\x00-\\x1f\\x7f-\\x9f]{1,255}(?<!\\s)$",
              "a column name (at most 255 characters; no dot, quote or control character, no blank"
                  + " at either end, no '_' at the start)",
              NameRule.Kind.OPEN));

  static final Section SECTION = new Section(FormatType.GROUP, IS_USED);
  static final Section COLUMNS = new Section(COLUMNS_GROUP, IS_USED);

  private static final Setting<ExtraColumns> EXTRA_COLUMNS =
      SECTION
          .choice(
              "extraColumns",
              ExtraColumns.class,
              "What becomes of columns that are not declared: kept as JSON in the column _EXTRA, or"
                  + " refused.")
          .defaultsTo("keep");

  private static final Setting<List<String>> NULL_TOKENS =
      SECTION.setting(
          "nullTokens",
          Texts.listWithEmpty("texts that stand for null"),
          "What stands for null besides nothing at all: unquoted fields of CSV, texts of NDJSON. The"
              + " empty text makes quotes around nothing null, too.");

  static final Setting<Long> MAX_RECORD_BYTES =
      SECTION
          .setting(
              "maxRecordBytes",
              Quantities.sizeOfAtMost("256 MiB"),
              "A longer record fails its file.")
          .defaultsTo("16 MiB");

  static final Setting<InputColumn> COLUMN =
      COLUMNS
          .setting(
              Setting.ANY,
              InputColumnParser.TYPE,
              "The column's type as in SQL; FROM 'name' is what files call it, FORMAT 'pattern' says"
                  + " how dates, timestamps or numbers are written, NOT NULL that nulls are"
                  + " rejected, OPTIONAL that the header of a CSV file may lack the column.")
          .needed();

  private Tabular() {}

  /**
   * There is at least one column, and their names differ in more than case, for neither files nor
   * warehouses tell such names apart.
   */
  static void check(Values dataset, Problems problems) {
    FormatType type = dataset.find(FormatType.TYPE);
    if (type == null || type == FormatType.LSF) {
      return;
    }
    String group = dataset.key(COLUMNS_GROUP);
    if (dataset.names(COLUMNS_GROUP).isEmpty() && !dataset.given().refusedIn(group)) {
      problems.error(
          group,
          "expected the columns and their types, such as {\"id\": \"STRING NOT NULL\"}, but found"
              + " nothing"
              + dataset.hint(COLUMNS_GROUP));
    }
    Map<String, String> names = new HashMap<>();
    for (String name : dataset.names(COLUMNS_GROUP)) {
      String other = names.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
      if (other != null) {
        problems.error(
            dataset.in(name).key(COLUMN),
            "expected a name that differs from "
                + other
                + " in more than case but found "
                + ShownValue.text(name));
      }
    }
    checkSources(dataset, problems);
    warnOfLikelyTypos(dataset, problems);
  }

  /** What a file has goes to one column. */
  private static void checkSources(Values dataset, Problems problems) {
    Map<String, String> columns = new HashMap<>();
    for (String name : dataset.names(COLUMNS_GROUP)) {
      InputColumn column = dataset.in(name).find(COLUMN);
      if (column == null) {
        continue;
      }
      String other = columns.putIfAbsent(column.source().toLowerCase(Locale.ROOT), name);
      if (other != null && !other.equalsIgnoreCase(name)) {
        problems.error(
            dataset.in(name).key(COLUMN),
            "expected a column of files that is not that of "
                + other
                + " but found "
                + ShownValue.text(column.source()));
      }
    }
  }

  /** Where files do not name their columns, none is taken from a name. */
  static void refuseSources(Values dataset, Problems problems) {
    for (InputColumn column : valid(dataset)) {
      if (!column.source().equals(column.name())) {
        problems.error(
            dataset.in(column.name()).key(COLUMN),
            "expected no FROM where format.header is false but found "
                + ShownValue.text(column.source()));
      }
    }
  }

  /** Where the warehouse holds microseconds. */
  static void refuseNanoseconds(Values dataset, Problems problems) {
    for (InputColumn column : valid(dataset)) {
      if (column.type().isInNanoseconds()) {
        problems.error(
            dataset.in(column.name()).key(COLUMN),
            "expected a precision of 6, for DuckDB holds microseconds, but found one of 9, which"
                + " Snowflake holds");
      }
    }
  }

  static boolean refusesExtra(Values dataset) {
    return dataset.find(EXTRA_COLUMNS) == ExtraColumns.REFUSE;
  }

  static List<String> nullTokens(Values dataset) {
    return Objects.requireNonNullElse(dataset.find(NULL_TOKENS), List.of());
  }

  /**
   * An override that misspells a column adds a new one, which is legal, so a similar name is only
   * warned of.
   */
  private static void warnOfLikelyTypos(Values dataset, Problems problems) {
    Set<String> inFile = dataset.given().namesInFile(dataset.key(COLUMNS_GROUP));
    for (String name : dataset.names(COLUMNS_GROUP)) {
      String key = dataset.in(name).key(COLUMN);
      GivenValue value = dataset.given().get(key);
      String question = Suggestions.question(name, inFile);
      if (value != null && !inFile.contains(name) && !question.isEmpty()) {
        problems.warning(
            key + ": adds a column that the file does not declare" + question + value.origin());
      }
    }
  }

  /** The columns; those of the key are never null. */
  static DeclaredColumns columns(Values dataset, List<String> key) {
    return new DeclaredColumns(
        valid(dataset).stream()
            .map(column -> key.contains(column.name()) ? column.asRequired() : column)
            .toList(),
        dataset.get(EXTRA_COLUMNS));
  }

  private static List<InputColumn> valid(Values dataset) {
    return dataset.names(COLUMNS_GROUP).stream()
        .map(name -> dataset.in(name).find(COLUMN))
        .filter(Objects::nonNull)
        .toList();
  }

  /** A format with the columns whose types are valid. */
  static Format outline(Values dataset) {
    ExtraColumns extra = Objects.requireNonNullElse(dataset.find(EXTRA_COLUMNS), ExtraColumns.KEEP);
    return new NdjsonFormat(
        new DeclaredColumns(valid(dataset), extra), CsvFormat.DEFAULT_MAX_RECORD_BYTES);
  }
}
