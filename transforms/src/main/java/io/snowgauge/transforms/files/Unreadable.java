package io.snowgauge.transforms.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** How it is told that a file or a folder cannot be read. */
public final class Unreadable {
  /** Of a folder whose files are not to be seen. */
  public static final String FOLDER = "expected a readable folder but listing it is not permitted";

  private Unreadable() {}

  /** Of a folder, what a file system said when it was listed. */
  public static String folder(IOException failure) {
    return failure instanceof FileSystemException told
            && !(failure instanceof AccessDeniedException)
            && told.getReason() != null
        ? "expected a readable folder but listing it failed (" + told.getReason() + ")"
        : FOLDER;
  }
}
