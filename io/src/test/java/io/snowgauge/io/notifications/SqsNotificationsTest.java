package io.snowgauge.io.notifications;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.emulators.FaultProxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.joda.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

@ExtendWith(Emulators.class)
class SqsNotificationsTest {
  private static final String[] CREDENTIALS = {
    "--awsCredentialsProvider={\"@type\":\"StaticCredentialsProvider\",\"accessKeyId\":\"test\","
        + "\"secretAccessKey\":\"secret\"}"
  };

  private final String endpoint = Emulators.moto().endpoint();
  private SqsClient sqs;

  @BeforeEach
  void connect() {
    sqs =
        SqsClient.builder()
            .endpointOverride(URI.create(endpoint))
            .region(Region.EU_WEST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "secret")))
            .build();
  }

  @AfterEach
  void disconnect() {
    sqs.close();
  }

  private String queue(String name) {
    return sqs.createQueue(queue -> queue.queueName(name)).queueUrl();
  }

  private void send(String queueUrl, String body) {
    sqs.sendMessage(message -> message.queueUrl(queueUrl).messageBody(body));
  }

  /** How many messages are in a queue, be they visible or not. */
  private int messages(String queueUrl) {
    Map<QueueAttributeName, String> attributes =
        sqs.getQueueAttributes(
                queue -> queue.queueUrl(queueUrl).attributeNames(QueueAttributeName.ALL))
            .attributes();
    return Integer.parseInt(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
        + Integer.parseInt(
            attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
  }

  private QueueNotifications source(String queueUrl) {
    return new Subscription.Queue(queueUrl, "eu-west-1", endpoint).source();
  }

  /** Also the last message: the DirectRunner completes no checkpoint of an idle source. */
  @Test
  void readsBodiesAndDeletesWhatWasRead() throws Exception {
    String queueUrl = queue("read");
    send(queueUrl, "{\"one\": 1}");
    send(queueUrl, "größer");
    try (Reading reading = Reading.of(source(queueUrl), CREDENTIALS)) {
      assertThat(reading.nextTexts(2), containsInAnyOrder("größer", "{\"one\": 1}"));
      await().atMost(30, TimeUnit.SECONDS).until(() -> messages(queueUrl) == 0);
    }
  }

  /** A group's next messages come when those before them are deleted; here they are 21 a group. */
  @Test
  void readsTheGroupsOfAFifoQueueToTheirEnd() throws Exception {
    String queueUrl =
        sqs.createQueue(
                queue ->
                    queue
                        .queueName("groups.fifo")
                        .attributes(
                            Map.of(
                                QueueAttributeName.FIFO_QUEUE, "true",
                                QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "true")))
            .queueUrl();
    List<String> expected = new ArrayList<>();
    for (int i = 10; i < 31; i++) {
      for (String group : List.of("a", "b", "c")) {
        String body = group + i;
        expected.add(body);
        sqs.sendMessage(
            message -> message.queueUrl(queueUrl).messageGroupId(group).messageBody(body));
      }
    }
    try (Reading reading = Reading.of(source(queueUrl), CREDENTIALS)) {
      assertThat(reading.nextTexts(63), is(expected.stream().sorted().toList()));
      await().atMost(30, TimeUnit.SECONDS).until(() -> messages(queueUrl) == 0);
    }
  }

  @Test
  void aPayloadHasTheTimeAtWhichItWasSent() throws Exception {
    String queueUrl = queue("timestamps");
    Instant before = Instant.now();
    send(queueUrl, "one");
    try (Reading reading = Reading.of(source(queueUrl), CREDENTIALS)) {
      assertThat(reading.next(1).get(0).timestamp(), is(greaterThanOrEqualTo(before)));
    }
  }

  @Test
  void aQueueThatIsThereIsReached() throws Exception {
    String queueUrl = queue("there");
    send(queueUrl, "one");
    assertThat(
        source(queueUrl).reach(PipelineOptionsFactory.fromArgs(CREDENTIALS).create()),
        is("the queue " + queueUrl + " is there; messages in it: about 1"));
    assertThat(messages(queueUrl), is(1));
  }

  @Test
  void aQueueThatIsNotThereIsAnError() {
    String queueUrl = endpoint + "/123456789012/nowhere";
    assertThat(
        refusal(source(queueUrl), CREDENTIALS),
        is(
            "expected the queue "
                + queueUrl
                + " but found none; create it, or correct notifications.queueUrl and .region"));
  }

  /** The ids of requests, and the SDK's own words around the answer, help nobody. */
  @Test
  void aQueueThatMayNotBeAskedIsAnErrorInTheServicesWords() throws Exception {
    try (FaultProxy proxy = new FaultProxy(endpoint)) {
      proxy.refuse(403, path -> true);
      String queueUrl = proxy.endpoint() + "/123456789012/q";
      QueueNotifications source =
          new Subscription.Queue(queueUrl, "eu-west-1", proxy.endpoint()).source();
      assertThat(
          refusal(source, CREDENTIALS),
          is(
              "expected the queue "
                  + queueUrl
                  + " but found no permission for it: status 403; allow sqs:GetQueueAttributes,"
                  + " sqs:ReceiveMessage, sqs:DeleteMessage and sqs:ChangeMessageVisibility"));
    }
  }

  @Test
  void anEndpointThatDoesNotAnswerIsAnError() {
    QueueNotifications source =
        new Subscription.Queue("http://localhost:1/1/q", "eu-west-1", "http://localhost:1")
            .source();
    assertThat(
        refusal(source, CREDENTIALS),
        startsWith("expected the queue http://localhost:1/1/q but it cannot be asked: "));
  }

  @Test
  void aReaderOfAQueueThatIsNotThereFails() {
    String queueUrl = endpoint + "/123456789012/never";
    Exception failure =
        assertThrows(
            Exception.class,
            () -> {
              try (Reading reading = Reading.of(source(queueUrl), CREDENTIALS)) {
                reading.result().waitUntilFinish();
              }
            });
    assertThat(failure.toString(), containsString("The specified queue does not exist"));
  }

  @Test
  void theUrlOfAQueueTellsItsRegion() {
    assertThat(
        SqsAccess.regionOf("https://sqs.eu-west-1.amazonaws.com/123456789012/q"), is("eu-west-1"));
    assertThat(
        SqsAccess.regionOf("https://sqs.cn-north-1.amazonaws.com.cn/123456789012/q"),
        is("cn-north-1"));
    assertThat(
        SqsAccess.regionOf("https://us-gov-west-1.queue.amazonaws.com/123456789012/q"),
        is("us-gov-west-1"));
    assertThat(SqsAccess.regionOf("https://queue.amazonaws.com/123456789012/q"), is(nullValue()));
    assertThat(SqsAccess.regionOf("http://localhost:5000/1/q"), is(nullValue()));
  }

  private static String refusal(QueueNotifications source, String... arguments) {
    return String.valueOf(
        assertThrows(
                NotificationsUnreachableException.class,
                () -> source.reach(PipelineOptionsFactory.fromArgs(arguments).create()))
            .getMessage());
  }
}
