package io.snowgauge.transforms.tabular;

import com.fasterxml.jackson.core.JsonParser;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.record.Row;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills one row after the other with values of the declared columns. */
public final class ColumnValues {
  private final List<InputColumn> declared;
  private final ValueReader[] readers;
  private final boolean[] ignoresBlanks;
  private final Map<String, Integer> byName = new HashMap<>();
  private final Row row;

  /** Values of these columns. */
  public ColumnValues(DeclaredColumns columns) {
    declared = columns.declared();
    readers = declared.stream().map(ValueReaders::of).toArray(ValueReader[]::new);
    ignoresBlanks = new boolean[declared.size()];
    for (int i = 0; i < declared.size(); i++) {
      ignoresBlanks[i] = declared.get(i).type().kind() != ColumnType.Kind.STRING;
      byName.put(declared.get(i).source().toLowerCase(Locale.ROOT), i);
    }
    row = new Row(columns.columns().size());
  }

  /** The number of declared columns. */
  public int size() {
    return readers.length;
  }

  /** The declared column that files call so, in any case, or -1. */
  public int indexOf(String name) {
    return byName.getOrDefault(name.toLowerCase(Locale.ROOT), -1);
  }

  /** A declared column. */
  public InputColumn column(int index) {
    return declared.get(index);
  }

  /** Whether blanks around a column's values do not count. */
  public boolean ignoresBlanks(int column) {
    return ignoresBlanks[column];
  }

  /** The row; its slices are valid until {@link #clear}. */
  public Row row() {
    return row;
  }

  /** Starts a record: all values are null. */
  public void clear() {
    for (int i = 0; i < row.columns(); i++) {
      row.setNull(i);
    }
  }

  /**
   * Sets a value that is not null.
   *
   * @param text valid UTF-8, unchanged until the next {@link #clear}
   * @return why the column does not take it, or null
   */
  public @Nullable String set(int column, byte[] text, int start, int end) {
    String refusal = readers[column].read(text, start, end, row, column);
    return refusal == null ? null : declared.get(column).name() + ": " + refusal;
  }

  /**
   * Sets the value that a parser stands on, with all that is in it, of a column of JSON.
   *
   * @return why the column does not take it, or null
   */
  public @Nullable String setJson(int column, JsonParser value) throws IOException {
    String refusal = ((JsonReader) readers[column]).copy(value, row, column);
    return refusal == null ? null : declared.get(column).name() + ": " + refusal;
  }

  /** Whether a column holds any JSON. */
  public boolean isJson(int column) {
    return readers[column] instanceof JsonReader;
  }

  /** Why a column does not take a null, or null if it does. */
  public @Nullable String refuseNull(int column) {
    InputColumn asked = declared.get(column);
    return asked.required() ? asked.name() + ": expected a value but found null" : null;
  }

  /** Says that the record does not have a column. */
  public void setAbsent(int column) {
    row.setAbsent(column);
  }

  /** Sets what was not declared. */
  public void setExtra(ExtraObject extra) {
    row.set(readers.length, extra.bytes(), 0, extra.length());
  }
}
