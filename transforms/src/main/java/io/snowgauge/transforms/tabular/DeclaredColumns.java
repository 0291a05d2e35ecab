package io.snowgauge.transforms.tabular;

import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Column.JsonNull;
import io.snowgauge.transforms.record.ColumnType;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns that a dataset declares, and what becomes of others.
 *
 * @param declared in the order of the target; their names differ in more than case
 * @param extra what becomes of columns that are not declared
 */
public record DeclaredColumns(List<InputColumn> declared, ExtraColumns extra)
    implements Serializable {
  /** Holds what was not declared. */
  public static final Column EXTRA =
      new Column("_EXTRA", "_extra", ColumnType.JSON, JsonNull.OMITTED);

  /** Keeps a copy of the list. */
  public DeclaredColumns {
    declared = List.copyOf(declared);
  }

  /** The columns that a header may lack. */
  public List<Column> optional() {
    return declared.stream().filter(InputColumn::mayBeMissing).map(InputColumn::column).toList();
  }

  /** The columns that may be null, and that an object may so be without. */
  public List<Column> nullable() {
    return declared.stream().map(InputColumn::column).filter(Column::nullable).toList();
  }

  /** The columns of a row: the declared ones, and {@link #EXTRA} if others are kept. */
  public List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    declared.forEach(column -> columns.add(column.column()));
    if (extra == ExtraColumns.KEEP) {
      columns.add(EXTRA);
    }
    return columns;
  }
}
