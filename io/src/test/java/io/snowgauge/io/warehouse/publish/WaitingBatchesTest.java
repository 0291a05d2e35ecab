package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Site.userGroups;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;

import io.snowgauge.io.warehouse.beam.PublishBatches;
import io.snowgauge.io.warehouse.control.ControlSchema;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.staging.StagedFile;
import io.snowgauge.transforms.staging.StagedFileCoder;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.transforms.Create;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(StandInExtension.class)
class WaitingBatchesTest {
  private static final Run STREAM = run("s");

  @TempDir Path folder;

  private Site site;
  private Dataset dataset;

  @BeforeEach
  void createTables() throws SQLException {
    site = new Site(folder, WarehouseKind.SNOWFLAKE);
    dataset = site.dataset(PublishMode.APPEND);
    createMissingTables();
  }

  private void createMissingTables() throws SQLException {
    new ControlSchema(site.warehouse()).create(site.connection());
    new DatasetTables(site.warehouse(), dataset).create(site.connection());
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  private Pipeline publishing(StagedFile staged) throws SQLException {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Create.of(List.of(List.of(staged))).withCoder(ListCoder.of(StagedFileCoder.of())))
        .apply(
            PublishBatches.with(
                new StreamPublisher(site.warehouse(), dataset, "s", site.area(STREAM)),
                Duration.ofSeconds(1),
                1 << 20));
    return pipeline;
  }

  private static long questionsToTargets() throws IOException {
    return StandInExtension.standIn().log().stream()
        .filter(line -> line.contains("SELECT DISTINCT _FILE_ID"))
        .count();
  }

  /** Of which no driver makes another try: a right that was revoked and is given back. */
  @Test
  void whatTheWarehouseRefusesIsPublishedWhenItNoLongerDoes() throws Exception {
    StagedFile staged = site.stage(STREAM, dataset, site.write("a", userGroups("g (u) -"), MONDAY));
    StandInExtension.standIn().refuse("^insert into .*" + Site.TARGET, 2, 3001, "42501");
    publishing(staged).run().waitUntilFinish();
    assertThat(site.shares(), contains("g | u | null"));
    assertThat(
        site.rows("SELECT STATUS, FILES FROM SNOWGAUGE.INGESTION_AUDIT"), contains("SUCCESS | 1"));
  }

  /** The first batch has a file that was never in: that alone does not show what is wrong. */
  @Test
  void whereControlTablesWereMadeAnewNothingGoesInUntilTheTargetIsMended() throws Exception {
    SourceFile known = site.write("lsb.users.1", userGroups("g (u) -"), MONDAY);
    site.load(run("r1"), dataset, known);
    site.execute("DROP SCHEMA SNOWGAUGE CASCADE");
    createMissingTables();
    StagedFile staged =
        site.stage(STREAM, dataset, site.write("lsb.users.2", userGroups("h (v) -"), MONDAY));
    long before = questionsToTargets();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<?> stream = thread.submit(() -> publishing(staged).run().waitUntilFinish());
      Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> questionsToTargets() > before);
      assertThat(site.shares(), contains("g | u | null"));
      site.execute("DELETE FROM " + Site.TARGET);
      stream.get(60, TimeUnit.SECONDS);
    } finally {
      thread.shutdownNow();
    }
    assertThat(site.shares(), contains("h | v | null"));
  }
}
