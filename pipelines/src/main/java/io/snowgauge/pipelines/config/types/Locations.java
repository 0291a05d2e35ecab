package io.snowgauge.pipelines.config.types;

import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.files.Storage;
import java.nio.file.Path;
import java.util.regex.PatternSyntaxException;

/** Types of values that say where files are: on this machine or in an object store. */
public final class Locations {
  /** A path on this machine; becomes absolute. */
  public static final ValueType<String> PATH =
      PlainType.of("a local path", Locations::path, Texts::nonBlank).shownAs(path -> path);

  /** Of a file that Prometheus' node exporter collects, which takes no other names. */
  public static final ValueType<String> TEXTFILE =
      PlainType.of("a local path ending in .prom", Locations::textfile, Texts::nonBlank)
          .shownAs(path -> path);

  /** A folder; becomes an absolute URI that ends in '/'. */
  public static final ValueType<String> FOLDER =
      PlainType.of(
              "a folder: a path or a URI of " + Location.SCHEMES,
              Locations::folder,
              Texts::nonBlank)
          .shownAs(uri -> uri);

  /** Which files belong to a dataset; becomes a pattern of absolute URIs. */
  public static final ValueType<InputPattern> GLOB =
      PlainType.of(
              "a glob: a path or a URI of " + Location.SCHEMES, Locations::glob, Texts::nonBlank)
          .shownAs(InputPattern::toString);

  private Locations() {}

  private static String path(String text, ValueContext context) throws InvalidValueException {
    Location location = Location.parse(text, PATH.expectation());
    if (location.isUri()) {
      throw InvalidValueException.expected(PATH.expectation(), ShownValue.text(text));
    }
    return location.path(context.folder());
  }

  private static String textfile(String text, ValueContext context) throws InvalidValueException {
    if (!text.endsWith(".prom")) {
      throw InvalidValueException.expected(TEXTFILE.expectation(), ShownValue.text(text));
    }
    return path(text, context);
  }

  private static String folder(String text, ValueContext context) throws InvalidValueException {
    Location location = Location.parse(text, FOLDER.expectation());
    String uri =
        location.isInStore()
            ? location.text()
            : Location.FILE_PREFIX + location.path(context.folder());
    return uri.endsWith("/") ? uri : uri + "/";
  }

  private static InputPattern glob(String text, ValueContext context) throws InvalidValueException {
    Location location = Location.parseGlob(text, GLOB.expectation());
    if (!location.hasPath()) {
      throw InvalidValueException.expected("a glob below the bucket", ShownValue.text(text));
    }
    String uri =
        location.isInStore()
            ? location.text()
            : Location.FILE_PREFIX + GlobPath.absolute(location.text(), context.folder());
    try {
      return InputPattern.parse(uri);
    } catch (PatternSyntaxException e) {
      throw InvalidValueException.expected(
          "a glob whose '[…]' are ranges such as '[a-z]'", ShownValue.text(text));
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The canonical URI of a file as a user names it on the command line: a path, or a URI in any
   * form that is taken. A relative path starts in the working folder.
   *
   * @throws IllegalArgumentException with what was expected and found
   */
  public static String fileUri(String text) {
    try {
      Location location = Location.parse(text, "a file: a path or a URI of " + Location.SCHEMES);
      return location.isInStore() ? location.text() : Storage.localUri(Path.of(location.text()));
    } catch (InvalidValueException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * The URI by which the ledger knows a file that need not exist any more: {@link #fileUri}, or
   * what is neither a URI nor a path as it is, for the ledger has no such file.
   */
  public static String ledgerUri(String text) {
    try {
      return fileUri(text);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
