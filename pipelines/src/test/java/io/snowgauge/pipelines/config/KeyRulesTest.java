package io.snowgauge.pipelines.config;

import static io.snowgauge.pipelines.config.TabularDatasets.CSV;
import static io.snowgauge.pipelines.config.TabularDatasets.csv;
import static io.snowgauge.pipelines.config.TabularDatasets.csvOf;
import static io.snowgauge.pipelines.config.TabularDatasets.csvWith;
import static io.snowgauge.pipelines.config.TabularDatasets.dataset;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.snowgauge.transforms.csv.CsvFormat;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.tabular.InputColumn;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyRulesTest {
  private static final InputColumn ID = new InputColumn("id", ColumnType.STRING, false, null);

  @TempDir Path path;
  private ConfigurationFolder folder;

  @BeforeEach
  void useFolder() {
    folder = new ConfigurationFolder(path);
  }

  @Test
  void aKeyIsStoredAsItsColumnsAndCapturesAreDeclaredAndItsColumnsAreNeverNull() {
    Dataset dataset =
        folder
            .load(csvWith(", \"publish\": \"merge\", \"key\": [\"UNIT\", \"price\"]"))
            .datasets()
            .get(0);
    assertThat(dataset.key(), contains("unit", "Price"));
    assertThat(
        ((CsvFormat) dataset.format()).declared().declared(),
        contains(ID, new InputColumn("Price", ColumnType.number(10, 2), true, null)));
  }

  @Test
  void aKeyMayBeGivenWhereNothingIsMerged() {
    Dataset dataset = folder.load(CSV, Map.of(), "datasets.sales.key=id, unit").datasets().get(0);
    assertThat(dataset.publish(), is(PublishMode.APPEND));
    assertThat(dataset.key(), contains("id", "unit"));
  }

  @Test
  void aKeyOfUserGroupsNamesColumnsOfTheFormatOrCaptures() {
    String json =
        ConfigurationFolder.dataset(
            "x/{Farm}/f",
            ", \"publish\": \"merge\", \"key\": [\"farm\", \"group_name\", \"User_Name\"]");
    assertThat(
        folder.load(json).datasets().get(0).key(), contains("Farm", "GROUP_NAME", "USER_NAME"));
  }

  @Test
  void mergeNeedsAKey() {
    assertThat(
        folder.errors(csvWith(", \"publish\": \"merge\"")),
        contains(
            "datasets.sales.key: expected the names of the columns that identify a row but found"
                + " nothing"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [] | expected the names of the columns that identify a row but found ''
          "id" | expected the names of the columns that identify a row but found the text 'id'
          ["id", "ID"] | expected each column once but found 'ID' again
          ["idd"] | expected the name of a column or of a capture other than {date} but found 'idd'; did you mean id?
          ["group_name"] | expected the name of a column or of a capture other than {date} but found 'group_name'
          ["date"] | expected the name of a column or of a capture other than {date} but found 'date'
          ["_extra"] | expected no column of JSON but found '_extra'
          """)
  void refusesAKey(String key, String error) {
    assertThat(
        folder.errors(csvWith(", \"key\": " + key)), contains("datasets.sales.key: " + error));
  }

  @Test
  void theColumnOfWhatIsNotDeclaredIsThereOnlyWhereItIsKept() {
    String json = csv(", \"extraColumns\": \"refuse\"");
    assertThat(
        folder.errors(json, Map.of(), "datasets.sales.key=_EXTRA"),
        contains(
            "datasets.sales.key: expected the name of a column or of a capture other than {date}"
                + " but found '_EXTRA'"));
  }

  @Test
  void aKeyOfUserGroupsNamesNoOtherColumn() {
    assertThat(
        folder.errors(
            ConfigurationFolder.dataset("x/{farm}/{date}/f", ", \"key\": [\"id\", \"date\"]")),
        contains(
            "datasets.d.key: expected the name of a column or of a capture other than {date} but"
                + " found 'id'",
            "datasets.d.key: expected the name of a column or of a capture other than {date} but"
                + " found 'date'"));
  }

  @Test
  void aColumnMayBeNamedDateBesideTheCaptureThatIsNone() {
    String json = csvOf("{\"date\": \"DATE\"}");
    assertThat(
        folder.load(json, Map.of(), "datasets.sales.key=DATE").datasets().get(0).key(),
        contains("date"));
  }
}
