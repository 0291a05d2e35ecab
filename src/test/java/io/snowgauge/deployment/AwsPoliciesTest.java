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
import io.snowgauge.io.emulators.Sources;
import io.snowgauge.transforms.notifications.BlobEvent;
import io.snowgauge.transforms.notifications.NotificationParser;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  @ValueSource(
      strings = {
        "loader-policy.json",
        "extract-policy.json",
        "queue-policy.json",
        "bucket-policy.json"
      })
  void namesActionsAndResourcesThatAwsHas(String name) {
    Tools.Ended checked = Tools.python("parliament", List.of(), file(name));
    assertThat(checked.said(), checked.exitCode(), is(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loader-policy.json",
        "extract-policy.json",
        "queue-policy.json",
        "bucket-policy.json"
      })
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

  /** parliament asks for a resource, which a trust policy must not have. */
  private Tools.Ended trustPolicy(String text) throws IOException {
    assertThat(text.contains("Resource"), is(false));
    Path policy =
        Files.writeString(
            folder.resolve("trust.json"),
            text.replace("\"Action\"", "\"Resource\": \"*\", \"Action\""));
    Path settings = Sources.root().resolve("src/test/argo/parliament-trust.yaml");
    return Tools.python("parliament", List.of("--config", settings.toString()), policy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"trust-policy.json", "extract-trust-policy.json"})
  void aTrustPolicyNamesWhatAwsHas(String name) throws IOException {
    String text = Files.readString(file(name));
    Tools.Ended checked = trustPolicy(text);
    assertThat(checked.said(), checked.exitCode(), is(0));
    Tools.Ended unknownAction = trustPolicy(text.replace("WebIdentity", "WebIdentities"));
    assertThat(unknownAction.exitCode(), is(not(0)));
    assertThat(unknownAction.said(), containsString("sts:AssumeRoleWithWebIdentities"));
    Tools.Ended unknownField = trustPolicy(text.replace("\"Effect\"", "\"Efect\""));
    assertThat(unknownField.exitCode(), is(not(0)));
    assertThat(unknownField.said(), containsString("Efect"));
  }

  private Tools.Ended parameter(List<String> operation, String text) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add(Sources.root().resolve("src/test/argo/aws_parameter.py").toString());
    arguments.addAll(operation);
    Path input = Files.writeString(folder.resolve("parameter.json"), text);
    return Tools.python("python", arguments, input);
  }

  /** The files that are parameters, and a copy of each in which one word is another. */
  @ParameterizedTest
  @CsvSource({
    "bucket-notification.json, s3 PutBucketNotificationConfiguration NotificationConfiguration,"
        + " QueueArn, QueueArm, 'Unknown parameter in QueueConfigurations[0]: \"QueueArm\"'",
    "bucket-notification.json, s3 PutBucketNotificationConfiguration NotificationConfiguration,"
        + " ObjectCreated, ObjectMade, but found 's3:ObjectMade:*'",
    "queue-attributes.json, sqs CreateQueue Attributes,"
        + " VisibilityTimeout, VisibleTimeout, but found 'VisibleTimeout'",
  })
  void aParameterIsWhatAwsTakes(
      String name, String operation, String word, String other, String complaint)
      throws IOException {
    List<String> words = List.of(operation.split(" ", -1));
    String text = Files.readString(file(name));
    Tools.Ended checked = parameter(words, text);
    assertThat(checked.said(), checked.exitCode(), is(0));
    Tools.Ended broken = parameter(words, text.replace(word, other));
    assertThat(broken.exitCode(), is(1));
    assertThat(broken.said(), containsString(complaint));
  }

  /** Who may be the loader, and who may extract: service accounts that the manifests have. */
  @ParameterizedTest
  @CsvSource({
    "trust-policy.json, snowgauge snowgauge-workflow",
    "extract-trust-policy.json, snowgauge-extract"
  })
  void theServiceAccountsAreThoseOfTheManifests(String policy, String accounts) throws IOException {
    JsonNode statement = read(policy).at("/Statement/0");
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
    assertThat(
        trusted,
        is(
            Stream.of(accounts.split(" ", -1))
                .map(account -> "system:serviceaccount:snowgauge:" + account)
                .toList()));
    for (String account : accounts.split(" ", -1)) {
      assertThat(
          account,
          List.of("kubernetes", "argo").stream()
              .flatMap(name -> Manifests.below(name).stream())
              .anyMatch(m -> m.kind().equals("ServiceAccount") && m.name().equals(account)),
          is(true));
    }
  }

  /** Loading writes nothing where files land, and extracting nothing elsewhere. */
  @Test
  void onlyExtractWritesIntoTheLandingArea() throws IOException {
    assertThat(
        resourcesThatMayBeWritten("loader-policy.json"),
        is(List.of("arn:aws:s3:::EXAMPLE-archive/*")));
    assertThat(
        resourcesThatMayBeWritten("extract-policy.json"),
        is(List.of("arn:aws:s3:::EXAMPLE-landing/*")));
  }

  private static List<String> resourcesThatMayBeWritten(String name) throws IOException {
    List<String> resources = new ArrayList<>();
    for (JsonNode statement : read(name).get("Statement")) {
      if (statement.get("Action").toString().contains("s3:PutObject")) {
        statement.get("Resource").forEach(resource -> resources.add(resource.asText()));
      }
    }
    return resources;
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
