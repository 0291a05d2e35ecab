package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
  /** A setting, of one dataset if every dataset has its own. */
  record Key(Setting<?> setting, String dataset) {
    String text() {
      return setting.key(dataset);
    }
  }

  private static final String SCHEMA = "$schema";
  private static final String OPTION = "--set";

  private final KeyTree root = KeyTree.of(Settings.all());
  private final Map<String, GivenValue> values = new HashMap<>();
  private final Set<String> datasets = new LinkedHashSet<>();
  private final Set<String> datasetsOfFile = new HashSet<>();
  private final Problems problems;
  private boolean refusedDatasets;

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
    dictionary.datasetsOfFile.addAll(dictionary.datasets);
    Map<String, GivenValue> byOption = dictionary.parse(options);
    dictionary.overlay(environment);
    dictionary.values.putAll(byOption);
    if (dictionary.datasets.isEmpty() && !dictionary.refusedDatasets) {
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
        refusedDatasets |= key.startsWith(Settings.DATASETS);
        problems.error(problem);
        continue;
      }
      KeyTree child = Objects.requireNonNull(group.child(name));
      if (child.setting() != null) {
        values.put(key, new GivenValue(property.getValue(), null));
        continue;
      }
      if (group.namesDatasets()) {
        datasets.add(name);
      }
      flatten(child, key, property.getValue());
    }
  }

  private static @Nullable String problem(KeyTree group, String path, String name, JsonNode value) {
    String key = KeyTree.join(path, name);
    KeyTree child = group.child(name);
    if (group.namesDatasets() && !DatasetName.isValid(name)) {
      return refusedName(key, name);
    }
    if (child == null) {
      return name.indexOf('.') < 0
          ? group.unknown(path, name)
          : key + ": expected an object for each part of the key but found one name with dots";
    }
    if (child.setting() == null && !value.isObject()) {
      return key + ": expected an object but found " + Found.kind(value);
    }
    return null;
  }

  private static String refusedName(String key, String name) {
    return key + ": expected " + DatasetName.EXPECTED + " but found " + Found.text(name);
  }

  private Map<String, GivenValue> parse(List<String> options) {
    Map<String, GivenValue> parsed = new LinkedHashMap<>();
    for (String option : options) {
      int equals = option.indexOf('=');
      String key = equals < 0 ? "" : option.substring(0, equals).strip();
      if (key.isEmpty()) {
        problems.error(OPTION + ": expected key=value but found " + Found.text(option));
      } else if (isKnown(key)) {
        parsed.put(key, GivenValue.from(OPTION, option.substring(equals + 1)));
      }
    }
    return parsed;
  }

  private boolean isKnown(String key) {
    KeyTree tree = root;
    String path = "";
    String dataset = "";
    for (String name : key.split("\\.", -1)) {
      KeyTree child = tree.child(name);
      if (tree.namesDatasets() && !DatasetName.isValid(name)) {
        return refuse(refusedName(KeyTree.join(path, name), name));
      }
      if (child == null) {
        return refuse(tree.unknown(path, name));
      }
      dataset = tree.namesDatasets() ? name : dataset;
      path = KeyTree.join(path, name);
      tree = child;
    }
    if (tree.setting() == null) {
      return refuse(key + ": expected a key in this group, " + tree.choices());
    }
    if (!dataset.isEmpty()) {
      datasets.add(dataset);
    }
    return true;
  }

  private boolean refuse(String problem) {
    problems.error(problem + " (from " + OPTION + ")");
    return false;
  }

  private void overlay(Map<String, String> environment) {
    List<String> known = keys().stream().map(Key::text).toList();
    EnvironmentVariables.keysByVariable(environment.keySet(), known, problems)
        .forEach(
            (variable, key) ->
                values.put(key, GivenValue.from(variable, environment.getOrDefault(variable, ""))));
  }

  /** Every key that may have a value, in the order of the declarations, dataset by dataset. */
  List<Key> keys() {
    List<Key> keys = new ArrayList<>();
    for (Setting<?> setting : Settings.all()) {
      if (!setting.isPerDataset()) {
        keys.add(new Key(setting, ""));
      }
    }
    for (String dataset : datasets) {
      for (Setting<?> setting : Settings.all()) {
        if (setting.isPerDataset()) {
          keys.add(new Key(setting, dataset));
        }
      }
    }
    return keys;
  }

  /** The value given for a key, or null. */
  @Nullable GivenValue get(String key) {
    return values.get(key);
  }

  /** The names of the datasets, in the order of the file. */
  Set<String> datasets() {
    return datasets;
  }

  /** What a message says about a dataset that is not in the file; mostly nothing. */
  String hint(String dataset) {
    if (dataset.isEmpty() || datasetsOfFile.contains(dataset)) {
      return "";
    }
    return ", as only "
        + OPTION
        + " names this dataset"
        + Suggestions.nearest(dataset, datasetsOfFile)
            .map(near -> "; did you mean " + near + "?")
            .orElse("");
  }
}
