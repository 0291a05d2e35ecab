package io.snowgauge.pipelines.batch;

import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.ExecutionException;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.util.UserCodeException;

/** What a failure says to a user: the first message that is not merely a wrapper's. */
public final class FailureMessage {
  private FailureMessage() {}

  /** The message of a failure, never empty. */
  public static String of(Throwable failure) {
    Throwable told = failure;
    while (told.getCause() != null && isWrapper(told)) {
      told = told.getCause();
    }
    String message = told.getMessage();
    if (told instanceof FileSystemException || message == null || message.isBlank()) {
      return told.toString();
    }
    return message;
  }

  private static boolean isWrapper(Throwable e) {
    return e instanceof Pipeline.PipelineExecutionException
        || e instanceof UserCodeException
        || e instanceof ExecutionException
        || e instanceof UncheckedIOException
        || e.getClass().getName().startsWith("org.apache.flink.")
        || e.getClass() == RuntimeException.class
        || e.getClass() == IllegalStateException.class;
  }
}
