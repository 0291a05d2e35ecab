package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.control.PassedOver;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.csv.CsvFormat;
import io.snowgauge.transforms.dataset.AbsentColumns;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Digest;
import io.snowgauge.transforms.dataset.Links;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.dataset.ZipEntries;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.ndjson.NdjsonFormat;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.record.Format;
import io.snowgauge.transforms.staging.StagedFile;
import io.snowgauge.transforms.tabular.DeclaredColumns;
import io.snowgauge.transforms.tabular.ExtraColumns;
import io.snowgauge.transforms.tabular.InputColumn;
import io.snowgauge.transforms.text.TextEncoding;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random files with random columns, merged in random order and batches, give the table that a model
 * of a few lines gives, and DuckDB's own {@code INSERT … ON CONFLICT}.
 */
@Timeout(300)
class AbsentColumnsOracleTest {
  private static final List<String> OPTIONAL = List.of("a", "b", "rev");

  @TempDir Path folder;

  /** A record by its columns; one that it does not have is no key of the map. */
  record Rec(SourceFile file, Map<String, @Nullable Integer> values) {
    Integer id() {
      return Objects.requireNonNull(values.get("id"));
    }
  }

  private static Dataset dataset(Path folder, boolean isCsv, boolean byOrder) {
    List<InputColumn> columns = new ArrayList<>();
    columns.add(new InputColumn("id", ColumnType.INTEGER, true, null));
    for (String name : OPTIONAL) {
      columns.add(new InputColumn(name, name, ColumnType.INTEGER, false, true, null));
    }
    DeclaredColumns declared = new DeclaredColumns(columns, ExtraColumns.REFUSE);
    Format format =
        isCsv
            ? new CsvFormat(declared, true, ',', TextEncoding.UTF_8, List.of(), 1 << 20)
            : new NdjsonFormat(declared, 1 << 20);
    return new Dataset(
        "stock",
        InputPattern.parse(Storage.localUri(folder) + "/data/*"),
        format,
        "STOCK",
        PublishMode.MERGE,
        List.of("id"),
        Tolerance.NONE,
        Duration.ZERO,
        byOrder ? List.of("rev") : List.of(),
        ZipEntries.ONE,
        Links.INSIDE,
        AbsentColumns.KEEP,
        Digest.NONE);
  }

  /** A file of up to a dozen records: of CSV they have the same columns, of NDJSON each its own. */
  private static List<Rec> write(Site site, Random random, int number, boolean isCsv)
      throws Exception {
    List<String> ofFile = subset(random);
    List<Map<String, @Nullable Integer>> records = new ArrayList<>();
    for (int i = 1 + random.nextInt(12); i > 0; i--) {
      Map<String, @Nullable Integer> values = new LinkedHashMap<>();
      values.put("id", random.nextInt(8));
      for (String column : isCsv ? ofFile : subset(random)) {
        values.put(column, random.nextInt(4) == 0 ? null : random.nextInt(3));
      }
      records.add(values);
    }
    StringBuilder text = new StringBuilder();
    if (isCsv) {
      text.append(String.join(",", records.get(0).keySet())).append('\n');
    }
    for (Map<String, @Nullable Integer> values : records) {
      text.append(isCsv ? csv(values) : json(values)).append('\n');
    }
    Instant modified = MONDAY.plusSeconds(random.nextInt(6));
    SourceFile file = site.write("f" + number, text.toString(), modified);
    return records.stream().map(values -> new Rec(file, values)).toList();
  }

  private static List<String> subset(Random random) {
    return OPTIONAL.stream().filter(column -> random.nextBoolean()).toList();
  }

  private static String csv(Map<String, @Nullable Integer> values) {
    return values.values().stream()
        .map(value -> value == null ? "" : value.toString())
        .collect(Collectors.joining(","));
  }

  private static String json(Map<String, @Nullable Integer> values) {
    return values.entrySet().stream()
        .map(value -> "\"" + value.getKey() + "\":" + value.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** What the table has of a key: the record that was the last, and its values with those kept. */
  private record Held(Rec last, Map<String, @Nullable Integer> values) {}

  private static Comparator<Rec> order(boolean byOrder) {
    Comparator<Rec> byFile =
        comparing((Rec rec) -> rec.file().lastModified()).thenComparing(rec -> rec.file().uri());
    return byOrder
        ? comparing((Rec rec) -> rec.values().get("rev"), nullsFirst(naturalOrder()))
            .thenComparing(byFile)
        : byFile;
  }

  /** The model: sorting is stable, so records of a file stay in their order. */
  private static void merge(Map<Integer, Held> table, List<Rec> batch, Comparator<Rec> order) {
    for (Rec rec : batch.stream().sorted(order).toList()) {
      Held there = table.get(rec.id());
      if (there == null || order.compare(there.last(), rec) <= 0) {
        Map<String, @Nullable Integer> values =
            there == null ? new TreeMap<>() : new TreeMap<>(there.values());
        values.putAll(rec.values());
        table.put(rec.id(), new Held(rec, values));
      }
    }
  }

  private static List<String> shown(Map<Integer, Held> table) {
    return table.values().stream()
        .map(
            held ->
                "%s | %s | %s | %s | %s"
                    .formatted(
                        held.values().get("id"),
                        held.values().get("a"),
                        held.values().get("b"),
                        held.values().get("rev"),
                        held.last().file().fileId()))
        .toList();
  }

  /** Inserted, updated, unchanged, overtaken. */
  @SuppressWarnings("ReferenceEquality") // A record may take the place of one that is equal.
  private static String counts(
      Map<Integer, Held> before, Map<Integer, Held> after, List<Rec> batch) {
    long inserted = after.keySet().stream().filter(id -> !before.containsKey(id)).count();
    long updated = 0;
    long unchanged = 0;
    for (Map.Entry<Integer, Held> row : before.entrySet()) {
      Held now = Objects.requireNonNull(after.get(row.getKey()));
      if (now != row.getValue()) {
        boolean isSame =
            OPTIONAL.stream()
                .allMatch(c -> Objects.equals(now.values().get(c), row.getValue().values().get(c)));
        unchanged += isSame ? 1 : 0;
        updated += isSame ? 0 : 1;
      }
    }
    long overtaken = batch.size() - inserted - updated - unchanged;
    return "%d | %d | %d | %d | %d"
        .formatted(batch.size(), inserted, updated, unchanged, overtaken);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void isReached(long seed) throws Exception {
    Random random = new Random(seed);
    boolean isCsv = seed % 2 == 0;
    boolean byOrder = seed % 4 >= 2;
    try (Site site = new Site(folder)) {
      Dataset dataset = dataset(folder, isCsv, byOrder);
      List<List<Rec>> files = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        files.add(write(site, random, i, isCsv));
      }
      Collections.shuffle(files, random);
      Map<Integer, Held> table = new TreeMap<>();
      while (!files.isEmpty()) {
        int size = Math.min(1 + random.nextInt(4), files.size());
        List<Rec> batch = files.subList(0, size).stream().flatMap(List::stream).toList();
        Run run = run("r" + files.size());
        publish(site, dataset, run, batch, 1 + random.nextInt(30));
        Map<Integer, Held> before = new TreeMap<>(table);
        merge(table, batch, order(byOrder));
        assertThat(
            run.id(),
            site.rows("SELECT ID, A, B, REV, _FILE_ID FROM STOCK ORDER BY ID"),
            is(shown(table)));
        assertThat(
            run.id(),
            site.rows(
                "SELECT INGESTED_RECORD_COUNT, INSERTED_RECORD_COUNT, UPDATED_RECORD_COUNT,"
                    + " UNCHANGED_RECORD_COUNT, OVERTAKEN_RECORD_COUNT"
                    + " FROM SNOWGAUGE.INGESTION_AUDIT WHERE RUN_ID = ?",
                run.id()),
            is(List.of(counts(before, table, batch))));
        files = files.subList(size, files.size());
      }
    }
  }

  private static void publish(Site site, Dataset dataset, Run run, List<Rec> batch, long keys)
      throws Exception {
    site.begin(run, dataset);
    List<StagedFile> staged = new ArrayList<>();
    for (SourceFile file : batch.stream().map(Rec::file).distinct().toList()) {
      staged.add(site.stage(run, dataset, file));
    }
    new Publisher(
            AlteredWarehouse.of(site.warehouse(), "keysPerStatement", keys),
            dataset,
            run,
            site.area(run),
            PassedOver.NOTHING)
        .publish(List.of(site.manifest(run, dataset, staged.toArray(StagedFile[]::new))));
  }

  /** Files that come in their order are upserts of the columns that they have. */
  @Test
  void isThatOfDuckDbsUpserts() throws Exception {
    Random random = new Random(29);
    try (Site site = new Site(folder)) {
      Dataset dataset = dataset(folder, true, false);
      site.execute("CREATE TABLE ORACLE (ID BIGINT PRIMARY KEY, A BIGINT, B BIGINT, REV BIGINT)");
      List<List<Rec>> files = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        files.add(write(site, random, i, true));
      }
      files.sort(comparing(file -> file.get(0), order(false)));
      for (List<Rec> file : files) {
        publish(site, dataset, run("r-" + file.get(0).file().fileId()), file, 1000);
        for (Rec rec : file) {
          site.execute(upsert(rec));
        }
        assertThat(
            site.rows("SELECT ID, A, B, REV FROM STOCK ORDER BY ID"),
            is(site.rows("SELECT ID, A, B, REV FROM ORACLE ORDER BY ID")));
      }
    }
  }

  private static String upsert(Rec rec) {
    String set =
        rec.values().keySet().stream()
            .filter(column -> !column.equals("id"))
            .map(column -> column + " = excluded." + column)
            .collect(Collectors.joining(", "));
    return "INSERT INTO ORACLE (%s) VALUES (%s) ON CONFLICT (id) DO %s"
        .formatted(
            String.join(", ", rec.values().keySet()),
            rec.values().values().stream().map(String::valueOf).collect(Collectors.joining(", ")),
            set.isEmpty() ? "NOTHING" : "UPDATE SET " + set);
  }
}
