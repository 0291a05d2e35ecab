package io.snowgauge.pipelines.infer;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What columns of files are called in a table. */
final class ColumnNames {
  private static final Pattern NOT_IN_NAMES = Pattern.compile("[.\"'`\\x00-\\x1f\\x7f-\\x9f]+");

  private ColumnNames() {}

  /** The names in the table by those in files. */
  static Map<String, String> of(Collection<String> columns) {
    Map<String, String> names = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (String column : columns) {
      String plain = NOT_IN_NAMES.matcher(column).replaceAll("_").replaceAll("^[_\\s]+|\\s+$", "");
      String base = plain.isEmpty() ? "column" : plain.substring(0, Math.min(plain.length(), 200));
      String unique = base;
      for (int i = 2; !taken.add(unique.toLowerCase(Locale.ROOT)); i++) {
        unique = base + "_" + i;
      }
      names.put(column, unique);
    }
    return names;
  }
}
