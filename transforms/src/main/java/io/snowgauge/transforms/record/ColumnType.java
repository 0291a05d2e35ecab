package io.snowgauge.transforms.record;

/** The types of columns; each warehouse's dialect names its own type for them. */
public enum ColumnType {
  /** Unlimited text. */
  STRING,
  /** A signed integer of 64 bits. */
  INTEGER,
  /** A timestamp in UTC, without a zone. */
  TIMESTAMP;

  /** Whether JSON shows values of this type without quotes. */
  public boolean isJsonNumber() {
    return this == INTEGER;
  }
}
