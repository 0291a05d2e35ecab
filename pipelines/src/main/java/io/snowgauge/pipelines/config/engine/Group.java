package io.snowgauge.pipelines.config.engine;

import org.jspecify.annotations.Nullable;

/**
 * Keys that stand in one JSON object.
 *
 * @param pattern of its own key, {@link Setting#ANY} standing for names that the user gives
 * @param description one sentence for the user
 * @param names what names the user may give in it; null where the names in it are declared
 */
public record Group(String pattern, String description, @Nullable NameRule names) {
  /** A group in which names are declared. */
  public Group(String pattern, String description) {
    this(pattern, description, null);
  }

  /** The pattern of a key in it. */
  public String pattern(String name) {
    return join(pattern, name);
  }

  /** Holds where anything in it is given. */
  public Condition isGiven() {
    return new Condition.Given(pattern);
  }

  /** A key in a group. */
  static String join(String group, String name) {
    return group.isEmpty() ? name : group + "." + name;
  }

  /** A pattern with names, in their order, in place of what stands for them. */
  static String filled(String pattern, Iterable<String> names) {
    StringBuilder filled = new StringBuilder();
    int done = 0;
    for (String name : names) {
      int any = pattern.indexOf(Setting.ANY, done);
      if (any < 0) {
        break;
      }
      filled.append(pattern, done, any).append(name);
      done = any + Setting.ANY.length();
    }
    return filled.append(pattern, done, pattern.length()).toString();
  }
}
