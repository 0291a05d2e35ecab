package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.run;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.emulators.Moto;
import io.snowgauge.io.files.s3.S3Access;
import io.snowgauge.io.files.s3.S3Store;
import io.snowgauge.io.warehouse.control.Ledger;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.staging.StagedFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a store does not hand out is failed in each run, and tried in each. */
@ExtendWith(Emulators.class)
class RefusedFilesTest {
  @TempDir Path folder;

  private static Ledger.State state(Site site, SourceFile file) throws Exception {
    return new Ledger(site.warehouse())
        .lookUp(site.connection(), "user_groups", List.of(file))
        .getOrDefault(file.fileId(), Ledger.State.UNKNOWN);
  }

  @Test
  void anArchivedObjectDoesNotUseUpItsTries() throws Exception {
    Moto moto = Emulators.moto();
    moto.createBucket("refused");
    moto.createArchived("refused", "in/archived");
    Storage.use("s3", new S3Store(moto.s3()));
    try (Site site = new Site(folder)) {
      Dataset dataset = site.dataset(PublishMode.APPEND, "*", Tolerance.NONE);
      SourceFile file = Storage.find("s3://refused/in/archived", Map.of()).orElseThrow();
      for (int i = 1; i <= Ledger.TRIES + 1; i++) {
        StagedFile staged = site.load(run("r" + i), dataset, file).get(0);
        assertThat(staged.isRefused(), is(true));
      }
      Ledger.State state = state(site, file);
      assertThat(state.failures(), is(0L));
      assertThat(state.refusals(), is(4L));
      assertThat(state.isDue(Instant.now()), is(false));
      assertThat(
          site.rows("SELECT DISTINCT STATUS, FAILURE_KIND FROM SNOWGAUGE.INGESTION_FILES"),
          contains("FAILED | REFUSED"));
    }
  }

  @Test
  void aStoreThatCannotBeReachedDoesNotUseThemUpEither() throws Exception {
    Storage.use("s3", new S3Store(new S3Access("us-east-1", "http://127.0.0.1:1", null)));
    Emulators.moto().s3(); // For the credentials.
    try (Site site = new Site(folder)) {
      Dataset dataset = site.dataset(PublishMode.APPEND, "*", Tolerance.NONE);
      SourceFile file = new SourceFile("s3://refused/a", "e", 1, Instant.EPOCH, Map.of());
      StagedFile staged = site.load(run("r"), dataset, file).get(0);
      assertThat(
          staged.failure(),
          startsWith("sidecar manifest: expected a readable file but reading it"));
      assertThat(state(site, file).failures(), is(0L));
      assertThat(state(site, file).refusals(), is(1L));
    }
  }

  @Test
  void damageDoes() throws Exception {
    try (Site site = new Site(folder)) {
      Dataset dataset = site.dataset(PublishMode.APPEND, "*", Tolerance.NONE);
      SourceFile file = site.write("a", "Begin UserGroup\n", Site.MONDAY);
      site.load(run("r"), dataset, file);
      assertThat(state(site, file).failures(), is(1L));
      assertThat(state(site, file).refusals(), is(0L));
    }
  }
}
