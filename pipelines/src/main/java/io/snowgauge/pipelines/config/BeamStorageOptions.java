package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.engine.GivenValue;
import io.snowgauge.pipelines.config.engine.GivenValues;
import io.snowgauge.pipelines.config.engine.Problems;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.types.Deferred;
import io.snowgauge.pipelines.config.types.InvalidConfigurationException;
import io.snowgauge.pipelines.config.types.InvalidValueException;
import io.snowgauge.pipelines.config.types.ShownValue;
import io.snowgauge.pipelines.config.types.ValueContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets Beam's options say what the configuration's {@code storage} does not. One that says the same
 * again is fine; two that disagree are a problem that names both.
 */
final class BeamStorageOptions {
  private final GivenValues values;
  private final ValueContext context;
  private final Problems problems;

  private BeamStorageOptions(GivenValues values, ValueContext context, Problems problems) {
    this.values = values;
    this.context = context;
    this.problems = problems;
  }

  /** Adds the options to the values that the configuration gives. */
  static void add(
      Map<BeamStorageOption, String> options,
      GivenValues values,
      ValueContext context,
      Problems problems) {
    BeamStorageOptions adding = new BeamStorageOptions(values, context, problems);
    for (BeamStorageOption option : BeamStorageOption.values()) {
      String text = options.get(option);
      if (text != null) {
        adding.add(option, text);
      }
    }
  }

  private void add(BeamStorageOption option, String text) {
    Setting<?> setting = option.setting();
    int query = option == BeamStorageOption.BLOB_SERVICE_ENDPOINT ? text.indexOf('?') : -1;
    if (setting == null) {
      problems.error(option.option() + ": not taken, for " + option.refusal());
    } else if (query >= 0) {
      // Beam takes a shared access signature from there.
      add(setting, text.substring(0, query), option);
      addAuth(Azure.SAS, Azure.Auth.SAS, text.substring(query + 1), option);
    } else if (option.azureAuth() != null) {
      addAuth(setting, option.azureAuth(), text, option);
    } else {
      add(setting, text, option);
    }
  }

  private void addAuth(Setting<?> setting, Azure.Auth type, String text, BeamStorageOption option) {
    if (add(Azure.AUTH, Azure.AUTH.type().show(type, ""), option)) {
      add(setting, text, option);
    }
  }

  /** Whether the value is in place, or was before. */
  private boolean add(Setting<?> setting, String text, BeamStorageOption option) {
    String key = setting.pattern();
    GivenValue there = values.get(key);
    if (there == null) {
      values.put(key, GivenValue.from(option.option(), text));
      return true;
    }
    if (agrees(setting, there, text, option)) {
      return true;
    }
    String shown = setting.type().isSecret() ? "" : " " + ShownValue.text(text);
    BeamStorageOption other = BeamStorageOption.from(there.source()).orElse(null);
    problems.error(
        other == null
            ? "%s: expected what %s says, or nothing, but found another value%s%s"
                .formatted(option.option(), key, shown, there.origin())
            : "%s: expected it without %s, for both say %s, but found two that disagree"
                .formatted(option.option(), other.option(), key));
    return false;
  }

  private <T> boolean agrees(
      Setting<T> setting, GivenValue there, String text, BeamStorageOption option) {
    T old;
    try {
      old = parsed(setting, there.text(setting.type()));
    } catch (InvalidValueException e) {
      return true; // It is refused where all values are checked.
    }
    try {
      return isSame(old, parsed(setting, text));
    } catch (InvalidValueException e) {
      problems.error(option.option() + ": " + e.getMessage());
      return true;
    }
  }

  private <T> T parsed(Setting<T> setting, String text) throws InvalidValueException {
    ValueContext here = context.at(setting.pattern());
    return setting.type().parse(setting.type().isSecret() ? text : here.expand(text), here);
  }

  private boolean isSame(Object one, Object other) {
    if (one.equals(other)) {
      return true;
    }
    try {
      return one instanceof Deferred first
          && other instanceof Deferred second
          && first.isSame(second, context.environment());
    } catch (InvalidConfigurationException e) {
      return false; // What cannot be read here cannot be known to be the same.
    }
  }

  /** The name by which a message calls a setting: Beam's, where its option gave the value. */
  static String named(String key, @Nullable GivenValue value) {
    return value == null
        ? key
        : BeamStorageOption.from(value.source()).map(BeamStorageOption::option).orElse(key);
  }
}
