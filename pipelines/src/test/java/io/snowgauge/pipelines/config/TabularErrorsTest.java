package io.snowgauge.pipelines.config;

import static io.snowgauge.pipelines.config.TabularDatasets.COLUMNS;
import static io.snowgauge.pipelines.config.TabularDatasets.CSV;
import static io.snowgauge.pipelines.config.TabularDatasets.csv;
import static io.snowgauge.pipelines.config.TabularDatasets.dataset;
import static io.snowgauge.pipelines.config.TabularDatasets.ndjson;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.snowgauge.pipelines.config.types.ShownValue;
import io.snowgauge.transforms.csv.CsvFormat;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TabularErrorsTest {
  private static final String A_TYPE =
      "a type such as STRING, INTEGER, NUMBER(10,2), FLOAT, BOOLEAN, DATE or TIMESTAMP";
  private static final String A_COLUMN_NAME =
      "a column name (at most 255 characters; no dot, quote or control character, no blank at"
          + " either end, no '_' at the start)";
  private static final String A_DELIMITER =
      "one to eight ASCII characters that are no quote, line end, NUL, letter or digit (a tab may be"
          + " written \\t)";

  @TempDir Path path;
  private ConfigurationFolder folder;

  @BeforeEach
  void useFolder() {
    folder = new ConfigurationFolder(path);
  }

  @Test
  void reportsEverythingAtOnce() {
    String json =
        """
        {"datasets": {"sales": {
          "input": "in/{price}/x",
          "format": {"type": "csv", "header": "yes", "delimiter": ",,,,,,,,,", "encoding": "latin1",
            "nullTokens": [], "extraColumns": "drop", "maxRecordBytes": "1 GiB"},
          "table": "SALES",
          "columns": {"price": "NUMER(10,2)", "Price": "INT", "_id": "INT", "day": 5, "sku": "INT"},
          "key": ["skuu", "day"],
          "publish": "merge"
        }}}
        """;
    assertThat(
        folder.errors(json),
        contains(
            "datasets.sales.columns._id: expected " + A_COLUMN_NAME + " but found '_id'",
            "datasets.sales.format.header: expected true or false but found the text 'yes'",
            "datasets.sales.format.delimiter: expected " + A_DELIMITER + " but found ',,,,,,,,,'",
            "datasets.sales.format.encoding: expected one of UTF-8, UTF-16, UTF-16LE, UTF-16BE,"
                + " ISO-8859-1, ISO-8859-2, ISO-8859-15, windows-1250, windows-1251, windows-1252,"
                + " windows-1253, windows-1254, windows-1257 but found 'latin1'",
            "datasets.sales.format.extraColumns: expected one of keep, refuse but found 'drop'",
            "datasets.sales.format.nullTokens: expected texts that stand for null but found a list",
            "datasets.sales.format.maxRecordBytes: expected a size of at most 256 MiB such as"
                + " '100 MB', '16 MiB' or '1024' (bytes) but found '1 GiB'",
            "datasets.sales.columns.price: expected "
                + A_TYPE
                + " but found 'NUMER(10,2)'; did you mean NUMBER?",
            "datasets.sales.columns.day: expected " + A_TYPE + " but found 5",
            "datasets.sales.columns.Price: expected a name that differs from price in more than"
                + " case but found 'Price'",
            "datasets.sales.input: expected a capture named differently from the column Price but"
                + " found {price}",
            "datasets.sales.key: expected the name of a column or of a capture other than {date}"
                + " but found 'skuu'; did you mean sku?"));
  }

  @Test
  void aMisspeltDatasetIsNotMistakenForANewOne() {
    assertThat(
        folder.errors(CSV, Map.of(), "datasets.sale.format.type=csv", "datasets.sale.table=T"),
        contains(
            "datasets.sale.input: expected a glob: a path or a URI of file, s3, azfs but found"
                + " nothing, as only --set names this dataset; did you mean sales?",
            "datasets.sale.columns: expected the columns and their types, such as"
                + " {\"id\": \"STRING NOT NULL\"}, but found nothing, as only --set names this"
                + " dataset; did you mean sales?"));
  }

  @Test
  void userGroupsTakeNoSettingOfOtherFormats() {
    String json = ConfigurationFolder.dataset("x", ", \"columns\": {\"id\": \"STRING\"}");
    assertThat(
        folder.errors(json.replace("\"lsf\"", "\"lsf\", \"header\": true, \"maxRecordBytes\": 5")),
        contains(
            "datasets.d.format.header: expected only where datasets.d.format.type is csv but found"
                + " where it is lsf",
            "datasets.d.format.maxRecordBytes: expected only where datasets.d.format.type is csv or"
                + " ndjson but found where it is lsf",
            "datasets.d.columns.id: expected only where datasets.d.format.type is csv or ndjson but"
                + " found where it is lsf"));
  }

  @Test
  void otherFormatsTakeNoSettingOfUserGroups() {
    assertThat(
        folder.errors(csv(", \"section\": \"UserGroup\", \"maxLineBytes\": 5")),
        contains(
            "datasets.sales.format.section: expected only where datasets.sales.format.type is lsf"
                + " but found where it is csv",
            "datasets.sales.format.maxLineBytes: expected only where datasets.sales.format.type is"
                + " lsf but found where it is csv"));
  }

  @Test
  void ndjsonTakesNoSettingOfCsv() {
    assertThat(
        folder.errors(ndjson(", \"header\": true, \"delimiter\": \",\", \"encoding\": \"UTF-8\"")),
        contains(
            "datasets.sales.format.header: expected only where datasets.sales.format.type is csv"
                + " but found where it is ndjson",
            "datasets.sales.format.delimiter: expected only where datasets.sales.format.type is csv"
                + " but found where it is ndjson",
            "datasets.sales.format.encoding: expected only where datasets.sales.format.type is lsf"
                + " or csv but found where it is ndjson"));
  }

  @Test
  void noCharacterOfCsvHasTwoRoles() {
    assertThat(
        folder.errors(
            csv(
                ", \"delimiter\": \"|;\", \"quote\": \"'\", \"escape\": \"'\","
                    + " \"comment\": \";\", \"paddedQuotes\": \"trim\","
                    + " \"extraColumns\": \"refuse\", \"extraFields\": \"keep\","
                    + " \"trailers\": [\"Total\", \"\u0418\"]")),
        contains(
            "datasets.sales.format.escape: expected a character that is not part of delimiter,"
                + " quote or escape but found '''",
            "datasets.sales.format.comment: expected a character that is not part of delimiter,"
                + " quote or escape but found ';'",
            "datasets.sales.format.paddedQuotes: expected reject where the delimiter has several"
                + " characters but found trim",
            "datasets.sales.format.extraFields: expected reject where format.extraColumns is"
                + " refuse but found keep",
            "datasets.sales.format.trailers: expected texts of ASCII characters but found '\u0418'"));
  }

  @Test
  void aColumnOfFilesIsOneOfTheTable() {
    assertThat(
        folder.errors(
            dataset(
                "csv",
                ", \"header\": false",
                "{\"a\": \"INT FROM 'x'\", \"b\": \"INT FROM 'X'\", \"x\": \"INT\"}",
                "")),
        contains(
            "datasets.sales.columns.b: expected a column of files that is not that of a but found"
                + " 'X'",
            "datasets.sales.columns.x: expected a column of files that is not that of a but found"
                + " 'x'",
            "datasets.sales.columns.a: expected no FROM where format.header is false but found"
                + " 'x'",
            "datasets.sales.columns.b: expected no FROM where format.header is false but found"
                + " 'X'"));
  }

  @Test
  void anUnknownFormatIsOneErrorAndNotOnePerColumn() {
    assertThat(
        folder.errors(dataset("cvs", ", \"header\": true", COLUMNS, ", \"key\": [\"x\"]")),
        contains("datasets.sales.format.type: expected one of lsf, csv, ndjson but found 'cvs'"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "0", "\"", "\r", "\n", "\0", "é", ";;;;;;;;;", "\\n"})
  void refusesADelimiter(String delimiter) {
    assertThat(
        folder.errors(CSV, Map.of(), "datasets.sales.format.delimiter=" + delimiter),
        contains(
            "datasets.sales.format.delimiter: expected "
                + A_DELIMITER
                + " but found "
                + ShownValue.text(delimiter)
                + " (from --set)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {",", ";", "|", "\t", " ", "'", "^", "~", "||", "~|\t", "\\", "\u0001", "\u001f"})
  void takesADelimiter(String delimiter) {
    Configuration configuration =
        folder.load(CSV, Map.of(), "datasets.sales.format.delimiter=" + delimiter);
    CsvFormat format = (CsvFormat) configuration.datasets().get(0).format();
    assertThat(format.dialect().delimiter(), is(delimiter));
  }

  @Test
  void anOrderNamesColumnsOfAMerge() {
    String columns = "{\"id\": \"INT\", \"at\": \"TIMESTAMP\", \"doc\": \"OBJECT\"}";
    String json =
        """
        {"datasets": {"sales": {
          "input": "in/{unit}/x", "format": {"type": "csv"}, "table": "SALES", "columns": %s,
          "key": ["id"], "publish": "%s", "order": %s
        }}}
        """;
    assertThat(
        folder.errors(json.formatted(columns, "merge", "[\"At\", \"unit\", \"doc\", \"as\"]")),
        contains(
            "datasets.sales.order: expected no column of JSON but found 'doc'",
            "datasets.sales.order: expected the name of a column or of a capture other than {date}"
                + " but found 'as'; did you mean at?"));
    assertThat(
        folder.errors(json.formatted(columns, "append", "[\"at\"]")).get(0),
        startsWith(
            "datasets.sales.order: expected only where datasets.sales.publish is merge but found"));
    assertThat(
        folder.load(json.formatted(columns, "merge", "[\"AT\", \"unit\"]")).datasets().get(0).order(),
        contains("at", "unit"));
  }
}
