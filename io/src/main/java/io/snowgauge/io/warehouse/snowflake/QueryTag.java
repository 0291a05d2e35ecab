package io.snowgauge.io.warehouse.snowflake;

/** The text by which people find a run's statements in Snowflake's query history: JSON. */
final class QueryTag {
  /** Of statements that belong to no dataset. */
  static final String NONE = "{\"application\":\"Snowgauge\"}";

  /** Snowflake refuses longer tags; what is cut is only a label. */
  private static final int LONGEST_NAME = 500;

  private QueryTag() {}

  static String of(String work, String dataset) {
    return "{\"application\":\"Snowgauge\",\"run\":"
        + json(work)
        + ",\"dataset\":"
        + json(dataset)
        + "}";
  }

  private static String json(String text) {
    StringBuilder json = new StringBuilder("\"");
    text.chars()
        .limit(LONGEST_NAME)
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
              } else if (c < ' ') {
                json.append(String.format("\\u%04x", c));
              } else {
                json.append((char) c);
              }
            });
    return json.append('"').toString();
  }
}
