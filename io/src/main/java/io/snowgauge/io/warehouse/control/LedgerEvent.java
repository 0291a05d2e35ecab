package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.DeclaredColumn;
import io.snowgauge.io.warehouse.Row;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.transforms.files.Sha256;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An event of the ledger as it stands in its table, to be held against its hash. What it is made of
 * may have been written by anybody, so nothing is expected of it.
 *
 * @param values of its columns in their canonical texts (docs/formats/ledger-chain.md), by the
 *     names of the columns; nulls are left out
 */
public record LedgerEvent(SortedMap<String, String> values) {
  /** Of times as both warehouses print them: to the second, and what is not zero behind it. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter();

  /** Keeps a copy. */
  public LedgerEvent {
    values = new TreeMap<>(values);
  }

  /** The columns that {@link #of} reads, as a query selects them. */
  static List<Sql> columns() {
    return SelectedColumns.of(
        ControlTable.INGESTION_FILE_EVENTS.columns().toArray(DeclaredColumn[]::new));
  }

  /** Of a row that has {@link #columns}. */
  static LedgerEvent of(Row row) throws SQLException {
    SortedMap<String, String> values = new TreeMap<>();
    for (DeclaredColumn column : ControlTable.INGESTION_FILE_EVENTS.columns()) {
      String value = row.textOrNull(column);
      if (value != null) {
        values.put(column.name(), canonical(column, value));
      }
    }
    return new LedgerEvent(values);
  }

  private static String canonical(DeclaredColumn column, String value) {
    return switch (column.type().kind()) {
      case STRING -> value.getBytes(StandardCharsets.UTF_8).length + ":" + value;
      case TIMESTAMP_NTZ -> time(value.replace(' ', 'T')) + "Z";
      default -> value;
    };
  }

  private static String time(String value) {
    try {
      return TIME.format(LocalDateTime.parse(value));
    } catch (DateTimeException e) {
      // Somebody has put a time there that is none, or one of a year that has no four digits.
      return value;
    }
  }

  /** What its hash has to be by what it says. */
  public String hash() {
    return hash(values);
  }

  /** The same event saying something else in some columns. */
  public LedgerEvent with(Map<String, String> other) {
    SortedMap<String, String> changed = new TreeMap<>(values);
    changed.putAll(other);
    return new LedgerEvent(changed);
  }

  private static String hash(SortedMap<String, String> values) {
    StringBuilder text = new StringBuilder();
    values.forEach(
        (name, value) -> {
          if (!name.equals(ChainColumn.EVENT_HASH.name())) {
            text.append(";\"").append(name).append("\"=").append(value);
          }
        });
    return Sha256.identity(text.toString(), 32);
  }

  /** The text in a column of texts, or null. */
  public @Nullable String text(String column) {
    String value = values.get(column);
    return value == null ? null : value.substring(value.indexOf(':') + 1);
  }

  /** The number in a column; null if there is none, or one that nobody would have written. */
  public @Nullable Long number(String column) {
    String value = values.get(column);
    try {
      return value == null ? null : Long.valueOf(value);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The dataset whose chain it is in. */
  public String dataset() {
    String dataset = text("DATASET");
    return dataset == null ? "" : dataset;
  }

  /** Its place in the chain, from 1; null if it was there before the chain, or is in none. */
  public @Nullable Long place() {
    return number(ChainColumn.PLACE.name());
  }

  /** The epoch of the dataset that it belongs to, or null. */
  public @Nullable Long epoch() {
    return number("EPOCH");
  }

  /** The hash of the epoch before, as it was written, or null. */
  public @Nullable String previousHash() {
    return text(ChainColumn.PREVIOUS_HASH.name());
  }

  /** The hash of this event as it was written, or null. */
  public @Nullable String eventHash() {
    return text(ChainColumn.EVENT_HASH.name());
  }

  /** When its attempt was loaded; null if that is no time. */
  public @Nullable Instant loadedAt() {
    String value = values.get("LOADED_AT");
    try {
      return value == null ? null : Instant.parse(value);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** What it is, for people. */
  @Override
  public String toString() {
    return "%s (%s%s, %s, run %s)"
        .formatted(
            place() == null ? "an event" : "event " + place(),
            epoch() == null ? "" : "epoch " + epoch() + ", ",
            text("STATUS"),
            text("URI"),
            text("RUN_ID"));
  }
}
