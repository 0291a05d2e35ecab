package io.snowgauge.io.emulators;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A process for all tests of a JVM: started when the first of them asks for it, ended after the
 * last.
 */
public final class Shared<T extends AutoCloseable> {
  /** Starts the process. */
  public interface Start<T> {
    /** Starts it, or ends the test as skipped where there is nothing to run it on. */
    T start() throws IOException;
  }

  private final Start<T> start;
  private boolean isKept;
  private @Nullable T running;

  /** A process that is not started yet. */
  public Shared(Start<T> start) {
    this.start = start;
  }

  /** Has JUnit end the process with the tests of the context. */
  public void keep(ExtensionContext context) {
    context
        .getRoot()
        .getStore(Namespace.create(Shared.class, this))
        .getOrComputeIfAbsent("end", key -> (AutoCloseable) this::end, AutoCloseable.class);
    setKept();
  }

  private synchronized void setKept() {
    isKept = true;
  }

  private synchronized void end() throws Exception {
    isKept = false;
    T ending = running;
    running = null;
    if (ending != null) {
      ending.close();
    }
  }

  /** The running process. */
  public synchronized T get() {
    if (!isKept) {
      throw new IllegalStateException("the test lacks the extension");
    }
    T found = running;
    if (found == null) {
      try {
        found = start.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      running = found;
    }
    return found;
  }
}
