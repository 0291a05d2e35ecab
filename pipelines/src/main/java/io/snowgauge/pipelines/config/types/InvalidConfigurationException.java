package io.snowgauge.pipelines.config.types;

import java.util.List;

/**
 * A configuration that can't be used. Says everything that is wrong with it, not just the first.
 */
public final class InvalidConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> messages;

  /** With one message per fault. */
  public InvalidConfigurationException(List<String> messages) {
    super(String.join("\n", messages));
    this.messages = List.copyOf(messages);
  }

  /** One message per fault, each with its key (or file), what was expected and what was found. */
  public List<String> messages() {
    return messages;
  }
}
