package io.snowgauge.transforms.files;

import io.snowgauge.transforms.text.Excerpt;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waiting for a system that is out. Each failure makes the wait twice as long, up to a minute. It
 * is told once by this process when it begins, again where the reason is another, and once when it
 * is over. May be used by several threads.
 */
public final class Outage {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

  /** A runner has a step's function as often as it has threads for it. */
  private static final Map<String, Outage> OF_THIS_PROCESS = new ConcurrentHashMap<>();

  private final String what;
  private @Nullable String why;
  private Duration wait = SHORTEST;

  private Outage(String what) {
    this.what = what;
  }

  /**
   * The outage of what this process does under that name.
   *
   * @param what it does, as messages begin
   */
  public static Outage of(String what) {
    return OF_THIS_PROCESS.computeIfAbsent(what, Outage::new);
  }

  /**
   * Says that a try failed.
   *
   * @return how long to wait before the next
   */
  public synchronized Duration failed(Throwable failure) {
    String message = Reason.of(failure);
    if (why == null) {
      wait = SHORTEST;
    } else {
      wait = wait.multipliedBy(2).compareTo(LONGEST) < 0 ? wait.multipliedBy(2) : LONGEST;
    }
    if (!message.equals(why)) {
      LOG.warn("{} failed and will be tried again: {}", what, Excerpt.printable(message));
    }
    why = message;
    return wait;
  }

  /** Says that a try failed, and waits until the next is due. */
  public void await(Throwable failure) throws InterruptedException {
    Thread.sleep(failed(failure).toMillis());
  }

  /** Says that a try succeeded. */
  public synchronized void end() {
    if (why != null) {
      LOG.info("{} works again", what);
    }
    why = null;
  }
}
