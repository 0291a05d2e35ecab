package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.files.ChangedFileException;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.files.UnavailableException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Reading a source file failed, which is that file's failure and nobody else's. */
final class ReadFailure extends IOException {
  static final String CHANGED =
      "expected the listed version but the file changed since; the next run loads the new one";
  static final String DELETED = "expected the listed file but it was deleted since";

  /** What the JVM makes of bytes in a name that are no UTF-8. */
  private static final char REPLACEMENT = '\ufffd';

  private static final long serialVersionUID = 1L;

  ReadFailure(IOException cause) {
    super(cause);
  }

  /** Whether the storage refused to hand the file out, which may end without another version. */
  static boolean isRefusal(IOException e) {
    Throwable told = told(e);
    return told instanceof AccessDeniedException || told instanceof UnavailableException;
  }

  private static Throwable told(IOException e) {
    return e instanceof ReadFailure && e.getCause() != null ? e.getCause() : e;
  }

  /** Why the file of a URI could not be read, in the words of the system that keeps it. */
  static String why(String uri, IOException e) {
    Throwable told = told(e);
    if (told instanceof ChangedFileException) {
      return CHANGED;
    }
    if (told instanceof NoSuchFileException) {
      return Storage.isLocal(uri) && uri.indexOf(REPLACEMENT) >= 0
          ? "expected a name in UTF-8 but found other bytes; rename the file"
          : DELETED;
    }
    String reason = told instanceof FileSystemException system ? system.getReason() : null;
    if (told instanceof AccessDeniedException) {
      return SidecarFile.NOT_PERMITTED + because(reason);
    }
    return "expected a readable file but reading it failed"
        + because(told instanceof FileSystemException ? reason : told.getMessage());
  }

  private static String because(@Nullable String reason) {
    return reason == null || reason.isBlank() ? "" : ": " + reason;
  }
}
