package io.snowgauge.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.emulators.Moto;
import io.snowgauge.transforms.notifications.BlobEvent;
import io.snowgauge.transforms.notifications.NotificationParser;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The policies in {@code runner-configs/aws}: parliament knows which actions AWS has. */
@ExtendWith(Emulators.class)
class AwsPoliciesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private static Path file(String name) {
    return Manifests.folder("aws").resolve(name);
  }

  private static JsonNode read(String name) throws IOException {
    return JSON.readTree(file(name).toFile());
  }

  @ParameterizedTest
  @ValueSource(strings = {"loader-policy.json", "queue-policy.json", "bucket-policy.json"})
  void namesActionsAndResourcesThatAwsHas(String name) {
    Tools.Ended checked = Tools.python("parliament", List.of(), file(name));
    assertThat(checked.said(), checked.exitCode(), is(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"loader-policy.json", "queue-policy.json", "bucket-policy.json"})
  void aMisspeltFieldIsAMistake(String name) throws IOException {
    String text = Files.readString(file(name));
    Path broken = Files.writeString(folder.resolve(name), text.replace("\"Effect\"", "\"Efect\""));
    Tools.Ended checked = Tools.python("parliament", List.of(), broken);
    assertThat(checked.said(), checked.exitCode(), is(not(0)));
  }

  @Test
  void anActionThatAwsDoesNotHaveIsAMistake() throws IOException {
    String text = Files.readString(file("loader-policy.json"));
    Path broken =
        Files.writeString(
            folder.resolve("broken.json"), text.replace("s3:ListBucket", "s3:ListBuckets"));
    Tools.Ended checked = Tools.python("parliament", List.of(), broken);
    assertThat(checked.exitCode(), is(not(0)));
    assertThat(checked.said(), containsString("s3:ListBuckets"));
  }

  /** Who may be the loader: the service accounts that the manifests have. */
  @Test
  void theServiceAccountsAreThoseOfTheManifests() throws IOException {
    JsonNode statement = read("trust-policy.json").at("/Statement/0");
    assertThat(statement.get("Action").asText(), is("sts:AssumeRoleWithWebIdentity"));
    List<String> trusted =
        StreamSupport.stream(
                statement
                    .at("/Condition/StringEquals")
                    .get("oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE:sub")
                    .spliterator(),
                false)
            .map(JsonNode::asText)
            .toList();
    for (String subject : trusted) {
      String account = subject.substring("system:serviceaccount:snowgauge:".length());
      assertThat(
          subject,
          List.of("kubernetes", "argo").stream()
              .flatMap(name -> Manifests.below(name).stream())
              .anyMatch(m -> m.kind().equals("ServiceAccount") && m.name().equals(account)),
          is(true));
    }
    assertThat(trusted.size(), is(2));
  }

  /**
   * The queue as the page makes it, and the notification that goes to it, on a stand-in for AWS.
   */
  @Test
  void theBucketTellsTheQueueOfAnObject() throws IOException {
    Moto moto = Emulators.moto();
    StaticCredentialsProvider credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(
                Moto.ENVIRONMENT.get("AWS_ACCESS_KEY_ID"),
                Moto.ENVIRONMENT.get("AWS_SECRET_ACCESS_KEY")));
    Region region = Region.EU_WEST_1;
    try (SqsClient sqs =
            SqsClient.builder()
                .endpointOverride(URI.create(moto.endpoint()))
                .region(region)
                .credentialsProvider(credentials)
                .build();
        S3Client s3 =
            S3Client.builder()
                .endpointOverride(URI.create(moto.endpoint()))
                .forcePathStyle(true)
                .region(region)
                .credentialsProvider(credentials)
                .build()) {
      sqs.createQueue(queue -> queue.queueName("snowgauge-dead-letters"));
      Map<QueueAttributeName, String> attributes = new HashMap<>();
      read("queue-attributes.json")
          .properties()
          .forEach(
              attribute ->
                  attributes.put(
                      QueueAttributeName.fromValue(attribute.getKey()),
                      attribute.getValue().asText()));
      attributes.put(QueueAttributeName.POLICY, Files.readString(file("queue-policy.json")));
      String url =
          sqs.createQueue(queue -> queue.queueName("snowgauge").attributes(attributes)).queueUrl();

      JsonNode told = read("bucket-notification.json").at("/QueueConfigurations/0");
      s3.createBucket(bucket -> bucket.bucket("example-landing"));
      s3.putBucketNotificationConfiguration(
          bucket ->
              bucket
                  .bucket("example-landing")
                  .notificationConfiguration(
                      to ->
                          to.queueConfigurations(
                              QueueConfiguration.builder()
                                  .id(told.get("Id").asText())
                                  .queueArn(told.get("QueueArn").asText())
                                  .events(Event.fromValue(told.at("/Events/0").asText()))
                                  .build())));
      s3.putObject(
          object -> object.bucket("example-landing").key("berlin/sales-2026-01-31.csv"),
          RequestBody.fromString("x"));
      List<String> bodies =
          sqs
              .receiveMessage(queue -> queue.queueUrl(url).maxNumberOfMessages(10))
              .messages()
              .stream()
              .map(message -> message.body())
              .filter(body -> body.contains("ObjectCreated"))
              .toList();
      assertThat(bodies.size(), is(1));
      BlobEvent event = NotificationParser.parse(bodies.get(0).getBytes(UTF_8)).get(0);
      assertThat(
          ((BlobEvent.Created) event).uri(),
          is("s3://example-landing/berlin/sales-2026-01-31.csv"));
    }
  }
}
