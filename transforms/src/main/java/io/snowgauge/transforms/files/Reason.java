package io.snowgauge.transforms.files;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What a failure says to people: never only the JVM's name for it, where that has words. */
public final class Reason {
  private Reason() {}

  /** The reason of a failure, never empty; that of a file begins with its path. */
  public static String of(Throwable failure) {
    Throwable told = told(failure);
    if (!(told instanceof FileSystemException e) || e.getFile() == null) {
      return alone(told);
    }
    return (e.getOtherFile() == null ? e.getFile() : e.getFile() + " to " + e.getOtherFile())
        + ": "
        + words(e);
  }

  /** The same behind a text that names the file. */
  public static String alone(Throwable failure) {
    Throwable told = told(failure);
    if (told instanceof FileSystemException e) {
      return words(e);
    }
    String message = told.getMessage();
    return message == null || message.isBlank() ? told.toString() : message;
  }

  private static Throwable told(Throwable failure) {
    return failure instanceof UncheckedIOException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** What the JVM tells of a file by a class. */
  private static String words(FileSystemException e) {
    String reason = e.getReason();
    if (reason != null && !reason.isBlank()) {
      return reason;
    } else if (e instanceof NoSuchFileException) {
      return "there is no such file or folder";
    } else if (e instanceof AccessDeniedException) {
      return "access is not permitted";
    } else if (e instanceof NotDirectoryException) {
      return "it is no folder";
    } else if (e instanceof FileAlreadyExistsException) {
      return "something else is there";
    } else if (e instanceof DirectoryNotEmptyException) {
      return "the folder is not empty";
    } else if (e instanceof FileSystemLoopException) {
      return "a link leads back to it";
    }
    return "the file system does not say why (" + e.getClass().getSimpleName() + ")";
  }
}
