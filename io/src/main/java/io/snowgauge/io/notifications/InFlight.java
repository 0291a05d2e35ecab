package io.snowgauge.io.notifications;

import io.snowgauge.transforms.files.Outage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The messages that a reader has received and that are still in their queue. They are kept
 * invisible for as long as this is open, so that no other reader receives them and no redrive
 * policy counts another receipt, however long their checkpoint takes. Deleting is tried again until
 * it succeeds. May be used by several threads.
 */
final class InFlight implements AutoCloseable {
  /** SQS keeps a message invisible no longer; what is still here then comes again. */
  private static final Duration LONGEST = Duration.ofHours(12);

  private final MessageQueue queue;
  private final Duration invisible;
  private final Outage ofHiding;
  private final Outage ofDeleting;
  private final Map<String, Held> held = new LinkedHashMap<>();
  private final ScheduledExecutorService beats;
  private final Future<?> beating;
  private boolean isClosed;

  /** What is known of a message. */
  private static final class Held {
    private final long since = System.nanoTime();
    private String receipt;
    private long hidden = since;
    private boolean isDone;

    Held(String receipt) {
      this.receipt = receipt;
    }
  }

  /**
   * Of no messages.
   *
   * @param name of the queue, for messages
   * @param invisible for how long a message is invisible without more being done
   */
  InFlight(MessageQueue queue, String name, Duration invisible) {
    this.queue = queue;
    this.invisible = invisible;
    this.ofHiding = Outage.of("keeping received messages of " + name + " invisible");
    this.ofDeleting = Outage.of("deleting messages of " + name);
    this.beats =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "messages of " + name);
              thread.setDaemon(true);
              return thread;
            });
    long interval = interval();
    this.beating =
        beats.scheduleWithFixedDelay(this::beat, interval, interval, TimeUnit.NANOSECONDS);
  }

  /** A message misses one beat, and is still invisible at the next. */
  private long interval() {
    return invisible.dividedBy(3).toNanos();
  }

  /** Adds what was received; whether it was not there yet. */
  synchronized boolean add(MessageQueue.Received message) {
    Held before = held.get(message.id());
    if (before == null) {
      held.put(message.id(), new Held(message.receipt()));
      return true;
    }
    before.receipt = message.receipt();
    before.hidden = System.nanoTime();
    return false;
  }

  /** The receipts of messages by their ids, without those that are not here any more. */
  synchronized Map<String, String> receipts(Collection<String> ids) {
    Map<String, String> receipts = new LinkedHashMap<>();
    for (String id : ids) {
      Held message = held.get(id);
      if (message != null) {
        receipts.put(id, message.receipt);
      }
    }
    return receipts;
  }

  /** Deletes messages that an earlier reader has received. */
  void deleteOfOthers(Map<String, String> receipts) {
    synchronized (this) {
      receipts.forEach((id, receipt) -> held.putIfAbsent(id, new Held(receipt)));
    }
    delete(receipts.keySet());
  }

  /** Deletes messages, at once or as soon as the queue lets us; does nothing once it is closed. */
  void delete(Collection<String> ids) {
    synchronized (this) {
      for (String id : ids) {
        Held message = held.get(id);
        if (message != null) {
          message.isDone = true;
        }
      }
    }
    deleteDone(ids);
  }

  /** Lets messages be received again, by anybody. */
  synchronized void release(Collection<String> ids) {
    try {
      queue.hide(receipts(ids), Duration.ZERO);
    } catch (IOException e) {
      ofHiding.failed(e); // They are visible again soon, by themselves.
    }
    ids.forEach(held::remove);
  }

  /** Whatever fails, the next beat comes. */
  private void beat() {
    try {
      deleteAndHide();
    } catch (RuntimeException e) {
      ofHiding.failed(e);
    }
  }

  private void deleteAndHide() {
    List<String> ids;
    long now = System.nanoTime();
    synchronized (this) {
      held.values().removeIf(message -> now - message.since > LONGEST.toNanos());
      ids = new ArrayList<>(held.keySet());
    }
    deleteDone(ids);
    inTurns(
        ids,
        message -> !message.isDone && now - message.hidden >= interval(),
        ofHiding,
        receipts ->
            queue
                .hide(receipts, invisible)
                .forEach(
                    (id, receipt) -> {
                      Held message = held.get(id);
                      if (message != null) {
                        message.receipt = receipt;
                        message.hidden = System.nanoTime();
                      }
                    }));
  }

  private void deleteDone(Collection<String> ids) {
    inTurns(
        ids,
        message -> message.isDone,
        ofDeleting,
        receipts -> queue.delete(receipts).forEach(held::remove));
  }

  /** One request, made while nobody else changes what is held. */
  private interface Request {
    void make(Map<String, String> receipts) throws IOException;
  }

  /** Asks for as many messages at once as the queue takes, and for no more where it refuses. */
  private void inTurns(
      Collection<String> ids, Predicate<Held> concerned, Outage outage, Request request) {
    List<String> all = new ArrayList<>(ids);
    for (int i = 0; i < all.size(); i += MessageQueue.AT_ONCE) {
      List<String> some = all.subList(i, Math.min(all.size(), i + MessageQueue.AT_ONCE));
      synchronized (this) {
        Map<String, String> receipts = receipts(some);
        receipts.keySet().removeIf(id -> !isHeld(id, concerned));
        if (isClosed || receipts.isEmpty()) {
          continue;
        }
        try {
          request.make(receipts);
          outage.end();
        } catch (IOException e) {
          outage.failed(e);
          return;
        }
      }
    }
  }

  private boolean isHeld(String id, Predicate<Held> concerned) {
    Held message = held.get(id);
    return message != null && concerned.test(message);
  }

  /** What is still here comes again. */
  @Override
  public void close() {
    beating.cancel(true);
    beats.shutdownNow();
    synchronized (this) {
      isClosed = true;
      held.clear();
    }
  }
}
