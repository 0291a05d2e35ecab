package io.snowgauge.pipelines.config.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.pipelines.config.types.InvalidConfigurationException;
import io.snowgauge.pipelines.config.types.ShownValue;
import io.snowgauge.transforms.files.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of a configuration file; keys must not occur twice. */
public final class ConfigurationFile {
  private static final int MAX_BYTES = 10_000_000;
  private static final String HOW_TO_NAME_IT = "; name it with --config FILE";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Path file;

  private ConfigurationFile(Path file) {
    this.file = file;
  }

  /**
   * The file's JSON object.
   *
   * @throws InvalidConfigurationException if there is none
   */
  public static ObjectNode read(Path file) {
    ConfigurationFile source = new ConfigurationFile(file);
    JsonNode root = source.parse(source.bytes());
    if (root == null) {
      throw source.refused("expected a JSON object but found an empty file");
    }
    if (root instanceof ObjectNode object) {
      return object;
    }
    throw source.refused("expected a JSON object but found " + ShownValue.kind(root));
  }

  private byte[] bytes() {
    if (Files.isDirectory(file)) {
      throw refused("expected a configuration file but found a directory" + HOW_TO_NAME_IT);
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw refused("expected a configuration file but found none" + HOW_TO_NAME_IT);
    } catch (AccessDeniedException e) {
      throw refused("expected a file that can be read but found no permission for it");
    } catch (IOException e) {
      throw refused("expected a file that can be read but found: " + Reason.alone(e));
    }
    if (bytes.length > MAX_BYTES) {
      throw refused("expected at most 10 MB but found a larger file");
    }
    return bytes;
  }

  /** The root value, or null if there is none. An ObjectMapper would take 0.1 s to start. */
  private @Nullable JsonNode parse(byte[] bytes) {
    JsonFactory json =
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    try (JsonParser parser = json.createParser(bytes)) {
      JsonToken first = parser.nextToken();
      JsonNode root = first == null ? null : value(parser, first);
      if (parser.nextToken() != null) {
        throw refused(parser.currentTokenLocation(), 0, "expected the end of the file");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw refused(e);
    } catch (IOException e) {
      throw refused("expected JSON in UTF-8 but found: " + e.getMessage());
    }
  }

  private static JsonNode value(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      default -> throw new IllegalStateException("unexpected token " + token);
    };
  }

  private static ObjectNode object(JsonParser parser) throws IOException {
    ObjectNode object = NODES.objectNode();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      object.set(name, value(parser, parser.nextToken()));
    }
    return object;
  }

  private static ArrayNode array(JsonParser parser) throws IOException {
    ArrayNode array = NODES.arrayNode();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      array.add(value(parser, token));
    }
    return array;
  }

  private InvalidConfigurationException refused(JsonProcessingException e) {
    if (e instanceof JsonEOFException) {
      return refused(e.getLocation(), 0, "expected more JSON but found the end of the file");
    }
    String message = e.getOriginalMessage();
    // The parser has read the character that it complains of.
    int read = message.startsWith("Unexpected character") ? 1 : 0;
    return refused(e.getLocation(), read, "not valid JSON: " + message);
  }

  private InvalidConfigurationException refused(
      @Nullable JsonLocation location, int charactersBack, String message) {
    if (location == null) {
      return refused(message);
    }
    int column = location.getColumnNr() - charactersBack;
    return new InvalidConfigurationException(
        List.of(file + ":" + location.getLineNr() + ":" + column + ": " + message));
  }

  private InvalidConfigurationException refused(String message) {
    return new InvalidConfigurationException(List.of(file + ": " + message));
  }
}
