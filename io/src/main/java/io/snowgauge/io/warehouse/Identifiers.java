package io.snowgauge.io.warehouse;

import java.util.Locale;
import java.util.regex.Pattern;

/** The one place where identifiers and literals are quoted. */
public final class Identifiers {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*");

  private Identifiers() {}

  /**
   * Quotes an identifier. A plain name is upper-cased first, so that nobody ever has to quote it;
   * anything else is kept as written.
   */
  public static String quote(String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("expected an identifier but found '" + name + "'");
    }
    return quoteExactly(canonical(name));
  }

  /** Quotes an identifier as the database knows it. */
  public static String quoteExactly(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** The name that a quoted identifier stands for. */
  public static String canonical(String name) {
    return PLAIN.matcher(name).matches() ? name.toUpperCase(Locale.ROOT) : name;
  }

  /** A text literal as the standard has it, for the few places where no value can be bound. */
  public static String literal(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }

  /**
   * The same for warehouses such as Snowflake, which take a backslash for the start of an escape
   * sequence.
   */
  public static String escapedLiteral(String text) {
    return literal(text.replace("\\", "\\\\"));
  }
}
