package io.snowgauge.pipelines.config;

import io.snowgauge.io.secrets.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A text whose references are resolved each time it is used, where it is used: they may stand
 * anywhere in it. Its key tells whether the text itself has to be hidden.
 *
 * @param key of the setting
 * @param text as written
 * @param folder where the paths of references start, absolute
 */
public record DeferredText(String key, String text, String folder) implements Secret {
  private static final String MASK = "********";

  /** What the names of properties that hold secrets contain. */
  private static final List<String> SECRETS =
      List.of("password", "secret", "token", "jaas", "key", "credential");

  /**
   * The text as it is now, in this process' environment and file system.
   *
   * @throws InvalidConfigurationException if a variable or a file is not there
   */
  @Override
  public String read() {
    return read(System.getenv());
  }

  String read(Map<String, String> environment) {
    try {
      return new ValueContext(key, Path.of(folder), environment).expand(text);
    } catch (InvalidValueException e) {
      throw new InvalidConfigurationException(List.of(key + ": " + e.getMessage()));
    }
  }

  /** Whether the configuration holds a secret itself, to judge by its key. */
  boolean isLiteralSecret() {
    return isSecret() && !text.contains(Reference.START);
  }

  private boolean isSecret() {
    String name = key.toLowerCase(Locale.ROOT);
    return SECRETS.stream().anyMatch(name::contains);
  }

  private boolean isReference() {
    return text.startsWith(Reference.START) && text.indexOf('}') == text.length() - 1;
  }

  /** As written; a mask for what a secret holds beside one reference. */
  @Override
  public String toString() {
    return isSecret() && !isReference() && !text.isEmpty() ? MASK : text;
  }
}
