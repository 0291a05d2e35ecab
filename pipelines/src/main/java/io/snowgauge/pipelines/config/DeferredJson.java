package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.snowgauge.io.secrets.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A JSON object as Beam's options take them, in whose texts references may stand; they are resolved
 * each time it is used, where it is used. The names of its properties tell which of them are
 * secret.
 *
 * @param key of the setting
 * @param text the object, as written
 * @param folder where the paths of references start, absolute
 */
public record DeferredJson(String key, String text, String folder) implements Secret {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MASK = "********";

  /** What the names of properties that hold secrets contain. */
  private static final List<String> SECRETS =
      List.of("secret", "password", "sessiontoken", "identitytoken");

  /** What becomes of a text. */
  private interface Change {
    String of(String name, String text) throws InvalidValueException;
  }

  /**
   * The object with its references resolved, in this process' environment and file system.
   *
   * @throws InvalidConfigurationException if a variable or a file is not there
   */
  @Override
  public String read() {
    return read(System.getenv());
  }

  String read(Map<String, String> environment) {
    ValueContext context = new ValueContext(key, Path.of(folder), environment);
    try {
      return changed((name, text) -> context.expand(text)).toString();
    } catch (InvalidValueException e) {
      throw new InvalidConfigurationException(List.of(key + ": " + e.getMessage()));
    }
  }

  /**
   * The object for another process, whose paths are absolute.
   *
   * @throws IllegalArgumentException if it holds a secret itself
   */
  public String portable() {
    if (isLiteralSecret()) {
      throw new IllegalArgumentException(
          key
              + ": expected references that every worker can resolve, "
              + Reference.FORMS
              + ", but found a literal secret");
    }
    try {
      return changed((name, text) -> portable(text)).toString();
    } catch (InvalidValueException e) {
      throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
    }
  }

  private String portable(String text) throws InvalidValueException {
    StringBuilder moved = new StringBuilder();
    int done = 0;
    for (int at = text.indexOf(Reference.START);
        at >= 0;
        at = text.indexOf(Reference.START, done)) {
      Reference reference = Reference.parse(text, at, Path.of(folder));
      moved.append(text, done, at).append(reference.portable());
      done = at + reference.text().length();
    }
    return moved.append(text.substring(done)).toString();
  }

  /** Whether it holds a secret itself, to judge by the names of its properties. */
  boolean isLiteralSecret() {
    return holdsLiteralSecret(tree());
  }

  /** Whether it holds a secret or a reference, which may stand for one. */
  public boolean holdsSecret() {
    return isLiteralSecret() || text.contains(Reference.START);
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
      return JSON.readTree(text);
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
    boolean isReference =
        text.startsWith(Reference.START) && text.indexOf('}') == text.length() - 1;
    return isSecret(name) && !isReference ? MASK : text;
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
