package io.snowgauge.pipelines.config;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import io.snowgauge.transforms.csv.CsvFormat;
import io.snowgauge.transforms.lsf.UserGroupFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void everyKeyIsDeclaredOnceAndHasAVariableOfItsOwn() {
    List<String> variables =
        Settings.all().stream().map(setting -> Setting.environmentName(setting.pattern())).toList();
    assertThat(variables.stream().distinct().toList(), is(variables));
  }

  @Test
  void everyDefaultIsAValidValue() throws InvalidValueException {
    ValueContext context = new ValueContext("key", Path.of("/"), Map.of());
    for (Setting<?> setting : Settings.all()) {
      String text = setting.defaultText();
      if (text != null) {
        assertThat(setting.pattern(), setting.type().parse(text, context), is(notNullValue()));
      }
    }
  }

  @Test
  void whatDecidesWhereOthersApplyIsDeclaredBeforeThem() {
    List<String> declared = new ArrayList<>();
    for (Setting<?> setting : Settings.all()) {
      for (Condition condition : conditions(setting)) {
        if (condition instanceof Condition.Is) {
          assertThat(setting.pattern(), declared, hasItem(condition.pattern()));
        }
      }
      declared.add(setting.pattern());
    }
  }

  private static List<Condition> conditions(Setting<?> setting) {
    List<Condition> conditions = new ArrayList<>();
    conditions.add(setting.when());
    conditions.add(setting.defaultWhen());
    conditions.removeIf(Objects::isNull);
    return conditions;
  }

  @Test
  void everyDescriptionIsASentence() {
    for (Setting<?> setting : Settings.all()) {
      assertThat(setting.description(), endsWith("."));
    }
  }

  @Test
  void theDefaultLengthOfLinesIsThatOfTheFormat() throws InvalidValueException {
    String text = Objects.requireNonNull(DatasetSettings.FORMAT_MAX_LINE_BYTES.defaultText());
    ValueContext context = new ValueContext("key", Path.of("/"), Map.of());
    assertThat(
        DatasetSettings.FORMAT_MAX_LINE_BYTES.type().parse(text, context),
        is((long) UserGroupFormat.DEFAULT_MAX_LINE_BYTES));
  }

  @Test
  void theDefaultLengthOfRecordsIsThatOfTheFormat() throws InvalidValueException {
    String text = Objects.requireNonNull(DatasetSettings.FORMAT_MAX_RECORD_BYTES.defaultText());
    ValueContext context = new ValueContext("key", Path.of("/"), Map.of());
    assertThat(
        DatasetSettings.FORMAT_MAX_RECORD_BYTES.type().parse(text, context),
        is((long) CsvFormat.DEFAULT_MAX_RECORD_BYTES));
  }

  @Test
  void aPatternHasAPlaceForADatasetAndOneForAColumn() {
    Setting<?> column = DatasetSettings.COLUMN;
    assertThat(column.named("price").key("sales"), is("datasets.sales.columns.price"));
    assertThat(column.named("*").key("sales"), is("datasets.sales.columns.*"));
    assertThat(DatasetSettings.TABLE.key("sales"), is("datasets.sales.table"));
    assertThat(Settings.ARCHIVE.key("sales"), is("archive"));
  }
}
