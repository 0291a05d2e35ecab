package io.snowgauge.pipelines.batch;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.ExecutionException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.util.UserCodeException;

/** What a failure says to a user: the first message that is not merely a wrapper's. */
public final class FailureMessage {
  /** What DuckDB says of its memory, also where that ended the database of this process. */
  private static final Pattern DUCKDB_MEMORY =
      Pattern.compile(
          "(Out of Memory Error: [^\\n]*|[^\\n\"]*failed to (pin|allocate)[^\\n]* used\\))");

  private FailureMessage() {}

  /** The message of a failure, never empty. */
  public static String of(Throwable failure) {
    Throwable told = failure;
    while (told.getCause() != null && isWrapper(told)) {
      told = told.getCause();
    }
    if (told instanceof FileSystemException system) {
      return ofFile(system);
    }
    if (told instanceof OutOfMemoryError) {
      return "the program is out of memory ("
          + told.getMessage()
          + "); give it more, such as SNOWGAUGE_JAVA_OPTS=-Xmx1g, or lower maxRecordBytes";
    }
    String message = told.getMessage();
    if (message != null
        && !message.contains(".tmp: No space")
        && DUCKDB_MEMORY.matcher(message).find()) {
      return DUCKDB_MEMORY.matcher(message).results().map(MatchResult::group).findFirst().orElse("")
          + "; warehouse.memory gives DuckDB more, and a lower maxRecordBytes refuses what needs it";
    }
    return message == null || message.isBlank() ? told.toString() : message;
  }

  /** What the JVM tells of a file by a class, in words. */
  private static String ofFile(FileSystemException e) {
    String reason = e.getReason();
    String what;
    if (reason != null && !reason.isBlank()) {
      what = reason;
    } else if (e instanceof NoSuchFileException) {
      what = "there is no such file or folder";
    } else if (e instanceof AccessDeniedException) {
      what = "access is not permitted";
    } else if (e instanceof NotDirectoryException) {
      what = "it is no folder";
    } else if (e instanceof FileAlreadyExistsException) {
      what = "something else is there";
    } else if (e instanceof DirectoryNotEmptyException) {
      what = "the folder is not empty";
    } else if (e instanceof FileSystemLoopException) {
      what = "a link leads back to it";
    } else {
      return e.toString();
    }
    return (e.getOtherFile() == null ? e.getFile() : e.getFile() + " to " + e.getOtherFile())
        + ": "
        + what;
  }

  private static boolean isWrapper(Throwable e) {
    return e instanceof Pipeline.PipelineExecutionException
        || e instanceof UserCodeException
        || e instanceof ExecutionException
        || e instanceof UncheckedIOException
        || e instanceof ExceptionInInitializerError
        || e instanceof NoClassDefFoundError
        || e.getClass().getName().startsWith("org.apache.flink.")
        || e.getClass() == RuntimeException.class
        || e.getClass() == IllegalStateException.class;
  }
}
