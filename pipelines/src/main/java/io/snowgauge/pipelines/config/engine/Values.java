package io.snowgauge.pipelines.config.engine;

import io.snowgauge.pipelines.config.types.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The effective values that are valid, each of its setting's type. They are seen under names that
 * the user gave, in their order: under that of a dataset, its settings are found.
 */
public final class Values {
  private record Value<T>(ValueType<T> type, T typed, String text) {
    String shown() {
      return type.show(typed, text);
    }

    String portable() {
      return type.portable(typed, text);
    }

    boolean holdsSecret() {
      return type.holdsSecret(typed);
    }
  }

  private final GivenValues given;
  private final Map<String, Value<?>> values;
  private final List<String> names;

  private Values(GivenValues given, Map<String, Value<?>> values, List<String> names) {
    this.given = given;
    this.values = values;
    this.names = names;
  }

  /** Nothing at first: {@link #put} adds the values that are found to be valid. */
  Values(GivenValues given) {
    this(given, new HashMap<>(), List.of());
  }

  /** The same under another name. */
  public Values in(String name) {
    List<String> more = new ArrayList<>(names);
    more.add(name);
    return new Values(given, values, List.copyOf(more));
  }

  Values in(List<String> allNames) {
    return new Values(given, values, allNames);
  }

  <T> void put(Setting<T> setting, T value, String text) {
    values.put(key(setting), new Value<>(setting.type(), value, text));
  }

  /** What was given, be it valid or not. */
  public GivenValues given() {
    return given;
  }

  /** The key of a setting here. */
  public String key(Setting<?> setting) {
    return key(setting.pattern());
  }

  /** The key of a group here. */
  public String key(Group group) {
    return key(group.pattern());
  }

  String key(String pattern) {
    return Group.filled(pattern, names);
  }

  /** The names that the user gives in a group, also of what is not valid, in their order. */
  public List<String> names(Group group) {
    return given.names(key(group));
  }

  /** Whether a setting is given, be it valid or not. */
  public boolean isGiven(Setting<?> setting) {
    return given.has(key(setting));
  }

  /** What a message says where something is not given here. */
  public String hint(Group group) {
    return given.hint(group.pattern(), names);
  }

  /** The value of a setting, or null. */
  public <T> @Nullable T find(Setting<T> setting) {
    Value<?> value = values.get(key(setting));
    if (value == null) {
      return null;
    }
    @SuppressWarnings("unchecked") // put() takes a setting's own type only
    T typed = (T) value.typed();
    return typed;
  }

  /** The value of a setting that must have one. */
  public <T> T get(Setting<T> setting) {
    T value = find(setting);
    if (value == null) {
      throw new IllegalStateException(key(setting) + " has no value");
    }
    return value;
  }

  /** How the value of a setting that must have one is shown. */
  public String shown(Setting<?> setting) {
    return Objects.requireNonNull(shown(setting.pattern()));
  }

  /** How the value of a setting of that pattern is shown, or null if there is none. */
  @Nullable String shown(String pattern) {
    Value<?> value = values.get(key(pattern));
    return value == null ? null : value.shown();
  }

  /** All of them by key, secrets masked. */
  public SortedMap<String, String> flat() {
    SortedMap<String, String> flat = new TreeMap<>();
    values.forEach((key, value) -> flat.put(key, value.shown()));
    return flat;
  }

  /**
   * Those of a group by key, for another process.
   *
   * @throws IllegalArgumentException if there is a secret among them
   */
  public SortedMap<String, String> portable(Group group) {
    SortedMap<String, String> portable = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(group.pattern("")) && given.has(key)) {
            portable.put(key, value.portable());
          }
        });
    return portable;
  }

  /** Whether a group holds a secret itself. */
  public boolean holdsSecret(Group group) {
    return values.entrySet().stream()
        .anyMatch(
            entry ->
                entry.getKey().startsWith(group.pattern("")) && entry.getValue().holdsSecret());
  }
}
