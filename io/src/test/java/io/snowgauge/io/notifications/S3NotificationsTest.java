package io.snowgauge.io.notifications;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.emulators.Moto;
import io.snowgauge.transforms.notifications.BlobEvent;
import io.snowgauge.transforms.notifications.NotificationParser;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.TopicConfiguration;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What a store sends by itself when an object is put there, by each of its ways to a queue. */
@ExtendWith(Emulators.class)
class S3NotificationsTest {
  private static final String KEY = "berlin/sales + [1] 100% caf\u00e9.csv";
  private static final byte[] CONTENT = "id\n1\n".getBytes(UTF_8);

  private final Moto moto = Emulators.moto();
  private SqsClient sqs;
  private S3Client s3;

  private <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .endpointOverride(URI.create(moto.endpoint()))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "secret")))
        .build();
  }

  @BeforeEach
  void connect() {
    sqs = client(SqsClient.builder());
    s3 = client(S3Client.builder().forcePathStyle(true));
  }

  @AfterEach
  void disconnect() {
    sqs.close();
    s3.close();
  }

  private String queue(String name) {
    return sqs.createQueue(queue -> queue.queueName(name)).queueUrl();
  }

  private String arn(String queueUrl) {
    return String.valueOf(
        sqs.getQueueAttributes(
                queue -> queue.queueUrl(queueUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN));
  }

  private void notify(String bucket, NotificationConfiguration how) {
    s3.createBucket(create -> create.bucket(bucket));
    s3.putBucketNotificationConfiguration(to -> to.bucket(bucket).notificationConfiguration(how));
  }

  /** Puts the object, and waits until the queue has told of it. */
  private void assertTellsOfTheObject(String bucket, String queueUrl) {
    String etag =
        s3.putObject(object -> object.bucket(bucket).key(KEY), RequestBody.fromBytes(CONTENT))
            .eTag()
            .replace("\"", "");
    List<BlobEvent.Created> told = new ArrayList<>();
    await()
        .atMost(30, TimeUnit.SECONDS)
        .until(
            () -> {
              sqs.receiveMessage(from -> from.queueUrl(queueUrl)).messages().stream()
                  .flatMap(
                      message -> NotificationParser.parse(message.body().getBytes(UTF_8)).stream())
                  .forEach(
                      event -> {
                        if (event instanceof BlobEvent.Created created) {
                          told.add(created);
                        } else {
                          assertThat(event, is(new BlobEvent.Ignored("S3's test event")));
                        }
                      });
              return !told.isEmpty();
            });
    BlobEvent.Created event = told.get(0);
    assertThat(event.uri(), is("s3://" + bucket + "/" + KEY));
    assertThat(event.etag(), is(etag));
    assertThat(event.sizeBytes(), is((long) CONTENT.length));
  }

  @Test
  void toAQueue() {
    String queueUrl = queue("direct");
    QueueConfiguration created =
        QueueConfiguration.builder()
            .queueArn(arn(queueUrl))
            .events(Event.S3_OBJECT_CREATED)
            .build();
    notify("direct", NotificationConfiguration.builder().queueConfigurations(created).build());
    assertTellsOfTheObject("direct", queueUrl);
  }

  @Test
  void throughATopicToAQueue() {
    String queueUrl = queue("by-topic");
    try (SnsClient sns = client(SnsClient.builder())) {
      String topic = sns.createTopic(create -> create.name("created")).topicArn();
      sns.subscribe(to -> to.topicArn(topic).protocol("sqs").endpoint(arn(queueUrl)));
      TopicConfiguration created =
          TopicConfiguration.builder().topicArn(topic).events(Event.S3_OBJECT_CREATED).build();
      notify("by-topic", NotificationConfiguration.builder().topicConfigurations(created).build());
      assertTellsOfTheObject("by-topic", queueUrl);
    }
  }

  @Test
  void throughEventBridgeToAQueue() {
    String queueUrl = queue("by-bridge");
    try (EventBridgeClient bridge = client(EventBridgeClient.builder())) {
      bridge.putRule(
          rule ->
              rule.name("created")
                  .eventPattern("{\"source\":[\"aws.s3\"],\"detail-type\":[\"Object Created\"]}"));
      Target target = Target.builder().id("queue").arn(arn(queueUrl)).build();
      bridge.putTargets(targets -> targets.rule("created").targets(List.of(target)));
      notify(
          "by-bridge",
          NotificationConfiguration.builder().eventBridgeConfiguration(any -> {}).build());
      assertTellsOfTheObject("by-bridge", queueUrl);
    }
  }
}
