package io.snowgauge.pipelines.config.engine;

import io.snowgauge.pipelines.config.engine.Setting.Default;
import io.snowgauge.pipelines.config.engine.Setting.Need;
import io.snowgauge.pipelines.config.types.InvalidValueException;
import io.snowgauge.pipelines.config.types.Reference;
import io.snowgauge.pipelines.config.types.ValueContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns what was given into values: each is of its type, stands where it applies, and defaults are
 * filled in. Relies on settings that decide where others apply being declared before them.
 */
public final class Validation {
  private final GivenValues given;
  private final ValueContext context;
  private final Problems problems;

  private Validation(GivenValues given, ValueContext context, Problems problems) {
    this.given = given;
    this.context = context;
    this.problems = problems;
  }

  /** The values that are valid; the others are among the problems. */
  public static Values of(GivenValues given, ValueContext context, Problems problems) {
    Validation validation = new Validation(given, context, problems);
    Values values = new Values(given);
    for (GivenValues.Key key : given.keys()) {
      validation.check(key.setting(), key.names(), values.in(key.names()));
    }
    return values;
  }

  private <T> void check(Setting<T> setting, List<String> names, Values values) {
    String key = values.key(setting);
    GivenValue value = given.get(key);
    Condition.Is failed = failedCondition(setting, values);
    Need need = setting.need();
    if (value == null) {
      Default fallback = setting.fallback();
      if (failed == null
          && isDecided(setting.when(), values)
          && isDecided(fallback == null ? null : fallback.when(), values)) {
        fillIn(setting, names, values);
      }
    } else if (failed != null) {
      problems.error(key, outOfPlace(failed, values) + value.origin());
    } else if (need != null
        && need.alternative() != null
        && given.has(values.key(need.alternative()))) {
      String other = values.key(need.alternative());
      problems.error(key, "expected either this or " + other + " but found both" + value.origin());
    } else {
      read(setting, value, values);
    }
  }

  private <T> void read(Setting<T> setting, GivenValue value, Values values) {
    String key = values.key(setting);
    try {
      T typed = put(setting, value.text(setting.type()), values);
      if (setting.type().holdsSecret(typed)) {
        problems.warning(
            "%s: a literal secret; better write a reference, %s%s"
                .formatted(key, Reference.FORMS, value.origin()));
      }
    } catch (InvalidValueException e) {
      problems.error(key, e.getMessage() + value.origin());
    }
  }

  private <T> T put(Setting<T> setting, String text, Values values) throws InvalidValueException {
    ValueContext here = context.at(values.key(setting));
    String expanded = setting.type().isSecret() ? text : here.expand(text);
    T typed = setting.type().parse(expanded, here);
    values.put(setting, typed, expanded);
    return typed;
  }

  private <T> void fillIn(Setting<T> setting, List<String> names, Values values) {
    Default fallback = setting.fallback();
    String text =
        fallback == null
            ? null
            : fallback.when() == null || holds(fallback.when(), values)
                ? fallback.text()
                : fallback.otherwise();
    Need need = setting.need();
    if (text != null) {
      try {
        put(setting, text, values);
      } catch (InvalidValueException e) {
        throw new IllegalStateException("default of " + setting.pattern(), e);
      }
    } else if (need != null && (need.when() == null || holds(need.when(), values))) {
      String alternative = need.alternative() == null ? null : values.key(need.alternative());
      if (alternative == null || !given.has(alternative)) {
        problems.error(
            values.key(setting),
            "expected %s%s but found nothing%s"
                .formatted(
                    setting.type().expectation(),
                    alternative == null ? "" : ", or " + alternative + " instead,",
                    given.hint(setting.pattern(), names)));
      }
    }
  }

  private boolean holds(Condition condition, Values values) {
    if (condition instanceof Condition.Is is) {
      String value = values.shown(is.pattern());
      return value != null && is.values().contains(value);
    }
    String key = values.key(condition.pattern());
    return condition instanceof Condition.Given ? given.hasAnyIn(key) : !given.has(key);
  }

  /** The outermost condition that keeps a setting from applying, or null if none is known to. */
  private Condition.@Nullable Is failedCondition(Setting<?> setting, Values values) {
    Condition.Is condition = setting.when();
    if (condition == null) {
      return null;
    }
    Condition.Is outer = failedCondition(given.catalogue().setting(condition.pattern()), values);
    if (outer != null) {
      return outer;
    }
    return isDecided(condition, values) && !holds(condition, values) ? condition : null;
  }

  /** Whether the setting that decides has a valid value; if not, that is the only error. */
  private static boolean isDecided(@Nullable Condition condition, Values values) {
    return !(condition instanceof Condition.Is is) || values.shown(is.pattern()) != null;
  }

  private String outOfPlace(Condition.Is condition, Values values) {
    String key = values.key(condition.pattern());
    return "expected only where %s is %s but found where it is %s%s"
        .formatted(
            key,
            String.join(" or ", condition.values()),
            values.shown(condition.pattern()),
            given.has(key) ? "" : ", the default");
  }
}
