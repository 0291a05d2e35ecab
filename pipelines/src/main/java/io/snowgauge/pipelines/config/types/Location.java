package io.snowgauge.pipelines.config.types;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place as a user writes it: a local path, a {@code file:///…} URI, or a URI of an object store.
 *
 * @param scheme of the URI, or null for a plain path
 * @param text the canonical URI of an object store, else the path
 */
record Location(@Nullable String scheme, String text) {
  static final String FILE_PREFIX = "file://";
  static final String SCHEMES = "file, s3, azfs";

  /** How many names a store's URI starts with that can't be patterns: buckets and their owners. */
  private static final Map<String, Integer> STORES = Map.of("s3", 1, "azfs", 2);

  /**
   * Tells the forms apart.
   *
   * @param expectation of the type, for messages
   */
  static Location parse(String text, String expectation) throws InvalidValueException {
    return parse(text, expectation, false);
  }

  /** Tells the forms of a glob apart, in which a backslash makes what follows literal. */
  static Location parseGlob(String text, String expectation) throws InvalidValueException {
    return parse(text, expectation, true);
  }

  private static Location parse(String given, String expectation, boolean isGlob)
      throws InvalidValueException {
    String canonical = AzureUrl.canonical(given, isGlob);
    String text = canonical == null ? given : canonical;
    if (text.isBlank() || text.indexOf('\0') >= 0) {
      throw InvalidValueException.expected(expectation, ShownValue.text(text));
    }
    if (text.equals("~") || text.startsWith("~/")) {
      throw InvalidValueException.expected(
          "a path without '~' (write ${env:HOME} for it)", ShownValue.text(text));
    }
    String scheme = scheme(text);
    if (scheme == null) {
      return new Location(null, text);
    }
    if (scheme.equals("file") && text.startsWith(FILE_PREFIX + "/")) {
      return new Location(scheme, text.substring(FILE_PREFIX.length()));
    }
    if (scheme.equals("file")) {
      throw InvalidValueException.expected("file:///absolute/path", ShownValue.text(text));
    }
    String written = OtherForms.asWritten(scheme, text);
    if (written != null) {
      throw InvalidValueException.expected(written, ShownValue.text(text));
    }
    Integer names = STORES.get(scheme);
    if (names == null || !text.startsWith(scheme + "://")) {
      throw InvalidValueException.expected(expectation, ShownValue.text(text));
    }
    requireNames(names, text.substring(scheme.length() + "://".length()), scheme, text);
    return new Location(scheme, text);
  }

  private static void requireNames(int names, String path, String scheme, String text)
      throws InvalidValueException {
    String[] parts = path.split("/", -1);
    for (int i = 0; i < names; i++) {
      if (i >= parts.length || parts[i].isEmpty() || GlobPath.isGlob(parts[i])) {
        throw InvalidValueException.expected(
            scheme + (names == 1 ? "://bucket/…" : "://account/container/…"),
            ShownValue.text(text));
      }
    }
  }

  /** What stands before "://", or before ':' if it is one of the schemes that are known here. */
  private static @Nullable String scheme(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || !text.substring(0, colon).chars().allMatch(Location::isSchemeCharacter)) {
      return null;
    }
    String scheme = text.substring(0, colon);
    boolean known = scheme.equals("file") || STORES.containsKey(scheme);
    return known || text.startsWith("://", colon) ? scheme : null;
  }

  private static boolean isSchemeCharacter(int c) {
    return c < 128 && (Character.isLetterOrDigit(c) || c == '+' || c == '.' || c == '-');
  }

  /** Whether it was written as a URI. */
  boolean isUri() {
    return scheme != null;
  }

  /** Whether it is in an object store. */
  boolean isInStore() {
    return scheme != null && !scheme.equals("file");
  }

  /** Whether there is something below the bucket of an object store. */
  boolean hasPath() {
    Integer names = scheme == null ? null : STORES.get(scheme);
    return names == null
        || text.substring(text.indexOf("://") + "://".length()).split("/", -1).length > names;
  }

  /** A local path made absolute; it starts in {@code folder} if it is relative. */
  String path(Path folder) {
    return folder.resolve(text).normalize().toString();
  }
}
