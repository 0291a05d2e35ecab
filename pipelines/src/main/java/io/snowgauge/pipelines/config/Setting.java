package io.snowgauge.pipelines.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One key that a configuration may have; where its pattern has a {@code *}, one per dataset.
 *
 * @param <T> what its value becomes
 * @param pattern of the key: {@code datasets.*.publish}
 * @param type of its values
 * @param description one sentence for the user
 * @param defaultText the value where none is given, or null
 * @param defaultWhen where the default applies, or null for everywhere
 * @param when where the setting applies, or null for everywhere
 * @param required whether it must have a value where it applies
 * @param alternative the pattern of a setting that takes its place, or null; they exclude each
 *     other
 */
record Setting<T>(
    String pattern,
    ValueType<T> type,
    String description,
    @Nullable String defaultText,
    @Nullable Condition defaultWhen,
    Condition.@Nullable Is when,
    boolean required,
    @Nullable String alternative) {

  /** Stands in patterns for the name of a dataset. */
  static final String ANY = "*";

  private static final String ENVIRONMENT_PREFIX = "SNOWGAUGE_";

  static <T> Setting<T> of(String pattern, ValueType<T> type, String description) {
    return new Setting<>(pattern, type, description, null, null, null, false, null);
  }

  Setting<T> defaultsTo(String text) {
    return new Setting<>(
        pattern, type, description, text, defaultWhen, when, required, alternative);
  }

  Setting<T> defaultsTo(String text, Condition condition) {
    return new Setting<>(pattern, type, description, text, condition, when, required, alternative);
  }

  Setting<T> onlyWhere(Condition.Is condition) {
    return new Setting<>(
        pattern, type, description, defaultText, defaultWhen, condition, required, alternative);
  }

  Setting<T> needed() {
    return new Setting<>(
        pattern, type, description, defaultText, defaultWhen, when, true, alternative);
  }

  Setting<T> neededUnless(String other) {
    return new Setting<>(pattern, type, description, defaultText, defaultWhen, when, true, other);
  }

  /** Whether every dataset has its own. */
  boolean isPerDataset() {
    return pattern.contains(ANY);
  }

  /** The key for one dataset; {@code dataset} is not used where there is one key for all. */
  String key(String dataset) {
    return inDataset(pattern, dataset);
  }

  static String inDataset(String pattern, String dataset) {
    return pattern.replace(ANY, dataset);
  }

  /** The environment variable that overrides a key: {@code SNOWGAUGE_WAREHOUSE_ACCOUNT}. */
  static String environmentName(String key) {
    StringBuilder name = new StringBuilder(ENVIRONMENT_PREFIX);
    String upperCase = key.toUpperCase(Locale.ROOT);
    for (int i = 0; i < upperCase.length(); i++) {
      char c = upperCase.charAt(i);
      name.append((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '_');
    }
    return name.toString();
  }

  static boolean isEnvironmentName(String name) {
    return name.startsWith(ENVIRONMENT_PREFIX);
  }
}
