package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A JSON object in a text, as Beam's options take it. No message of it says what was found.
 *
 * @param isTyped whether it names a class of providers in {@code @type}
 */
record DeferredJsonType(boolean isTyped) implements ValueType<DeferredJson> {
  private static final String TYPE = "@type";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  @Override
  public String expectation() {
    return isTyped
        ? "a JSON object in a text, such as '{\"" + TYPE + "\": \"…\"}'"
        : "a JSON object in a text";
  }

  @Override
  public DeferredJson parse(String text, ValueContext context) throws InvalidValueException {
    JsonNode tree;
    try {
      tree = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      // Its message would show the text, which may hold a secret.
      throw InvalidValueException.expected(expectation(), "a text that is not JSON");
    }
    if (!tree.isObject()) {
      throw InvalidValueException.expected(expectation(), ShownValue.kind(tree));
    }
    if (isTyped && !tree.path(TYPE).isTextual()) {
      throw InvalidValueException.expected(expectation(), "an object without '" + TYPE + "'");
    }
    checkReferences(tree, context);
    return new DeferredJson(context.key(), text, context.folder().toString());
  }

  private static void checkReferences(JsonNode node, ValueContext context)
      throws InvalidValueException {
    for (JsonNode child : node) {
      checkReferences(child, context);
    }
    if (node.isTextual()) {
      new DeferredTextType().parse(node.textValue(), context);
    }
  }

  @Override
  public String show(DeferredJson value, String text) {
    return value.toString();
  }

  @Override
  public String portable(DeferredJson value, String text) {
    return value.portable();
  }

  /** Its references are resolved late, and what is in it may be secret. */
  @Override
  public boolean isSecret() {
    return true;
  }

  @Override
  public void describe(ObjectNode schema) {
    schema.put("type", "string").put("pattern", "^\\s*\\{");
  }
}
