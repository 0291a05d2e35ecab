package io.snowgauge.pipelines.config.types;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A JSON object as Beam's options take them, in whose texts references may stand; they are resolved
 * each time it is used. The names of its properties tell which of them are secret.
 *
 * @param key of the setting
 * @param text the object, as written
 * @param folder where the paths of references start, absolute
 */
public record DeferredJson(String key, String text, String folder) implements Deferred {
  private static final String TYPE = "@type";

  /** Made when it is needed, for it takes its time. */
  private static final class Json {
    static final ObjectMapper MAPPER =
        new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}
  }

  /** What the names of properties that hold secrets contain. */
  private static final List<String> SECRETS =
      List.of("secret", "password", "sessiontoken", "identitytoken");

  /** What becomes of a text. */
  private interface Change {
    String of(String name, String text) throws InvalidValueException;
  }

  /** Any object. */
  public static ValueType<DeferredJson> object() {
    return type("a JSON object in a text", false);
  }

  /** An object that names a class of providers in {@code @type}. */
  public static ValueType<DeferredJson> provider() {
    return type("a JSON object in a text, such as '{\"" + TYPE + "\": \"…\"}'", true);
  }

  private static ValueType<DeferredJson> type(String expectation, boolean isTyped) {
    return new DeferredType<>(
        expectation,
        JsonForm.TEXT,
        (text, context) -> parse(text, expectation, isTyped, context),
        schema -> schema.put("type", "string").put("pattern", "^\\s*\\{"));
  }

  private static DeferredJson parse(
      String text, String expectation, boolean isTyped, ValueContext context)
      throws InvalidValueException {
    JsonNode tree;
    try {
      tree = Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      // Its message would show the text, which may hold a secret.
      throw InvalidValueException.expected(expectation, "a text that is not JSON");
    }
    if (!tree.isObject()) {
      throw InvalidValueException.expected(expectation, ShownValue.kind(tree));
    }
    if (isTyped && !tree.path(TYPE).isTextual()) {
      throw InvalidValueException.expected(expectation, "an object without '" + TYPE + "'");
    }
    changed("", tree, (name, value) -> DeferredText.any(value, context).text());
    return new DeferredJson(context.key(), text, context.folder().toString());
  }

  @Override
  public String resolved(Map<String, String> environment) throws InvalidValueException {
    ValueContext context = new ValueContext(key, Path.of(folder), environment);
    return changed((name, value) -> context.expand(value)).toString();
  }

  @Override
  public String portable() {
    if (isLiteral()) {
      throw new IllegalArgumentException(
          key
              + ": expected references that every worker can resolve, "
              + Reference.FORMS
              + ", but found a literal secret");
    }
    try {
      return changed(
              (name, value) -> Reference.replaceIn(value, Path.of(folder), Reference::portable))
          .toString();
    } catch (InvalidValueException e) {
      throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
    }
  }

  /** {@inheritDoc} To judge by the names of its properties. */
  @Override
  public boolean isLiteral() {
    return holdsLiteralSecret(tree());
  }

  @Override
  public boolean isSame(Deferred other, Map<String, String> environment) {
    try {
      JsonNode tree = Json.MAPPER.readTree(read(environment));
      return tree.equals(Json.MAPPER.readTree(other.read(environment)));
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** Whether it holds a secret or a reference, which may stand for one. */
  public boolean holdsSecret() {
    return isLiteral() || text.contains(Reference.START);
  }

  private static boolean holdsLiteralSecret(JsonNode node) {
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      JsonNode value = property.getValue();
      if (holdsLiteralSecret(value)
          || (isSecret(property.getKey())
              && value.isValueNode()
              && !value.asText().contains(Reference.START))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSecret(String name) {
    String lowerCase = name.toLowerCase(Locale.ROOT);
    return SECRETS.stream().anyMatch(lowerCase::contains);
  }

  private JsonNode tree() {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(key + ": no JSON", e);
    }
  }

  private JsonNode changed(Change change) throws InvalidValueException {
    return changed("", tree(), change);
  }

  private static JsonNode changed(String name, JsonNode node, Change change)
      throws InvalidValueException {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> property : List.copyOf(object.properties())) {
        object.set(property.getKey(), changed(property.getKey(), property.getValue(), change));
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, changed(name, array.get(i), change));
      }
    } else if (node.isTextual()) {
      return TextNode.valueOf(change.of(name, node.textValue()));
    } else if (isSecret(name) && node.isNumber()) {
      return TextNode.valueOf(change.of(name, node.asText()));
    }
    return node;
  }

  private static String masked(String name, String text) {
    return isSecret(name) && !Reference.isWhole(text) ? MASK : text;
  }

  /** As written; a mask for each secret that is not a reference. */
  @Override
  public String toString() {
    try {
      return changed(DeferredJson::masked).toString();
    } catch (InvalidValueException e) {
      throw new IllegalStateException(e);
    }
  }
}
