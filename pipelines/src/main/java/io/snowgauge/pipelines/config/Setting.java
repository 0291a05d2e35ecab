package io.snowgauge.pipelines.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One key that a configuration may have; where its pattern has a {@code *} after {@code datasets},
 * one per dataset, and where it ends in one, one per name that the user gives in that group.
 *
 * @param <T> what its value becomes
 * @param pattern of the key: {@code datasets.*.publish}
 * @param type of its values
 * @param description one sentence for the user
 * @param defaultText the value where none is given, or null
 * @param defaultWhen where the default applies, or null for everywhere
 * @param otherDefault the value where the default does not apply, or null
 * @param when where the setting applies, or null for everywhere
 * @param required whether it must have a value where it applies
 * @param requiredWhen where it must have one, or null for wherever it applies
 * @param alternative the pattern of a setting that takes its place, or null; they exclude each
 *     other
 */
record Setting<T>(
    String pattern,
    ValueType<T> type,
    String description,
    @Nullable String defaultText,
    @Nullable Condition defaultWhen,
    @Nullable String otherDefault,
    Condition.@Nullable Is when,
    boolean required,
    @Nullable Condition requiredWhen,
    @Nullable String alternative) {

  /** Stands in patterns for a name that the user chooses; that of a dataset comes first. */
  static final String ANY = "*";

  private static final String ENVIRONMENT_PREFIX = "SNOWGAUGE_";

  static <T> Setting<T> of(String pattern, ValueType<T> type, String description) {
    return new Setting<>(pattern, type, description, null, null, null, null, false, null, null);
  }

  Setting<T> defaultsTo(String text) {
    return defaultsTo(text, defaultWhen, null);
  }

  Setting<T> defaultsTo(String text, Condition condition) {
    return defaultsTo(text, condition, null);
  }

  Setting<T> defaultsTo(String text, @Nullable Condition condition, @Nullable String otherwise) {
    return new Setting<>(
        pattern,
        type,
        description,
        text,
        condition,
        otherwise,
        when,
        required,
        requiredWhen,
        alternative);
  }

  Setting<T> onlyWhere(Condition.Is condition) {
    return with(condition, required, requiredWhen, alternative);
  }

  Setting<T> needed() {
    return with(when, true, null, alternative);
  }

  Setting<T> neededWhere(Condition condition) {
    return with(when, true, condition, alternative);
  }

  Setting<T> neededUnless(String other) {
    return with(when, true, null, other);
  }

  private Setting<T> with(
      Condition.@Nullable Is applies,
      boolean needed,
      @Nullable Condition neededWhen,
      @Nullable String other) {
    return new Setting<>(
        pattern,
        type,
        description,
        defaultText,
        defaultWhen,
        otherDefault,
        applies,
        needed,
        neededWhen,
        other);
  }

  /** Whether every dataset has its own. */
  boolean isPerDataset() {
    return pattern.startsWith(Settings.DATASETS + "." + ANY);
  }

  /** Whether every extraction has its own. */
  boolean isPerExtraction() {
    return pattern.startsWith(ExtractSettings.EXTRACT + "." + ANY);
  }

  /** Whether there is one for each name that the user gives in a group. */
  boolean isPerName() {
    return pattern.endsWith("." + ANY);
  }

  /** The one of these settings, of which there is one per name, that has the name. */
  Setting<T> named(String name) {
    String group = pattern.substring(0, pattern.length() - ANY.length());
    return new Setting<>(
        group + name,
        type,
        description,
        defaultText,
        defaultWhen,
        otherDefault,
        when,
        required,
        requiredWhen,
        alternative);
  }

  /** The key for one dataset; {@code dataset} is not used where there is one key for all. */
  String key(String dataset) {
    return inDataset(pattern, dataset);
  }

  /** The dataset's is the first of the names; a column may be named like the placeholder. */
  static String inDataset(String pattern, String dataset) {
    int any = pattern.indexOf(ANY);
    return any < 0 || dataset.isEmpty()
        ? pattern
        : pattern.substring(0, any) + dataset + pattern.substring(any + ANY.length());
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
