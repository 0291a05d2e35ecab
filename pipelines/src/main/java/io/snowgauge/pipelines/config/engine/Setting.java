package io.snowgauge.pipelines.config.engine;

import io.snowgauge.pipelines.config.types.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key that a configuration may have; where its pattern has a {@code *}, one for each name that
 * the user gives there. It is declared in one expression and does not change afterwards.
 *
 * @param <T> what its value becomes
 */
public final class Setting<T> {
  /** Stands in patterns for a name that the user chooses. */
  public static final String ANY = "*";

  /**
   * The value where none is given.
   *
   * @param text as it would be given
   * @param when where it applies, or null for everywhere
   * @param otherwise the value where it does not apply, or null
   */
  public record Default(String text, @Nullable Condition when, @Nullable String otherwise) {}

  /**
   * That there must be a value.
   *
   * @param when where there must be one, or null for wherever the setting applies
   * @param alternative the pattern of a setting that takes its place, or null; they exclude each
   *     other
   */
  record Need(@Nullable Condition when, @Nullable String alternative) {}

  private final Group group;
  private final String name;
  private final ValueType<T> type;
  private final String description;
  private @Nullable Default fallback;
  private Condition.@Nullable Is when;
  private @Nullable Need need;

  Setting(
      Group group,
      String name,
      ValueType<T> type,
      String description,
      Condition.@Nullable Is when) {
    this.group = group;
    this.name = name;
    this.type = type;
    this.description = description;
    this.when = when;
  }

  /** Has the value of a text where none is given. */
  public Setting<T> defaultsTo(String text) {
    fallback = new Default(text, null, null);
    return this;
  }

  /** The same where a condition holds. */
  public Setting<T> defaultsTo(String text, Condition condition) {
    fallback = new Default(text, condition, null);
    return this;
  }

  /** The same, and of another text elsewhere. */
  public Setting<T> defaultsTo(String text, Condition condition, String otherwise) {
    fallback = new Default(text, condition, otherwise);
    return this;
  }

  /** Applies only where a condition holds, in place of that of its section. */
  public Setting<T> onlyWhere(Condition.Is condition) {
    when = condition;
    return this;
  }

  /** Must be given where it applies. */
  public Setting<T> needed() {
    need = new Need(null, null);
    return this;
  }

  /** Must be given where a condition holds. */
  public Setting<T> neededWhere(Condition condition) {
    need = new Need(condition, null);
    return this;
  }

  /** Must be given where another of its group is not, and must not be where that is. */
  public Setting<T> neededUnless(String other) {
    need = new Need(null, group.pattern(other));
    return this;
  }

  /** Holds where it has one of the values. */
  @SafeVarargs
  public final Condition.Is is(T... values) {
    List<String> shown = new ArrayList<>();
    for (T value : values) {
      shown.add(type.show(value, value.toString()));
    }
    return new Condition.Is(pattern(), shown);
  }

  /** The key, {@link #ANY} standing for names: {@code datasets.*.publish}. */
  public String pattern() {
    return group.pattern(name);
  }

  /** The key under names, in their order; those that it has no place for do not count. */
  public String key(String... names) {
    return Group.filled(pattern(), List.of(names));
  }

  /** What its values are. */
  public ValueType<T> type() {
    return type;
  }

  /** One sentence for the user. */
  public String description() {
    return description;
  }

  /** The value where none is given, or null. */
  public @Nullable Default fallback() {
    return fallback;
  }

  /** Where it applies, or null for everywhere. */
  public Condition.@Nullable Is when() {
    return when;
  }

  /** Whether it must have a value where it applies, or null if it need not. */
  @Nullable Need need() {
    return need;
  }
}
