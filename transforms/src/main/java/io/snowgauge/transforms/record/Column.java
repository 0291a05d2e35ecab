package io.snowgauge.transforms.record;

import java.io.Serializable;

/**
 * A column of a dataset's target table.
 *
 * @param name as in the table
 * @param jsonKey as in the NDJSON archive
 * @param type of its values
 * @param jsonNull what the NDJSON archive shows for a null
 * @param nullable whether the format lets it be null
 */
public record Column(
    String name, String jsonKey, ColumnType type, JsonNull jsonNull, boolean nullable)
    implements Serializable {

  /** How a null is written to NDJSON. */
  public enum JsonNull {
    /** {@code "key":null}. */
    SHOWN,
    /** The key is left out. */
    OMITTED
  }

  /** A column that may be null. */
  public Column(String name, String jsonKey, ColumnType type, JsonNull jsonNull) {
    this(name, jsonKey, type, jsonNull, true);
  }
}
