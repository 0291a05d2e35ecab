package io.snowgauge.pipelines.config;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
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
   */
  static Map<String, String> keysByVariable(
      Collection<String> variables, List<String> keys, Problems problems) {
    Set<String> ours =
        variables.stream()
            .filter(Setting::isEnvironmentName)
            .filter(variable -> !RESERVED.contains(variable))
            .collect(Collectors.toCollection(TreeSet::new));
    if (ours.isEmpty()) {
      return Map.of();
    }
    Map<String, String> known = new HashMap<>();
    Map<String, String> ambiguous = new HashMap<>();
    for (String key : keys) {
      String other = known.put(Setting.environmentName(key), key);
      if (other != null) {
        ambiguous.put(Setting.environmentName(key), other + " and " + key);
      }
    }
    Map<String, String> found = new TreeMap<>();
    for (String variable : ours) {
      String key = known.get(variable);
      if (ambiguous.containsKey(variable)) {
        problems.error(
            variable
                + ": expected the variable of one key but found that of "
                + ambiguous.get(variable)
                + "; use --set");
      } else if (key != null) {
        found.put(variable, key);
      } else {
        problems.warning(unknown(variable, known.keySet()));
      }
    }
    return found;
  }

  private static String unknown(String variable, Set<String> known) {
    return variable
        + ": unknown environment variable, ignored"
        + Suggestions.nearest(variable, new TreeSet<>(known))
            .map(near -> "; did you mean " + near + "?")
            .orElse("");
  }
}
