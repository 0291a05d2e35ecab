package io.snowgauge.pipelines.config.engine;

import java.util.regex.Pattern;

/**
 * What names the user may give to things of one kind.
 *
 * @param noun what a thing is called in messages
 * @param pattern a regular expression of them, of what Java and JSON Schema have in common
 * @param expected what a name must be, as messages say it after "expected"
 * @param kind where else than in files they are given
 */
public record NameRule(String noun, String pattern, String expected, Kind kind) {
  /** Where else than in files names may be given. */
  public enum Kind {
    /** By options. At least one is needed. */
    CLOSED,
    /** By environment variables, too, in lower case. At least one is needed. */
    OPEN,
    /** As {@link #OPEN}; dots belong to the names, and a variable has an underscore for each. */
    DOTTED
  }

  boolean isValid(String name) {
    return Pattern.compile(pattern, Pattern.UNICODE_CHARACTER_CLASS).matcher(name).matches();
  }

  boolean isDotted() {
    return kind == Kind.DOTTED;
  }
}
