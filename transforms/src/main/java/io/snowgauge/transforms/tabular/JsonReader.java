package io.snowgauge.transforms.tabular;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.text.Excerpt;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** JSON values, of any kind or of one, without needless blanks. A JSON null is a null. */
final class JsonReader implements ValueReader {
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final JsonBytes bytes = new JsonBytes();
  private final ColumnType.Kind kind;
  private final boolean required;

  JsonReader(ColumnType.Kind kind, boolean required) {
    this.kind = kind;
    this.required = required;
  }

  @Override
  public @Nullable String read(byte[] text, int start, int end, Row row, int column) {
    try (JsonParser parser = JSON.createParser(text, start, end - start)) {
      if (parser.nextToken() == null) {
        return ValueReader.refusal("a JSON value", text, start, end);
      }
      String refusal = copy(parser, row, column);
      return refusal == null && parser.nextToken() != null
          ? ValueReader.refusal("one JSON value", text, start, end)
          : refusal;
    } catch (JsonProcessingException e) {
      return ValueReader.refusal("a JSON value", text, start, end);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets the parser's current value with all that is in it; why it cannot, or null. */
  @Nullable String copy(JsonParser value, Row row, int column) throws IOException {
    if (value.hasToken(JsonToken.VALUE_NULL)) {
      row.setNull(column);
      return required ? "expected a value but found null" : null;
    }
    if (!isExpected(value.currentToken())) {
      return "expected "
          + (kind == ColumnType.Kind.OBJECT ? "a JSON object" : "a JSON array")
          + " but found "
          + found(value);
    }
    bytes.reset();
    try (JsonGenerator generator = JSON.createGenerator(bytes)) {
      String refusal = JsonCopy.copy(value, generator);
      if (refusal != null) {
        return refusal;
      }
    }
    row.set(column, bytes.array(), 0, bytes.size());
    return null;
  }

  private boolean isExpected(JsonToken token) {
    return switch (kind) {
      case OBJECT -> token == JsonToken.START_OBJECT;
      case ARRAY -> token == JsonToken.START_ARRAY;
      default -> true;
    };
  }

  private static String found(JsonParser value) throws IOException {
    return switch (value.currentToken()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      default -> "'" + Excerpt.of(value.getText()) + "'";
    };
  }
}
