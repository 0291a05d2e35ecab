package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.Condition.Is;
import io.snowgauge.pipelines.config.Condition.NotGiven;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.tabular.ExtraColumns;
import io.snowgauge.transforms.tabular.InputColumn;
import io.snowgauge.transforms.tabular.TextEncoding;
import java.util.ArrayList;
import java.util.List;

/** The keys that every dataset has of its own; {@link Settings} lists them among all others. */
final class DatasetSettings {
  static final String LSF = "lsf";
  static final String CSV = "csv";
  static final String NDJSON = "ndjson";

  /** The group of a dataset's columns. */
  static final String COLUMNS = "datasets.*.columns";

  private static final List<Setting<?>> DECLARED = new ArrayList<>();

  static final Setting<InputPattern> INPUT =
      declare(
          Setting.of(
                  "datasets.*.input",
                  new GlobType(),
                  "A glob over files; {name} captures a part of the path as a column, {date} is an"
                      + " ISO date.")
              .needed());

  static final Setting<String> FORMAT_TYPE =
      declare(
          Setting.of(
                  "datasets.*.format.type",
                  ChoiceType.of(LSF, CSV, NDJSON),
                  "The format of the files.")
              .needed());

  private static final Is IS_LSF = Is.of("datasets.*.format.type", LSF);
  private static final Is IS_CSV = Is.of("datasets.*.format.type", CSV);
  private static final Is IS_TABULAR = Is.of("datasets.*.format.type", CSV, NDJSON);

  static final Setting<String> FORMAT_SECTION =
      declare(
          Setting.of(
                  "datasets.*.format.section",
                  ChoiceType.inAnyCase("UserGroup"),
                  "Which sections of the files are loaded.")
              .defaultsTo("UserGroup")
              .onlyWhere(IS_LSF));

  static final Setting<Long> FORMAT_MAX_LINE_BYTES =
      declare(
          Setting.of(
                  "datasets.*.format.maxLineBytes",
                  SizeType.atMost("1 GiB"),
                  "A longer logical line is rejected.")
              .defaultsTo("16 MiB")
              .onlyWhere(IS_LSF));

  static final Setting<Boolean> FORMAT_HEADER =
      declare(
          Setting.of(
                  "datasets.*.format.header",
                  new BooleanType(),
                  "Whether the first record names the columns; otherwise they are as declared.")
              .defaultsTo("true")
              .onlyWhere(IS_CSV));

  static final Setting<Character> FORMAT_DELIMITER =
      declare(
          Setting.of(
                  "datasets.*.format.delimiter",
                  new DelimiterType(),
                  "What stands between the fields of a record.")
              .defaultsTo(",")
              .onlyWhere(IS_CSV));

  static final Setting<TextEncoding> FORMAT_ENCODING =
      declare(
          Setting.of(
                  "datasets.*.format.encoding",
                  ChoiceType.inAnyCase(TextEncoding.values(), TextEncoding::configName),
                  "How the text of the files is encoded.")
              .defaultsTo("UTF-8")
              .onlyWhere(IS_CSV));

  static final Setting<List<String>> FORMAT_NULL_TOKENS =
      declare(
          Setting.of(
                  "datasets.*.format.nullTokens",
                  new TextListType("texts that stand for null"),
                  "What stands for null, unquoted, besides nothing at all.")
              .onlyWhere(IS_CSV));

  static final Setting<ExtraColumns> FORMAT_EXTRA_COLUMNS =
      declare(
          Setting.of(
                  "datasets.*.format.extraColumns",
                  ChoiceType.of(ExtraColumns.values(), ExtraColumns::configName),
                  "What becomes of columns that are not declared: kept as JSON in the column"
                      + " _EXTRA, or refused.")
              .defaultsTo("keep")
              .onlyWhere(IS_TABULAR));

  static final Setting<Long> FORMAT_MAX_RECORD_BYTES =
      declare(
          Setting.of(
                  "datasets.*.format.maxRecordBytes",
                  SizeType.atMost("256 MiB"),
                  "A longer record fails its file.")
              .defaultsTo("16 MiB")
              .onlyWhere(IS_TABULAR));

  static final Setting<InputColumn> COLUMN =
      declare(
          Setting.of(
                  COLUMNS + "." + Setting.ANY,
                  new InputColumnType(),
                  "The column's type as in SQL; FORMAT 'pattern' says how dates or timestamps are"
                      + " written, NOT NULL that nulls are rejected.")
              .needed()
              .onlyWhere(IS_TABULAR));

  static final Setting<String> TABLE =
      declare(
          Setting.of("datasets.*.table", new TextType("a table name"), "The target table.")
              .needed());

  static final Setting<PublishMode> PUBLISH =
      declare(
          Setting.of(
                  "datasets.*.publish",
                  ChoiceType.of(PublishMode.values(), PublishMode::configName),
                  "What becomes of the rows of a file's earlier versions.")
              .defaultsTo("append"));

  static final Setting<List<String>> KEY =
      declare(
          Setting.of(
                  "datasets.*.key",
                  new TextListType("the names of the columns that identify a row"),
                  "The columns, captures among them, that identify a row; merge goes by them.")
              .neededWhere(Is.of("datasets.*.publish", PublishMode.MERGE.configName())));

  static final Setting<Long> REJECTS_MAX =
      declare(
          Setting.of(
                  "datasets.*.rejects.max",
                  new IntegerType(0, Long.MAX_VALUE),
                  "How many rejected lines a file may have; the default is 0 unless maxRatio is"
                      + " given.")
              .defaultsTo("0", new NotGiven("datasets.*.rejects.maxRatio")));

  static final Setting<Double> REJECTS_MAX_RATIO =
      declare(
          Setting.of(
              "datasets.*.rejects.maxRatio",
              new NumberType(0, 1),
              "How many rejected lines a file may have, divided by all its lines."));

  private DatasetSettings() {}

  private static <T> Setting<T> declare(Setting<T> setting) {
    DECLARED.add(setting);
    return setting;
  }

  /** All of them, in the order of their declaration. */
  static List<Setting<?>> all() {
    return List.copyOf(DECLARED);
  }
}
