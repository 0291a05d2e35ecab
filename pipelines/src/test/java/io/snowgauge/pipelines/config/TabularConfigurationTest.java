package io.snowgauge.pipelines.config;

import static io.snowgauge.pipelines.config.TabularDatasets.CSV;
import static io.snowgauge.pipelines.config.TabularDatasets.csv;
import static io.snowgauge.pipelines.config.TabularDatasets.csvOf;
import static io.snowgauge.pipelines.config.TabularDatasets.csvWith;
import static io.snowgauge.pipelines.config.TabularDatasets.ndjson;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.snowgauge.transforms.csv.CsvDialect;
import io.snowgauge.transforms.csv.CsvFormat;
import io.snowgauge.transforms.csv.PaddedQuotes;
import io.snowgauge.transforms.csv.RowLengths;
import io.snowgauge.transforms.dataset.AbsentColumns;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.ndjson.NdjsonFormat;
import io.snowgauge.transforms.ndjson.ObjectLayout;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.record.Format;
import io.snowgauge.transforms.tabular.DeclaredColumns;
import io.snowgauge.transforms.tabular.ExtraColumns;
import io.snowgauge.transforms.tabular.InputColumn;
import io.snowgauge.transforms.tabular.NullTokens;
import io.snowgauge.transforms.text.TextEncoding;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TabularConfigurationTest {
  private static final InputColumn ID = new InputColumn("id", ColumnType.STRING, false, null);
  private static final InputColumn PRICE =
      new InputColumn("Price", ColumnType.number(10, 2), false, null);
  private static final DeclaredColumns BOTH =
      new DeclaredColumns(List.of(ID, PRICE), ExtraColumns.KEEP);

  @TempDir Path path;
  private ConfigurationFolder folder;

  @BeforeEach
  void useFolder() {
    folder = new ConfigurationFolder(path);
  }

  @Test
  void nanosecondsAreForSnowflake() {
    assertThat(
        folder.errors(csvOf("{\"at\": \"TIMESTAMP(9)\", \"n\": \"NUMBER(9,0)\"}")),
        contains(
            "datasets.sales.columns.at: expected a precision of 6, for DuckDB holds microseconds,"
                + " but found one of 9, which Snowflake holds"));
  }

  @Test
  void digestsAreTakenWhereThatIsAskedFor() {
    assertThat(folder.load(csvWith("")).datasets().get(0).hasDigests(), is(false));
    assertThat(
        folder.load(csvWith(", \"digest\": \"records\"")).datasets().get(0).hasDigests(), is(true));
  }

  @Test
  void aMergeKeepsOrNullsWhatRecordsDoNotHave() {
    String merge = ", \"publish\": \"merge\", \"key\": [\"unit\"]";
    assertThat(
        folder.load(csvWith(merge)).datasets().get(0).absentColumns(), is(AbsentColumns.KEEP));
    assertThat(
        folder
            .load(csvWith(merge + ", \"absentColumns\": \"null\""))
            .datasets()
            .get(0)
            .absentColumns(),
        is(AbsentColumns.NULL));
  }

  @Test
  void theExampleOfTheDesignIsTaken() {
    Configuration configuration =
        folder.load(
            """
            {
              "warehouse": { "type": "duckdb", "path": "warehouse.duckdb" },
              "archive": "out/ndjson/",
              "datasets": {
                "user_groups": {
                  "input": "data/lsf/{farm}/lsb.users*",
                  "format": { "type": "lsf", "section": "UserGroup" },
                  "table": "USER_GROUP_SHARES",
                  "publish": "append"
                },
                "sales_transactions": {
                  "input": "landing/{business_unit}/sales-{date}.csv",
                  "format": { "type": "csv", "header": true },
                  "table": "SALES_TRANSACTIONS",
                  "columns": { "transaction_id": "STRING NOT NULL", "quantity": "INTEGER", "total_price": "FLOAT", "transaction_date": "TIMESTAMP" },
                  "key": ["transaction_id"],
                  "publish": "merge",
                  "rejects": { "max": 10, "maxRatio": 0.01 }
                }
              }
            }
            """);
    List<InputColumn> columns =
        List.of(
            new InputColumn("transaction_id", ColumnType.STRING, true, null),
            new InputColumn("quantity", ColumnType.INTEGER, false, null),
            new InputColumn("total_price", ColumnType.FLOAT, false, null),
            new InputColumn("transaction_date", ColumnType.TIMESTAMP, false, null));
    assertThat(
        configuration.datasets().get(1),
        is(
            new Dataset(
                "sales_transactions",
                InputPattern.parse("file://" + path + "/landing/{business_unit}/sales-{date}.csv"),
                new CsvFormat(
                    new DeclaredColumns(columns, ExtraColumns.KEEP),
                    true,
                    ',',
                    TextEncoding.UTF_8,
                    List.of(),
                    16 << 20),
                "SALES_TRANSACTIONS",
                PublishMode.MERGE,
                List.of("transaction_id"),
                new Tolerance(10L, 0.01))));
    assertThat(configuration.datasets().get(0).key(), is(empty()));
    assertThat(configuration.warnings(), is(empty()));
  }

  @Test
  void theFlatDictionaryShowsEachColumnByItself() {
    StringBuilder lines = new StringBuilder();
    String json =
        csv(", \"delimiter\": \"\\t\", \"encoding\": \"utf-16le\", \"nullTokens\": [\"NULL\"]")
            .replace("\"table\"", "\"key\": [\"ID\", \"unit\"], \"table\"");
    folder
        .load(json)
        .flat()
        .forEach(
            (key, value) -> {
              if (key.startsWith("datasets.")) {
                lines.append(key).append('=').append(value).append('\n');
              }
            });
    assertThat(
        lines.toString(),
        is(
            """
            datasets.sales.columns.Price=NUMBER(10,2)
            datasets.sales.columns.id=STRING
            datasets.sales.digest=none
            datasets.sales.format.brokenQuotes=fail
            datasets.sales.format.comment=none
            datasets.sales.format.delimiter=\\t
            datasets.sales.format.encoding=UTF-16LE
            datasets.sales.format.escape=none
            datasets.sales.format.extraColumns=keep
            datasets.sales.format.extraFields=reject
            datasets.sales.format.header=true
            datasets.sales.format.maxRecordBytes=16 MiB
            datasets.sales.format.missingFields=reject
            datasets.sales.format.nullTokens=NULL
            datasets.sales.format.paddedQuotes=reject
            datasets.sales.format.quote="
            datasets.sales.format.quotedNulls=false
            datasets.sales.format.skipLines=0
            datasets.sales.format.type=csv
            datasets.sales.input=file://PATH/in/{unit}/sales-{date}.txt
            datasets.sales.key=ID,unit
            datasets.sales.links=inside
            datasets.sales.minAge=0 seconds
            datasets.sales.publish=append
            datasets.sales.rejects.max=0
            datasets.sales.table=SALES
            datasets.sales.zipEntries=one
            """
                .replace("PATH", path.toString())));
  }

  @Test
  void csvHasDefaults() {
    assertThat(
        format(CSV), is(new CsvFormat(BOTH, true, ',', TextEncoding.UTF_8, List.of(), 16 << 20)));
  }

  @Test
  void everySettingOfCsvIsTaken() {
    assertThat(
        format(
            csv(
                ", \"header\": false, \"delimiter\": \";\", \"encoding\": \"WINDOWS-1252\","
                    + " \"nullTokens\": [\"NULL\", \"n/a\"], \"extraColumns\": \"refuse\","
                    + " \"maxRecordBytes\": \"256 MiB\"")),
        is(
            new CsvFormat(
                new DeclaredColumns(List.of(ID, PRICE), ExtraColumns.REFUSE),
                false,
                ';',
                TextEncoding.WINDOWS_1252,
                List.of("NULL", "n/a"),
                256 << 20)));
  }

  @Test
  void everySettingOfTheDialectIsTaken() {
    assertThat(
        format(
            csv(
                ", \"delimiter\": \"||\", \"quote\": \"'\", \"escape\": \"\\\\\","
                    + " \"comment\": \"#\", \"skipLines\": 3, \"trailers\": [\"Total\"],"
                    + " \"nullTokens\": [\"\", \"NULL\"], \"quotedNulls\": true,"
                    + " \"extraFields\": \"keep\", \"missingFields\": \"null\"")),
        is(
            new CsvFormat(
                BOTH,
                true,
                new CsvDialect("||", '\'', '\\', '#', 3, List.of("Total"), PaddedQuotes.REJECT),
                TextEncoding.UTF_8,
                new NullTokens(List.of("", "NULL"), true),
                new RowLengths(true, true),
                16 << 20)));
  }

  @Test
  void ndjsonHasNullTokensAndALayout() {
    assertThat(
        format(ndjson(", \"nullTokens\": [\"\", \"n/a\"], \"layout\": \"document\"")),
        is(new NdjsonFormat(BOTH, List.of("", "n/a"), ObjectLayout.DOCUMENT, 16 << 20)));
  }

  @Test
  void ndjsonHasDefaultsAndSettings() {
    assertThat(format(ndjson("")), is(new NdjsonFormat(BOTH, 16 << 20)));
    assertThat(
        format(ndjson(", \"extraColumns\": \"refuse\", \"maxRecordBytes\": 1000")),
        is(new NdjsonFormat(new DeclaredColumns(List.of(ID, PRICE), ExtraColumns.REFUSE), 1000)));
  }

  @Test
  void optionsAndTheEnvironmentSetTheFormat() {
    assertThat(
        folder
            .load(
                CSV,
                Map.of(
                    "SNOWGAUGE_DATASETS_SALES_FORMAT_DELIMITER", "\\t",
                    "SNOWGAUGE_DATASETS_SALES_FORMAT_HEADER", "false"),
                "datasets.sales.format.nullTokens=NULL,NA")
            .datasets()
            .get(0)
            .format(),
        is(new CsvFormat(BOTH, false, '\t', TextEncoding.UTF_8, List.of("NULL", "NA"), 16 << 20)));
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8, UTF_8",
    "utf-8, UTF_8",
    "UTF-16, UTF_16",
    "Utf-16Le, UTF_16LE",
    "utf-16be, UTF_16BE",
    "iso-8859-15, ISO_8859_15",
    "Windows-1257, WINDOWS_1257",
  })
  void encodingsAreNamedInAnyCase(String text, TextEncoding encoding) {
    CsvFormat format = (CsvFormat) format(csv(", \"encoding\": \"" + text + "\""));
    assertThat(format.encoding(), is(encoding));
  }

  private Format format(String json) {
    return folder.load(json).datasets().get(0).format();
  }
}
