package io.snowgauge.pipelines.config.types;

import io.snowgauge.io.secrets.Secret;
import java.util.List;
import java.util.Map;

/** A text whose references are resolved each time it is used, where it is used. */
public interface Deferred extends Secret {
  /** What is shown in place of a secret. */
  String MASK = "********";

  /** The key of the setting. */
  String key();

  /**
   * The text as it is now, in this process' environment and file system.
   *
   * @throws InvalidConfigurationException if a variable or a file is not there
   */
  @Override
  default String read() {
    return read(System.getenv());
  }

  /** The same in another environment. */
  default String read(Map<String, String> environment) {
    try {
      return resolved(environment);
    } catch (InvalidValueException e) {
      throw new InvalidConfigurationException(List.of(key() + ": " + e.getMessage()));
    }
  }

  /** Whether it says the same as another in an environment. */
  default boolean isSame(Deferred other, Map<String, String> environment) {
    return read(environment).equals(other.read(environment));
  }

  /** The text with its references resolved. */
  String resolved(Map<String, String> environment) throws InvalidValueException;

  /**
   * The text for another process, the paths of whose references are absolute.
   *
   * @throws IllegalArgumentException if it holds a secret itself
   */
  String portable();

  /** Whether it is a secret itself, or has one in it. */
  boolean isLiteral();

  /** As written, with a mask for each secret that is not a reference. */
  @Override
  String toString();
}
