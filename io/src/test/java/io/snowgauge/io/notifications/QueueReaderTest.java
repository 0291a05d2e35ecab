package io.snowgauge.io.notifications;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.emulators.FaultProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.CoderUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * When what was read is deleted, against moto's SQS with a redrive policy: a message that is in the
 * queue of dead letters was received once too often. The readers are called as a runner does.
 */
@ExtendWith(Emulators.class)
class QueueReaderTest {
  private static final String CREDENTIALS =
      "--awsCredentialsProvider={\"@type\":\"StaticCredentialsProvider\",\"accessKeyId\":\"test\","
          + "\"secretAccessKey\":\"secret\"}";
  private static final Duration INVISIBLE = Duration.ofSeconds(2);
  private static final Duration NO_WAIT = Duration.ofMillis(100);
  private static final Duration FOR_EVER = Duration.ofDays(1);

  private final String endpoint = Emulators.moto().endpoint();
  private final List<QueueReader> readers = new ArrayList<>();
  private SqsClient sqs;
  private String queueUrl = "";
  private String deadUrl = "";

  /** As Flink's, a runner that completes checkpoints when they are stored. */
  private abstract static class RunnerWithCheckpoints extends PipelineRunner<PipelineResult> {}

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
  void close() {
    readers.forEach(QueueReader::close);
    sqs.close();
  }

  /** A FIFO queue whose messages are dead letters after so many receipts. */
  private void fifo(int maxReceiveCount) {
    create(".fifo", maxReceiveCount, Map.of(QueueAttributeName.FIFO_QUEUE, "true"));
  }

  private void standard(int maxReceiveCount) {
    create("", maxReceiveCount, Map.of());
  }

  private void create(
      String suffix, int maxReceiveCount, Map<QueueAttributeName, String> attributes) {
    String name = "q" + UUID.randomUUID().toString().substring(0, 8);
    deadUrl =
        sqs.createQueue(create -> create.queueName(name + "-dead" + suffix).attributes(attributes))
            .queueUrl();
    String arn =
        sqs.getQueueAttributes(
                of -> of.queueUrl(deadUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    Map<QueueAttributeName, String> redriven = new HashMap<>(attributes);
    redriven.put(
        QueueAttributeName.REDRIVE_POLICY,
        "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":%d}".formatted(arn, maxReceiveCount));
    queueUrl =
        sqs.createQueue(create -> create.queueName(name + suffix).attributes(redriven)).queueUrl();
  }

  private void send(String group, int count) {
    for (int i = 0; i < count; i++) {
      String body = group + i;
      sqs.sendMessage(
          message -> {
            message.queueUrl(queueUrl).messageBody(body);
            if (queueUrl.endsWith(".fifo")) {
              message.messageGroupId(group).messageDeduplicationId(body);
            }
          });
    }
  }

  private int messages(String url) {
    Map<QueueAttributeName, String> attributes =
        sqs.getQueueAttributes(of -> of.queueUrl(url).attributeNames(QueueAttributeName.ALL))
            .attributes();
    return Integer.parseInt(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
        + Integer.parseInt(
            attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
  }

  /**
   * What another consumer gets; where the policy has it that there is too much, this applies it.
   */
  private List<String> receivedByAnother() {
    List<String> bodies = new ArrayList<>();
    sqs.receiveMessage(from -> from.queueUrl(queueUrl).maxNumberOfMessages(10).visibilityTimeout(0))
        .messages()
        .forEach(message -> bodies.add(message.body()));
    return bodies;
  }

  private QueueReader reader(
      String service,
      Class<? extends PipelineRunner<?>> runner,
      Duration longestWait,
      @Nullable QueueMark mark) {
    PipelineOptions options = PipelineOptionsFactory.fromArgs(CREDENTIALS).create();
    options.setRunner(runner);
    SqsAccess access = new SqsAccess(queueUrl, "eu-west-1", service);
    QueueReader reader =
        new QueueSource(new QueueReading(access, INVISIBLE, longestWait))
            .createReader(options, mark);
    readers.add(reader);
    return reader;
  }

  private QueueReader readerWithCheckpoints(@Nullable QueueMark mark) {
    return reader(endpoint, RunnerWithCheckpoints.class, FOR_EVER, mark);
  }

  /** Starts to read, and reads until so many messages have come. */
  private static List<String> start(QueueReader reader, int count) throws IOException {
    List<String> bodies = new ArrayList<>();
    if (reader.start()) {
      bodies.add(new String(reader.getCurrent(), StandardCharsets.UTF_8));
    }
    read(reader, count, bodies);
    return bodies;
  }

  private static void read(QueueReader reader, int count, List<String> into) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              while (into.size() < count && reader.advance()) {
                into.add(new String(reader.getCurrent(), StandardCharsets.UTF_8));
              }
              return into.size() >= count;
            });
  }

  private static List<String> group(String name, List<String> bodies) {
    return bodies.stream().filter(body -> body.startsWith(name)).toList();
  }

  private static List<String> expected(String group, int count) {
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bodies.add(group + i);
    }
    return bodies;
  }

  /** The mark as it is after a checkpoint was stored and read again. */
  private static QueueMark stored(QueueReader reader) throws IOException {
    return CoderUtils.clone(new QueueMark.MarkCoder(), (QueueMark) reader.getCheckpointMark());
  }

  /**
   * For two times as long as a message is invisible by itself, where one more receipt is too many.
   */
  @Test
  void aLoadThatTakesLongKeepsItsMessagesFromTheDeadLetters() throws Exception {
    fifo(1);
    send("a", 3);
    send("b", 3);
    QueueReader reader = readerWithCheckpoints(null);
    List<String> bodies = start(reader, 6);
    assertThat(group("a", bodies), is(expected("a", 3)));
    assertThat(group("b", bodies), is(expected("b", 3)));
    var mark = reader.getCheckpointMark();
    await()
        .atMost(Duration.ofSeconds(20))
        .during(INVISIBLE.multipliedBy(2))
        .until(() -> receivedByAnother().isEmpty() && messages(deadUrl) == 0);
    assertThat(messages(queueUrl), is(6));
    mark.finalizeCheckpoint();
    assertThat(messages(queueUrl), is(0));
    assertThat(messages(deadUrl), is(0));
  }

  @Test
  void aGroupDoesNotWaitForACheckpointForEver() throws Exception {
    fifo(2);
    send("a", 25);
    QueueReader reader = reader(endpoint, RunnerWithCheckpoints.class, NO_WAIT, null);
    assertThat(start(reader, 25), is(expected("a", 25)));
    assertThat(messages(deadUrl), is(0));
  }

  @Test
  void aGroupWaitsForItsMessagesOnAsLongAsTheyAreNotDeleted() throws Exception {
    fifo(2);
    send("a", 12);
    QueueReader reader = readerWithCheckpoints(null);
    assertThat(start(reader, 10), is(expected("a", 10)));
    assertThat(reader.advance(), is(false));
    reader.getCheckpointMark().finalizeCheckpoint();
    List<String> rest = new ArrayList<>();
    read(reader, 2, rest);
    assertThat(rest, is(List.of("a10", "a11")));
  }

  /** Without a checkpoint: nobody knows whether what was read has gone anywhere. */
  @Test
  void whatADeadReaderHadReadComesAgain() throws Exception {
    fifo(2);
    send("a", 1);
    send("b", 1);
    QueueReader dead = readerWithCheckpoints(null);
    assertThat(start(dead, 2), is(List.of("a0", "b0")));
    dead.close();
    readers.remove(dead);
    assertThat(start(readerWithCheckpoints(null), 2), is(List.of("a0", "b0")));
    assertThat(messages(deadUrl), is(0));
  }

  @Test
  void whoGoesOnFromACheckpointDeletesWhatItHolds() throws Exception {
    standard(1);
    send("a", 3);
    QueueReader dead = readerWithCheckpoints(null);
    start(dead, 3);
    QueueMark mark = stored(dead);
    dead.close();
    readers.remove(dead);
    assertThat(readerWithCheckpoints(mark).start(), is(false));
    assertThat(messages(queueUrl), is(0));
    assertThat(messages(deadUrl), is(0));
  }

  /** The DirectRunner asks an idle source again and again, and completes none of its marks. */
  @Test
  void withoutCheckpointsWhatWasHandedOnIsDeletedAtTheNextQuestion() throws Exception {
    standard(1);
    send("a", 2);
    QueueReader reader = reader(endpoint, DirectRunner.class, FOR_EVER, null);
    start(reader, 2);
    assertThat(reader.advance(), is(false));
    assertThat("it is not handed on before the mark", messages(queueUrl), is(2));
    reader.getCheckpointMark();
    assertThat(messages(queueUrl), is(2));
    assertThat(reader.advance(), is(false));
    assertThat(messages(queueUrl), is(0));
  }

  /**
   * The DirectRunner closes readers now and then; to give messages back would count as receipts.
   */
  @Test
  void nothingIsReceivedThatTheBundleDoesNotTake() throws Exception {
    standard(1);
    send("a", 25);
    @Nullable QueueMark mark = null;
    List<String> bodies = new ArrayList<>();
    while (bodies.size() < 25) {
      QueueReader reader = reader(endpoint, DirectRunner.class, FOR_EVER, mark);
      for (boolean more = reader.start(); more; ) {
        bodies.add(new String(reader.getCurrent(), StandardCharsets.UTF_8));
        more = bodies.size() % 10 != 0 && reader.advance();
      }
      mark = stored(reader);
      reader.close();
      readers.remove(reader);
    }
    assertThat(bodies.stream().sorted().toList(), is(expected("a", 25).stream().sorted().toList()));
    assertThat(messages(deadUrl), is(0));
  }

  /** Until the queue can be asked again, which the reader notices by itself. */
  @Test
  void anOutageWhileDeletingIsWaitedFor() throws Exception {
    standard(1);
    send("a", 3);
    try (FaultProxy proxy = new FaultProxy(endpoint)) {
      QueueReader reader = reader(proxy.endpoint(), RunnerWithCheckpoints.class, FOR_EVER, null);
      start(reader, 3);
      proxy.refuse(403, path -> true);
      reader.getCheckpointMark().finalizeCheckpoint();
      assertThat(reader.advance(), is(false));
      assertThat(messages(queueUrl), is(3));
      proxy.mend();
      await().atMost(Duration.ofSeconds(20)).until(() -> messages(queueUrl) == 0);
      assertThat(messages(deadUrl), is(0));
    }
  }

  @Test
  void aReaderThatGoesOnWaitsForAQueueThatIsOut() throws Exception {
    standard(2);
    send("a", 1);
    try (FaultProxy proxy = new FaultProxy(endpoint)) {
      proxy.refuse(403, path -> true);
      QueueMark mark = new QueueMark(null, Map.of("gone", "receipt"));
      QueueReader reader = reader(proxy.endpoint(), DirectRunner.class, FOR_EVER, mark);
      assertThat(start(reader, 0), is(empty()));
      proxy.mend();
      List<String> bodies = new ArrayList<>();
      read(reader, 1, bodies);
      assertThat(bodies, is(List.of("a0")));
    }
  }
}
