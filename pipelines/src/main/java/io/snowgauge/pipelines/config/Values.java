package io.snowgauge.pipelines.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The effective values, each of its setting's type. */
final class Values {
  private record Value(Setting<?> setting, Object typed, String text) {
    String as(Form form) {
      @SuppressWarnings("unchecked") // put() takes a setting's own type only
      ValueType<Object> type = (ValueType<Object>) setting.type();
      return form.of(type, typed, text);
    }
  }

  private interface Form {
    String of(ValueType<Object> type, Object value, String text);
  }

  private final Map<String, Value> values = new HashMap<>();
  private final Map<String, List<String>> columnsByDataset = new LinkedHashMap<>();
  private final List<String> properties;
  private final List<String> extractions;

  /** None yet, and no names. */
  Values() {
    this.properties = List.of();
    this.extractions = List.of();
  }

  /** None yet, for the datasets and columns that were given. */
  Values(Dictionary given) {
    given.datasets().forEach(dataset -> columnsByDataset.put(dataset, given.columns(dataset)));
    this.properties = List.copyOf(given.properties());
    this.extractions = List.copyOf(given.extractions());
  }

  <T> void put(Setting<T> setting, String dataset, T value, String text) {
    values.put(setting.key(dataset), new Value(setting, value, text));
  }

  /** Adds what a text means that was checked before. */
  <T> void read(Setting<T> setting, String text, ValueContext context)
      throws InvalidValueException {
    put(setting, "", setting.type().parse(text, context), text);
  }

  /** The names of the datasets, in the order of the file. */
  List<String> datasets() {
    return List.copyOf(columnsByDataset.keySet());
  }

  /** The names of a dataset's columns, also of those whose type is not valid, in their order. */
  List<String> columns(String dataset) {
    return columnsByDataset.getOrDefault(dataset, List.of());
  }

  /** The names of the properties of a Kafka consumer, in their order. */
  List<String> properties() {
    return properties;
  }

  /** The names of the extractions, in their order. */
  List<String> extractions() {
    return extractions;
  }

  /** The value of a setting, or null. */
  <T> @Nullable T find(Setting<T> setting, String dataset) {
    Value value = values.get(setting.key(dataset));
    if (value == null) {
      return null;
    }
    @SuppressWarnings("unchecked") // put() takes a setting's own type only
    T typed = (T) value.typed();
    return typed;
  }

  /** The value of a setting that is the same for all datasets, or null. */
  <T> @Nullable T find(Setting<T> setting) {
    return find(setting, "");
  }

  /** The value of a setting that must have one. */
  <T> T get(Setting<T> setting, String dataset) {
    T value = find(setting, dataset);
    if (value == null) {
      throw new IllegalStateException(setting.key(dataset) + " has no value");
    }
    return value;
  }

  /** The value of a setting that must have one and is the same for all datasets. */
  <T> T get(Setting<T> setting) {
    return get(setting, "");
  }

  /** How a value is shown, or null if there is none. */
  @Nullable String shown(String key) {
    Value value = values.get(key);
    return value == null ? null : value.as(ValueType::show);
  }

  /** All of them by key, secrets masked. */
  SortedMap<String, String> flat() {
    SortedMap<String, String> flat = new TreeMap<>();
    values.forEach((key, value) -> flat.put(key, value.as(ValueType::show)));
    return flat;
  }

  /**
   * Those whose key starts so, for another process.
   *
   * @throws IllegalArgumentException if there is a secret among them
   */
  SortedMap<String, String> portable(String prefix) {
    SortedMap<String, String> portable = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            portable.put(key, value.as(ValueType::portable));
          }
        });
    return portable;
  }

  /** Whether one whose key starts so is a secret itself. */
  boolean holdsSecret(String prefix) {
    return values.entrySet().stream()
        .anyMatch(
            entry ->
                entry.getKey().startsWith(prefix)
                    && Validation.isLiteralSecret(entry.getValue().typed()));
  }
}
