package io.snowgauge.transforms.tabular;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.snowgauge.transforms.text.Excerpt;
import io.snowgauge.transforms.text.StorableText;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Copies JSON values as they are written, unless a warehouse's JSON cannot hold them: repeated
 * keys, NUL and half surrogate pairs are JSON by its grammar, and fail the statement that loads it.
 */
final class JsonCopy {
  private JsonCopy() {}

  /** Copies the parser's current value with all that is in it; why it cannot, or null. */
  static @Nullable String copy(JsonParser from, JsonGenerator to) throws IOException {
    Deque<Set<String>> keys = new ArrayDeque<>();
    while (true) {
      JsonToken token = from.currentToken();
      String refusal = copyToken(token, from, to, keys);
      if (refusal != null || keys.isEmpty()) {
        return refusal;
      }
      from.nextToken();
    }
  }

  private static @Nullable String copyToken(
      JsonToken token, JsonParser from, JsonGenerator to, Deque<Set<String>> keys)
      throws IOException {
    String refusal = null;
    if (token.isStructStart()) {
      keys.push(new HashSet<>());
    } else if (token.isStructEnd()) {
      keys.pop();
    } else if (token == JsonToken.FIELD_NAME) {
      refusal = refuseKey(from.currentName(), keys.element());
    } else if (token == JsonToken.VALUE_STRING) {
      refusal = StorableText.refuse(from.getText());
    }
    if (refusal != null) {
      return refusal;
    }
    if (token.isNumeric()) {
      to.writeNumber(from.getText());
    } else {
      to.copyCurrentEvent(from);
    }
    return null;
  }

  private static @Nullable String refuseKey(String key, Set<String> keys) {
    String refusal = StorableText.refuse(key);
    return refusal != null || keys.add(key)
        ? refusal
        : "expected each key once but found '" + Excerpt.of(key) + "' twice";
  }
}
