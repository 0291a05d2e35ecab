package io.snowgauge.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.io.emulators.Azurite;
import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.emulators.KafkaBroker;
import io.snowgauge.io.emulators.KafkaExtension;
import io.snowgauge.io.emulators.Moto;
import io.snowgauge.io.files.azure.AzureStore;
import io.snowgauge.io.files.s3.S3Store;
import io.snowgauge.transforms.files.ObjectStore;
import io.snowgauge.transforms.files.StoredObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * GloboLatte's files are uploaded in random order, told of in random order and more than once, and
 * overwritten by corrections, while {@code stream} runs: the tables equal the oracle's.
 */
@ExtendWith({Emulators.class, KafkaExtension.class})
@Timeout(600)
class StreamTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Nothing is found by listing but what is there at the start. */
  private static final String BATCH =
      """
        "sweep": "1 hour",
        "batch": { "interval": "2 seconds" },
      """;

  @TempDir Path folder;

  /** Uploads to a store of the product's. */
  private abstract static class Uploads implements GloboLatteUploads.Store {
    private final ObjectStore store;
    private final String rootUri;

    Uploads(ObjectStore store, String rootUri) {
      this.store = store;
      this.rootUri = rootUri;
    }

    @Override
    public Instant put(String name, byte[] content) {
      try {
        try (OutputStream out = store.create(rootUri + name)) {
          out.write(content);
        }
        return find(name).lastModified();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    StoredObject find(String name) throws IOException {
      return store.find(rootUri + name).orElseThrow();
    }
  }

  private static void awaitStart(Snowgauge.Running stream) throws InterruptedException {
    assertThat(
        stream.errSoFar(), stream.runsUntil(() -> stream.outSoFar().contains("Stream ")), is(true));
  }

  private static void end(Snowgauge.Running stream) {
    stream.terminate();
    Snowgauge.Ended ended = stream.await();
    assertThat(ended.toString(), ended.exitCode(), is(143));
    assertThat(ended.err(), containsString("snowgauge: stopped; what was published is complete"));
  }

  /** What was loaded is loaded: also for a command that lists the files. */
  private static void assertNothingNew(Snowgauge snowgauge) {
    Snowgauge.Ended run = snowgauge.run("run", "--config", "globolatte.json");
    assertThat(run.toString(), run.exitCode(), is(0));
    assertThat(
        run.outLines().stream().filter(line -> line.contains(": nothing new, all ")).toList(),
        hasSize(4));
  }

  /** Uploads while a stream runs, and ends it: the tables equal the oracle's. */
  private static void assertStreams(Snowgauge snowgauge, GloboLatteUploads uploads)
      throws Exception {
    Snowgauge.Running stream = snowgauge.start("stream", "--config", "globolatte.json");
    try {
      awaitStart(stream);
      uploads.upload(stream);
      end(stream);
    } finally {
      stream.kill();
    }
    uploads.assertLoaded();
    assertNothingNew(snowgauge);
  }

  private List<Path> deadLetters() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(".snowgauge/dead-letters"))) {
      return files.toList();
    }
  }

  @Test
  void eventsOfAzureThroughAnEventHubBringTheTablesToTheOracle() throws Exception {
    Azurite azurite = Emulators.azurite();
    azurite.createContainer("sales");
    KafkaBroker broker = KafkaExtension.broker();
    broker.createTopic("snowflake", 2);
    Uploads store =
        new Uploads(new AzureStore(azurite.access()), "azfs://" + Azurite.ACCOUNT + "/sales/") {
          @Override
          public void tell(List<String> names) {
            List<String> events = new ArrayList<>(List.of("no JSON", "{\"eventType\": \"other\"}"));
            try {
              for (String name : names) {
                events.add(BlobCreated.eventGrid("sales", name, find(name)));
              }
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            broker.produce("snowflake", events);
          }
        };
    GloboLatteUploads uploads = new GloboLatteUploads(folder, store);
    ObjectNode trust = JSON.createObjectNode();
    broker.trust().forEach(trust::put);
    uploads.configure(
        "https://" + Azurite.ACCOUNT + ".blob.core.windows.net/sales/",
        """
        %s
          "storage": { "azure": { "endpoint": "%s",
            "auth": { "type": "accountKey", "accountKey": "${env:AZURE_KEY}" } } },
          "notifications": { "type": "eventHubs", "namespace": "%s", "hub": "snowflake",
            "auth": { "type": "connectionString", "connectionString": "${env:EVENT_HUB}" },
            "properties": %s },
        """
            .formatted(BATCH, azurite.endpoint(), broker.namespace(), trust));
    Snowgauge snowgauge =
        Snowgauge.in(folder)
            .with(Map.of("AZURE_KEY", Azurite.KEY, "EVENT_HUB", KafkaBroker.CONNECTION_STRING));
    assertStreams(snowgauge, uploads);
    // It was told of twice, and is kept once.
    assertThat(deadLetters(), hasSize(1));
    assertThat(
        JSON.readTree(deadLetters().get(0).toFile()).get("notification").asText(), is("no JSON"));
  }

  @Test
  void eventsOfS3ThroughAQueueBringTheTablesToTheOracle() throws Exception {
    Moto moto = Emulators.moto();
    moto.createBucket("sales");
    var credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(
                Moto.ENVIRONMENT.get("AWS_ACCESS_KEY_ID"),
                Moto.ENVIRONMENT.get("AWS_SECRET_ACCESS_KEY")));
    try (SqsClient sqs =
            SqsClient.builder()
                .endpointOverride(URI.create(moto.endpoint()))
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .build();
        S3Client s3 =
            S3Client.builder()
                .endpointOverride(URI.create(moto.endpoint()))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .build()) {
      String queueUrl = sqs.createQueue(queue -> queue.queueName("sales")).queueUrl();
      String arn =
          sqs.getQueueAttributes(
                  queue -> queue.queueUrl(queueUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
              .attributes()
              .get(QueueAttributeName.QUEUE_ARN);
      QueueConfiguration created =
          QueueConfiguration.builder().queueArn(arn).events(Event.S3_OBJECT_CREATED).build();
      s3.putBucketNotificationConfiguration(
          bucket ->
              bucket
                  .bucket("sales")
                  .notificationConfiguration(to -> to.queueConfigurations(List.of(created))));
      Uploads store =
          new Uploads(new S3Store(moto.s3()), "s3://sales/") {
            /** The bucket has told of them by itself, once; these are its duplicates. */
            @Override
            public void tell(List<String> names) {
              try {
                for (String name : names.subList(0, Math.min(20, names.size()))) {
                  String event = BlobCreated.s3("sales", name, find(name));
                  sqs.sendMessage(message -> message.queueUrl(queueUrl).messageBody(event));
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }
          };
      GloboLatteUploads uploads = new GloboLatteUploads(folder, store);
      uploads.configure(
          "s3://sales/",
          """
          %s
            "storage": { "s3": { "endpoint": "%s", "region": "us-east-1" } },
            "notifications": { "type": "sqs", "queueUrl": "%s", "endpoint": "%s", "region": "us-east-1" },
          """
              .formatted(BATCH, moto.endpoint(), queueUrl, moto.endpoint()));
      Snowgauge snowgauge = Snowgauge.in(folder).with(Moto.ENVIRONMENT);
      assertStreams(snowgauge, uploads);
    }
  }
}
