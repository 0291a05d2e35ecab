package io.snowgauge.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.emulators.KafkaBroker;
import io.snowgauge.io.emulators.KafkaExtension;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import io.snowgauge.transforms.files.StoredObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/**
 * A stream on a cluster of real processes into the stand-in for Snowflake: whatever part of the
 * cluster is killed or stopped, each file version is in once.
 */
class FlinkStreamTest extends StreamOnFlink {
  private static final int FILES_A_WAVE = 4;
  private static final int GROUPS = 200;
  private static final String INTERVAL = "1 second";

  /** Its seed decides when parts of the cluster are killed; SEED repeats a round of the loop. */
  private final Random random =
      new Random(Long.parseLong(System.getenv().getOrDefault("SEED", "1")));

  private void writeWave() throws IOException {
    write(FILES_A_WAVE, GROUPS);
  }

  /** A container whose events come twice through Kafka; all files of the stream are in it. */
  private void inAContainer() throws Exception {
    KafkaBroker broker = KafkaExtension.broker();
    String name = "flink-" + UUID.randomUUID().toString().substring(0, 8);
    broker.createTopic(name, 2);
    String root = container(name);
    create(
        (file, groups) -> {
          write(root + "data/" + file, groups);
          StoredObject blob = store().find(root + "data/" + file).orElseThrow();
          String event = BlobCreated.eventGrid(name, "data/" + file, blob);
          broker.produce(name, List.of(event, event));
        },
        root + "data/",
        INTERVAL,
        settings(root)
            + """
            "notifications": { "type": "kafka", "bootstrapServers": "%s", "topic": "%s" },
            "sweep": "1 hour",
            """
                .formatted(broker.bootstrapServers(), name));
  }

  /**
   * A container with what a stream of an earlier version has left there, which is listed every
   * second.
   *
   * @return the savepoint with which that stream was stopped: it holds files that wait for their
   *     batch, and the container has no files but the parts that they were staged to
   */
  private Path whereAnEarlierVersionWas() throws Exception {
    Path kept = Files.createDirectories(folder.resolve("kept"));
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(SavepointMaker.KEPT))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = kept.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(zip, file);
      }
    }
    String root = container(SavepointMaker.CONTAINER);
    create(
        (file, groups) -> write(root + "data/" + file, groups),
        root + "data/",
        INTERVAL,
        settings(root) + SavepointMaker.LISTING);
    Path objects = kept.resolve("objects");
    try (Stream<Path> files = Files.walk(objects)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try (OutputStream out = store().create(root + objects.relativize(file))) {
          Files.copy(file, out);
        }
      }
    }
    expect(SavepointMaker.FILES, SavepointMaker.GROUPS);
    return kept.resolve("savepoint");
  }

  /** Lets the stream run for a random time, which differs from round to round. */
  private void letRun() throws Exception {
    long until = System.nanoTime() + random.nextInt(2_500) * 1_000_000L;
    cluster.await("a random moment", () -> System.nanoTime() > until);
  }

  @Test
  void taskManagersThatAreKilledLoseNothingAndRepeatNothing() throws Exception {
    inAContainer();
    writeWave();
    String job = submit();
    awaitAllLoaded("at first");
    awaitCheckpoint(job);
    for (int kill = 1; kill <= 3; kill++) {
      writeWave();
      letRun();
      cluster.killTaskManager();
      endDetached();
      writeWave();
      cluster.startTaskManager();
      awaitAllLoaded("after kill " + kill);
    }
    assertCountersAreVisible(job);
  }

  /** What a publisher that was killed has left open; Snowflake ends it after some minutes. */
  private void endDetached() throws IOException {
    StandInExtension.standIn().endDetached("live-*");
  }

  private void assertCountersAreVisible(String job) throws Exception {
    writeWave();
    for (Map.Entry<String, String> counted :
        Map.of("Stage files", "FILES", "Publish", "FILES_PUBLISHED").entrySet()) {
      cluster.await(
          counted.getValue(),
          () ->
              cluster.metrics(job, counted.getKey(), "snowgauge").entrySet().stream()
                  .anyMatch(
                      counter ->
                          counter.getKey().endsWith(".snowgauge_" + counted.getValue())
                              && counter.getValue() > 0));
    }
  }

  @Test
  void aStreamGoesOnFromSavepointsOfThisAndAnEarlierVersionAndFromItsLastCheckpoint()
      throws Exception {
    Path earlier = whereAnEarlierVersionWas();
    String first = submit("--savepointPath=" + earlier.toUri());
    awaitAllLoaded("of those that an earlier version had staged");
    writeWave();
    String savepoint = stopWithSavepoint(first);
    assertThat(cluster.state(first), is("FINISHED"));

    writeWave();
    String second = submit("--savepointPath=" + savepoint);
    awaitAllLoaded("after the savepoint");
    awaitCheckpoint(second);

    writeWave();
    letRun();
    cluster.killJobManager();
    endDetached();
    Path checkpoint = newestCheckpoint(second);
    cluster.startJobManager();
    cluster.awaitSlots(2);
    String third = submit("--savepointPath=" + checkpoint.toUri());
    writeWave();
    awaitAllLoaded("after the JobManager's death");
    assertThat(
        cluster.get("/jobs/" + third + "/checkpoints").at("/counts/restored").asInt(), is(1));
  }

  /** The newest complete checkpoint, as an operator would look it up. */
  private Path newestCheckpoint(String job) throws IOException {
    try (Stream<Path> files = Files.walk(clusterFolder.resolve("checkpoints").resolve(job))) {
      return files
          .filter(file -> file.endsWith("_metadata"))
          .map(Path::getParent)
          .max(
              Comparator.comparingInt(
                  folder -> Integer.parseInt(folder.getFileName().toString().substring(4))))
          .orElseThrow();
    }
  }
}
