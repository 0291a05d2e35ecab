package io.snowgauge.pipelines.config.engine;

import io.snowgauge.pipelines.config.types.InvalidConfigurationException;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a configuration, collected so that all of it is reported at once. */
public final class Problems {
  private final List<String> errors = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /** Notes what keeps the configuration from being used. */
  public void error(String message) {
    errors.add(message);
  }

  /** Notes the same of a key. */
  public void error(String key, String message) {
    error(key + ": " + message);
  }

  /** Notes what the user should know. */
  public void warning(String message) {
    warnings.add(message);
  }

  /** What the user should know. */
  public List<String> warnings() {
    return warnings;
  }

  /** Throws if there was any error. */
  public void refuseErrors() {
    if (!errors.isEmpty()) {
      throw new InvalidConfigurationException(errors);
    }
  }
}
