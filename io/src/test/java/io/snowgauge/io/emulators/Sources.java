package io.snowgauge.io.emulators;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the sources are. */
public final class Sources {
  private Sources() {}

  /** Their folder, from whichever module's folder the tests run in. */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("src/test/emulators"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("src/test/emulators is not above the working folder");
    }
    return folder;
  }
}
