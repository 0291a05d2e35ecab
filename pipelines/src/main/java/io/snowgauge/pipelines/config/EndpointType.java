package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;

/** The URL of a store; it is shown and logged, so it must not carry a secret. */
record EndpointType() implements ValueType<String> {
  @Override
  public String expectation() {
    return "a URL such as 'https://host:port'";
  }

  @Override
  public String parse(String text, ValueContext context) throws InvalidValueException {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw InvalidValueException.expected(expectation(), ShownValue.text(text));
    }
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw InvalidValueException.expected(
          "a URL without user, '?' and '#', for it is shown", "one with them");
    }
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null) {
      throw InvalidValueException.expected(expectation(), ShownValue.text(text));
    }
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  @Override
  public String show(String value, String text) {
    return value;
  }

  @Override
  public void describe(ObjectNode schema) {
    schema.put("type", "string").put("pattern", "^https?://[^/?#@]+|" + Reference.PATTERN);
  }
}
