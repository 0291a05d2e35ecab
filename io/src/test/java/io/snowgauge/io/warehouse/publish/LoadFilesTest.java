package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Site.userGroups;
import static io.snowgauge.transforms.dataset.PublishMode.APPEND;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.warehouse.beam.LoadFiles;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.SourceFileCoder;
import io.snowgauge.transforms.staging.StageFiles;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The way through SnowflakeIO: its manifest files, read back by the publisher. */
@Timeout(120)
@OnEveryWarehouse
class LoadFilesTest {
  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;
  private Dataset dataset;
  private final Run run = run("r1");

  LoadFilesTest(WarehouseKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void openSite() throws SQLException {
    site = new Site(folder, kind);
    dataset = site.dataset(APPEND, "{farm}/{rack}/*", new Tolerance(1L, null));
    site.begin(run, dataset);
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  private void load(SourceFile... files) {
    DirectOptions options = PipelineOptionsFactory.as(DirectOptions.class);
    // The coder that SnowflakeIO gives its cells would be warned of at each of them.
    options.setEnforceImmutability(false);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(Create.of(List.of(files)).withCoder(SourceFileCoder.of()))
        .apply("Stage", StageFiles.of(dataset, site.area(run), 1))
        .apply("Load", LoadFiles.with(site.publisher(run, dataset), site.area(run).manifestUri()));
    pipeline.run().waitUntilFinish();
  }

  private SourceFile write(String farm, String rack, String name, String... lines)
      throws Exception {
    return site.write(
        farm + "/" + rack + "/" + name,
        userGroups(lines),
        MONDAY,
        Map.of("farm", farm, "rack", rack));
  }

  @Test
  void namesCapturesAndMessagesArriveAsTheyAre() throws Exception {
    List<String> names =
        List.of("plain", "o'neil", "\"x\"", "a,b", "line\nbreak", "\\", "雪", " blank ", "''");
    SourceFile[] files = new SourceFile[names.size()];
    for (int i = 0; i < files.length; i++) {
      files[i] = write(names.get(i), names.get(i), "f" + names.get(i), "g (u) -", "'\", (v");
    }
    load(files);
    assertThat(
        site.rows("SELECT FARM, RACK, USER_NAME FROM USER_GROUP_SHARES ORDER BY FARM"),
        contains(
            names.stream()
                .sorted()
                .map(name -> name + " | " + name + " | u")
                .toArray(String[]::new)));
    String message =
        "line 4, column 5: expected ')' to close this '(' but found the end of the line";
    assertThat(
        site.rows(
            "SELECT URI, ETAG, STATUS, ERROR_MESSAGES FROM SNOWGAUGE.INGESTION_FILES"
                + " ORDER BY URI"),
        contains(
            List.of(files).stream()
                .map(file -> file.uri() + " | null | PUBLISHED | " + message)
                .sorted()
                .toArray(String[]::new)));
  }

  @Test
  void filesOfABundleShareCsvPartsAndAreStillCountedOneByOne() throws Exception {
    SourceFile[] files = new SourceFile[40];
    for (int i = 0; i < files.length; i++) {
      files[i] = write("farm", "rack", "f" + i, i % 10 == 0 ? "bad (u" : "g" + i + " (u v) -");
    }
    load(files);
    assertThat(
        site.audit().stream().map(row -> row.substring(0, row.indexOf("PARTIAL") + 7)).toList(),
        contains("r1 | 40 | 76 | 72 | 4 | PARTIAL"));
    assertThat(
        site.rows("SELECT COUNT(*), COUNT(DISTINCT _FILE_ID) FROM USER_GROUP_SHARES"),
        contains("72 | 36"));
  }

  @Test
  void failedFilesAndMissingFilesGoTheSameWay() throws Exception {
    SourceFile good = write("farm", "rack", "good", "g (u) -");
    SourceFile bad = write("farm", "rack", "bad", "g (u", "h (u");
    SourceFile gone =
        new SourceFile(
            bad.uri() + ".gone", null, 5, Instant.EPOCH, Map.of("farm", "a", "rack", "b"));
    load(good, bad, gone);
    assertThat(
        site.ledger(),
        contains(
            """
            bad | r1 | 1 | FAILED | 0 | 2 of 3 lines rejected, at most 1 tolerated
            line 3, column 3: expected ')' to close this '(' but found the end of the line
            line 4, column 3: expected ')' to close this '(' but found the end of the line\
            """,
            "bad.gone | r1 | 1 | FAILED | 0 | expected the listed file but it was deleted since",
            "good | r1 | 1 | PUBLISHED | 1 | null"));
  }

  @Test
  void noFilesAreNothingToPublish() throws Exception {
    load();
    assertThat(site.ledger(), empty());
    assertThat(site.shares(), empty());
  }

  @Test
  void aWarehouseThatFailsFailsTheGraph() throws Exception {
    site.execute("DROP TABLE USER_GROUP_SHARES");
    SourceFile file = write("farm", "rack", "good", "g (u) -");
    Throwable failure = assertThrows(RuntimeException.class, () -> load(file));
    while (failure.getCause() != null) {
      failure = failure.getCause();
    }
    assertThat(String.valueOf(failure.getMessage()), containsString("USER_GROUP_SHARES"));
    assertThat(site.ledger(), empty());
  }
}
