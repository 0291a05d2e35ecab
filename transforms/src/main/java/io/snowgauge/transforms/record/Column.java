package io.snowgauge.transforms.record;

import java.io.Serializable;

/**
 * A column of a dataset's target table.
 *
 * @param name as in the table
 * @param jsonKey as in the NDJSON archive
 * @param type of its values
 * @param jsonNull what the NDJSON archive shows for a null
 */
public record Column(String name, String jsonKey, ColumnType type, JsonNull jsonNull)
    implements Serializable {

  /** How a null is written to NDJSON. */
  public enum JsonNull {
    /** {@code "key":null}. */
    SHOWN,
    /** The key is left out. */
    OMITTED
  }
}
