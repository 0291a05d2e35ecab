package io.snowgauge.pipelines.config.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.pipelines.config.types.ShownValue;
import io.snowgauge.pipelines.config.types.Suggestions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was given, flat: values by key, of which later sources win. Holds known keys only; others
 * become errors, or warnings where they are environment variables.
 */
public final class GivenValues {
  /** A setting under the names that the user gave. */
  record Key(Setting<?> setting, List<String> names) {
    String text() {
      return Group.filled(setting.pattern(), names);
    }
  }

  private static final String SCHEMA = "$schema";
  private static final String OPTION = "--set";

  private final Catalogue catalogue;
  private final KeyTree root;
  private final Problems problems;
  private final Map<String, GivenValue> values = new HashMap<>();
  private final Map<String, Set<String>> names = new HashMap<>();
  private final Map<String, Set<String>> namesInFile = new HashMap<>();
  private final List<String> refusedKeys = new ArrayList<>();

  private GivenValues(Catalogue catalogue, Problems problems) {
    this.catalogue = catalogue;
    this.root = KeyTree.of(catalogue);
    this.problems = problems;
  }

  /**
   * Reads all sources.
   *
   * @param file lowest in precedence
   * @param environment overrides the file
   * @param options each {@code key=value}; override the rest, and of one key the last counts
   */
  public static GivenValues of(
      Catalogue catalogue,
      ObjectNode file,
      Map<String, String> environment,
      List<String> options,
      Problems problems) {
    GivenValues given = new GivenValues(catalogue, problems);
    given.flatten(given.root, "", file);
    given.names.forEach((group, known) -> given.namesInFile.put(group, new LinkedHashSet<>(known)));
    Map<String, GivenValue> byOption = given.parse(options);
    given.overlay(environment);
    given.values.putAll(byOption);
    return given;
  }

  private void flatten(KeyTree group, String path, JsonNode object) {
    for (Map.Entry<String, JsonNode> property : object.properties()) {
      String name = property.getKey();
      if (path.isEmpty() && name.equals(SCHEMA)) {
        continue;
      }
      String key = Group.join(path, name);
      String problem = problem(group, path, name, property.getValue());
      if (problem != null) {
        refusedKeys.add(key);
        problems.error(problem);
        continue;
      }
      KeyTree child = Objects.requireNonNull(group.child(name));
      if (group.names() != null) {
        remember(path, name);
      }
      if (child.setting() != null) {
        values.put(key, new GivenValue(property.getValue(), null));
      } else {
        flatten(child, key, property.getValue());
      }
    }
  }

  private void remember(String group, String name) {
    names.computeIfAbsent(group, unused -> new LinkedHashSet<>()).add(name);
  }

  private static @Nullable String problem(KeyTree group, String path, String name, JsonNode value) {
    String key = Group.join(path, name);
    String refused = refusedName(group, path, name);
    if (refused != null) {
      return refused;
    }
    KeyTree child = group.child(name);
    if (child == null) {
      return name.indexOf('.') < 0
          ? group.unknown(path, name)
          : key + ": expected an object for each part of the key but found one name with dots";
    }
    return child.setting() == null && !value.isObject()
        ? key + ": expected an object but found " + ShownValue.kind(value)
        : null;
  }

  private static @Nullable String refusedName(KeyTree group, String path, String name) {
    NameRule rule = group.names();
    return rule == null || rule.isValid(name)
        ? null
        : "%s: expected %s but found %s"
            .formatted(
                Group.join(path, ShownValue.name(name)), rule.expected(), ShownValue.text(name));
  }

  private Map<String, GivenValue> parse(List<String> options) {
    Map<String, GivenValue> parsed = new LinkedHashMap<>();
    for (String option : options) {
      int equals = option.indexOf('=');
      String key = equals < 0 ? "" : option.substring(0, equals).strip();
      if (key.isEmpty()) {
        problems.error(OPTION + ": expected key=value but found " + ShownValue.text(option));
      } else if (isKnown(key, OPTION)) {
        parsed.put(key, GivenValue.from(OPTION, option.substring(equals + 1)));
      }
    }
    return parsed;
  }

  /** Whether a key is one; then the names in it are known from here on. */
  private boolean isKnown(String key, String source) {
    Map<String, String> found = new LinkedHashMap<>();
    KeyTree tree = root;
    String path = "";
    for (String name : key.split("\\.", -1)) {
      NameRule rule = tree.names();
      boolean isRest = rule != null && rule.isDotted();
      String whole = isRest ? key.substring(path.length() + 1) : name;
      KeyTree child = tree.child(whole);
      String refused = refusedName(tree, path, whole);
      if (refused != null || child == null) {
        problems.error(
            (refused != null ? refused : tree.unknown(path, whole)) + " (from " + source + ")");
        return false;
      }
      if (rule != null) {
        found.put(path, whole);
      }
      path = Group.join(path, whole);
      tree = child;
      if (isRest) {
        break;
      }
    }
    if (tree.setting() == null) {
      problems.error(
          "%s: expected a key in this group, %s (from %s)".formatted(key, tree.choices(), source));
      return false;
    }
    found.forEach(this::remember);
    return true;
  }

  private void overlay(Map<String, String> environment) {
    Map<String, NameRule> open = new LinkedHashMap<>();
    List<String> known = keys(open).stream().map(Key::text).toList();
    EnvironmentVariables.keysByVariable(environment.keySet(), known, open, problems)
        .forEach(
            (variable, key) -> {
              if (isKnown(key, variable)) {
                values.put(key, GivenValue.from(variable, environment.getOrDefault(variable, "")));
              }
            });
  }

  /** Every key that may have a value, in the order of the declarations. */
  List<Key> keys() {
    return keys(new HashMap<>());
  }

  /** The same; and the groups to which variables may add names, by their keys. */
  private List<Key> keys(Map<String, NameRule> open) {
    List<Key> keys = new ArrayList<>();
    expand(root, "", List.of(), keys, open);
    return keys;
  }

  private void expand(
      KeyTree tree, String path, List<String> above, List<Key> keys, Map<String, NameRule> open) {
    Setting<?> setting = tree.setting();
    if (setting != null) {
      keys.add(new Key(setting, above));
      return;
    }
    NameRule rule = tree.names();
    if (rule != null && rule.kind() != NameRule.Kind.CLOSED) {
      open.put(path, rule);
    }
    for (KeyTree child : tree.children()) {
      for (String name : rule == null ? List.of(child.name()) : names(path)) {
        List<String> names = new ArrayList<>(above);
        if (rule != null) {
          names.add(name);
        }
        expand(child, Group.join(path, name), names, keys, open);
      }
    }
  }

  /** The value given for a key, or null. */
  public @Nullable GivenValue get(String key) {
    return values.get(key);
  }

  /** Whether a value is given for a key. */
  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** Adds a value of another source. */
  public void put(String key, GivenValue value) {
    values.put(key, value);
  }

  /** Whether a group has any value, be it valid or not. */
  boolean hasAnyIn(String group) {
    String prefix = Group.join(group, "");
    return refusedIn(group) || values.keySet().stream().anyMatch(key -> key.startsWith(prefix));
  }

  /** The names in a group, in the order of the file; what is added follows. */
  public List<String> names(String group) {
    return List.copyOf(names.getOrDefault(group, Set.of()));
  }

  /** The names of those that are in the file. */
  public Set<String> namesInFile(String group) {
    return namesInFile.getOrDefault(group, Set.of());
  }

  /** Whether something in a group of the file was refused, or the group itself. */
  public boolean refusedIn(String group) {
    return refusedKeys.stream()
        .anyMatch(key -> key.equals(group) || key.startsWith(Group.join(group, "")));
  }

  /** What a message says about a key whose first name is not in the file; mostly nothing. */
  public String hint(String pattern, List<String> keyNames) {
    if (keyNames.isEmpty()) {
      return "";
    }
    String group = pattern.substring(0, pattern.indexOf("." + Setting.ANY));
    Set<String> known = namesInFile(group);
    NameRule rule = catalogue.group(group).names();
    return rule == null || known.contains(keyNames.get(0))
        ? ""
        : ", as only "
            + OPTION
            + " names this "
            + rule.noun()
            + Suggestions.question(keyNames.get(0), known);
  }

  Catalogue catalogue() {
    return catalogue;
  }
}
