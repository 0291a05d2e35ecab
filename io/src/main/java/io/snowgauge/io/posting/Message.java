package io.snowgauge.io.posting;

import java.util.Map;

/**
 * What is posted. The URL may be a secret, and so may what the headers and the body hold.
 *
 * @param url where to
 * @param headers beside those of HTTP itself
 * @param body JSON
 */
public record Message(String url, Map<String, String> headers, String body) {
  /** Of no other headers. */
  public static Message json(String url, String body) {
    return new Message(url, Map.of("Content-Type", "application/json"), body);
  }

  /** None of it is for logs. */
  @Override
  public String toString() {
    return "Message";
  }
}
