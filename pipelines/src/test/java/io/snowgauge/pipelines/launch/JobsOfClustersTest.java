package io.snowgauge.pipelines.launch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.snowgauge.io.warehouse.control.Mode;
import io.snowgauge.io.warehouse.control.PassedOver;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.io.warehouse.control.WorkerHeartbeat;
import io.snowgauge.io.warehouse.publish.Publisher;
import io.snowgauge.io.warehouse.publish.StreamPublisher;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.ConfigurationLoader;
import io.snowgauge.transforms.staging.StagingArea;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a configuration goes into the jobs of clusters: references to secrets, not secrets. */
class JobsOfClustersTest {
  private static final String SECRET = "correct-horse-battery-staple";

  @TempDir private Path folder;
  private Configuration configuration;

  @BeforeEach
  void load() throws IOException {
    Files.writeString(folder.resolve("secret"), SECRET);
    Path file = folder.resolve("snowgauge.json");
    Files.writeString(
        file,
        """
        {
          "warehouse": {
            "type": "snowflake", "account": "myorg-prod", "user": "LOADER", "database": "RAW",
            "schema": "LSF",
            "auth": { "type": "password", "password": "${file:secret}" }
          },
          "notifications": {
            "type": "eventHubs", "namespace": "ns", "hub": "created", "consumerGroup": "loader",
            "auth": { "type": "connectionString", "connectionString": "${env:EVENT_HUB}" }
          },
          "datasets": {
            "user_groups": { "input": "lsb.users", "format": { "type": "lsf" }, "table": "SHARES" }
          }
        }
        """);
    configuration = ConfigurationLoader.load(file, Map.of("EVENT_HUB", SECRET), List.of());
  }

  private static byte[] serialised(Serializable part) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(part);
    }
    return bytes.toByteArray();
  }

  private static Object again(byte[] bytes) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }

  private Composition composition() {
    return new Composition(configuration, Map.of());
  }

  private StagingArea area() {
    return composition().areas().ofStream("live", configuration.datasets().get(0));
  }

  @Test
  void publishersAndHeartbeatsAreSerialisableAndHoldNoSecret() throws Exception {
    var warehouse = configuration.warehouse();
    var dataset = configuration.datasets().get(0);
    Run run = new Run("r", LocalDate.EPOCH, Mode.RUN, Instant.EPOCH, false);
    for (Serializable part :
        List.of(
            new Publisher(warehouse, dataset, run, area(), PassedOver.NOTHING),
            new StreamPublisher(warehouse, dataset, "live", area()),
            new WorkerHeartbeat(warehouse, run))) {
      byte[] bytes = serialised(part);
      assertThat(new String(bytes, ISO_8859_1), not(containsString(SECRET)));
      // Sessions and heartbeats are found again by what comes out.
      Object copy = again(bytes);
      if (part instanceof WorkerHeartbeat) {
        assertThat(copy, is(part));
      }
    }
  }

  @Test
  void sourcesOfNotificationsHoldNoSecret() throws Exception {
    Serializable source = configuration.streaming().subscription().orElseThrow().source();
    byte[] bytes = serialised(source);
    assertThat(new String(bytes, ISO_8859_1), not(containsString(SECRET)));
    assertThat(again(bytes).getClass(), is(source.getClass()));
  }

  @Test
  void completesWhatGoesWithoutSayingOnFlink() {
    assertThat(
        new BeamArguments(List.of("--runner=FlinkRunner", "--fasterCopy=false")).completed(),
        is(
            List.of(
                "--runner=FlinkRunner",
                "--fasterCopy=false",
                "--useDataStreamForBatch=true",
                "--maxBundleTimeMills=120000")));
    assertThat(
        new BeamArguments(List.of("--runner=DirectRunner")).completed(),
        is(List.of("--runner=DirectRunner")));
    assertThat(new BeamArguments(List.of("--runner=flink")).meanFlink(), is(true));
    assertThat(
        new BeamArguments(List.of("--runner=FlinkRunner", "--flinkMaster=[local]")).nameACluster(),
        is(false));
  }
}
