package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.forced;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Site.userGroups;
import static io.snowgauge.transforms.dataset.PublishMode.APPEND;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file whose date is still to come counts as modified when it was first read. */
@OnEveryWarehouse
class FutureDatesTest {
  private static final Instant FUTURE = Instant.parse("2100-01-01T00:00:00Z");

  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;
  private Dataset dataset;

  FutureDatesTest(WarehouseKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void openSite() throws SQLException {
    site = new Site(folder, kind);
    dataset = Datasets.merging(site.dataset(APPEND), "group_name", "user_name");
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  private SourceFile write(String name, int share, Instant modified) throws Exception {
    return site.write(name, userGroups("team (u) ([u, " + share + "])"), modified);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  @Test
  void aForcedReloadDoesNotWinOverWhatCameAfterTheFirst() throws Exception {
    SourceFile future = write("lsb.users.a", 1, FUTURE);
    site.load(run("r1"), dataset, future);
    site.load(run("r2"), dataset, write("lsb.users.b", 2, now()));
    assertThat(site.shares(), contains("team | u | 2"));
    site.load(forced("r3"), dataset, future);
    assertThat(site.shares(), contains("team | u | 2"));
  }

  @Test
  void neitherDoesOneAfterItWasRetracted() throws Exception {
    SourceFile future = write("lsb.users.a", 1, FUTURE);
    site.load(run("r1"), dataset, future);
    site.load(run("r2"), dataset, write("lsb.users.b", 2, now()));
    Retraction.ofRun(site.warehouse(), "r1").from(dataset);
    site.load(run("r3"), dataset, future);
    assertThat(site.shares(), contains("team | u | 2"));
  }

  @Test
  void theFirstStillWinsOverWhatIsOlder() throws Exception {
    site.load(run("r1"), dataset, write("lsb.users.a", 1, now()));
    site.load(run("r2"), dataset, write("lsb.users.b", 2, FUTURE));
    assertThat(site.shares(), contains("team | u | 2"));
  }
}
