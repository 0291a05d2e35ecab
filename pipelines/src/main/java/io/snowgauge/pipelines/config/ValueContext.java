package io.snowgauge.pipelines.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * What the meaning of a value may depend on.
 *
 * @param key of the setting
 * @param folder of the configuration file, absolute: relative paths start there
 * @param environment for references
 */
record ValueContext(String key, Path folder, Map<String, String> environment) {
  /** The same for another setting. */
  ValueContext at(String otherKey) {
    return new ValueContext(otherKey, folder, environment);
  }

  /** The text with the references in it resolved. */
  String expand(String text) throws InvalidValueException {
    int start = text.indexOf(Reference.START);
    if (start < 0) {
      return text;
    }
    StringBuilder expanded = new StringBuilder();
    int done = 0;
    while (start >= 0) {
      Reference reference = Reference.parse(text, start, folder);
      expanded.append(text, done, start).append(reference.resolve(environment));
      done = start + reference.text().length();
      start = text.indexOf(Reference.START, done);
    }
    return expanded.append(text, done, text.length()).toString();
  }
}
