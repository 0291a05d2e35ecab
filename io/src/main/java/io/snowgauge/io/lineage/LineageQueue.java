package io.snowgauge.io.lineage;

import io.snowgauge.io.posting.UndeliveredException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Delivers events in their order beside what they tell of, which never waits for it and never fails
 * by it. Events that find too many before them are lost.
 */
public final class LineageQueue {
  private static final int MOST_WAITING = 1000;

  private final LineageSink sink;
  private final Consumer<String> outage;
  private final ThreadPoolExecutor executor;
  private long given;
  private long delivered;
  private boolean isOut;
  private boolean isFull;
  private @Nullable String why;

  /**
   * To a sink.
   *
   * @param outage is told once each time that events begin not to get through: because they are not
   *     taken, or because too many wait, which is over when none waits
   */
  public LineageQueue(LineageSink sink, Consumer<String> outage) {
    this.sink = sink;
    this.outage = outage;
    this.executor =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            work -> {
              Thread thread = new Thread(work, "lineage");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Delivers an event later.
   *
   * @param event makes it, in another thread
   */
  public void add(Callable<String> event) {
    add(List.of(event));
  }

  /**
   * Delivers events later, which wait as one.
   *
   * @param events make them, in another thread
   */
  public void add(List<Callable<String>> events) {
    synchronized (this) {
      given += events.size();
    }
    try {
      executor.execute(() -> deliver(events));
    } catch (RejectedExecutionException e) {
      rejected();
    }
  }

  private void rejected() {
    boolean isEnded = executor.isShutdown();
    boolean isNews;
    synchronized (this) {
      isNews = !isFull;
      isFull = true;
    }
    lost(
        isEnded ? "they came after the end" : "more than " + MOST_WAITING + " were waiting",
        isNews);
  }

  private void deliver(List<Callable<String>> events) {
    synchronized (this) {
      isFull &= !executor.getQueue().isEmpty();
    }
    events.forEach(this::deliver);
  }

  private void deliver(Callable<String> event) {
    try {
      sink.deliver(event.call());
      synchronized (this) {
        delivered++;
        isOut = false;
      }
    } catch (UndeliveredException e) {
      refused(String.valueOf(e.getMessage()));
    } catch (Exception | LinkageError e) {
      // Whatever it is, it must not harm what the event tells of; its text may quote anything.
      refused(e.getClass().getSimpleName());
    }
  }

  private void refused(String reason) {
    boolean isNews;
    synchronized (this) {
      isNews = !isOut;
      isOut = true;
    }
    lost(reason, isNews);
  }

  private void lost(String reason, boolean isNews) {
    synchronized (this) {
      if (why == null) {
        why = reason;
      }
    }
    if (isNews) {
      outage.accept(reason);
    }
  }

  /**
   * Takes no more events, and waits for those that there are.
   *
   * @param longest after which what is left is given up
   * @return what was not delivered and why; empty if all was
   */
  public Optional<String> end(Duration longest) {
    executor.shutdown();
    boolean isInTime = false;
    try {
      isInTime = executor.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      if (!isInTime && why == null) {
        why = "no answer within " + longest.toSeconds() + " s";
      }
      executor.shutdownNow();
      return given == delivered
          ? Optional.empty()
          : Optional.of(
              "%,d of %,d events not delivered, %s".formatted(given - delivered, given, why));
    }
  }
}
