package io.snowgauge.pipelines.config;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a configuration, collected so that all of it is reported at once. */
final class Problems {
  private final List<String> errors = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  void error(String message) {
    errors.add(message);
  }

  void warning(String message) {
    warnings.add(message);
  }

  List<String> warnings() {
    return warnings;
  }

  /** Throws if there was any error. */
  void refuseErrors() {
    if (!errors.isEmpty()) {
      throw new InvalidConfigurationException(errors);
    }
  }
}
