package io.snowgauge.io.alerts;

import java.util.Map;

/**
 * What is posted. The URL may be a secret, and so may what the headers and the body hold.
 *
 * @param url where to
 * @param headers beside those of HTTP itself
 * @param body JSON
 */
record Message(String url, Map<String, String> headers, String body) {
  private static final String JSON = "application/json";

  /** Of no other headers. */
  static Message json(String url, Object body) {
    return new Message(url, Map.of("Content-Type", JSON), Json.text(body));
  }

  /** None of it is for logs. */
  @Override
  public String toString() {
    return "Message";
  }
}
