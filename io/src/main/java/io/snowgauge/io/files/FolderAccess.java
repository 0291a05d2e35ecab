package io.snowgauge.io.files;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What this process may do in local folders, found out without doing it. */
public final class FolderAccess {
  private FolderAccess() {}

  /**
   * Why no file can be created in a folder, which is created with all above it where it is missing;
   * null if one can, as far as the operating system says.
   */
  public static @Nullable String whyNotWritable(Path folder) {
    Path nearest = folder.toAbsolutePath();
    while (!Files.exists(nearest)) {
      Path parent = nearest.getParent();
      if (parent == null || Files.isSymbolicLink(nearest)) {
        return nearest + " leads nowhere";
      }
      nearest = parent;
    }
    if (!Files.isDirectory(nearest)) {
      return nearest + " is not a folder";
    }
    if (Files.isWritable(nearest) && Files.isExecutable(nearest)) {
      return null;
    }
    return nearest.equals(folder.toAbsolutePath())
        ? nearest + " may not be written"
        : folder + " does not exist and may not be created in " + nearest;
  }
}
