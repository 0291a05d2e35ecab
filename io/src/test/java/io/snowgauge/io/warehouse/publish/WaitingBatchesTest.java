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
import io.snowgauge.transforms.staging.StagedFile;
import io.snowgauge.transforms.staging.StagedFileCoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(StandInExtension.class)
class WaitingBatchesTest {
  private static final Run STREAM = run("s");

  @TempDir Path folder;

  /** Of which no driver makes another try: a right that was revoked and is given back. */
  @Test
  void whatTheWarehouseRefusesIsPublishedWhenItNoLongerDoes() throws Exception {
    try (Site site = new Site(folder, WarehouseKind.SNOWFLAKE)) {
      Dataset dataset = site.dataset(PublishMode.APPEND);
      new ControlSchema(site.warehouse()).create(site.connection());
      new DatasetTables(site.warehouse(), dataset).create(site.connection());
      StagedFile staged =
          site.stage(STREAM, dataset, site.write("a", userGroups("g (u) -"), MONDAY));
      StandInExtension.standIn().refuse("^insert into .*" + Site.TARGET, 2, 3001, "42501");
      Pipeline pipeline = Pipeline.create();
      pipeline
          .apply(Create.of(List.of(List.of(staged))).withCoder(ListCoder.of(StagedFileCoder.of())))
          .apply(
              PublishBatches.with(
                  new StreamPublisher(site.warehouse(), dataset, "s", site.area(STREAM)),
                  Duration.ofSeconds(1),
                  1 << 20));
      pipeline.run().waitUntilFinish();
      assertThat(site.shares(), contains("g | u | null"));
      assertThat(
          site.rows("SELECT STATUS, FILES FROM SNOWGAUGE.INGESTION_AUDIT"),
          contains("SUCCESS | 1"));
    }
  }
}
