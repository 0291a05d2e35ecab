package io.snowgauge.pipelines.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns what was given into values: each is of its type, stands where it applies, and defaults are
 * filled in. Relies on settings that decide where others apply being declared before them.
 */
final class Validation {
  private final Dictionary given;
  private final ValueContext context;
  private final Problems problems;
  private final Values values;

  private Validation(Dictionary given, ValueContext context, Problems problems) {
    this.given = given;
    this.context = context;
    this.problems = problems;
    this.values = new Values(given);
  }

  /** The values that are valid; the others are among the problems. */
  static Values of(Dictionary given, ValueContext context, Problems problems) {
    Validation validation = new Validation(given, context, problems);
    for (Dictionary.Key key : given.keys()) {
      validation.check(key.setting(), key.dataset());
    }
    return validation.values;
  }

  private <T> void check(Setting<T> setting, String dataset) {
    String key = setting.key(dataset);
    GivenValue value = given.get(key);
    Condition.Is failed = failedCondition(setting, dataset);
    if (value == null) {
      if (failed == null
          && isDecided(setting.when(), dataset)
          && isDecided(setting.defaultWhen(), dataset)) {
        fillIn(setting, dataset);
      }
      return;
    }
    String alternative = setting.alternative();
    if (failed != null) {
      problems.error(key + ": " + outOfPlace(failed, dataset) + value.origin());
    } else if (alternative != null && isGiven(alternative, dataset)) {
      problems.error(
          key
              + ": expected either this or "
              + Setting.inDataset(alternative, dataset)
              + " but found both"
              + value.origin());
    } else {
      read(setting, dataset, value);
    }
  }

  private <T> void read(Setting<T> setting, String dataset, GivenValue value) {
    String key = setting.key(dataset);
    try {
      String text = value.text(setting.type());
      T typed = put(setting, dataset, text);
      if (isLiteralSecret(typed)) {
        problems.warning(
            key
                + ": a literal secret; better write a reference, "
                + Reference.FORMS
                + value.origin());
      }
    } catch (InvalidValueException e) {
      problems.error(key + ": " + e.getMessage() + value.origin());
    }
  }

  static boolean isLiteralSecret(Object value) {
    return (value instanceof SecretReference secret && secret.isLiteral())
        || (value instanceof DeferredText text && text.isLiteralSecret())
        || (value instanceof DeferredJson json && json.isLiteralSecret());
  }

  private <T> T put(Setting<T> setting, String dataset, String text) throws InvalidValueException {
    ValueContext here = context.at(setting.key(dataset));
    String expanded = setting.type().isSecret() ? text : here.expand(text);
    T typed = setting.type().parse(expanded, here);
    values.put(setting, dataset, typed, expanded);
    return typed;
  }

  private <T> void fillIn(Setting<T> setting, String dataset) {
    Condition condition = setting.defaultWhen();
    String text =
        condition == null || holds(condition, dataset)
            ? setting.defaultText()
            : setting.otherDefault();
    if (text != null) {
      try {
        put(setting, dataset, text);
      } catch (InvalidValueException e) {
        throw new IllegalStateException("default of " + setting.pattern(), e);
      }
      return;
    }
    String alternative = setting.alternative();
    Condition requiredWhen = setting.requiredWhen();
    if (setting.required()
        && (requiredWhen == null || holds(requiredWhen, dataset))
        && (alternative == null || !isGiven(alternative, dataset))) {
      problems.error(
          setting.key(dataset)
              + ": expected "
              + setting.type().expectation()
              + (alternative == null
                  ? ""
                  : ", or " + Setting.inDataset(alternative, dataset) + " instead,")
              + " but found nothing"
              + given.hint(dataset));
    }
  }

  private boolean holds(Condition condition, String dataset) {
    if (condition instanceof Condition.Is is) {
      String value = values.shown(Setting.inDataset(is.pattern(), dataset));
      return value != null && is.values().contains(value);
    }
    if (condition instanceof Condition.Given group) {
      return given.hasAnyIn(Setting.inDataset(group.pattern(), dataset));
    }
    return !isGiven(condition.pattern(), dataset);
  }

  private boolean isGiven(String pattern, String dataset) {
    return given.get(Setting.inDataset(pattern, dataset)) != null;
  }

  /** The outermost condition that keeps a setting from applying, or null if none is known to. */
  private Condition.@Nullable Is failedCondition(Setting<?> setting, String dataset) {
    Condition.Is condition = setting.when();
    if (condition == null) {
      return null;
    }
    Condition.Is outer = failedCondition(Settings.get(condition.pattern()), dataset);
    if (outer != null) {
      return outer;
    }
    return isDecided(condition, dataset) && !holds(condition, dataset) ? condition : null;
  }

  /** Whether the setting that decides has a valid value; if not, that is the only error. */
  private boolean isDecided(@Nullable Condition condition, String dataset) {
    return !(condition instanceof Condition.Is is)
        || values.shown(Setting.inDataset(is.pattern(), dataset)) != null;
  }

  private String outOfPlace(Condition.Is condition, String dataset) {
    String key = Setting.inDataset(condition.pattern(), dataset);
    List<String> expected = condition.values();
    return "expected only where "
        + key
        + " is "
        + String.join(" or ", expected)
        + " but found where it is "
        + values.shown(key)
        + (given.get(key) == null ? ", the default" : "");
  }
}
