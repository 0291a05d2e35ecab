package io.snowgauge.pipelines.config.types;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Makes globs over local files absolute without losing what is special in them. */
final class GlobPath {

  private GlobPath() {}

  /**
   * The glob as an absolute path: a relative one starts in {@code folder}, whose own name is taken
   * literally, and segments that are '.' or '..' are resolved.
   */
  static String absolute(String glob, Path folder) throws InvalidValueException {
    Deque<String> segments = new ArrayDeque<>();
    if (!glob.startsWith("/")) {
      folder.forEach(name -> segments.addLast(escape(name.toString())));
    }
    String last = "";
    for (String segment : glob.split("/", -1)) {
      last = segment;
      if (segment.equals("..")) {
        leave(segments, glob);
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.addLast(segment);
      }
    }
    boolean namesFolder = last.isEmpty() || last.equals(".") || last.equals("..");
    return "/" + String.join("/", segments) + (namesFolder && !segments.isEmpty() ? "/" : "");
  }

  private static void leave(Deque<String> segments, String glob) throws InvalidValueException {
    String left = segments.pollLast();
    if (left != null && isGlob(left)) {
      throw InvalidValueException.expected(
          "no '..' after a glob or capture", ShownValue.text(glob));
    }
  }

  /** A name with a backslash before what would be special in a glob. */
  static String escape(String name) {
    return name.replaceAll("[\\\\*?\\[{]", "\\\\$0");
  }

  static boolean isGlob(String segment) {
    return segment.replaceAll("(?s)\\\\.", "").chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
  }
}
