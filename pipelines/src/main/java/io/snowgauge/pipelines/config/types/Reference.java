package io.snowgauge.pipelines.config.types;

import io.snowgauge.transforms.files.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * {@code ${env:NAME}} or {@code ${file:/path}} in a value.
 *
 * @param text as written
 * @param isFile whether it names a file, else an environment variable
 * @param target the variable's name or the file's absolute path
 */
public record Reference(String text, boolean isFile, String target) implements Serializable {
  /** What one starts with. */
  public static final String START = "${";

  /** How references are written, for messages. */
  public static final String FORMS = "${env:NAME} or ${file:/path}";

  /** Finds one in a text, for the JSON Schema. */
  public static final String PATTERN = "\\$\\{(env|file):";

  private static final String ENV = START + "env:";
  private static final String FILE = START + "file:";
  private static final int MAX_FILE_BYTES = 1 << 20;

  /** Whether there is something in a text that looks like a reference. */
  static boolean occursIn(String text) {
    return text.contains(ENV) || text.contains(FILE);
  }

  /** Whether a text is one reference and nothing else. */
  static boolean isWhole(String text) {
    return text.startsWith(START) && text.indexOf('}') == text.length() - 1;
  }

  /** What stands for a reference. */
  interface Replacement {
    String of(Reference reference) throws InvalidValueException;
  }

  /** A text with something else in place of each reference in it. */
  static String replaceIn(String text, Path folder, Replacement replacement)
      throws InvalidValueException {
    StringBuilder replaced = new StringBuilder();
    int done = 0;
    for (int at = text.indexOf(START); at >= 0; at = text.indexOf(START, done)) {
      Reference reference = parse(text, at, folder);
      replaced.append(text, done, at).append(replacement.of(reference));
      done = at + reference.text().length();
    }
    return replaced.append(text, done, text.length()).toString();
  }

  /**
   * The reference that starts at {@code start}.
   *
   * @param folder where relative paths start
   */
  static Reference parse(String text, int start, Path folder) throws InvalidValueException {
    int end = text.indexOf('}', start);
    String written = end < 0 ? text.substring(start) : text.substring(start, end + 1);
    if (end >= 0 && written.startsWith(ENV)) {
      String name = written.substring(ENV.length(), written.length() - 1);
      if (isVariable(name)) {
        return new Reference(written, false, name);
      }
    } else if (end >= 0 && written.startsWith(FILE)) {
      String path = written.substring(FILE.length(), written.length() - 1);
      if (!path.isBlank()) {
        return new Reference(written, true, absolute(path, folder));
      }
    }
    throw InvalidValueException.expected(FORMS, ShownValue.text(written));
  }

  private static boolean isVariable(String name) {
    return !name.isEmpty()
        && !Character.isDigit(name.charAt(0))
        && name.chars().allMatch(c -> c == '_' || (c < 128 && Character.isLetterOrDigit(c)));
  }

  private static String absolute(String path, Path folder) throws InvalidValueException {
    try {
      return folder.resolve(path).normalize().toString();
    } catch (InvalidPathException e) {
      throw InvalidValueException.expected("a path", ShownValue.text(path));
    }
  }

  /** The same in another folder. */
  String portable() {
    return (isFile ? FILE : ENV) + target + "}";
  }

  /** What it refers to now; of a file's content, one line end at its end is left out. */
  String resolve(Map<String, String> environment) throws InvalidValueException {
    if (isFile) {
      return content();
    }
    String value = environment.get(target);
    if (value == null) {
      throw InvalidValueException.expected("the value of " + text, "no such environment variable");
    }
    return value;
  }

  private String content() throws InvalidValueException {
    String expected = "the content of " + text;
    byte[] bytes;
    try (InputStream in = Files.newInputStream(Path.of(target))) {
      bytes = in.readNBytes(MAX_FILE_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw InvalidValueException.expected(expected, "no such file");
    } catch (IOException e) {
      throw InvalidValueException.expected(
          expected, "a file that can't be read: " + Reason.alone(e));
    }
    if (bytes.length > MAX_FILE_BYTES) {
      throw InvalidValueException.expected(expected, "more than 1 MiB");
    }
    try {
      String content =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return content.replaceFirst("\\r?\n\\z", "");
    } catch (CharacterCodingException e) {
      throw InvalidValueException.expected(expected, "bytes that are not UTF-8");
    }
  }
}
