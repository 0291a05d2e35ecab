package io.snowgauge.transforms.tabular;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.snowgauge.transforms.record.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Any JSON value, written without needless blanks. A JSON null is a null. */
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
  private final boolean required;

  JsonReader(boolean required) {
    this.required = required;
  }

  @Override
  public @Nullable String read(byte[] text, int start, int end, Row row, int column) {
    try (JsonParser parser = JSON.createParser(text, start, end - start)) {
      parser.nextToken();
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
}
