package io.snowgauge.pipelines.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The known keys as a tree: groups of keys, and settings as its leaves. */
final class KeyTree {
  private final String pattern;
  private final Map<String, KeyTree> children = new LinkedHashMap<>();
  private @Nullable Setting<?> setting;

  private KeyTree(String pattern) {
    this.pattern = pattern;
  }

  static KeyTree of(List<Setting<?>> settings) {
    KeyTree root = new KeyTree("");
    for (Setting<?> setting : settings) {
      KeyTree tree = root;
      for (String name : setting.pattern().split("\\.", -1)) {
        String path = join(tree.pattern, name);
        tree = tree.children.computeIfAbsent(name, unused -> new KeyTree(path));
      }
      tree.setting = setting;
    }
    return root;
  }

  /** A key in a group. */
  static String join(String group, String name) {
    return group.isEmpty() ? name : group + "." + name;
  }

  /** The pattern of this group or setting; empty for the root. */
  String pattern() {
    return pattern;
  }

  /** The setting, or null for a group. */
  @Nullable Setting<?> setting() {
    return setting;
  }

  /** What a name stands for in this group, or null if it is not known there. */
  @Nullable KeyTree child(String name) {
    return children.getOrDefault(Setting.ANY, children.get(name));
  }

  /** What the user names in this group, or null where the names are known ones. */
  @Nullable NameRule names() {
    if (!children.containsKey(Setting.ANY)) {
      return null;
    }
    return switch (pattern) {
      case Settings.DATASETS -> NameRule.DATASET;
      case NotificationSettings.PROPERTIES -> NameRule.PROPERTY;
      case ExtractSettings.EXTRACT -> NameRule.EXTRACTION;
      default -> NameRule.COLUMN;
    };
  }

  Collection<KeyTree> children() {
    return children.values();
  }

  /** The last part of the pattern. */
  String name() {
    return pattern.substring(pattern.lastIndexOf('.') + 1);
  }

  /** The message for a name that is not known in this group, whose key is {@code group}. */
  String unknown(String group, String name) {
    String message = join(group, name.isEmpty() ? "''" : name) + ": unknown key, ";
    Optional<String> meant =
        setting == null
            ? Suggestions.nearest(name, children.keySet())
                .map(near -> join(group, near))
                .or(() -> only(name))
            : Optional.of(group);
    return message
        + meant.map(near -> "did you mean " + near + "?").orElseGet(() -> "expected " + choices());
  }

  /** What keys there are in this group. */
  String choices() {
    NameRule names = names();
    return names == null ? "one of " + String.join(", ", children.keySet()) : names.expected();
  }

  /** The only setting anywhere whose pattern ends in {@code name}. */
  private static Optional<String> only(String name) {
    List<String> named =
        Settings.all().stream()
            .map(Setting::pattern)
            .filter(path -> path.endsWith("." + name))
            .toList();
    return named.size() == 1
        ? Optional.of(Setting.inDataset(named.get(0), "NAME"))
        : Optional.empty();
  }
}
