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
 * @param name in the file, in any case, and of the target's column
 * @param type of its values
 * @param required whether a null is refused
 * @param optional whether a header may lack the column although it is not required
 * @param pattern how dates or timestamps are written, by {@link java.time.format.DateTimeFormatter}
 *     with {@code y} for the year, or null for ISO 8601
 */
public record InputColumn(
    String name, ColumnType type, boolean required, boolean optional, @Nullable String pattern)
    implements Serializable {

  /** A column that every header has. */
  public InputColumn(String name, ColumnType type, boolean required, @Nullable String pattern) {
    this(name, type, required, false, pattern);
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
