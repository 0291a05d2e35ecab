package io.snowgauge.pipelines.config;

import io.snowgauge.transforms.files.Storage;
import java.nio.file.Path;

/** A file as a user names it on the command line: a path, or a URI in any form that is taken. */
public final class FileUri {
  private FileUri() {}

  /**
   * The canonical URI; a relative path starts in the working folder.
   *
   * @throws IllegalArgumentException with what was expected and found
   */
  public static String of(String text) {
    try {
      Location location = Location.parse(text, "a file: a path or a URI of " + Location.SCHEMES);
      return location.isInStore() ? location.text() : Storage.localUri(Path.of(location.text()));
    } catch (InvalidValueException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
