package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
final class Dictionary {
  /** A setting, of one dataset or extraction if each has its own. */
  record Key(Setting<?> setting, String dataset) {
    String text() {
      return setting.key(dataset);
    }
  }

  private static final String SCHEMA = "$schema";
  private static final String OPTION = "--set";
  private static final String PROPERTIES = KeyTree.join(NotificationSettings.PROPERTIES, "");

  private final KeyTree root = KeyTree.of(Settings.all());
  private final Map<String, GivenValue> values = new HashMap<>();
  private final Map<String, Set<String>> columnsByDataset = new LinkedHashMap<>();
  private final Map<String, List<String>> columnsInFile = new HashMap<>();
  private final Set<String> properties = new LinkedHashSet<>();
  private final Set<String> extractions = new LinkedHashSet<>();
  private final Set<String> extractionsInFile = new LinkedHashSet<>();
  private final List<String> refusedKeys = new ArrayList<>();
  private final Problems problems;

  private Dictionary(Problems problems) {
    this.problems = problems;
  }

  /**
   * Reads all sources.
   *
   * @param file lowest in precedence
   * @param environment overrides the file
   * @param options each {@code key=value}; override the rest, and of one key the last counts
   */
  static Dictionary of(
      ObjectNode file, Map<String, String> environment, List<String> options, Problems problems) {
    Dictionary dictionary = new Dictionary(problems);
    dictionary.flatten(dictionary.root, "", file);
    dictionary.columnsByDataset.forEach(
        (dataset, columns) -> dictionary.columnsInFile.put(dataset, List.copyOf(columns)));
    dictionary.extractionsInFile.addAll(dictionary.extractions);
    Map<String, GivenValue> byOption = dictionary.parse(options);
    dictionary.overlay(environment);
    dictionary.values.putAll(byOption);
    if (dictionary.datasets().isEmpty() && !dictionary.refusedIn(Settings.DATASETS)) {
      problems.error(Settings.DATASETS + ": expected at least one dataset but found none");
    }
    return dictionary;
  }

  private void flatten(KeyTree group, String path, JsonNode object) {
    for (Map.Entry<String, JsonNode> property : object.properties()) {
      String name = property.getKey();
      if (path.isEmpty() && name.equals(SCHEMA)) {
        continue;
      }
      String key = KeyTree.join(path, name);
      String problem = problem(group, path, name, property.getValue());
      if (problem != null) {
        refusedKeys.add(key);
        problems.error(problem);
        continue;
      }
      KeyTree child = Objects.requireNonNull(group.child(name));
      if (group.names() != null) {
        remember(key);
      }
      if (child.setting() != null) {
        values.put(key, new GivenValue(property.getValue(), null));
      } else {
        flatten(child, key, property.getValue());
      }
    }
  }

  /**
   * Notes the names that a key brings: its dataset's and column's, a property's, an extraction's.
   */
  private void remember(String key) {
    if (key.startsWith(PROPERTIES)) {
      properties.add(key.substring(PROPERTIES.length()));
      return;
    }
    String[] names = key.split("\\.", -1);
    if (names[0].equals(ExtractSettings.EXTRACT)) {
      extractions.add(names[1]);
    }
    if (!names[0].equals(Settings.DATASETS)) {
      return;
    }
    Set<String> columns =
        columnsByDataset.computeIfAbsent(names[1], unused -> new LinkedHashSet<>());
    if (names.length > 2 && key.startsWith(KeyTree.join(columnsKey(names[1]), ""))) {
      columns.add(names[names.length - 1]);
    }
  }

  private static String columnsKey(String dataset) {
    return Setting.inDataset(DatasetSettings.COLUMNS, dataset);
  }

  private static @Nullable String problem(KeyTree group, String path, String name, JsonNode value) {
    String key = KeyTree.join(path, name);
    KeyTree child = group.child(name);
    NameRule names = group.names();
    if (names != null && !names.isValid(name)) {
      return refusedName(names, path, name);
    }
    if (child == null) {
      return name.indexOf('.') < 0
          ? group.unknown(path, name)
          : key + ": expected an object for each part of the key but found one name with dots";
    }
    if (child.setting() == null && !value.isObject()) {
      return key + ": expected an object but found " + ShownValue.kind(value);
    }
    return null;
  }

  private static String refusedName(NameRule names, String path, String name) {
    return KeyTree.join(path, ShownValue.name(name))
        + ": expected "
        + names.expected()
        + " but found "
        + ShownValue.text(name);
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

  private boolean isKnown(String key, String source) {
    KeyTree tree = root;
    String path = "";
    for (String name : names(key)) {
      KeyTree child = tree.child(name);
      NameRule names = tree.names();
      if (names != null && !names.isValid(name)) {
        return refuse(refusedName(names, path, name), source);
      }
      if (child == null) {
        return refuse(tree.unknown(path, name), source);
      }
      path = KeyTree.join(path, name);
      tree = child;
    }
    if (tree.setting() == null) {
      return refuse(key + ": expected a key in this group, " + tree.choices(), source);
    }
    remember(key);
    return true;
  }

  /** The parts of a key; the name of a property is one, whatever dots it has. */
  private static List<String> names(String key) {
    if (!key.startsWith(PROPERTIES)) {
      return List.of(key.split("\\.", -1));
    }
    List<String> names = new ArrayList<>(List.of(PROPERTIES.split("\\.")));
    names.add(key.substring(PROPERTIES.length()));
    return names;
  }

  private boolean refuse(String problem, String source) {
    problems.error(problem + " (from " + source + ")");
    return false;
  }

  private void overlay(Map<String, String> environment) {
    List<String> known = keys().stream().map(Key::text).toList();
    List<String> open = new ArrayList<>(datasets().stream().map(Dictionary::columnsKey).toList());
    open.add(NotificationSettings.PROPERTIES);
    EnvironmentVariables.keysByVariable(environment.keySet(), known, open, problems)
        .forEach(
            (variable, key) -> {
              if (isKnown(key, variable)) {
                values.put(key, GivenValue.from(variable, environment.getOrDefault(variable, "")));
              }
            });
  }

  /** Adds Beam's options for stores, which say what is not said yet. */
  void add(Map<BeamStorageOption, String> options, ValueContext context) {
    BeamStorageOptions.add(options, values, context, problems);
  }

  /** Every key that may have a value, in the order of the declarations, dataset by dataset. */
  List<Key> keys() {
    List<Key> keys = new ArrayList<>();
    for (Setting<?> setting : Settings.all()) {
      if (setting.isPerDataset()) {
        continue;
      }
      if (setting.isPerExtraction()) {
        extractions.forEach(name -> keys.add(new Key(setting, name)));
      } else if (setting.isPerName()) {
        properties.forEach(name -> keys.add(new Key(setting.named(name), "")));
      } else {
        keys.add(new Key(setting, ""));
      }
    }
    columnsByDataset.forEach(
        (dataset, columns) -> {
          for (Setting<?> setting : Settings.all()) {
            if (!setting.isPerDataset()) {
              continue;
            }
            if (setting.isPerName()) {
              columns.forEach(column -> keys.add(new Key(setting.named(column), dataset)));
            } else {
              keys.add(new Key(setting, dataset));
            }
          }
        });
    return keys;
  }

  /** The value given for a key, or null. */
  @Nullable GivenValue get(String key) {
    return values.get(key);
  }

  /** Whether a group has any value, be it valid or not. */
  boolean hasAnyIn(String group) {
    String prefix = KeyTree.join(group, "");
    return refusedIn(group) || values.keySet().stream().anyMatch(key -> key.startsWith(prefix));
  }

  /** The names of the properties of a Kafka consumer, in the order of the file. */
  Set<String> properties() {
    return properties;
  }

  /** The names of the extractions, in the order of the file. */
  Set<String> extractions() {
    return extractions;
  }

  /** The names of the datasets, in the order of the file. */
  Set<String> datasets() {
    return columnsByDataset.keySet();
  }

  /** The names of the columns of a dataset, in the order of the file; what is added follows. */
  List<String> columns(String dataset) {
    return List.copyOf(columnsByDataset.getOrDefault(dataset, Set.of()));
  }

  /** The names of those that are in the file. */
  List<String> columnsInFile(String dataset) {
    return columnsInFile.getOrDefault(dataset, List.of());
  }

  /** Whether something in a group of the file was refused, or the group itself. */
  boolean refusedIn(String group) {
    return refusedKeys.stream()
        .anyMatch(key -> key.equals(group) || key.startsWith(KeyTree.join(group, "")));
  }

  /** What a message says about a dataset that is not in the file; mostly nothing. */
  String hint(String dataset) {
    if (dataset.isEmpty()
        || columnsInFile.keySet().contains(dataset)
        || extractionsInFile.contains(dataset)) {
      return "";
    }
    return ", as only "
        + OPTION
        + " names this dataset"
        + Suggestions.nearest(dataset, columnsInFile.keySet())
            .map(near -> "; did you mean " + near + "?")
            .orElse("");
  }
}
