package io.snowgauge.transforms.notifications;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.transforms.notifications.EventFields.UnreadableException;
import io.snowgauge.transforms.text.Excerpt;
import java.io.IOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Text that is JSON, or the standard base64 of JSON (RFC 4648, section 4; lines may be broken). */
final class JsonText {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonText() {}

  static JsonNode read(byte[] text) throws UnreadableException {
    try {
      return tree(text);
    } catch (JsonProcessingException notJson) {
      byte[] decoded = decoded(text);
      if (decoded == null) {
        throw new UnreadableException(
            "expected JSON but found " + Excerpt.printable(notJson.getOriginalMessage()));
      }
      try {
        return tree(decoded);
      } catch (JsonProcessingException noEvent) {
        throw new UnreadableException(
            "expected JSON, or base64 of it, but found base64 of "
                + Excerpt.printable(noEvent.getOriginalMessage()));
      }
    }
  }

  private static JsonNode tree(byte[] text) throws JsonProcessingException {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory", e);
    }
  }

  private static byte @Nullable [] decoded(byte[] text) {
    String lines = new String(text, ISO_8859_1).replaceAll("[\\r\\n]", "").strip();
    try {
      return lines.isEmpty() ? null : Base64.getDecoder().decode(lines);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
