package io.snowgauge.transforms.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What the log lines of a thread are about, whoever writes them: SLF4J's mapped diagnostic context,
 * of which a layout makes what it likes. Where the log is plain text it costs nothing.
 */
public final class LogContext {
  /** The id of a run. */
  public static final String RUN = "run_id";

  /** The name of a dataset. */
  public static final String DATASET = "dataset";

  /** The URI of a file. */
  public static final String FILE = "file";

  private final Map<String, @Nullable String> before = new LinkedHashMap<>();

  private LogContext() {}

  /** From here on this thread is at a dataset, in a run. */
  public static LogContext enter(String runId, String dataset) {
    return new LogContext().with(RUN, runId).with(DATASET, dataset);
  }

  /** From here on this thread is at a run. */
  public static LogContext enterRun(String runId) {
    return new LogContext().with(RUN, runId);
  }

  /** From here on this thread is at a file of a dataset. */
  public static LogContext enterFile(String dataset, String uri) {
    return new LogContext().with(DATASET, dataset).with(FILE, uri);
  }

  /** A task that another thread does in the context of the one that asks for it. */
  public static <T> Callable<T> inherited(Callable<T> task) {
    Map<String, String> context = MDC.getCopyOfContextMap();
    if (context == null || context.isEmpty()) {
      return task;
    }
    return () -> {
      Map<String, String> own = MDC.getCopyOfContextMap();
      MDC.setContextMap(context);
      try {
        return task.call();
      } finally {
        MDC.clear();
        if (own != null) {
          MDC.setContextMap(own);
        }
      }
    };
  }

  private LogContext with(String key, String value) {
    before.put(key, MDC.get(key));
    MDC.put(key, value);
    return this;
  }

  /** The thread is again at what it was at before. */
  public void leave() {
    before.forEach(
        (key, value) -> {
          if (value == null) {
            MDC.remove(key);
          } else {
            MDC.put(key, value);
          }
        });
  }
}
