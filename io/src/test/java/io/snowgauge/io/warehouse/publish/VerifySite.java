package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.duckdb.DuckDbWarehouse;
import io.snowgauge.io.warehouse.verify.DatasetVerification;
import io.snowgauge.io.warehouse.verify.Discrepancy;
import io.snowgauge.io.warehouse.verify.Outcome;
import io.snowgauge.io.warehouse.verify.Places;
import io.snowgauge.io.warehouse.verify.Selection;
import io.snowgauge.transforms.csv.CsvFormat;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Digest;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.staging.StagedFile;
import io.snowgauge.transforms.tabular.DeclaredColumns;
import io.snowgauge.transforms.tabular.ExtraColumns;
import io.snowgauge.transforms.tabular.InputColumn;
import io.snowgauge.transforms.text.TextEncoding;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A dataset of sales that is loaded, altered and verified. */
abstract class VerifySite {
  static final String HEADER = "id,qty,price,sold\n";

  @TempDir Path folder;
  final WarehouseKind kind;
  Site site;
  final List<String> found = new ArrayList<>();

  VerifySite(WarehouseKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void openSite() throws SQLException {
    site = new Site(folder, kind);
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  static InputColumn column(String name, ColumnType type) {
    return new InputColumn(name, type, false, null);
  }

  Dataset dataset(PublishMode publish, Digest digest, List<InputColumn> columns) {
    return new Dataset(
            "sales",
            InputPattern.parse(Storage.localUri(folder) + "/data/{farm}/*"),
            new CsvFormat(
                new DeclaredColumns(columns, ExtraColumns.KEEP),
                true,
                ',',
                TextEncoding.UTF_8,
                List.of(),
                1 << 24),
            "SALES",
            publish,
            List.of(),
            Tolerance.NONE)
        .with(digest);
  }

  Dataset dataset() {
    return dataset(Digest.RECORDS);
  }

  Dataset dataset(Digest digest) {
    return dataset(
        PublishMode.APPEND,
        digest,
        List.of(
            column("id", ColumnType.STRING),
            column("qty", ColumnType.INTEGER),
            column("price", ColumnType.FLOAT),
            column("sold", ColumnType.TIMESTAMP)));
  }

  static String records(String prefix, int count) {
    return HEADER
        + IntStream.rangeClosed(1, count)
            .mapToObj(i -> prefix + i + "," + i + "," + i + ".1,2026-01-31T10:00:00\n")
            .collect(Collectors.joining());
  }

  StagedFile load(String run, Dataset dataset, String name, String text)
      throws IOException, SQLException {
    return load(run, dataset, name, text, MONDAY);
  }

  StagedFile load(String run, Dataset dataset, String name, String text, Instant modified)
      throws IOException, SQLException {
    return site.load(
            run(run), dataset, site.write("a/" + name, text, modified, Map.of("farm", "a")))
        .get(0);
  }

  Outcome verify(Dataset dataset) throws IOException, SQLException {
    return verify(dataset, Selection.ALL, true);
  }

  Outcome verify(Dataset dataset, Selection selection, boolean readsArchives)
      throws IOException, SQLException {
    found.clear();
    Places places =
        new Places(
            runId -> List.of(Storage.localUri(folder) + "/archive/" + runId + "/"),
            true,
            readsArchives);
    return new DatasetVerification(
            site.warehouse(),
            dataset,
            places,
            VerifySite::local,
            discrepancy -> found.add(line(discrepancy)))
        .verify(site.connection(), selection);
  }

  static Warehouse local(Path file) {
    return new DuckDbWarehouse(file.toString(), "main", "SNOWGAUGE", Duration.ofSeconds(1));
  }

  static String line(Discrepancy discrepancy) {
    String uri = discrepancy.uri();
    return (discrepancy.isDifference() ? "" : "(")
        + discrepancy.place()
        + (uri == null ? "" : " " + uri.substring(uri.lastIndexOf('/') + 1))
        + ": "
        + discrepancy.message()
        + (discrepancy.isDifference() ? "" : ")")
        + discrepancy.differences().stream()
            .map(
                one ->
                    "\n%s %s%s"
                        .formatted(
                            one.kind(),
                            one.record() == null ? one.key() : one.record(),
                            one.column() == null
                                ? ""
                                : " %s: %s -> %s"
                                    .formatted(one.column(), one.archived(), one.found())))
            .collect(Collectors.joining());
  }
}
