package io.snowgauge.transforms.record;

import io.snowgauge.transforms.ndjson.NdjsonLayout;
import io.snowgauge.transforms.tabular.DeclaredColumns;
import io.snowgauge.transforms.tabular.ExtraColumns;
import io.snowgauge.transforms.tabular.InputColumn;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Columns as cases declare them, and rows as the archive would have them. */
public final class Declared {
  private static final Pattern COLUMN =
      Pattern.compile(
          "(?<name>\\w+)( (?<kind>(?!FROM|FORMAT|OPTIONAL|NOT)[A-Z_]+)(\\((?<precision>\\d+),(?<scale>\\d+)\\)|\\((?<length>\\d+)\\))?)?"
              + "(?<required> NOT NULL)?(?<optional> OPTIONAL)?( FORMAT '(?<pattern>[^']*)')?( FROM '(?<source>.*)')?");

  private Declared() {}

  /** Columns such as {@code a STRING NOT NULL; b NUMBER(10,2)}; a type may be left out. */
  public static DeclaredColumns columns(String columns, String extra) {
    List<InputColumn> declared = new ArrayList<>();
    for (String column : columns.split("; ", -1)) {
      Matcher parts = COLUMN.matcher(column);
      if (!parts.matches()) {
        throw new IllegalArgumentException("expected a column but found '" + column + "'");
      }
      declared.add(
          new InputColumn(
              parts.group("name"),
              parts.group("source") == null ? parts.group("name") : parts.group("source"),
              type(parts),
              parts.group("required") != null,
              parts.group("optional") != null,
              parts.group("pattern")));
    }
    return new DeclaredColumns(declared, ExtraColumns.valueOf(extra.toUpperCase(Locale.ROOT)));
  }

  private static ColumnType type(Matcher parts) {
    String kind = parts.group("kind") == null ? "STRING" : parts.group("kind");
    if (parts.group("length") != null) {
      return ColumnType.text(Integer.parseInt(parts.group("length")));
    }
    return parts.group("precision") == null
        ? new ColumnType(ColumnType.Kind.valueOf(kind), 0, 0)
        : ColumnType.number(
            Integer.parseInt(parts.group("precision")), Integer.parseInt(parts.group("scale")));
  }

  /** A row as one line of the archive. */
  public static Recording.RowText asJson(List<Column> columns) {
    NdjsonLayout.Builder builder = NdjsonLayout.builder();
    for (int i = 0; i < columns.size(); i++) {
      builder.column(columns.get(i), i);
    }
    NdjsonLayout layout = builder.build();
    return row -> {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      try (Utf8Output out = new Utf8Output(line)) {
        layout.write(row, out);
      }
      return line.toString(StandardCharsets.UTF_8).stripTrailing();
    };
  }
}
