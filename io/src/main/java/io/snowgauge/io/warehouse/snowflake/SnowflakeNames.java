package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.Identifiers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names as statements and sessions take them. */
final class SnowflakeNames {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*");

  private static final Pattern PRINTED = Pattern.compile("\"((?:[^\"]|\"\")*)\"|([^.]+)");

  private SnowflakeNames() {}

  /** A name as a session is opened with: quoted where Snowflake would change its case. */
  static String session(String name) {
    return PLAIN.matcher(name).matches() ? Identifiers.canonical(name) : Identifiers.quote(name);
  }

  /** The parts of a dotted name as Snowflake prints it: each quoted where it has to be. */
  static List<String> parts(String printed) {
    List<String> parts = new ArrayList<>();
    Matcher part = PRINTED.matcher(printed);
    int at = 0;
    while (at <= printed.length() && part.find(at) && part.start() == at) {
      String quoted = part.group(1);
      parts.add(quoted == null ? part.group(2) : quoted.replace("\"\"", "\""));
      at = part.end() + 1;
    }
    return parts;
  }

  /** Names with commas between them. */
  static List<String> list(String names) {
    return Arrays.stream(names.split(",")).map(String::strip).filter(n -> !n.isEmpty()).toList();
  }

  /** A name that may be led by a schema, or by a database and a schema. */
  static String qualified(String dotted) {
    return Arrays.stream(dotted.split("\\.", 3))
        .map(Identifiers::quote)
        .collect(Collectors.joining("."));
  }
}
