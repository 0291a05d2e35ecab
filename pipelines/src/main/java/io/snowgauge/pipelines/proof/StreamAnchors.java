package io.snowgauge.pipelines.proof;

import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.report.Display;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Writes anchors while a stream goes on, and when it ends. */
public final class StreamAnchors implements AutoCloseable {
  private final Configuration configuration;
  private final Anchoring anchoring;
  private final PrintWriter err;
  private final CountDownLatch end = new CountDownLatch(1);

  private StreamAnchors(Configuration configuration, PrintWriter err) {
    this.configuration = configuration;
    this.anchoring = new Anchoring(configuration);
    this.err = err;
  }

  /** Writes at intervals until it is closed; does nothing where no anchors are asked for. */
  public static StreamAnchors start(Configuration configuration, PrintWriter err) {
    StreamAnchors anchors = new StreamAnchors(configuration, err);
    if (configuration.proof().anchors() != null) {
      Thread thread = new Thread(anchors::writeUntilEnd, "anchors");
      thread.setDaemon(true);
      thread.start();
    }
    return anchors;
  }

  private void writeUntilEnd() {
    try {
      while (!end.await(configuration.proof().interval().toSeconds(), TimeUnit.SECONDS)) {
        write();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void write() {
    anchoring.write(Instant.now()).forEach(line -> err.println("warning: " + Display.line(line)));
    err.flush();
  }

  @Override
  public void close() {
    end.countDown();
    if (configuration.proof().anchors() != null) {
      write();
    }
  }
}
