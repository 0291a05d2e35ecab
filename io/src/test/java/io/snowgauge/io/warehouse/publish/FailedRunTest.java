package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Site.userGroups;
import static io.snowgauge.transforms.dataset.PublishMode.APPEND;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.staging.StagedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run that could not go on leaves behind. A process ends a run, by its id, for good. */
@OnEveryWarehouse
class FailedRunTest {
  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;
  private Dataset dataset;

  FailedRunTest(WarehouseKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void openSite() throws SQLException {
    site = new Site(folder, kind);
    dataset = site.dataset(APPEND);
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  private void remove(Run run, boolean staysHere) {
    new Leftovers(site.warehouse())
        .removeOfFailedRun(
            run,
            Map.of(dataset.name(), site.area(run).archiveUri()),
            site.area(run).partsUri(),
            staysHere);
  }

  private StagedFile stage(Run run, String name) throws IOException {
    return site.stage(run, dataset, site.write(name, userGroups(name + " (u) -"), MONDAY));
  }

  @Test
  void itsArchiveOfWhatIsNotInGoesWithIt() throws Exception {
    Run run = run("failed-here-" + kind);
    StagedFile in = site.load(run, dataset, site.write("a", userGroups("a (u) -"), MONDAY)).get(0);
    stage(run, "b");
    remove(run, true);
    assertThat(site.filesOf(run), contains(name(in.ndjsonParts())));
  }

  private static String name(List<String> uris) {
    return uris.get(0).substring(uris.get(0).lastIndexOf('/') + 1);
  }

  /** Another process may be about to publish it; only DuckDB has one at a time. */
  @Test
  void whatAClusterMayStillPublishStays() throws Exception {
    Run run = run("failed-elsewhere-" + kind);
    site.begin(run, dataset);
    stage(run, "b");
    int before = site.filesOf(run).size();
    remove(run, false);
    boolean isAlone = site.warehouse().traits().isExclusive();
    assertThat(before, is(2));
    assertThat(site.filesOf(run), hasSize(isAlone ? 0 : before));
  }
}
