package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.TUESDAY;
import static io.snowgauge.io.warehouse.publish.Site.WEDNESDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Site.userGroups;
import static io.snowgauge.transforms.dataset.PublishMode.REPLACE;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.warehouse.control.ExtractedFiles;
import io.snowgauge.io.warehouse.control.LoadedVersions;
import io.snowgauge.io.warehouse.control.LoadedVersions.Version;
import io.snowgauge.io.warehouse.control.Mode;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.SourceFile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEveryWarehouse
class LoadedVersionsTest {
  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;
  private Dataset dataset;
  private LoadedVersions versions;

  LoadedVersionsTest(WarehouseKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void openSite() throws SQLException {
    site = new Site(folder, kind);
    dataset = site.dataset(REPLACE, "*", new Tolerance(1L, null));
    versions = new LoadedVersions(site.warehouse());
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  private List<Version> found(String name) throws SQLException {
    List<Version> found = new ArrayList<>();
    versions.each(site.connection(), name, found::add);
    return found;
  }

  /** Name, status, day of writing, whether it was loaded when first tried, counts and run. */
  private List<String> told() throws SQLException {
    return found("user_groups").stream()
        .map(
            version ->
                "%s %s %s %s %d accepted %d rejected by %s"
                    .formatted(
                        version.uri().replaceFirst(".*/", ""),
                        version.status(),
                        version.modifiedAt().toString().substring(0, 10),
                        version.firstLoadedAt() == null
                            ? "never loaded"
                            : version.firstLoadedAt().equals(version.firstTriedAt())
                                ? "loaded at once"
                                : "loaded later",
                        version.accepted(),
                        version.rejected(),
                        version.runId()))
        .sorted()
        .toList();
  }

  @Test
  void everyVersionIsToldOnceWithWhatHasBecomeOfIt() throws Exception {
    SourceFile gone = site.write("gone", userGroups("ok (u) -"), MONDAY);
    SourceFile bad = site.write("bad", userGroups("g (u", "h (u"), MONDAY);
    site.load(
        run("r1"), dataset, bad, site.write("a", userGroups("ok (u v) -", "bad (u"), MONDAY), gone);
    site.load(run("r2"), dataset, site.write("a", userGroups("ok (u) -"), WEDNESDAY), bad);
    site.load(run("r3"), dataset, site.write("a", userGroups("ok (u v w) -"), TUESDAY));
    Retraction.ofFile(site.warehouse(), gone.uri()).from(dataset);
    assertThat(
        told(),
        contains(
            "a PUBLISHED 2025-06-04 loaded at once 1 accepted 0 rejected by r2",
            "a REPLACED 2025-06-02 loaded at once 2 accepted 1 rejected by r1",
            "a SUPERSEDED 2025-06-03 loaded at once 3 accepted 0 rejected by r3",
            "bad FAILED 2025-06-02 never loaded 0 accepted 2 rejected by r2",
            "gone RETRACTED 2025-06-02 loaded at once 1 accepted 0 rejected by r1"));
  }

  @Test
  void aStatusThatSomebodyElseWroteIsRefusedInWords() throws Exception {
    site.load(run("r1"), dataset, site.write("a", userGroups("ok (u) -"), MONDAY));
    site.execute("UPDATE SNOWGAUGE.INGESTION_FILE_EVENTS SET STATUS = 'DONE'");
    assertThat(
        assertThrows(SQLException.class, this::told).getMessage(),
        is(
            "INGESTION_FILES: expected a STATUS such as PUBLISHED but found 'DONE'; a person or"
                + " another program wrote it"));
  }

  @Test
  void aForcedLoadDoesNotMakeAVersionNewer() throws Exception {
    SourceFile file = site.write("a", userGroups("ok (u) -"), MONDAY);
    site.load(run("r1"), dataset, file);
    Version first = found("user_groups").get(0);
    site.load(Site.forced("r2"), dataset, file);
    Version again = found("user_groups").get(0);
    assertThat(found("user_groups").size(), is(1));
    assertThat(again.runId(), is("r2"));
    assertThat(again.firstTriedAt(), is(first.firstTriedAt()));
    assertThat(again.firstLoadedAt(), is(first.firstLoadedAt()));
  }

  @Test
  void whatAnotherDatasetOrAnExtractionHasIsNotIts() throws Exception {
    Dataset other = Datasets.named("other", "OTHER", dataset);
    SourceFile file = site.write("a", userGroups("ok (u) -"), MONDAY);
    site.load(run("r1"), other, file);
    Run extract = new Run("x1", run("x1").executionDate(), Mode.EXTRACT, MONDAY, false);
    site.begin(extract, dataset);
    new ExtractedFiles(site.warehouse())
        .record(
            site.connection(),
            extract,
            "user_groups",
            Map.of(
                "shares",
                List.of(
                    new ExtractedFiles.Row("k8s://c/n/p/main/a", 1, MONDAY, 1, null, List.of()),
                    new ExtractedFiles.Row("k8s://c/n/p/main/b", 1, MONDAY, 0, "no", List.of()))),
            null);
    assertThat(told(), is(empty()));
    assertThat(versions.lastLoad(site.connection(), "user_groups"), is(Optional.empty()));
    assertThat(found("other").size(), is(1));
    assertThat(
        versions.lastLoad(site.connection(), "other"),
        is(Optional.ofNullable(found("other").get(0).firstLoadedAt())));
  }
}
