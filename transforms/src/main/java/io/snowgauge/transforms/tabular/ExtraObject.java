package io.snowgauge.transforms.tabular;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.snowgauge.transforms.record.ParseListener;
import io.snowgauge.transforms.text.Excerpt;
import io.snowgauge.transforms.text.StorableText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a file's records hold beyond the declared columns: for each record one JSON object, for the
 * file how many values there were of each.
 */
public final class ExtraObject {
  /** Values of further names are counted together. */
  private static final int NAMES = 100;

  /**
   * As long as any warehouse takes JSON: Snowflake's <a
   * href="https://docs.snowflake.com/en/sql-reference/data-types-semistructured">VARIANT</a>. It
   * may be longer than the record, for it has the names, and escapes.
   */
  private static final int LONGEST = 128 << 20;

  private final int longest;

  private final JsonFactory json = new JsonFactory();
  private final JsonBytes bytes = new JsonBytes();
  private @Nullable JsonGenerator open;
  private final List<String> added = new ArrayList<>();
  private final Map<String, Long> values = new LinkedHashMap<>();
  private long unnamed;

  /** Of a file that has not begun. */
  public ExtraObject() {
    this(LONGEST);
  }

  ExtraObject(int longest) {
    this.longest = longest;
  }

  private JsonGenerator generator() throws IOException {
    JsonGenerator current = open;
    if (current == null) {
      bytes.reset();
      current = json.createGenerator(bytes);
      current.writeStartObject();
      open = current;
    }
    return current;
  }

  /** Adds a text, or a null, to the record's object. */
  public void add(String name, byte @Nullable [] text, int start, int end) throws IOException {
    generator().writeFieldName(name);
    if (text == null) {
      generator().writeNull();
    } else {
      generator().writeUTF8String(text, start, end - start);
      added.add(name);
    }
  }

  /**
   * Adds the parser's current value, with all that is in it, to the record's object.
   *
   * @return why no warehouse stores it, or null
   */
  public @Nullable String add(String name, JsonParser value) throws IOException {
    boolean isNull = value.hasToken(JsonToken.VALUE_NULL);
    String refusal = StorableText.refuse(name);
    if (refusal == null) {
      generator().writeFieldName(name);
      refusal = JsonCopy.copy(value, generator());
    }
    if (refusal == null && !isNull) {
      added.add(name);
    }
    return refusal == null ? null : Excerpt.of(name) + ": " + refusal;
  }

  private void count(String name) {
    if (values.size() < NAMES || values.containsKey(name)) {
      values.merge(name, 1L, Long::sum);
    } else {
      unnamed++;
    }
  }

  /** Why no warehouse takes the record's object, or null. */
  public @Nullable String refuse() throws IOException {
    JsonGenerator current = open;
    if (current == null) {
      return null;
    }
    current.flush();
    return bytes.size() < longest
        ? null
        : "_EXTRA: expected at most " + longest + " bytes of JSON but found more";
  }

  /** Ends the record's object; false if it has none. */
  public boolean finish() throws IOException {
    JsonGenerator current = open;
    open = null;
    if (current == null) {
      return false;
    }
    current.writeEndObject();
    current.close();
    added.forEach(this::count);
    added.clear();
    return true;
  }

  /** Gives up the record's object. */
  public void discard() {
    open = null;
    added.clear();
  }

  byte[] bytes() {
    return bytes.array();
  }

  int length() {
    return bytes.size();
  }

  /** Tells how many values were kept, by name. */
  public void report(ParseListener listener) {
    if (values.size() == 1) {
      values.forEach(
          (name, count) ->
              listener.notice(
                  "column "
                      + shown(name)
                      + " is not declared: "
                      + counted(count)
                      + " kept in _EXTRA"));
    } else if (!values.isEmpty()) {
      String counts =
          values.entrySet().stream()
              .map(value -> shown(value.getKey()) + " (" + counted(value.getValue()) + ")")
              .collect(Collectors.joining(", "));
      String more = unnamed == 0 ? "" : " and " + counted(unnamed) + " of further ones";
      listener.notice("columns that are not declared, kept in _EXTRA: " + counts + more);
    }
  }

  private static String counted(long count) {
    return count + (count == 1 ? " value" : " values");
  }

  private static String shown(String name) {
    return "'" + Excerpt.of(name) + "'";
  }
}
