package io.snowgauge.transforms.ndjson;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * An NDJSON file made at random, and the objects that it was made of. Blanks and blank lines are
 * around them, and line ends are LF or CRLF.
 */
public final class RandomNdjson {
  private static final List<String> VALUES =
      List.of("1", "-0.5e3", "true", "null", "[1, 2]", "{\"b\": \"\\n\"}", "\"\"", "[]", "{}");
  private static final List<String> CHARACTERS =
      List.of(
          "a",
          "0",
          " ",
          "\\n",
          "\\r",
          "\\\"",
          "\\\\",
          "\\u000a",
          "{",
          "}",
          ",",
          ":",
          "'",
          "\u00e4",
          "\u20ac",
          "\u0a0a",
          "\u0085",
          "\u2028",
          "\uFEFF",
          "\ud83d\udc0a");
  private static final List<String> BLANKS = List.of("", "", "", " ", "\t", "\r", "  \t", " \r ");

  private final Random random;
  private final List<String> objects = new ArrayList<>();
  private final byte[] bytes;

  private RandomNdjson(long seed) {
    random = new Random(seed);
    bytes = rendered().getBytes(StandardCharsets.UTF_8);
  }

  /** The file of a seed: the same each time. */
  public static RandomNdjson of(long seed) {
    return new RandomNdjson(seed);
  }

  /** The JSON of each record, without the blanks around it; the keys of an object differ. */
  List<String> objects() {
    return List.copyOf(objects);
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  private String rendered() {
    StringBuilder text = new StringBuilder(oneIn(3) ? "\uFEFF" : "");
    boolean blankLines = oneIn(2);
    for (int count = random.nextInt(8); count > 0; count--) {
      blankLines(blankLines, text);
      String object = object();
      objects.add(object);
      text.append(any(BLANKS)).append(object).append(any(BLANKS)).append(lineEnd());
    }
    blankLines(blankLines, text);
    boolean open = !text.isEmpty() && text.charAt(text.length() - 1) == '\n' && oneIn(2);
    return open ? text.substring(0, text.length() - 1) : text.toString();
  }

  private void blankLines(boolean some, StringBuilder text) {
    while (some && oneIn(3)) {
      text.append(any(BLANKS)).append(lineEnd());
    }
  }

  private String object() {
    StringBuilder object = new StringBuilder("{");
    int keys = random.nextInt(4);
    for (int i = 0; i < keys; i++) {
      object.append(i == 0 ? "" : ",").append(any(List.of("", " ", "\t", "\r")));
      object.append("\"k").append(i).append("\":").append(value());
    }
    return object.append('}').toString();
  }

  private String value() {
    if (oneIn(2)) {
      return any(VALUES);
    }
    StringBuilder text = new StringBuilder("\"");
    for (int characters = random.nextInt(6); characters > 0; characters--) {
      text.append(any(CHARACTERS));
    }
    return text.append('"').toString();
  }

  private String lineEnd() {
    return oneIn(3) ? "\r\n" : "\n";
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
