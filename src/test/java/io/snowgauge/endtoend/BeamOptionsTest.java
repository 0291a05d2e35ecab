package io.snowgauge.endtoend;

import static io.snowgauge.endtoend.Site.MONDAY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.snowgauge.io.emulators.Azurite;
import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.emulators.Moto;
import io.snowgauge.io.files.azure.AzureStore;
import io.snowgauge.io.files.s3.S3Store;
import io.snowgauge.transforms.files.ObjectStore;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Stores that only Beam's own options tell of. */
@ExtendWith(Emulators.class)
@Timeout(300)
class BeamOptionsTest {
  private static final UserGroups GROUPS = UserGroups.random(12, 5);

  /** Not those of AWS' chain of providers, which so finds nothing. */
  private static final Map<String, String> SECRETS =
      Map.of(
          "THE_KEY", "test",
          "THE_SECRET", "secret-of-the-test",
          "AZURE_KEY", Azurite.KEY,
          "AWS_EC2_METADATA_DISABLED", "true");

  private static final String CREDENTIALS =
      "--awsCredentialsProvider={\"@type\": \"StaticCredentialsProvider\","
          + " \"accessKeyId\": \"${env:THE_KEY}\", \"secretAccessKey\": \"${env:THE_SECRET}\"}";

  @TempDir Path folder;

  private Site site(String input, String more) throws IOException {
    return Site.with(
        folder,
        Site.configuration("append", more)
            .replace("\"datasets\"", "\"archive\": \"archive/\", \"datasets\"")
            .replace("data/*", input));
  }

  private static Snowgauge.Ended run(Site site, List<String> options, String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(options);
    return site.snowgauge().with(SECRETS).run(all.toArray(String[]::new));
  }

  private static void put(ObjectStore store, String uri) throws IOException {
    try (OutputStream out = store.create(uri)) {
      out.write(GROUPS.text().getBytes(UTF_8));
    }
  }

  private static String newName() {
    return "beam-" + UUID.randomUUID().toString().substring(0, 8);
  }

  private void assertEveryCommandKnows(Site site, List<String> options, String uri, String event)
      throws Exception {
    Snowgauge.Ended checked = run(site, options, "check");
    assertThat(checked.toString(), checked.exitCode(), is(0));
    assertThat(checked.out(), containsString("input: 1 file matches "));
    assertThat(checked.err(), is(""));

    Snowgauge.Ended parsed = run(site, options, "parse", uri);
    assertThat(parsed.toString(), parsed.exitCode(), is(0));

    Snowgauge.Ended loaded = run(site, options, "event", "--event", event);
    assertThat(loaded.toString(), loaded.exitCode(), is(0));
    assertThat(site.query(Site.SHARES), is(UserGroups.rowsOf(GROUPS)));

    Snowgauge.Ended again = run(site, options, "run");
    assertThat(again.out(), startsWith("user_groups: nothing new, all 1 files are loaded\n"));
  }

  @Test
  void filesInS3AreLoaded() throws Exception {
    Moto moto = Emulators.moto();
    String bucket = newName();
    moto.createBucket(bucket);
    String uri = "s3://" + bucket + "/in/a.users";
    S3Store store = new S3Store(moto.s3());
    put(store, uri);
    assertEveryCommandKnows(
        site("s3://" + bucket + "/in/*", ""),
        List.of(
            "--awsRegion=us-east-1",
            "--endpoint=" + moto.endpoint(),
            "--httpClientConfiguration={\"socketTimeout\": 20000, \"maxConnections\": 10}",
            CREDENTIALS),
        uri,
        BlobCreated.s3(bucket, "in/a.users", store.find(uri).orElseThrow()));
  }

  @Test
  void filesInAzureAreLoaded() throws Exception {
    Azurite azurite = Emulators.azurite();
    String container = newName();
    azurite.createContainer(container);
    String root = "azfs://" + Azurite.ACCOUNT + "/" + container + "/";
    AzureStore store = new AzureStore(azurite.access());
    put(store, root + "in/a.users");
    assertEveryCommandKnows(
        site(root + "in/*", ""),
        List.of(
            "--blobServiceEndpoint=" + azurite.endpoint(),
            "--accountName=" + Azurite.ACCOUNT,
            "--accessKey=${env:AZURE_KEY}"),
        root + "in/a.users",
        BlobCreated.eventGrid(
            container, "in/a.users", store.find(root + "in/a.users").orElseThrow()));
  }

  @Test
  void aConnectionStringSaysAllOfAzure() throws Exception {
    Azurite azurite = Emulators.azurite();
    String container = newName();
    azurite.createContainer(container);
    String root = "azfs://" + Azurite.ACCOUNT + "/" + container + "/";
    put(new AzureStore(azurite.access()), root + "in/a.users");
    Snowgauge.Ended loaded =
        run(
            site(root + "in/*", ""),
            List.of("--azureConnectionString=" + azurite.connectionString()),
            "run");
    assertThat(loaded.toString(), loaded.exitCode(), is(0));
    assertThat(
        loaded.messages(),
        is(
            "warning: storage.azure.auth.connectionString: a literal secret; better write a"
                + " reference, ${env:NAME} or ${file:/path} (from --azureConnectionString)\n"));
  }

  @Test
  void whatIsWrittenToS3IsKeptAsTheOptionsSay() throws Exception {
    Moto moto = Emulators.moto();
    String bucket = newName();
    moto.createBucket(bucket);
    put(new S3Store(moto.s3()), "s3://" + bucket + "/in/a.users");
    Site site = site("s3://" + bucket + "/in/*", "");
    Snowgauge.Ended loaded =
        run(
            site,
            List.of(
                "--endpoint=" + moto.endpoint(),
                CREDENTIALS,
                "--s3StorageClass=STANDARD_IA",
                "--SSEAlgorithm=AES256"),
            "run",
            "--set",
            "archive=s3://" + bucket + "/archive/");
    assertThat(loaded.toString(), loaded.exitCode(), is(0));
    try (S3Client s3 =
        S3Client.builder()
            .endpointOverride(URI.create(moto.endpoint()))
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .build()) {
      String key =
          s3.listObjectsV2(list -> list.bucket(bucket).prefix("archive/")).contents().get(0).key();
      HeadObjectResponse kept = s3.headObject(head -> head.bucket(bucket).key(key));
      assertThat(kept.storageClassAsString(), is("STANDARD_IA"));
      assertThat(kept.serverSideEncryptionAsString(), is("AES256"));
    }
  }

  /** Beam means all of AWS by these options, and so does the source of SQS. */
  @Test
  void aQueueIsReachedAsTheOptionsSay() throws Exception {
    Moto moto = Emulators.moto();
    moto.s3(); // gives this process the credentials
    String queue;
    try (SqsClient sqs =
        SqsClient.builder()
            .endpointOverride(URI.create(moto.endpoint()))
            .region(Region.US_EAST_1)
            .build()) {
      String name = newName();
      queue = sqs.createQueue(create -> create.queueName(name)).queueUrl();
    }
    Site site =
        Site.with(
            folder,
            Site.configuration("append", "")
                .replace(
                    "\"datasets\"",
                    "\"notifications\": {\"type\": \"sqs\", \"queueUrl\": \""
                        + queue
                        + "\"}, \"datasets\""));
    Snowgauge.Ended checked =
        run(
            site,
            List.of("--awsRegion=us-east-1", "--endpoint=" + moto.endpoint(), CREDENTIALS),
            "check");
    assertThat(checked.toString(), checked.exitCode(), is(0));
    assertThat(
        checked.out(), containsString("ok   notifications: the queue " + queue + " is there"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "check",
        "event",
        "config",
        "audit",
        "init",
        "backfill",
        "retract",
        "stream",
        "extract",
        "parse"
      })
  void everyCommandRefusesWhatDisagrees(String command) throws Exception {
    Site site =
        Site.with(
            folder,
            Site.configuration("append", "")
                .replace(
                    "\"datasets\"", "\"storage\": {\"s3\": {\"region\": \"a\"}}, \"datasets\""));
    List<String> more =
        switch (command) {
          case "event" -> List.of("--event", "{}");
          case "retract" -> List.of("--run", "x");
          case "parse" -> List.of("x.users");
          default -> List.of();
        };
    List<String> options = new ArrayList<>(more);
    options.add("--awsRegion=b");
    Snowgauge.Ended refused = run(site, options, command);
    assertThat(refused.toString(), refused.exitCode(), is(2));
    assertThat(
        refused.errLines(),
        contains(
            "1 problem:",
            "  --awsRegion: expected what storage.s3.region says, or nothing, but found another"
                + " value 'b'"));
  }

  @Test
  void whatBeamCannotReadIsRefusedAndNotShown() throws Exception {
    Snowgauge.Ended refused =
        run(
            site("s3://bucket/in/*", ""),
            List.of("--awsCredentialsProvider={\"@type\": \"Hopeful\", \"secret\": \"hush\"}"),
            "check");
    assertThat(refused.toString(), refused.exitCode(), is(2));
    assertThat(
        refused.err(),
        containsString(
            "--awsCredentialsProvider: expected JSON as Beam's AwsOptions take it but found"
                + " another: AWS credential provider type 'Hopeful' is not supported"));
    assertThat(refused.err(), not(containsString("hush")));
  }

  @Test
  void anUnknownOptionOfBeamsIsRefusedAsBefore() throws Exception {
    Site site = site("data/*", "");
    Snowgauge.Ended refused = run(site, List.of("--awsRegoin=x"), "run");
    assertThat(refused.toString(), refused.exitCode(), is(2));
    assertThat(refused.err(), containsString("missing a property named 'awsRegoin'"));
    Snowgauge.Ended twice = run(site, List.of("--awsRegion=a", "--awsRegion=b"), "run");
    assertThat(twice.toString(), twice.exitCode(), is(2));
    assertThat(
        twice.err(), containsString("option '--awsRegion' (VALUE) should be specified only once"));
  }

  @Test
  void configShowsThemAndNoSecret() throws Exception {
    Snowgauge.Ended shown =
        run(
            site("data/*", ""),
            List.of("--sasToken=sig=hush", "--awsRegion=eu-west-1", CREDENTIALS),
            "config");
    assertThat(shown.toString(), shown.exitCode(), is(0));
    assertThat(shown.out(), containsString("\"storage.azure.auth.sas\" : \"********\""));
    assertThat(shown.out(), containsString("\"storage.s3.region\" : \"eu-west-1\""));
    assertThat(shown.out(), containsString("${env:THE_SECRET}"));
    assertThat(shown.out() + shown.err(), not(containsString("hush")));
  }

  @Test
  void aLocalRunLoadsNoneOfTheCloudsLibraries() throws Exception {
    Site site = site("data/*", "");
    site.write("data/a.users", GROUPS, MONDAY);
    Path classes = folder.resolve("classes.log");
    Snowgauge.Ended loaded =
        site.snowgauge()
            .with("SNOWGAUGE_JAVA_OPTS", "-Xlog:class+load:file=" + classes)
            .run("run", "--awsRegion=eu-west-1", "--accountName=a");
    assertThat(loaded.toString(), loaded.exitCode(), is(0));
    String all = Files.readString(classes);
    assertThat(all, containsString("io.snowgauge.pipelines.launch.Composition"));
    assertThat(all, not(containsString("software.amazon.awssdk")));
    assertThat(all, not(containsString("com.azure.")));
  }
}
