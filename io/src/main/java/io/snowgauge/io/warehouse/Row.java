package io.snowgauge.io.warehouse;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The row that a query is at. Its values are read by the names of their columns. */
public final class Row {
  private final ResultSet rows;

  Row(ResultSet rows) {
    this.rows = rows;
  }

  /** A text that is there. */
  public String text(String column) throws SQLException {
    return present(rows.getString(column), column);
  }

  /** A text, or null. */
  public @Nullable String textOrNull(String column) throws SQLException {
    return rows.getString(column);
  }

  /** A number; 0 for null. */
  public long number(String column) throws SQLException {
    return rows.getLong(column);
  }

  /** A condition; false for null. */
  public boolean flag(String column) throws SQLException {
    return rows.getBoolean(column);
  }

  /** A text that is there. */
  public String text(DeclaredColumn column) throws SQLException {
    return text(column.name());
  }

  /** A text, or null. */
  public @Nullable String textOrNull(DeclaredColumn column) throws SQLException {
    return textOrNull(column.name());
  }

  /** A number; 0 for null. */
  public long number(DeclaredColumn column) throws SQLException {
    return number(column.name());
  }

  /** A date that is there, selected as text. */
  public LocalDate date(DeclaredColumn column) throws SQLException {
    return LocalDate.parse(text(column));
  }

  /** A timestamp that is there, selected as text. */
  public Instant instant(DeclaredColumn column) throws SQLException {
    return TimestampText.toInstant(text(column));
  }

  /** A timestamp, selected as text, or null. */
  public @Nullable Instant instantOrNull(DeclaredColumn column) throws SQLException {
    return instantOrNull(column.name());
  }

  /** A timestamp, selected as text, or null. */
  public @Nullable Instant instantOrNull(String column) throws SQLException {
    String timestamp = textOrNull(column);
    return timestamp == null ? null : TimestampText.toInstant(timestamp);
  }

  /** The value of the only column. */
  String onlyText() throws SQLException {
    requireOneColumn();
    return present(rows.getString(1), "the only column");
  }

  /** The value of the only column, or null. */
  @Nullable String onlyTextOrNull() throws SQLException {
    requireOneColumn();
    return rows.getString(1);
  }

  /** The value of the only column; 0 for null. */
  long onlyNumber() throws SQLException {
    requireOneColumn();
    return rows.getLong(1);
  }

  private void requireOneColumn() throws SQLException {
    int columns = rows.getMetaData().getColumnCount();
    if (columns != 1) {
      throw new SQLException("expected one column but found " + columns);
    }
  }

  private static String present(@Nullable String value, String column) throws SQLException {
    if (value == null) {
      throw new SQLException("expected a value in " + column + " but found none");
    }
    return value;
  }
}
