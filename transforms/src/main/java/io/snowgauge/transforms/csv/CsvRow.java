package io.snowgauge.transforms.csv;

import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.tabular.ColumnValues;
import io.snowgauge.transforms.tabular.ExtraObject;
import io.snowgauge.transforms.tabular.NullText;
import io.snowgauge.transforms.text.Utf8;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The row of one record after the other, or why there is none: rules 3 and 5. */
final class CsvRow {
  private final ColumnValues values;
  private final ExtraObject extra;
  private final NullText nulls;
  private final RowLengths lengths;
  private @Nullable String refusal;
  private int refusedField;

  CsvRow(CsvFormat format, ColumnValues values, ExtraObject extra) {
    this.values = values;
    this.extra = extra;
    this.nulls = new NullText(values, format.nulls());
    this.lengths = format.lengths();
  }

  /** Makes a record the row; false if it is refused. */
  boolean fill(CsvRecord next, CsvHeader header) throws IOException {
    values.clear();
    header.markMissing(values);
    refusal = null;
    refusedField = 0;
    int expected = header.fields();
    int found = next.fields();
    if (found != expected && !mayDiffer(found, expected, next)) {
      refuseLength(next, expected);
    } else {
      setFields(next, header, Math.min(found, expected));
      if (found > expected) {
        keepExtra(next, header);
      } else {
        padMissing(header, found);
      }
    }
    if (refusal == null) {
      refusal = extra.refuse();
    }
    if (refusal != null) {
      extra.discard();
      return false;
    }
    if (extra.finish()) {
      values.setExtra(extra);
    }
    values.row().setLine(next.line());
    return true;
  }

  /** The row of the record that was taken last. */
  Row row() {
    return values.row();
  }

  /** Why the record was refused. */
  String refusal() {
    return String.valueOf(refusal);
  }

  /** The field that was refused, or 0. */
  int refusedField() {
    return refusedField;
  }

  private boolean mayDiffer(int found, int expected, CsvRecord next) {
    return found > expected
        ? lengths.keepsExtra() && found == next.storedFields()
        : lengths.padsMissing();
  }

  private void refuseLength(CsvRecord next, int expected) {
    refusal =
        "expected "
            + expected
            + (expected == 1 ? " field" : " fields")
            + " but found "
            + next.fields();
    for (int field = 0; field < next.storedFields(); field++) {
      if (next.isPadded(field)) { // Then a delimiter was meant to be text.
        refusedField = field;
        refusal = CsvRecord.NO_PADDING + CsvRecord.TRIM_IT;
        return;
      }
    }
  }

  private void setFields(CsvRecord next, CsvHeader header, int fields) throws IOException {
    boolean isPlain = next.isAscii() && !next.holdsNul();
    for (int field = 0; field < fields && refusal == null; field++) {
      refusedField = field;
      if (!isPlain) {
        refuseText(next, field, header);
      }
      if (refusal == null) {
        set(next, field, header);
      }
    }
  }

  private void keepExtra(CsvRecord next, CsvHeader header) throws IOException {
    for (int field = header.fields(); field < next.fields() && refusal == null; field++) {
      refusedField = field;
      refuseText(next, field, header);
      if (refusal == null && !isNull(next, field, -1)) {
        extra.add(header.name(field), next.bytes(), next.start(field), next.end(field));
      }
    }
  }

  private void padMissing(CsvHeader header, int found) {
    for (int field = found; field < header.fields() && refusal == null; field++) {
      int column = header.column(field);
      refusedField = Math.max(found - 1, 0);
      refusal = column < 0 ? null : values.refuseNull(column);
    }
  }

  private void refuseText(CsvRecord next, int field, CsvHeader header) {
    int start = next.start(field);
    int end = next.end(field);
    if (Utf8.firstInvalid(next.bytes(), start, end) >= 0) {
      refusal =
          header.shownName(field)
              + ": expected UTF-8 but found other bytes; format.encoding declares another"
              + " encoding";
      return;
    }
    for (int i = start; i < end; i++) {
      if (next.bytes()[i] == 0) {
        refusal = header.shownName(field) + ": expected text without NUL but found one";
        return;
      }
    }
  }

  private void set(CsvRecord next, int field, CsvHeader header) throws IOException {
    int column = header.column(field);
    int start = next.start(field);
    int end = next.end(field);
    boolean isNull = isNull(next, field, column);
    if (!isNull && next.isPadded(field)) {
      refusal = header.shownName(field) + ": " + CsvRecord.NO_PADDING + CsvRecord.TRIM_IT;
    } else if (column >= 0) {
      refusal = isNull ? values.refuseNull(column) : values.set(column, next.bytes(), start, end);
    } else if (!isNull || header.isNamed(field)) {
      extra.add(header.name(field), isNull ? null : next.bytes(), start, end);
    }
  }

  private boolean isNull(CsvRecord next, int field, int column) {
    int start = next.start(field);
    int end = next.end(field);
    return next.isQuoted(field)
        ? nulls.isQuotedNull(next.bytes(), start, end, column)
        : nulls.isNull(next.bytes(), start, end, column) || next.isWrittenNull(field);
  }
}
