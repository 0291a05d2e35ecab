package io.snowgauge.pipelines.config;

/** Configurations of one dataset whose format has columns that are declared. */
final class TabularDatasets {
  static final String COLUMNS = "{\"id\": \"STRING\", \"Price\": \"NUMBER(10,2)\"}";

  /** The least that a dataset of CSV needs. */
  static final String CSV = csv("");

  private TabularDatasets() {}

  /** A dataset of CSV; {@code format} follows its type. */
  static String csv(String format) {
    return dataset("csv", format, COLUMNS, "");
  }

  /** A dataset of CSV; {@code properties} follow its columns. */
  static String csvWith(String properties) {
    return dataset("csv", "", COLUMNS, properties);
  }

  /** A dataset of CSV with those columns. */
  static String csvOf(String columns) {
    return dataset("csv", "", columns, "");
  }

  static String ndjson(String format) {
    return dataset("ndjson", format, COLUMNS, "");
  }

  static String dataset(String type, String format, String columns, String properties) {
    return """
    {"datasets": {"sales": {
      "input": "in/{unit}/sales-{date}.txt",
      "format": {"type": "%s"%s},
      "table": "SALES",
      "columns": %s%s
    }}}
    """
        .formatted(type, format, columns, properties);
  }
}
