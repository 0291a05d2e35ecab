package io.snowgauge.pipelines.config;

import static io.snowgauge.pipelines.config.TabularDatasets.CSV;
import static io.snowgauge.pipelines.config.TabularDatasets.csvOf;
import static io.snowgauge.pipelines.config.TabularDatasets.dataset;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;

import io.snowgauge.transforms.csv.CsvFormat;
import io.snowgauge.transforms.record.Format;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnRulesTest {
  private static final String A_TYPE =
      "a type such as STRING, INTEGER, NUMBER(10,2), FLOAT, BOOLEAN, DATE or TIMESTAMP";
  private static final String A_COLUMN_NAME =
      "a column name (at most 255 characters; no dot, quote or control character, no blank at"
          + " either end, no '_' at the start)";

  @TempDir Path path;
  private ConfigurationFolder folder;

  @BeforeEach
  void useFolder() {
    folder = new ConfigurationFolder(path);
  }

  @Test
  void aColumnIsOverriddenByTheEnvironmentAndThatByAnOption() {
    Map<String, String> environment = Map.of("SNOWGAUGE_DATASETS_SALES_COLUMNS_PRICE", "FLOAT");
    assertThat(types(folder.load(CSV)), contains("id STRING", "Price NUMBER"));
    assertThat(types(folder.load(CSV, environment)), contains("id STRING", "Price FLOAT"));
    assertThat(
        types(folder.load(CSV, environment, "datasets.sales.columns.Price=INTEGER")),
        contains("id STRING", "Price INTEGER"));
  }

  @Test
  void anOptionOrAVariableMayAddAColumnAtTheEnd() {
    assertThat(
        types(
            folder.load(
                CSV,
                Map.of("SNOWGAUGE_DATASETS_SALES_COLUMNS_SOLD_ON", "DATE"),
                "datasets.sales.columns.a b=BOOLEAN",
                "datasets.sales.columns.Zip=TEXT")),
        contains("id STRING", "Price NUMBER", "a b BOOLEAN", "Zip STRING", "sold_on DATE"));
  }

  @Test
  void aVariableThatMayAddAColumnToTwoDatasetsIsRefused() {
    String json =
        """
        {"datasets": {
          "a-b": {"input": "x", "format": {"type": "csv"}, "table": "T", "columns": {"c": "INT"}},
          "a_b": {"input": "y", "format": {"type": "csv"}, "table": "U", "columns": {"c": "INT"}}
        }}
        """;
    assertThat(
        folder.errors(json, Map.of("SNOWGAUGE_DATASETS_A_B_COLUMNS_D", "INT")),
        contains(
            "SNOWGAUGE_DATASETS_A_B_COLUMNS_D: expected the variable of one key but found that of"
                + " datasets.a-b.columns.d and datasets.a_b.columns.d; use --set"));
  }

  @Test
  void theEnvironmentMayDeclareTheOnlyColumn() {
    assertThat(
        types(folder.load(csvOf("{}"), Map.of("SNOWGAUGE_DATASETS_SALES_COLUMNS_ID", "INT"))),
        contains("id INTEGER"));
  }

  @Test
  void columnNamesMayHoldMostCharacters() {
    assertThat(
        types(
            folder.load(
                csvOf(
                    "{\"*\": \"INT\", \"größe (m²)\": \"INT\", \"%s\": \"INT\"}"
                        .formatted("x".repeat(255))))),
        contains("* INTEGER", "größe (m²) INTEGER", "x".repeat(255) + " INTEGER"));
  }

  @Test
  void warnsOfAnAddedColumnThatIsNearlyOneOfTheFile() {
    Configuration configuration =
        folder.load(
            CSV,
            Map.of("SNOWGAUGE_DATASETS_SALES_COLUMNS_PRIZE", "FLOAT"),
            "datasets.sales.columns.country=STRING");
    assertThat(
        types(configuration),
        contains("id STRING", "Price NUMBER", "country STRING", "prize FLOAT"));
    assertThat(
        configuration.warnings(),
        contains(
            "datasets.sales.columns.prize: adds a column that the file does not declare; did you"
                + " mean Price? (from SNOWGAUGE_DATASETS_SALES_COLUMNS_PRIZE)"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a.b | a.b
          a\\"b | a"b
          it's | it's
          a\\u0060b | a\\u0060b
          _file_id | _file_id
          ` a` | ` a`
          `a ` | `a `
          `  ` | `  `
          `` | ``
          a\\u0000b | a\\u0000b
          a\\tb | a\\u0009b
          """)
  void refusesAColumnName(String json, String name) {
    String shown = name.replace("\\u0060", "`");
    assertThat(
        folder.errors(csvOf("{\"" + json + "\": \"INT\", \"ok\": \"INT\"}")),
        contains(
            "datasets.sales.columns."
                + shown
                + ": expected "
                + A_COLUMN_NAME
                + " but found '"
                + shown
                + "'"));
  }

  @Test
  void refusesAColumnNameOfMoreThan255Characters() {
    assertThat(
        folder.errors(csvOf("{\"" + "x".repeat(256) + "\": \"INT\"}")),
        contains(
            "datasets.sales.columns."
                + "x".repeat(100)
                + "…: expected "
                + A_COLUMN_NAME
                + " but found '"
                + "x".repeat(100)
                + "…'"));
  }

  @Test
  void refusesAColumnOfTheEnvironmentOrOfAnOption() {
    assertThat(
        folder.errors(
            CSV,
            Map.of("SNOWGAUGE_DATASETS_SALES_COLUMNS__RUN_ID", "INT"),
            "datasets.sales.columns.id=INTEGR",
            "datasets.sales.columns.PRICE=INT",
            "datasets.sales.columns=INT",
            "datasets.sales.columns.a.b=INT"),
        contains(
            "datasets.sales.columns: expected a key in this group, "
                + A_COLUMN_NAME
                + " (from --set)",
            "datasets.sales.columns.a.b: unknown key, did you mean datasets.sales.columns.a?"
                + " (from --set)",
            "datasets.sales.columns._run_id: expected "
                + A_COLUMN_NAME
                + " but found '_run_id' (from SNOWGAUGE_DATASETS_SALES_COLUMNS__RUN_ID)",
            "datasets.sales.columns.id: expected "
                + A_TYPE
                + " but found 'INTEGR'; did you mean INTEGER? (from --set)",
            "datasets.sales.columns.PRICE: expected a name that differs from Price in more than"
                + " case but found 'PRICE'"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "ndjson"})
  void aFormatWithoutColumnsOfItsOwnNeedsThem(String type) {
    String none =
        "datasets.sales.columns: expected the columns and their types, such as"
            + " {\"id\": \"STRING NOT NULL\"}, but found nothing";
    String json = dataset(type, "", "{}", "");
    assertThat(folder.errors(json), contains(none));
    assertThat(folder.errors(json.replace(",\n  \"columns\": {}", "")), contains(none));
  }

  @Test
  void refusedColumnsAreNotMissedToo() {
    assertThat(
        folder.errors(csvOf("\"id STRING\"")),
        contains("datasets.sales.columns: expected an object but found a text"));
    assertThat(
        folder.errors(csvOf("{\"_id\": \"STRING\"}")),
        contains("datasets.sales.columns._id: expected " + A_COLUMN_NAME + " but found '_id'"));
  }

  private static List<String> types(Configuration configuration) {
    Format format = configuration.datasets().get(0).format();
    return ((CsvFormat) format)
        .declared().declared().stream()
            .map(column -> column.name() + " " + column.type().kind())
            .toList();
  }
}
