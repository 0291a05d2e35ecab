package io.snowgauge.pipelines.config;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import io.snowgauge.pipelines.config.engine.Condition;
import io.snowgauge.pipelines.config.engine.EnvironmentVariables;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.types.InvalidValueException;
import io.snowgauge.pipelines.config.types.ValueContext;
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
        Settings.CATALOGUE.settings().stream()
            .map(setting -> EnvironmentVariables.of(setting.pattern()))
            .toList();
    assertThat(variables.stream().distinct().toList(), is(variables));
  }

  @Test
  void everyDefaultIsAValidValue() throws InvalidValueException {
    ValueContext context = new ValueContext("key", Path.of("/"), Map.of());
    for (Setting<?> setting : Settings.CATALOGUE.settings()) {
      Setting.Default fallback = setting.fallback();
      if (fallback != null) {
        assertThat(
            setting.pattern(), setting.type().parse(fallback.text(), context), is(notNullValue()));
      }
    }
  }

  @Test
  void whatDecidesWhereOthersApplyIsDeclaredBeforeThem() {
    List<String> declared = new ArrayList<>();
    for (Setting<?> setting : Settings.CATALOGUE.settings()) {
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
    if (setting.fallback() != null) {
      conditions.add(setting.fallback().when());
    }
    conditions.removeIf(Objects::isNull);
    return conditions;
  }

  @Test
  void everyDescriptionIsASentence() {
    for (Setting<?> setting : Settings.CATALOGUE.settings()) {
      assertThat(setting.description(), endsWith("."));
    }
  }

  @Test
  void theDefaultLengthOfLinesIsThatOfTheFormat() throws InvalidValueException {
    String text = Objects.requireNonNull(Lsf.MAX_LINE_BYTES.fallback()).text();
    ValueContext context = new ValueContext("key", Path.of("/"), Map.of());
    assertThat(
        Lsf.MAX_LINE_BYTES.type().parse(text, context),
        is((long) UserGroupFormat.DEFAULT_MAX_LINE_BYTES));
  }

  @Test
  void theDefaultLengthOfRecordsIsThatOfTheFormat() throws InvalidValueException {
    String text = Objects.requireNonNull(Tabular.MAX_RECORD_BYTES.fallback()).text();
    ValueContext context = new ValueContext("key", Path.of("/"), Map.of());
    assertThat(
        Tabular.MAX_RECORD_BYTES.type().parse(text, context),
        is((long) CsvFormat.DEFAULT_MAX_RECORD_BYTES));
  }

  @Test
  void aPatternHasAPlaceForADatasetAndOneForAColumn() {
    Setting<?> column = Tabular.COLUMN;
    assertThat(column.key("sales", "price"), is("datasets.sales.columns.price"));
    assertThat(column.key("sales", "*"), is("datasets.sales.columns.*"));
    assertThat(Datasets.INPUT.key("sales"), is("datasets.sales.input"));
    assertThat(Outputs.ARCHIVE.key("sales"), is("archive"));
  }
}
