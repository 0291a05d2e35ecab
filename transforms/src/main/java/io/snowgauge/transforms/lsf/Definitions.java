package io.snowgauge.transforms.lsf;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The names that {@code #define} gives to conditions (rule 2.6). */
final class Definitions {
  private final Map<String, String> conditions = new HashMap<>();
  private int length;

  /** Adds a definition, the text behind {@code #define}; false if it defines nothing. */
  boolean add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int nameEnd = Blanks.wordEnd(bytes, 0, bytes.length);
    int start = Blanks.skip(bytes, nameEnd, bytes.length);
    if (start == bytes.length) {
      return false;
    }
    String name = new String(bytes, 0, nameEnd, StandardCharsets.UTF_8);
    String condition = new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
    String resolved = resolve(condition);
    if (conditions.putIfAbsent(name, resolved) == null) {
      length += name.length() + resolved.length();
    }
    return true;
  }

  /** What a condition stands for: another one if it is a name, else itself. */
  String resolve(String condition) {
    return conditions.getOrDefault(condition, condition);
  }

  /** How many characters are kept. */
  int length() {
    return length;
  }
}
