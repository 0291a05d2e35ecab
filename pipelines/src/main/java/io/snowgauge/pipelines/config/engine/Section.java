package io.snowgauge.pipelines.config.engine;

import io.snowgauge.pipelines.config.types.Choice;
import io.snowgauge.pipelines.config.types.DeferredText;
import io.snowgauge.pipelines.config.types.Locations;
import io.snowgauge.pipelines.config.types.Numbers;
import io.snowgauge.pipelines.config.types.Reference;
import io.snowgauge.pipelines.config.types.Texts;
import io.snowgauge.pipelines.config.types.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings of one group that are declared together; a group may be made of several sections. */
public final class Section {
  private final Group group;
  private final Condition.@Nullable Is condition;
  private final List<Setting<?>> settings = new ArrayList<>();

  /** A section of a group that applies everywhere. */
  public Section(Group group) {
    this(group, null);
  }

  /** A section whose settings apply where a condition holds, if they have none of their own. */
  public Section(Group group, Condition.@Nullable Is condition) {
    this.group = group;
    this.condition = condition;
  }

  /** Declares a setting, by its name in the group. */
  public <T> Setting<T> setting(String name, ValueType<T> type, String description) {
    Setting<T> setting = new Setting<>(group, name, type, description, condition);
    settings.add(setting);
    return setting;
  }

  /** Declares one of the constants of an enum. */
  public <E extends Enum<E>> Setting<E> choice(String name, Class<E> type, String description) {
    return setting(name, Choice.of(type), description);
  }

  /** Declares what is true or false. */
  public Setting<Boolean> flag(String name, String description) {
    return setting(name, Numbers.BOOLEAN, description);
  }

  /** Declares a folder. */
  public Setting<String> folder(String name, String description) {
    return setting(name, Locations.FOLDER, description);
  }

  /** Declares a text that is not blank. */
  public Setting<String> text(String name, String expectation, String description) {
    return setting(name, Texts.text(expectation), description);
  }

  /** Declares a secret; its description ends with how references are written. */
  public Setting<DeferredText> secret(String name, String description) {
    return setting(name, DeferredText.SECRET, description + ": " + Reference.FORMS + ".");
  }

  /** Holds where a setting of the group is not given, which may be declared later. */
  public Condition isNotGiven(String name) {
    return new Condition.NotGiven(group.pattern(name));
  }

  Group group() {
    return group;
  }

  List<Setting<?>> settings() {
    return Collections.unmodifiableList(settings);
  }
}
