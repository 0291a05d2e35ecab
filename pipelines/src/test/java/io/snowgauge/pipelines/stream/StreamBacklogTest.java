package io.snowgauge.pipelines.stream;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.beam.Backlog;
import io.snowgauge.io.warehouse.publish.StreamPublisher;
import io.snowgauge.pipelines.batch.RunAreas;
import io.snowgauge.pipelines.batch.WarehouseReadiness;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.ConfigurationLoader;
import io.snowgauge.pipelines.launch.Composition;
import io.snowgauge.transforms.dataset.Dataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stream tells the backlog of its process what it has noticed, and what came of it. */
@Timeout(60)
class StreamBacklogTest {
  @TempDir Path folder;

  private Configuration configured() throws Exception {
    Path file = folder.resolve("snowgauge.json");
    Files.writeString(
        file,
        """
        {
          "notifications": { "type": "files", "interval": "1 hour" },
          "batch": { "interval": "100 ms" },
          "datasets": {
            "shares": { "input": "data/*", "format": {"type": "lsf"}, "table": "SHARES" }
          }
        }
        """);
    return ConfigurationLoader.load(file, Map.of(), List.of());
  }

  @Test
  void whatWasNoticedIsSettledWithItsBatch() throws Exception {
    Configuration configuration = configured();
    Warehouse warehouse = configuration.warehouse();
    RunAreas areas = new Composition(configuration, Map.of()).areas();
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        folder.resolve("data/good"),
        "Begin UserGroup\nGROUP_NAME GROUP_MEMBER\ng (u)\nEnd UserGroup\n");
    Files.writeString(folder.resolve("data/bad"), "Begin UserGroup\nGROUP_NAME GROUP_MEMBER\n");
    Backlog backlog = Backlog.ofThisProcess();
    backlog.watch();
    try (Connection connection = warehouse.connect()) {
      WarehouseReadiness.create(connection, warehouse, configuration.datasets());
      DirectOptions options = PipelineOptionsFactory.create().as(DirectOptions.class);
      options.setRunner(DirectRunner.class);
      options.setBlockOnRun(false);
      options.setTargetParallelism(2);
      List<StreamPublisher> publishers =
          configuration.datasets().stream()
              .map(dataset -> publisher(warehouse, areas, dataset))
              .toList();
      PipelineResult running =
          StreamPipeline.of(options, configuration.streaming(), publishers).run();
      try {
        await().atMost(50, SECONDS).until(() -> lately(backlog).files() == 2);
      } finally {
        running.cancel();
      }
    }
    assertThat(lately(backlog).published(), is(1L));
    assertThat(lately(backlog).failed(), is(1L));
    assertThat(backlog.lag("shares", Instant.now()), is(Duration.ZERO));
  }

  private static StreamPublisher publisher(Warehouse warehouse, RunAreas areas, Dataset dataset) {
    return new StreamPublisher(warehouse, dataset, "s", areas.ofStream("s", dataset));
  }

  private static Backlog.Outcome lately(Backlog backlog) {
    Instant now = Instant.now();
    return backlog.lately("shares", now).orElse(new Backlog.Outcome(now, 0, 0));
  }
}
