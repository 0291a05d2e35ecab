package io.snowgauge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.io.emulators.Azurite;
import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.emulators.Moto;
import io.snowgauge.io.files.azure.AzureStore;
import io.snowgauge.io.files.s3.S3Store;
import io.snowgauge.io.warehouse.snowflake.StandIn;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import io.snowgauge.transforms.files.ObjectStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * A day of a stream, by hand ({@code CONTRIBUTING.md} has the command): each simulated hour takes
 * some seconds, in which good and bad files and messages come in random order, late, twice or not
 * at all, files are overwritten and mended, and one system after the other is out. With {@code
 * -Dkills=true} the process is killed now and then; without, it must never end. In the evening the
 * tables hold the last good content of each file, each version was published once, and neither
 * queue of dead letters has what it should not.
 */
@ExtendWith({Emulators.class, StandInExtension.class})
@Timeout(7200)
class StreamDaySoak {
  private static final long SEED = Long.getLong("seed", 1);
  private static final int HOURS = Integer.getInteger("hours", 24);
  private static final int HOUR_MILLIS = Integer.getInteger("hourMillis", 6_000);
  private static final boolean KILLS = Boolean.getBoolean("kills");
  private static final Duration EVENING = Duration.ofMinutes(15);
  private static final Pattern REFUSED = Pattern.compile("code=40[34]|no right");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final Random random = new Random(SEED);
  private final Set<String> junk = new TreeSet<>();
  private final List<String> late = new ArrayList<>();
  private final Moto moto = Emulators.moto();
  private final Azurite azurite = Emulators.azurite();
  private SqsClient sqs;
  private String queueUrl;
  private String deadUrl;
  private List<DayInput> inputs;
  private DayFiles files;
  private SnowflakeSite snowflake;
  private Snowgauge.Running stream;
  private boolean isRefused;
  private boolean isStartedRefused;
  private int starts;
  private long evening;
  private int sent;

  private String configuration(DayFaults faults) {
    return """
    {
      "warehouse": {},
      "storage": {
        "azure": { "endpoint": "%s/%s",
          "auth": { "type": "accountKey", "accountKey": "${env:AZURE_KEY}" } },
        "s3": { "endpoint": "%s", "region": "us-east-1" } },
      "notifications": { "type": "sqs", "queueUrl": "%s", "endpoint": "%s",
        "region": "us-east-1" },
      "batch": { "interval": "1 second" }, "sweep": "10 seconds",
      "datasets": { %s }
    }
    """
        .formatted(
            faults.blobs.endpoint(),
            Azurite.ACCOUNT,
            faults.s3.endpoint(),
            queueUrl,
            faults.queue.endpoint(),
            inputs.stream().map(DayInput::configuration).collect(Collectors.joining(",\n")));
  }

  private void createQueues() {
    sqs =
        SqsClient.builder()
            .endpointOverride(URI.create(moto.endpoint()))
            .region(Region.US_EAST_1)
            .build();
    Map<QueueAttributeName, String> fifo = Map.of(QueueAttributeName.FIFO_QUEUE, "true");
    deadUrl = sqs.createQueue(to -> to.queueName("day-dead.fifo").attributes(fifo)).queueUrl();
    String arn =
        sqs.getQueueAttributes(
                of -> of.queueUrl(deadUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    String policy = "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":2}".formatted(arn);
    queueUrl =
        sqs.createQueue(
                to ->
                    to.queueName("day.fifo")
                        .attributes(
                            Map.of(
                                QueueAttributeName.FIFO_QUEUE,
                                "true",
                                QueueAttributeName.REDRIVE_POLICY,
                                policy)))
            .queueUrl();
  }

  /** In a group of three, as it is or as base64. */
  private void send(String message) {
    String body =
        random.nextInt(4) == 0
            ? Base64.getEncoder().encodeToString(message.getBytes(UTF_8))
            : message;
    sqs.sendMessage(
        to ->
            to.queueUrl(queueUrl)
                .messageBody(body)
                .messageGroupId("g" + sent % 3)
                .messageDeduplicationId("m" + sent++));
  }

  /** Now, later or never, once or more often. */
  private void tell(DayFiles.Name name) throws IOException {
    if (name != null) {
      tell(name.input().event(name.file()));
    }
  }

  private void tell(DayFiles.Mended mended) throws IOException {
    if (mended != null && mended.isBack()) {
      tell(mended.name().input().eventOfReturn(mended.name().file()));
    } else if (mended != null) {
      tell(mended.name());
    }
  }

  private void tell(String event) {
    switch (random.nextInt(6)) {
      case 0 -> {}
      case 1 -> late.add(event);
      case 2, 3 -> {
        send(event);
        late.add(event);
        send(event);
      }
      default -> send(event);
    }
  }

  private void poisonTheQueue() {
    switch (random.nextInt(4)) {
      case 0 -> send("{\"eventType\": \"Microsoft.Storage.BlobDeleted\"}");
      case 1 -> send("[]");
      case 2 -> send(inputs.get(0).eventOfNothing("never-there.csv"));
      default -> {
        String message = "no JSON at all, no. " + junk.size();
        junk.add(message);
        send(message);
      }
    }
  }

  private void liveAnHour(DayFaults faults, int hour) throws Exception {
    String struck = random.nextInt(3) > 0 ? faults.strike() : "all is well";
    isRefused = REFUSED.matcher(struck).find();
    int actions = 3 + random.nextInt(6);
    System.out.printf("hour %d: %s; %s%n", hour, struck, files.told());
    for (int i = 0; i < actions; i++) {
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> tell(files.create());
        case 3, 4 -> tell(files.overwrite());
        case 5 -> tell(files.poison());
        case 6 -> tell(files.mend());
        default -> poisonTheQueue();
      }
      runOn(HOUR_MILLIS / actions);
    }
    faults.mend();
    isRefused = false;
    Collections.shuffle(late, random);
    int due = late.isEmpty() ? 0 : random.nextInt(late.size() + 1);
    late.subList(0, due).forEach(this::send);
    late.subList(0, due).clear();
  }

  /** Lets the stream run, and kills it within that time where it is to be killed. */
  private void runOn(int millis) throws Exception {
    boolean isKilled = KILLS && random.nextInt(12) == 0;
    int before = isKilled ? random.nextInt(millis) : millis;
    live(Duration.ofMillis(before));
    if (isKilled) {
      stream.kill();
      StandInExtension.standIn().endDetached("stream-*");
      start();
    }
  }

  /**
   * Lets time pass, in which the stream must not end. Only where one was killed while a system
   * refuses what it is asked, the next cannot begin: then it is started again, as a platform does.
   */
  private void live(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (!stream.runsFor(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
      assertThat(stream.errSoFar(), KILLS && isStartedRefused, is(true));
      start();
    }
  }

  private void start() {
    isStartedRefused = isRefused;
    stream = snowflake.start("stream");
    starts++;
  }

  private List<String> table(DayInput input) {
    try {
      return snowflake
          .query("SELECT \"FILE\", \"ROW\", \"VERSION\" FROM PUBLIC." + input.dataset())
          .stream()
          .sorted()
          .toList();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Until the end of the evening, while the process lives; whether it came. */
  private boolean comes(BooleanSupplier what) throws Exception {
    while (!what.getAsBoolean() && System.nanoTime() < evening + EVENING.toNanos()) {
      live(Duration.ofSeconds(1));
    }
    return what.getAsBoolean();
  }

  private void assertTables() throws Exception {
    if (!comes(() -> inputs.stream().allMatch(input -> table(input).equals(files.rows(input))))) {
      for (DayInput input : inputs) {
        assertThat(input.dataset(), table(input), is(files.rows(input)));
      }
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

  private Set<String> deadLetters() throws IOException {
    Set<String> letters = new TreeSet<>();
    Path kept = folder.resolve(".snowgauge/dead-letters");
    if (Files.exists(kept)) {
      try (Stream<Path> all = Files.list(kept)) {
        for (Path file : all.toList()) {
          JsonNode letter = JSON.readTree(file.toFile());
          letters.add(plain(letter.get("notification").asText()));
        }
      }
    }
    return letters;
  }

  private static String plain(String text) {
    try {
      return new String(Base64.getDecoder().decode(text), UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private void assertLedger() throws Exception {
    assertThat(
        snowflake.query(
            "SELECT DATASET, FILE_ID FROM SNOWGAUGE.INGESTION_FILE_EVENTS"
                + " WHERE STATUS = 'PUBLISHED' GROUP BY ALL HAVING COUNT(*) > 1"),
        is(empty()));
    assertThat(files.bad().toString(), comes(() -> failed().containsAll(files.bad())), is(true));
  }

  private Set<String> failed() {
    try {
      return new TreeSet<>(
          snowflake.query(
              "SELECT DISTINCT URI FROM SNOWGAUGE.INGESTION_FILES"
                  + " WHERE STATUS = 'FAILED' AND ERROR_MESSAGES IS NOT NULL"));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertQueues() throws Exception {
    assertThat("the queue is empty", comes(() -> messages(queueUrl) == 0), is(true));
    if (KILLS) {
      // What was handed on and not yet kept when the process was killed is lost with it.
      assertThat(deadLetters(), everyItem(in(junk)));
    } else {
      assertThat("each message is kept", comes(this::areJunkKept), is(true));
      assertThat("no message was received too often", messages(deadUrl), is(0));
    }
  }

  private boolean areJunkKept() {
    try {
      return deadLetters().equals(junk);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void endsWithTheLastGoodContentOfEachFile() throws Exception {
    moto.createBucket(DayInput.BUCKET);
    azurite.createContainer(DayInput.BUCKET);
    ObjectStore s3 = new S3Store(moto.s3());
    ObjectStore blobs = new AzureStore(azurite.access());
    inputs =
        List.of(
            new DayInput("LANDED", "append", false, s3),
            new DayInput("STATES", "replace", true, blobs),
            new DayInput("MERGED", "merge", true, blobs),
            new DayInput("PRICES", "merge", false, s3));
    files = new DayFiles(inputs, random, azurite);
    createQueues();
    StandIn standIn = StandInExtension.standIn();
    try (DayFaults faults =
        new DayFaults(random, standIn, azurite.endpoint(), moto.endpoint(), files)) {
      snowflake =
          SnowflakeSite.create(
              folder,
              "snowgauge.json",
              configuration(faults),
              "PUBLIC",
              Stream.concat(
                      Stream.of(Map.entry("AZURE_KEY", Azurite.KEY)),
                      Moto.ENVIRONMENT.entrySet().stream())
                  .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
      faults.standBefore(folder.resolve("snowgauge.json"));
      start();
      try {
        assertThat(
            stream.errSoFar(),
            stream.runsUntil(() -> stream.outSoFar().contains("Stream ")),
            is(true));
        for (int hour = 0; hour < HOURS; hour++) {
          liveAnHour(faults, hour);
        }
        for (DayFiles.Mended mended : files.mendRefusals()) {
          tell(mended);
        }
        evening = System.nanoTime();
        assertTables();
        assertQueues();
        assertLedger();
        System.out.printf(
            "seed %d, kills %s: %d starts, %d messages, %s; the evening took %d s%n",
            SEED, KILLS, starts, sent, files.told(), (System.nanoTime() - evening) / 1_000_000_000);
        stream.terminate();
        assertThat(stream.runsUntil(() -> false), is(false));
      } finally {
        Files.writeString(Path.of("target/stream-day.log"), stream.errSoFar());
        stream.kill();
        snowflake.close();
        sqs.close();
      }
      assertThat(stream.await().exitCode(), is(143));
    }
  }
}
