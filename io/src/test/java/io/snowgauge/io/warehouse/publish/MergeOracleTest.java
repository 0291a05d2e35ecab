package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.forced;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Table.number;
import static io.snowgauge.io.warehouse.publish.Table.text;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.PassedOver;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.staging.StagedFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random versions of random files, published in random order and batches, some twice and some at
 * the same time, give the table that reading them one after another in their order gives.
 */
@Timeout(300)
class MergeOracleTest {
  private static final int FILES = 4;
  private static final int VERSIONS = 4;
  private static final int KEYS = 25;

  @TempDir Path folder;

  /** A version and its records. */
  record Version(SourceFile file, List<String> records) {}

  static List<Version> versions(Site site, Random random) throws Exception {
    List<Version> versions = new ArrayList<>();
    for (int file = 0; file < FILES; file++) {
      for (int version = 0; version < VERSIONS; version++) {
        Instant modified = MONDAY.plusSeconds(3L * version + random.nextInt(3));
        List<String> records = new ArrayList<>();
        for (int i = random.nextInt(20); i > 0; i--) {
          String at = random.nextInt(4) == 0 ? "" : String.valueOf(random.nextInt(4));
          records.add("k" + random.nextInt(KEYS) + "," + random.nextInt(1000) + "," + at);
        }
        String content = "v".repeat(version + 1);
        versions.add(new Version(site.write("f" + file, content, modified), records));
      }
    }
    return versions;
  }

  /** Key, quantity, order, record and file of each row. */
  static List<String> model(List<Version> versions, boolean byOrder) {
    List<Version> ordered = new ArrayList<>(versions);
    ordered.sort(
        (a, b) -> {
          int byTime = a.file().lastModified().compareTo(b.file().lastModified());
          return byTime != 0 ? byTime : a.file().uri().compareTo(b.file().uri());
        });
    Map<String, String> rows = new TreeMap<>();
    Map<String, Integer> orders = new TreeMap<>();
    for (Version version : ordered) {
      int number = 0;
      for (String row : version.records()) {
        number++;
        List<String> fields = List.of(row.split(",", -1));
        String key = fields.get(0);
        int at = fields.get(2).isEmpty() ? -1 : Integer.parseInt(fields.get(2));
        if (!byOrder || at >= orders.getOrDefault(key, -1)) {
          orders.put(key, at);
          rows.put(
              key,
              "%s | %s | %s | %d | %s"
                  .formatted(
                      key,
                      fields.get(1),
                      at < 0 ? "null" : fields.get(2),
                      number,
                      version.file().fileId()));
        }
      }
    }
    return List.copyOf(rows.values());
  }

  /** Publishes everything, some of it twice, in batches of which some overlap in time. */
  private static void publish(Site site, Table table, List<Version> versions, Random random)
      throws Exception {
    List<Version> deliveries = new ArrayList<>(versions);
    for (int i = 0; i < 5; i++) {
      deliveries.add(versions.get(random.nextInt(versions.size())));
    }
    Collections.shuffle(deliveries, random);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Void>> publishing = new ArrayList<>();
      while (!deliveries.isEmpty()) {
        int size = Math.min(1 + random.nextInt(4), deliveries.size());
        List<Version> batch = List.copyOf(deliveries.subList(0, size));
        deliveries = deliveries.subList(size, deliveries.size());
        String id = "r" + publishing.size();
        Run run = random.nextInt(6) == 0 ? forced(id) : run(id);
        publishing.add(threads.submit(publishing(site, table, run, batch, random.nextInt(40))));
        if (random.nextBoolean()) {
          publishing.get(publishing.size() - 1).get();
        }
      }
      for (Future<Void> publication : publishing) {
        publication.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Callable<Void> publishing(
      Site site, Table table, Run run, List<Version> batch, int keys) throws Exception {
    site.begin(run, table.dataset());
    List<StagedFile> staged = new ArrayList<>();
    for (Version version : batch) {
      staged.add(table.stage(run, version.file(), version.records().toArray(String[]::new)));
    }
    String manifest = site.manifest(run, table.dataset(), staged.toArray(StagedFile[]::new));
    Warehouse warehouse = AlteredWarehouse.of(site.warehouse(), "keysPerStatement", 1L + keys);
    Publisher publisher =
        new Publisher(warehouse, table.dataset(), run, site.area(run), PassedOver.NOTHING);
    return () -> {
      publisher.publish(List.of(manifest));
      return null;
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void isReached(long seed) throws Exception {
    Random random = new Random(seed);
    try (Site site = new Site(folder)) {
      boolean hasColumnOfOthers = seed % 2 == 0;
      if (hasColumnOfOthers) {
        site.execute("CREATE TABLE STOCK (NOTE VARCHAR DEFAULT 'theirs', ID VARCHAR)");
      }
      boolean byOrder = seed % 4 >= 2;
      List<String> order = byOrder ? List.of("rev") : List.of();
      Table table =
          new Table(site, "*", List.of("id"), order, text("id"), number("qty"), number("rev"));
      List<Version> versions = versions(site, random);
      publish(site, table, versions, random);
      assertThat(table.rows("ID, QTY, REV, _RECORD, _FILE_ID"), is(model(versions, byOrder)));
      if (hasColumnOfOthers) {
        assertThat(site.rows("SELECT DISTINCT NOTE FROM STOCK"), contains("theirs"));
      }
      assertThat(
          site.rows(
              "SELECT FILE_ID, COUNT_IF(STATUS = 'PUBLISHED'),"
                  + " COUNT_IF(STATUS NOT IN ('PUBLISHED', 'REPLACED')),"
                  + " MAX(INGESTED_RECORD_COUNT) FROM SNOWGAUGE.INGESTION_FILES"
                  + " GROUP BY FILE_ID ORDER BY FILE_ID"),
          is(
              versions.stream()
                  .map(v -> v.file().fileId() + " | 1 | 0 | " + v.records().size())
                  .sorted()
                  .toList()));
    }
  }
}
