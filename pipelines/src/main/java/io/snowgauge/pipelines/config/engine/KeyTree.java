package io.snowgauge.pipelines.config.engine;

import io.snowgauge.pipelines.config.types.Suggestions;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The known keys as a tree: groups of keys, and settings as its leaves. */
final class KeyTree {
  private final String pattern;
  private final Catalogue catalogue;
  private final Map<String, KeyTree> children = new LinkedHashMap<>();
  private @Nullable Setting<?> setting;

  /** The keys of a catalogue. */
  static KeyTree of(Catalogue catalogue) {
    KeyTree root = new KeyTree("", catalogue);
    for (Setting<?> setting : catalogue.settings()) {
      KeyTree tree = root;
      for (String name : setting.pattern().split("\\.", -1)) {
        tree = tree.childOrNew(name);
      }
      tree.setting = setting;
    }
    return root;
  }

  private KeyTree(String pattern, Catalogue catalogue) {
    this.pattern = pattern;
    this.catalogue = catalogue;
  }

  private KeyTree childOrNew(String name) {
    return children.computeIfAbsent(
        name, unused -> new KeyTree(Group.join(pattern, name), catalogue));
  }

  /** The pattern of this group or setting; empty for the root. */
  String pattern() {
    return pattern;
  }

  /** The setting, or null for a group. */
  @Nullable Setting<?> setting() {
    return setting;
  }

  /** What is declared of this group. */
  Group group() {
    return catalogue.group(pattern);
  }

  /** What a name stands for in this group, or null if it is not known there. */
  @Nullable KeyTree child(String name) {
    return children.getOrDefault(Setting.ANY, children.get(name));
  }

  /** What the user names in this group, or null where the names are known ones. */
  @Nullable NameRule names() {
    return setting == null ? group().names() : null;
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
    Optional<String> meant =
        setting == null
            ? Suggestions.nearest(name, children.keySet())
                .map(near -> Group.join(group, near))
                .or(() -> only(name))
            : Optional.of(group);
    return Group.join(group, name.isEmpty() ? "''" : name)
        + ": unknown key, "
        + meant.map(near -> "did you mean " + near + "?").orElseGet(() -> "expected " + choices());
  }

  /** What keys there are in this group. */
  String choices() {
    NameRule names = names();
    return names == null ? "one of " + String.join(", ", children.keySet()) : names.expected();
  }

  /** The only setting anywhere that has the name. */
  private Optional<String> only(String name) {
    List<String> named = catalogue.named(name);
    return named.size() == 1
        ? Optional.of(Group.filled(named.get(0), List.of("NAME")))
        : Optional.empty();
  }
}
