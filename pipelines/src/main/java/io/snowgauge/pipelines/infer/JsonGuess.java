package io.snowgauge.pipelines.infer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a file of JSON objects is like. */
final class JsonGuess {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String text;
  private final List<JsonNode> objects;
  private final ObjectNode format;
  private final Evidence evidence;

  /** Guesses from a text. */
  JsonGuess(String text, ObjectNode format, Evidence evidence) {
    this.text = text;
    this.objects = objects(text);
    this.format = format;
    this.evidence = evidence;
  }

  /** Whether the text is one of objects. */
  boolean isAny() {
    return !objects.isEmpty();
  }

  /** JSON objects, on lines of their own or not; none if the text is something else. */
  private static List<JsonNode> objects(String text) {
    String start = text.stripLeading();
    List<JsonNode> objects = new ArrayList<>();
    if (!start.startsWith("{") && !start.startsWith("[")) {
      return objects;
    }
    try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(text)) {
      while (values.hasNextValue()) {
        JsonNode value = values.nextValue();
        if (!value.isObject()) {
          return List.of();
        }
        objects.add(value);
      }
    } catch (IOException e) {
      return objects; // The sample is cut, or a record is damaged.
    }
    return objects;
  }

  /** The keys of the objects, each once; puts what kind of file it is into the format. */
  List<String> columns() {
    format.put("type", "ndjson");
    String first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("").strip();
    boolean isLine = first.startsWith("{") && first.endsWith("}");
    if (!isLine) {
      format.put("layout", "document");
    }
    evidence.add(
        "type",
        isLine
            ? "ndjson, the first line is a JSON object"
            : "ndjson, there are JSON objects over several lines or in an array");
    Map<String, String> keys = new LinkedHashMap<>();
    for (JsonNode object : objects) {
      object
          .fieldNames()
          .forEachRemaining(key -> keys.putIfAbsent(key.toLowerCase(Locale.ROOT), key));
    }
    keys.remove("");
    return List.copyOf(keys.values());
  }
}
