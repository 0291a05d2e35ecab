package io.snowgauge.io.warehouse.publish;

import java.util.List;

/** Tables that are there do not fit what the configuration declares; nothing was changed. */
public final class UnfitTargetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> messages;

  /** One message a problem: where, what was expected and what was found. */
  public UnfitTargetException(List<String> messages) {
    super(String.join("; ", messages));
    this.messages = List.copyOf(messages);
  }

  /** One message a problem. */
  public List<String> messages() {
    return messages;
  }
}
