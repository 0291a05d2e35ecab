package io.snowgauge.pipelines.config.engine;

import io.snowgauge.pipelines.config.types.Suggestions;
import io.snowgauge.pipelines.log.LogFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which environment variables override which keys. */
public final class EnvironmentVariables {
  private static final String PREFIX = "SNOWGAUGE_";

  /** The launcher's own, and one that has to be known before there is a configuration. */
  private static final Set<String> RESERVED =
      Set.of("SNOWGAUGE_JAVA_OPTS", "SNOWGAUGE_HOME", LogFormat.VARIABLE);

  private EnvironmentVariables() {}

  /** The variable that overrides a key: {@code SNOWGAUGE_WAREHOUSE_ACCOUNT}. */
  public static String of(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  /**
   * The keys that {@code variables} override. One that is like ours and stands for no key is only
   * warned of, for Kubernetes makes up such variables for services.
   *
   * @param keys that have a value or may have one
   * @param open groups of keys to which a variable may add names
   */
  static Map<String, String> keysByVariable(
      Collection<String> variables,
      List<String> keys,
      Map<String, NameRule> open,
      Problems problems) {
    Set<String> ours =
        variables.stream()
            .filter(variable -> variable.startsWith(PREFIX) && !RESERVED.contains(variable))
            .collect(Collectors.toCollection(TreeSet::new));
    if (ours.isEmpty()) {
      return Map.of();
    }
    Map<String, List<String>> known = new HashMap<>();
    for (String key : keys) {
      known.computeIfAbsent(of(key), unused -> new ArrayList<>()).add(key);
    }
    Map<String, String> found = new TreeMap<>();
    for (String variable : ours) {
      List<String> meant = known.getOrDefault(variable, added(variable, open));
      if (meant.size() > 1) {
        problems.error(
            "%s: expected the variable of one key but found that of %s; use --set"
                .formatted(variable, String.join(" and ", meant)));
      } else if (meant.size() == 1) {
        found.put(variable, meant.get(0));
      } else {
        problems.warning(
            variable
                + ": unknown environment variable, ignored"
                + Suggestions.question(variable, new TreeSet<>(known.keySet())));
      }
    }
    return found;
  }

  /** The keys that a variable may add to the groups that are open. */
  private static List<String> added(String variable, Map<String, NameRule> open) {
    List<String> added = new ArrayList<>();
    open.forEach(
        (group, rule) -> {
          String prefix = of(group) + "_";
          if (variable.length() > prefix.length() && variable.startsWith(prefix)) {
            String name = variable.substring(prefix.length()).toLowerCase(Locale.ROOT);
            added.add(Group.join(group, rule.isDotted() ? name.replace('_', '.') : name));
          }
        });
    return added;
  }
}
