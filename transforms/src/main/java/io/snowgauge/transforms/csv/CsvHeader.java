package io.snowgauge.transforms.csv;

import io.snowgauge.transforms.record.ParseListener;
import io.snowgauge.transforms.tabular.ColumnValues;
import io.snowgauge.transforms.tabular.ExtraColumns;
import io.snowgauge.transforms.text.AsciiWords;
import io.snowgauge.transforms.text.Excerpt;
import io.snowgauge.transforms.text.Utf8;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which field of a record is which column. */
final class CsvHeader {
  /** The file cannot be read with such a header. */
  static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableException(String message) {
      super(message);
    }
  }

  private final int[] columns;
  private final List<String> names;
  private final BitSet unnamed;
  private int[] missing = {};

  private CsvHeader(int[] columns, List<String> names, BitSet unnamed) {
    this.columns = columns;
    this.names = names;
    this.unnamed = unnamed;
  }

  /** The fields of a file without a header: the declared columns in their order. */
  static CsvHeader positional(ColumnValues values) {
    int[] columns = new int[values.size()];
    List<String> names = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      columns[i] = i;
      names.add(values.column(i).name());
    }
    return new CsvHeader(columns, names, new BitSet());
  }

  /** Reads a header; what it lacks and the file can do without is told to the listener. */
  static CsvHeader of(
      CsvRecord record, CsvFormat format, ColumnValues values, ParseListener listener)
      throws UnusableException {
    if (record.holdsNul()) {
      throw new UnusableException(
          "expected a header in UTF-8 but found NUL characters, as UTF-16 has them; if it is,"
              + " declare it in format.encoding");
    }
    if (Utf8.firstInvalid(record.bytes(), 0, record.storedEnd()) >= 0) {
      throw new UnusableException(
          "expected a header in UTF-8 but found other bytes; format.encoding declares another"
              + " encoding");
    }
    refusePadded(record);
    if (record.fields() > record.storedFields()) {
      throw new UnusableException(
          "expected at most " + record.storedFields() + " columns but found " + record.fields());
    }
    CsvHeader header = matched(record, values, format.lengths());
    header.requireAnyDeclared(values, record.dialect().delimiter());
    header.refuseRepeated();
    header.refuseExtra(format.declared().extra());
    header.reportMissing(values, listener);
    return header;
  }

  private static void refusePadded(CsvRecord record) throws UnusableException {
    for (int i = 0; i < record.storedFields(); i++) {
      if (record.isPadded(i)) {
        throw new UnusableException(
            CsvRecord.NO_PADDING + " but found " + shown(record.text(i)) + CsvRecord.TRIM_IT);
      }
    }
  }

  private static CsvHeader matched(CsvRecord record, ColumnValues values, RowLengths lengths) {
    int[] columns = new int[record.storedFields()];
    List<String> names = new ArrayList<>();
    BitSet unnamed = new BitSet();
    for (int i = 0; i < columns.length; i++) {
      String name = AsciiWords.trim(record.text(i));
      unnamed.set(i, name.isEmpty() && lengths.keepsExtra());
      names.add(unnamed.get(i) ? positionalName(i) : name);
      columns[i] = unnamed.get(i) ? -1 : values.indexOf(name);
    }
    return new CsvHeader(columns, names, unnamed);
  }

  private static String positionalName(int field) {
    return "column " + (field + 1);
  }

  /** A line of which nothing is known is hardly the header: this comes before all else. */
  private void requireAnyDeclared(ColumnValues values, String delimiter) throws UnusableException {
    if (IntStream.of(columns).allMatch(column -> column < 0)) {
      throw new UnusableException(
          "expected at least one declared column but found "
              + shown(names)
              + "; "
              + new HeaderAdvice(names, values, delimiter).text());
    }
  }

  private void refuseRepeated() throws UnusableException {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw new UnusableException(
            "expected each column once but found "
                + shown(name)
                + " twice"
                + (name.isEmpty() ? "; format.extraFields keep takes columns without a name" : ""));
      }
    }
  }

  private void refuseExtra(ExtraColumns extra) throws UnusableException {
    List<String> undeclared = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] < 0) {
        undeclared.add(names.get(i));
      }
    }
    if (extra == ExtraColumns.REFUSE && !undeclared.isEmpty()) {
      throw new UnusableException(
          "expected declared columns only (format.extraColumns is refuse) but found "
              + shown(undeclared));
    }
  }

  private void reportMissing(ColumnValues values, ParseListener listener) throws UnusableException {
    boolean[] present = new boolean[values.size()];
    for (int column : columns) {
      if (column >= 0) {
        present[column] = true;
      }
    }
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < present.length; i++) {
      if (!present[i] && !values.column(i).mayBeMissing()) {
        throw new UnusableException(
            "expected the column "
                + values.column(i).source()
                + (values.column(i).required() ? "" : ", which is not declared OPTIONAL,")
                + " but found "
                + shown(names));
      }
      if (!present[i]) {
        missing.add(values.column(i).source());
      }
    }
    this.missing = IntStream.range(0, present.length).filter(i -> !present[i]).toArray();
    if (missing.size() == 1) {
      listener.missing("column " + shown(missing) + " is not in the header");
    } else if (!missing.isEmpty()) {
      listener.missing("columns " + shown(missing) + " are not in the header");
    }
  }

  /** Marks the columns of a record that the file does not have. */
  void markMissing(ColumnValues values) {
    for (int column : missing) {
      values.setAbsent(column);
    }
  }

  /** How many fields a record has. */
  int fields() {
    return columns.length;
  }

  /** The declared column of a field, or -1. */
  int column(int field) {
    return columns[field];
  }

  /** A field's name as the file has it, or one by its position if it has none. */
  String name(int field) {
    if (field < names.size()) {
      return names.get(field);
    }
    String name = positionalName(field);
    return names.contains(name) ? "_" + name : name;
  }

  /** Whether the file has a name for a field. */
  boolean isNamed(int field) {
    return !unnamed.get(field);
  }

  /** A field's name for messages. */
  String shownName(int field) {
    return Excerpt.of(name(field));
  }

  private static String shown(List<String> names) {
    return names.stream().limit(20).map(CsvHeader::shown).collect(Collectors.joining(", "))
        + (names.size() > 20 ? " and " + (names.size() - 20) + " more" : "");
  }

  private static String shown(String name) {
    return "'" + Excerpt.of(name) + "'";
  }
}
