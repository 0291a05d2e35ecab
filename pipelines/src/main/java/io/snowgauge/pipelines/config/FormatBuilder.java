package io.snowgauge.pipelines.config;

import io.snowgauge.transforms.csv.CsvFormat;
import io.snowgauge.transforms.lsf.UserGroupFormat;
import io.snowgauge.transforms.ndjson.NdjsonFormat;
import io.snowgauge.transforms.record.Format;
import io.snowgauge.transforms.tabular.DeclaredColumns;
import io.snowgauge.transforms.tabular.ExtraColumns;
import io.snowgauge.transforms.tabular.InputColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds the formats of datasets. */
final class FormatBuilder {
  private final Values values;
  private final String dataset;

  FormatBuilder(Values values, String dataset) {
    this.values = values;
    this.dataset = dataset;
  }

  /**
   * The format of a dataset whose values passed every check.
   *
   * @param key the columns that identify a row, as declared; they are never null
   */
  Format build(List<String> key) {
    return switch (values.get(DatasetSettings.FORMAT_TYPE, dataset)) {
      case DatasetSettings.LSF -> new UserGroupFormat(bytes(DatasetSettings.FORMAT_MAX_LINE_BYTES));
      case DatasetSettings.CSV -> csv(declared(key));
      case DatasetSettings.NDJSON ->
          new NdjsonFormat(declared(key), bytes(DatasetSettings.FORMAT_MAX_RECORD_BYTES));
      default -> throw new IllegalStateException("no such format");
    };
  }

  private CsvFormat csv(DeclaredColumns columns) {
    List<String> nullTokens = values.find(DatasetSettings.FORMAT_NULL_TOKENS, dataset);
    return new CsvFormat(
        columns,
        values.get(DatasetSettings.FORMAT_HEADER, dataset),
        values.get(DatasetSettings.FORMAT_DELIMITER, dataset),
        values.get(DatasetSettings.FORMAT_ENCODING, dataset),
        nullTokens == null ? List.of() : nullTokens,
        bytes(DatasetSettings.FORMAT_MAX_RECORD_BYTES));
  }

  private DeclaredColumns declared(List<String> key) {
    List<InputColumn> columns =
        values.columns(dataset).stream()
            .map(name -> values.get(DatasetSettings.COLUMN.named(name), dataset))
            .map(column -> key.contains(column.name()) ? required(column) : column)
            .toList();
    return new DeclaredColumns(columns, values.get(DatasetSettings.FORMAT_EXTRA_COLUMNS, dataset));
  }

  private static InputColumn required(InputColumn column) {
    return new InputColumn(column.name(), column.type(), true, column.pattern());
  }

  private int bytes(Setting<Long> setting) {
    return Math.toIntExact(values.get(setting, dataset));
  }

  /**
   * A format with the columns that the dataset will have, as far as its values are valid, for the
   * checks; none if its type of format is not.
   */
  Optional<Format> outline() {
    String type = values.find(DatasetSettings.FORMAT_TYPE, dataset);
    if (type == null) {
      return Optional.empty();
    }
    if (type.equals(DatasetSettings.LSF)) {
      return Optional.of(new UserGroupFormat(UserGroupFormat.DEFAULT_MAX_LINE_BYTES));
    }
    List<InputColumn> columns = new ArrayList<>();
    for (String name : values.columns(dataset)) {
      InputColumn column = values.find(DatasetSettings.COLUMN.named(name), dataset);
      if (column != null) {
        columns.add(column);
      }
    }
    ExtraColumns extra = values.find(DatasetSettings.FORMAT_EXTRA_COLUMNS, dataset);
    return Optional.of(
        new NdjsonFormat(
            new DeclaredColumns(columns, extra == null ? ExtraColumns.KEEP : extra),
            CsvFormat.DEFAULT_MAX_RECORD_BYTES));
  }
}
