package io.snowgauge.pipelines.config.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Every key that a configuration may have, in the order in which they are shown and checked. A
 * setting that decides where others apply stands before them.
 */
public final class Catalogue {
  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final Map<String, Setting<?>> settings = new LinkedHashMap<>();

  /** The settings of sections, and the groups in which there are only groups. */
  public Catalogue(List<Group> outer, List<Section> sections) {
    outer.forEach(group -> groups.put(group.pattern(), group));
    for (Section section : sections) {
      groups.put(section.group().pattern(), section.group());
      section.settings().forEach(setting -> settings.put(setting.pattern(), setting));
    }
  }

  /** All of them, in the order of their declaration. */
  public List<Setting<?>> settings() {
    return List.copyOf(settings.values());
  }

  /** The setting with that pattern. */
  public Setting<?> setting(String pattern) {
    return Objects.requireNonNull(settings.get(pattern), pattern);
  }

  Group group(String pattern) {
    return Objects.requireNonNull(groups.get(pattern), pattern);
  }

  /** The patterns of the settings whose own name that is. */
  List<String> named(String name) {
    List<String> named = new ArrayList<>(settings.keySet());
    named.removeIf(pattern -> !pattern.endsWith("." + name));
    return named;
  }
}
