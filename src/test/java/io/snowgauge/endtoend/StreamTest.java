package io.snowgauge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
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

  private Snowgauge snowgauge(Map<String, String> environment) {
    Snowgauge snowgauge = Snowgauge.in(folder);
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      snowgauge = snowgauge.with(variable.getKey(), variable.getValue());
    }
    return snowgauge;
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
        snowgauge(Map.of("AZURE_KEY", Azurite.KEY, "EVENT_HUB", KafkaBroker.CONNECTION_STRING));
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
      Snowgauge snowgauge = snowgauge(Moto.ENVIRONMENT);
      assertStreams(snowgauge, uploads);
    }
  }

  /** The step of a workflow: one event, given in each of its ways. */
  @Test
  void anEventLoadsWhatItNamesOnce() throws Exception {
    Moto moto = Emulators.moto();
    moto.createBucket("one");
    S3Store store = new S3Store(moto.s3());
    String name = "berlin/lsb.users [1] 100%";
    String uri = "s3://one/" + name;
    try (OutputStream out = store.create(uri)) {
      out.write(UserGroups.random(1, 3).text().getBytes(UTF_8));
    }
    Files.writeString(
        folder.resolve("snowgauge.json"),
        """
        {
          "storage": { "s3": { "endpoint": "%s", "region": "us-east-1" } },
          "datasets": { "user_groups": { "input": "s3://one/{farm}/lsb.users*",
            "format": { "type": "lsf" }, "table": "USER_GROUP_SHARES", "publish": "append" } }
        }
        """
            .formatted(moto.endpoint()));
    Snowgauge snowgauge = snowgauge(Moto.ENVIRONMENT);
    String event = BlobCreated.s3("one", name, store.find(uri).orElseThrow());
    Snowgauge.Ended first = snowgauge.run("event", "--event", event);
    assertThat(first.toString(), first.exitCode(), is(0));
    Files.writeString(folder.resolve("event.json"), event);
    Snowgauge.Ended again = snowgauge.run("event", "--event", "event.json");
    assertThat(again.toString(), again.exitCode(), is(0));
    assertThat(again.outLines(), hasItem("user_groups: nothing new, all 1 files are loaded"));
    Snowgauge.Ended vanished =
        snowgauge.run("event", "--event", event.replace("lsb.users+", "lsb.users.gone+"));
    assertThat(vanished.toString(), vanished.exitCode(), is(3));
    assertThat(vanished.out(), containsString("expected the listed file but it was deleted since"));
    Snowgauge.Ended other =
        snowgauge.run("event", "--event", event.replace("\"one\"", "\"another\""));
    assertThat(other.toString(), other.exitCode(), is(0));
    assertThat(
        other.outLines(),
        hasItem("Nothing to load: no dataset claims s3://another/berlin/lsb.users [1] 100%"));
    Snowgauge.Ended unreadable = snowgauge.run("event", "--event", "{}");
    assertThat(unreadable.toString(), unreadable.exitCode(), is(2));
    assertThat(
        unreadable.err(), containsString("--event: eventType: expected a text but found nothing"));
    Site site = new Site(folder);
    assertThat(site.shares(), is(UserGroups.rowsOf(UserGroups.random(1, 3))));
    assertThat(
        site.query(
            "SELECT MODE, STATUS FROM snowgauge.SNOWGAUGE.INGESTION_AUDIT ORDER BY STARTED_AT"),
        is(List.of("event | SUCCESS", "event | SUCCESS", "event | FAILED")));
  }
}
