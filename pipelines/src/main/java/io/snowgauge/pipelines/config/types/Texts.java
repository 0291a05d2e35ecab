package io.snowgauge.pipelines.config.types;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Types of values that stay texts: any text, texts of a form, lists of texts, and URLs. */
public final class Texts {
  private static final String URL = "a URL such as 'https://host:port'";

  private Texts() {}

  /** Any text that is not blank. */
  public static ValueType<String> text(String expectation) {
    return PlainType.of(
        expectation, (text, context) -> text.isBlank() ? null : text, Texts::nonBlank);
  }

  /** What a JSON Schema says of a text that is not blank. */
  public static void nonBlank(ObjectNode schema) {
    schema.put("type", "string").put("pattern", "\\S");
  }

  /**
   * Text of a form.
   *
   * @param form a regular expression for the whole text, of what Java and JSON Schema have in
   *     common
   */
  public static ValueType<String> matching(String expectation, String form) {
    Pattern pattern = Pattern.compile(form);
    return PlainType.of(
        expectation,
        (text, context) -> pattern.matcher(text).matches() ? text : null,
        schema -> schema.put("type", "string").put("pattern", orReference("^(" + form + ")$")));
  }

  /** A regular expression that a reference matches, too. */
  public static String orReference(String pattern) {
    return pattern + "|" + Reference.PATTERN;
  }

  /** At least one name; outside a file they are separated by commas. */
  public static ValueType<List<String>> list(String expectation) {
    return PlainType.<List<String>>of(
            expectation,
            (text, context) -> {
              List<String> items = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
              return items.contains("") ? null : items;
            },
            schema -> {
              schema.put("type", "array").put("minItems", 1);
              schema.putObject("items").put("type", "string").put("pattern", "^[^,]*[^,\\s][^,]*$");
            })
        .in(JsonForm.LIST)
        .shownAs(items -> String.join(",", items));
  }

  /** The same, of which one may be the empty text: outside a file, nothing between two commas. */
  public static ValueType<List<String>> listWithEmpty(String expectation) {
    return PlainType.<List<String>>of(
            expectation,
            (text, context) -> Arrays.stream(text.split(",", -1)).map(String::strip).toList(),
            schema -> {
              schema.put("type", "array").put("minItems", 1);
              schema.putObject("items").put("type", "string").put("pattern", "^[^,]*$");
            })
        .in(JsonForm.LIST_WITH_EMPTY)
        .shownAs(items -> String.join(",", items));
  }

  /** The URL of a store; it is shown and logged, so it must not carry a secret. */
  public static ValueType<String> endpoint() {
    return PlainType.of(
            URL,
            (text, context) -> endpoint(text),
            schema ->
                schema.put("type", "string").put("pattern", orReference("^https?://[^/?#@]+")))
        .shownAs(url -> url);
  }

  private static String endpoint(String text) throws InvalidValueException {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw InvalidValueException.expected(URL, ShownValue.text(text));
    }
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw InvalidValueException.expected(
          "a URL without user, '?' and '#', for it is shown", "one with them");
    }
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null) {
      throw InvalidValueException.expected(URL, ShownValue.text(text));
    }
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
