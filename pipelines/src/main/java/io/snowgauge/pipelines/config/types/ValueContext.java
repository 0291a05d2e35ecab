package io.snowgauge.pipelines.config.types;

import java.nio.file.Path;
import java.util.Map;

/**
 * What the meaning of a value may depend on.
 *
 * @param key of the setting
 * @param folder of the configuration file, absolute: relative paths start there
 * @param environment for references
 */
public record ValueContext(String key, Path folder, Map<String, String> environment) {
  /** The same for another setting. */
  public ValueContext at(String otherKey) {
    return new ValueContext(otherKey, folder, environment);
  }

  /** The text with the references in it resolved. */
  public String expand(String text) throws InvalidValueException {
    return Reference.replaceIn(text, folder, reference -> reference.resolve(environment));
  }
}
