package io.snowgauge.pipelines.config;

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
final class EnvironmentVariables {
  /** The launcher's own. */
  private static final Set<String> RESERVED = Set.of("SNOWGAUGE_JAVA_OPTS", "SNOWGAUGE_HOME");

  private EnvironmentVariables() {}

  /**
   * The keys that {@code variables} override. One that is like ours and stands for no key is only
   * warned of, for Kubernetes makes up such variables for services.
   *
   * @param keys that have a value or may have one
   * @param open groups of keys to which a variable may add names, in lower case
   */
  static Map<String, String> keysByVariable(
      Collection<String> variables, List<String> keys, List<String> open, Problems problems) {
    Set<String> ours =
        variables.stream()
            .filter(Setting::isEnvironmentName)
            .filter(variable -> !RESERVED.contains(variable))
            .collect(Collectors.toCollection(TreeSet::new));
    if (ours.isEmpty()) {
      return Map.of();
    }
    Map<String, List<String>> known = new HashMap<>();
    for (String key : keys) {
      known.computeIfAbsent(Setting.environmentName(key), unused -> new ArrayList<>()).add(key);
    }
    Map<String, String> found = new TreeMap<>();
    for (String variable : ours) {
      List<String> meant = known.getOrDefault(variable, added(variable, open));
      if (meant.size() > 1) {
        problems.error(
            variable
                + ": expected the variable of one key but found that of "
                + String.join(" and ", meant)
                + "; use --set");
      } else if (meant.size() == 1) {
        found.put(variable, meant.get(0));
      } else {
        problems.warning(unknown(variable, known.keySet()));
      }
    }
    return found;
  }

  /** The keys that a variable may add to the groups that are open. */
  private static List<String> added(String variable, List<String> open) {
    List<String> added = new ArrayList<>();
    for (String group : open) {
      String prefix = Setting.environmentName(group) + "_";
      if (variable.length() > prefix.length() && variable.startsWith(prefix)) {
        String name = variable.substring(prefix.length()).toLowerCase(Locale.ROOT);
        if (group.equals(NotificationSettings.PROPERTIES)) {
          name = name.replace('_', '.'); // as Kafka writes all of its names
        }
        added.add(KeyTree.join(group, name));
      }
    }
    return added;
  }

  private static String unknown(String variable, Set<String> known) {
    return variable
        + ": unknown environment variable, ignored"
        + Suggestions.nearest(variable, new TreeSet<>(known))
            .map(near -> "; did you mean " + near + "?")
            .orElse("");
  }
}
