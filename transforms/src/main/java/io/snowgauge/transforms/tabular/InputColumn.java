package io.snowgauge.transforms.tabular;

import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Column.JsonNull;
import io.snowgauge.transforms.record.ColumnType;
import java.io.Serializable;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A column that the configuration declares.
 *
 * @param name of the target's column
 * @param source its name in files, in any case
 * @param type of its values
 * @param required whether a null is refused
 * @param optional whether a header may lack the column although it is not required
 * @param pattern how values are written: dates and timestamps by {@link
 *     java.time.format.DateTimeFormatter} with {@code y} for the year; null for ISO 8601
 */
public record InputColumn(
    String name,
    String source,
    ColumnType type,
    boolean required,
    boolean optional,
    @Nullable String pattern)
    implements Serializable {

  /** A column that every header has, by its own name. */
  public InputColumn(String name, ColumnType type, boolean required, @Nullable String pattern) {
    this(name, name, type, required, false, pattern);
  }

  /** The same column without nulls. */
  public InputColumn asRequired() {
    return new InputColumn(name, source, type, true, optional, pattern);
  }

  /** Whether a header may lack the column. */
  public boolean mayBeMissing() {
    return optional && !required;
  }

  /** The name that files of the archive use. */
  public String jsonKey() {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The target's column. */
  public Column column() {
    return new Column(name, jsonKey(), type, JsonNull.SHOWN, !required);
  }
}
