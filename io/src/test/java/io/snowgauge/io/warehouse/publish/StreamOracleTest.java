package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.MergeOracleTest.model;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Table.number;
import static io.snowgauge.io.warehouse.publish.Table.text;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.control.Ledger;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.io.warehouse.publish.MergeOracleTest.Version;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.staging.StagedFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Events that come in any order, more than once, or never, batches that are published again after a
 * crash, and a backfill of the same files meanwhile: once a sweep has listed what is missing, the
 * table is what reading the versions in their order gives, and each version is in once.
 */
@Timeout(300)
class StreamOracleTest {
  private static final Run STREAM = run("s");

  @TempDir Path folder;

  private static StagedFile stage(Table table, Run run, Version version) throws Exception {
    return table.stage(run, version.file(), version.records().toArray(String[]::new));
  }

  /** Each version never, once, or up to three times. */
  private static List<Version> deliveries(List<Version> versions, Random random) {
    List<Version> deliveries = new ArrayList<>();
    for (Version version : versions) {
      deliveries.addAll(Collections.nCopies(random.nextInt(4), version));
    }
    Collections.shuffle(deliveries, random);
    return deliveries;
  }

  private static void stream(
      StreamPublisher publisher, Table table, List<Version> deliveries, Random random)
      throws Exception {
    List<List<List<StagedFile>>> published = new ArrayList<>();
    int next = 0;
    while (next < deliveries.size()) {
      List<List<StagedFile>> batch = new ArrayList<>();
      for (int bundles = 1 + random.nextInt(3);
          bundles > 0 && next < deliveries.size();
          bundles--) {
        batch.add(List.of(stage(table, STREAM, deliveries.get(next++))));
      }
      publisher.publish(batch);
      published.add(batch);
      if (random.nextInt(3) == 0) {
        publisher.publish(published.get(random.nextInt(published.size())));
      }
    }
  }

  private static void backfill(Site site, Table table, List<Version> some) throws Exception {
    Run backfill = run("b");
    List<StagedFile> staged = new ArrayList<>();
    for (Version version : some) {
      staged.add(stage(table, backfill, version));
    }
    site.publisher(backfill, table.dataset())
        .publish(
            List.of(site.manifest(backfill, table.dataset(), staged.toArray(StagedFile[]::new))));
  }

  /** What a listing finds that the ledger does not have. */
  private static void sweep(
      Site site, StreamPublisher publisher, Table table, List<Version> versions) throws Exception {
    List<SourceFile> files = versions.stream().map(Version::file).toList();
    var states =
        new Ledger(site.warehouse()).lookUp(site.connection(), table.dataset().name(), files);
    List<StagedFile> missing = new ArrayList<>();
    for (Version version : versions) {
      if (!states.containsKey(version.file().fileId())) {
        missing.add(stage(table, STREAM, version));
      }
    }
    publisher.publish(List.of(missing));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void isReached(long seed) throws Exception {
    Random random = new Random(seed);
    try (Site site = new Site(folder)) {
      boolean byOrder = seed % 2 == 0;
      List<String> order = byOrder ? List.of("rev") : List.of();
      Table table =
          new Table(site, "*", List.of("id"), order, text("id"), number("qty"), number("rev"));
      List<Version> versions = MergeOracleTest.versions(site, random);
      site.begin(run("b"), table.dataset());
      StreamPublisher publisher =
          new StreamPublisher(site.warehouse(), table.dataset(), "s", site.area(STREAM));
      List<Version> deliveries = deliveries(versions, random);
      List<Version> some = versions.subList(0, random.nextInt(versions.size()));
      ExecutorService beside = Executors.newSingleThreadExecutor();
      try {
        Future<Void> backfill =
            beside.submit(
                () -> {
                  backfill(site, table, some);
                  return null;
                });
        stream(publisher, table, deliveries, random);
        backfill.get();
      } finally {
        beside.shutdownNow();
      }
      sweep(site, publisher, table, versions);
      assertThat(table.rows("ID, QTY, REV, _RECORD, _FILE_ID"), is(model(versions, byOrder)));
      assertThat(
          site.rows(
              "SELECT FILE_ID, COUNT(*), MAX(STATUS), MAX(INGESTED_RECORD_COUNT)"
                  + " FROM SNOWGAUGE.INGESTION_FILES GROUP BY FILE_ID ORDER BY FILE_ID"),
          is(
              versions.stream()
                  .map(v -> v.file().fileId() + " | 1 | PUBLISHED | " + v.records().size())
                  .sorted()
                  .toList()));
    }
  }
}
