package io.snowgauge.pipelines.batch;

import io.snowgauge.transforms.files.Reason;
import java.io.UncheckedIOException;
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
    return Reason.of(told);
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
