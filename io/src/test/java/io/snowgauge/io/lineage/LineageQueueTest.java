package io.snowgauge.io.lineage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.posting.UndeliveredException;
import io.snowgauge.io.warehouse.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LineageQueueTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<String> delivered = Collections.synchronizedList(new ArrayList<>());
  private final List<String> outages = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch gate = new CountDownLatch(1);

  /** Waits for the gate, and takes nothing that begins with an exclamation mark. */
  private final LineageSink sink =
      new LineageSink() {
        @Override
        public void deliver(String event) throws UndeliveredException {
          try {
            gate.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UndeliveredException("interrupted", false);
          }
          if (event.startsWith("!")) {
            throw new UndeliveredException(event.substring(1), false);
          }
          delivered.add(event);
        }

        @Override
        public Finding look(String subject) {
          return Finding.ok(subject, "");
        }
      };

  private final LineageQueue queue = new LineageQueue(sink, outages::add);

  @Test
  void deliversInOrderBesideWhoeverAdds() {
    for (int i = 0; i < 100; i++) {
      String event = "e" + i;
      queue.add(() -> event);
    }
    assertThat(delivered, is(empty()));
    gate.countDown();
    assertThat(queue.end(LONG), is(Optional.empty()));
    assertThat(delivered.size(), is(100));
    assertThat(delivered.get(99), is("e99"));
  }

  @Test
  void whatIsMadeBadlyOrRefusedIsCountedAndTheRestDelivered() {
    gate.countDown();
    queue.add(() -> "a");
    queue.add(() -> "!refused");
    queue.add(
        () -> {
          throw new IllegalStateException("s3cret");
        });
    queue.add(
        () -> {
          throw new NoClassDefFoundError("s3cret");
        });
    queue.add(() -> "b");
    queue.add(() -> "!again");
    assertThat(queue.end(LONG), is(Optional.of("4 of 6 events not delivered, refused")));
    assertThat(delivered, contains("a", "b"));
    assertThat(outages, contains("refused", "again"));
  }

  @Test
  void theEndIsNotWaitedForLongerThanIsAllowed() {
    queue.add(() -> "a");
    queue.add(() -> "b");
    assertThat(
        queue.end(Duration.ofMillis(1)),
        is(Optional.of("2 of 2 events not delivered, no answer within 0 s")));
  }

  @Test
  void eventsThatWaitAsOneAreLostAsOne() {
    for (int i = 0; i < 1001; i++) {
      queue.add(() -> "e");
    }
    queue.add(List.of(() -> "start", () -> "end"));
    gate.countDown();
    assertThat(
        queue.end(LONG),
        is(Optional.of("2 of 1,003 events not delivered, more than 1000 were waiting")));
  }

  @Test
  void aSinkThatIsTooSlowIsToldOfOnceUntilNothingWaits() throws Exception {
    Semaphore arrived = new Semaphore(0);
    Semaphore taken = new Semaphore(0);
    LineageQueue slow =
        new LineageQueue(
            new LineageSink() {
              @Override
              public void deliver(String event) {
                arrived.release();
                taken.acquireUninterruptibly();
              }

              @Override
              public Finding look(String subject) {
                return Finding.ok(subject, "");
              }
            },
            outages::add);
    slow.add(() -> "e");
    arrived.acquire();
    for (int i = 0; i < 1001; i++) {
      slow.add(() -> "e");
    }
    assertThat(outages, contains("more than 1000 were waiting"));
    for (int i = 0; i < 10; i++) {
      taken.release();
      arrived.acquire();
      slow.add(() -> "e");
      slow.add(() -> "e");
    }
    assertThat(outages, contains("more than 1000 were waiting"));
    taken.release(1000);
    arrived.acquire(1000);
    for (int i = 0; i < 1001; i++) {
      slow.add(() -> "e");
    }
    assertThat(outages, contains("more than 1000 were waiting", "more than 1000 were waiting"));
    taken.release(2000);
    assertThat(
        slow.end(LONG),
        is(Optional.of("12 of 2,023 events not delivered, more than 1000 were waiting")));
  }

  @Test
  void whatFindsTooManyBeforeItIsLost() {
    for (int i = 0; i < 1100; i++) {
      queue.add(() -> "e");
    }
    gate.countDown();
    // One is under way while a thousand wait.
    assertThat(
        queue.end(LONG),
        is(Optional.of("99 of 1,100 events not delivered, more than 1000 were waiting")));
    assertThat(delivered.size(), is(1001));
  }
}
