package io.snowgauge.io.notifications;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.azure.core.http.okhttp.OkHttpAsyncHttpClientBuilder;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueClientBuilder;
import io.snowgauge.io.emulators.Emulators;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Against Azurite, which Microsoft has written. */
@ExtendWith(Emulators.class)
class StorageQueueNotificationsTest {
  private final String connectionString = Emulators.queues().queueConnectionString();

  private QueueClient queue(String name) {
    return new QueueClientBuilder()
        .httpClient(new OkHttpAsyncHttpClientBuilder().build())
        .connectionString(connectionString)
        .queueName(name)
        .buildClient();
  }

  private QueueClient created(String name) {
    QueueClient queue = queue(name);
    queue.create();
    return queue;
  }

  private QueueNotifications source(String name) {
    String secret = connectionString;
    return new Subscription.StorageQueue(Emulators.queues().endpoint() + "/" + name, () -> secret)
        .source();
  }

  /** How many messages are in a queue, be they visible or not. */
  private static int messages(QueueClient queue) {
    return queue.getProperties().getApproximateMessagesCount();
  }

  /** Also the last message: the DirectRunner completes no checkpoint of an idle source. */
  @Test
  void readsMessagesAndDeletesWhatWasRead() throws Exception {
    QueueClient queue = created("read");
    queue.sendMessage("{\"one\": 1}");
    queue.sendMessage("größer");
    try (Reading reading = Reading.of(source("read"))) {
      assertThat(reading.nextTexts(2), containsInAnyOrder("größer", "{\"one\": 1}"));
      await().atMost(30, TimeUnit.SECONDS).until(() -> messages(queue) == 0);
    }
  }

  /** The service hands out 32 at once. */
  @Test
  void readsMoreThanComeAtOnce() throws Exception {
    QueueClient queue = created("many");
    List<String> expected = new ArrayList<>();
    for (int i = 100; i < 200; i++) {
      expected.add("message " + i);
      queue.sendMessage("message " + i);
    }
    try (Reading reading = Reading.of(source("many"))) {
      assertThat(reading.nextTexts(100), is(expected));
    }
  }

  /** Each time it is kept invisible, a message gets another receipt, with which it is deleted. */
  @Test
  void aLoadThatTakesLongKeepsItsMessagesInvisible() throws Exception {
    QueueClient queue = created("long-load");
    queue.sendMessage("one");
    StorageQueueAccess access =
        new StorageQueueAccess(
            Emulators.queues().endpoint() + "/long-load", () -> connectionString);
    try (QueueReader reader =
        new QueueSource(new QueueReading(access, Duration.ofSeconds(2), Duration.ofDays(1)))
            .createReader(PipelineOptionsFactory.create(), null)) {
      assertThat(reader.start(), is(true));
      var mark = reader.getCheckpointMark();
      await()
          .atMost(20, TimeUnit.SECONDS)
          .during(4, TimeUnit.SECONDS)
          .until(() -> queue.receiveMessage() == null);
      assertThat(messages(queue), is(1));
      mark.finalizeCheckpoint();
      assertThat(messages(queue), is(0));
    }
  }

  @Test
  void aPayloadHasTheTimeAtWhichItWasSent() throws Exception {
    QueueClient queue = created("timestamps");
    // The service tells whole seconds.
    Instant before = Instant.ofEpochSecond(Instant.now().getMillis() / 1000);
    queue.sendMessage("one");
    try (Reading reading = Reading.of(source("timestamps"))) {
      assertThat(reading.next(1).get(0).timestamp(), is(greaterThanOrEqualTo(before)));
    }
  }

  @Test
  void aQueueThatIsThereIsReached() throws Exception {
    QueueClient queue = created("there");
    queue.sendMessage("one");
    assertThat(
        source("there").reach(PipelineOptionsFactory.create()),
        is("the queue " + queue.getQueueUrl() + " is there; messages in it: about 1"));
    assertThat(messages(queue), is(1));
  }

  private static String refusal(QueueNotifications source) {
    return String.valueOf(
        assertThrows(
                NotificationsUnreachableException.class,
                () -> source.reach(PipelineOptionsFactory.create()))
            .getMessage());
  }

  @Test
  void aQueueThatIsNotThereIsAnError() {
    assertThat(
        refusal(source("nowhere")),
        is(
            "expected the queue "
                + queue("nowhere").getQueueUrl()
                + " but found none; create it, or correct notifications.queue"));
  }

  @Test
  void aHostThatDoesNotAnswerIsAnError() {
    String secret =
        connectionString.replaceAll("QueueEndpoint=[^;]+", "QueueEndpoint=http://localhost:1/a");
    assertThat(
        refusal(new Subscription.StorageQueue("http://localhost:1/a/q-1", () -> secret).source()),
        startsWith("expected the queue http://localhost:1/a/q-1 but it cannot be asked: "));
  }

  @Test
  void whatIsNotThereIsNoOutageButWhatCannotBeReachedIs() {
    String secret =
        connectionString.replaceAll("QueueEndpoint=[^;]+", "QueueEndpoint=http://localhost:1/a");
    assertThat(
        isOutage(new Subscription.StorageQueue("http://localhost:1/a/q-1", () -> secret).source()),
        is(true));
    assertThat(isOutage(source("nowhere")), is(false));
  }

  private static boolean isOutage(QueueNotifications source) {
    return assertThrows(
            NotificationsUnreachableException.class,
            () -> source.reach(PipelineOptionsFactory.create()))
        .isOutage();
  }

  @Test
  void anotherKeyIsRefusedAndNotTold() {
    String other = connectionString.replace("Eby8vdM0", "AAAAAAAA");
    String refusal =
        refusal(
            new Subscription.StorageQueue(Emulators.queues().endpoint() + "/key", () -> other)
                .source());
    assertThat(refusal, containsString(" but found no permission for it ("));
    assertThat(refusal, not(containsString("AAAAAAAA")));
  }

  @Test
  void aSecretThatIsNoConnectionStringIsNotTold() {
    String url = Emulators.queues().endpoint() + "/q";
    String refusal = refusal(new Subscription.StorageQueue(url, () -> "hunter2").source());
    assertThat(refusal, startsWith("notifications.auth.connectionString: expected "));
    assertThat(refusal, not(containsString("hunter2")));
  }

  @Test
  void theAccountOfTheSecretHasToBeThatOfTheQueue() {
    String secret = connectionString;
    assertThat(
        refusal(
            new Subscription.StorageQueue("https://other.queue.core.windows.net/q", () -> secret)
                .source()),
        is(
            "notifications.auth.connectionString: expected the account of the queue"
                + " https://other.queue.core.windows.net/q but found that of "
                + queue("q").getQueueUrl()));
  }

  @Test
  void aReaderOfAQueueThatIsNotThereFails() {
    Exception failure =
        assertThrows(
            Exception.class,
            () -> {
              try (Reading reading = Reading.of(source("never"))) {
                reading.result().waitUntilFinish();
              }
            });
    assertThat(failure.toString(), containsString("but found: QueueNotFound"));
  }
}
