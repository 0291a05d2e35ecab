package io.snowgauge.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A month of GloboLatte: backfilled, corrected, and everything asked for again; the tables equal
 * what {@link GloboLatteOracle} makes of the files.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(900)
class GloboLatteTest {
  private static final Path SHIPPED = Snowgauge.HOME.resolve("runner-configs/direct");

  private Path folder = Path.of("");
  private Path originals = Path.of("");
  private List<String> made = List.of();
  private List<String> madeAgain = List.of();
  private List<String> loaded = List.of();
  private GloboLatteOracle oracle;

  @BeforeAll
  void loadAMonthAndItsCorrectionsTwice(@TempDir Path temporary) throws Exception {
    folder = temporary;
    Path data = folder.resolve("data/globolatte");
    originals = folder.resolve("originals/globolatte");
    Files.copy(SHIPPED.resolve("globolatte.json"), folder.resolve("globolatte.json"));
    made = GloboLatteFiles.generate("--folder", data.toString());
    keepOriginals(data);
    madeAgain = GloboLatteFiles.generate("--folder", originals.toString());
    backfill();
    // The reference files have no date, so that a backfill leaves them out.
    snowgauge("run");
    GloboLatteFiles.generate("--folder", data.toString(), "--corrections");
    snowgauge("run");
    loaded = everything();
    backfill();
    snowgauge("run");
    oracle = GloboLatteOracle.of(originals, data);
  }

  @AfterAll
  void closeTheOracle() throws SQLException {
    if (oracle != null) {
      oracle.close();
    }
  }

  private void keepOriginals(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = originals.resolve(data.relativize(file).toString());
        Files.createDirectories(copy.toAbsolutePath().getParent());
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private void backfill() {
    snowgauge("backfill", "--from", "2026-01-01", "--to", "2026-01-31");
  }

  private void snowgauge(String command, String... more) {
    Snowgauge.Ended ended =
        Snowgauge.in(folder)
            .run(
                Stream.concat(Stream.of(command, "--config", "globolatte.json"), Stream.of(more))
                    .toArray(String[]::new));
    assertThat(command + ": " + ended, ended.exitCode(), is(0));
  }

  private LoadedGloboLatte tables() {
    return new LoadedGloboLatte(folder.resolve("out/globolatte.duckdb"));
  }

  private List<String> query(String query) throws SQLException {
    return tables().query(query);
  }

  /** Every row of the targets, the ledger and the rejects. */
  private List<String> everything() throws SQLException {
    List<String> rows = new ArrayList<>();
    for (String table :
        List.of(
            "SALES_DATA.SALES_TRANSACTIONS",
            "SALES_DATA.PRODUCTS",
            "SALES_DATA.CUSTOMERS",
            "SALES_DATA.BUSINESS_UNITS",
            "SNOWGAUGE.INGESTION_FILES",
            "SNOWGAUGE.INGESTION_REJECTS")) {
      rows.add(table);
      rows.addAll(query("SELECT * FROM globolatte." + table + " ORDER BY ALL"));
    }
    return rows;
  }

  @Test
  void aBackfillIsOneRunADate() throws Exception {
    assertThat(
        query(
            """
            SELECT COUNT(*), COUNT(DISTINCT EXECUTION_DATE), MIN(EXECUTION_DATE),
              MAX(EXECUTION_DATE), SUM(FILES)
            FROM globolatte.SNOWGAUGE.INGESTION_AUDIT WHERE MODE = 'backfill' AND FILES > 0
            """),
        contains("31 | 31 | 2026-01-01 | 2026-01-31 | 142"));
  }

  @Test
  void theOracleReadsEveryRecord() throws Exception {
    assertThat(oracle.agreesWithItself(), is(true));
    assertThat(oracle.sales().size(), is(5361));
    assertThat(oracle.rejects().size(), is(6));
  }

  @Test
  void salesAreTheNewestOfEachTransaction() throws Exception {
    assertThat(tables().sales(), is(oracle.sales()));
  }

  @Test
  void productsAreTheNewestOfEachProduct() throws Exception {
    assertThat(tables().products(), is(oracle.products()));
  }

  @Test
  void customersAreTheNewestOfEachCustomer() throws Exception {
    assertThat(tables().customers(), is(oracle.customers()));
  }

  @Test
  void businessUnitsAreTheNewestOfEachUnit() throws Exception {
    assertThat(tables().businessUnits(), is(oracle.businessUnits()));
  }

  @Test
  void whatACorrectionLeavesOutStays() throws Exception {
    assertThat(
        query(
            "SELECT TRANSACTION_ID FROM globolatte.SALES_DATA.SALES_TRANSACTIONS"
                + " WHERE TRANSACTION_ID = 'BER-20260108-0005'"
                + " UNION ALL SELECT PRODUCT_ID FROM globolatte.SALES_DATA.PRODUCTS"
                + " WHERE PRODUCT_ID = 'P010'"),
        contains("BER-20260108-0005", "P010"));
  }

  @Test
  void theLaterNameWinsBetweenCorrectionsOfOneTime() throws Exception {
    assertThat(
        oracle.sales().stream().filter(row -> row.startsWith("QUI-20260120-0003")).toList(),
        contains(containsString(" | landing/quito/sales-2026-01-21.csv | 2026-02-02 ")));
  }

  @Test
  void everyVersionIsPublishedOnceAndBalances() throws Exception {
    assertThat(tables().versions(), is(oracle.versions()));
    assertThat(
        query("SELECT COUNT(*) FROM globolatte.SNOWGAUGE.INGESTION_FILES"),
        contains(String.valueOf(oracle.versions().size())));
  }

  @Test
  void theBadRowsAreKeptWithLineAndReason() throws Exception {
    assertThat(
        query(
            """
            SELECT regexp_extract(URI, '.*/globolatte/(.*)', 1), LINE,
              regexp_replace(REASON, '^[A-Z_]+:', lower(regexp_extract(REASON, '^[A-Z_]+:'))), RAW
            FROM globolatte.SNOWGAUGE.INGESTION_REJECTS ORDER BY ALL
            """),
        is(oracle.rejects()));
  }

  @Test
  void theAuditNamesTheColumnThatIsNotDeclared() throws Exception {
    assertThat(
        query(
            """
            SELECT regexp_extract(URI, '.*/globolatte/(.*)', 1)
            FROM globolatte.SNOWGAUGE.INGESTION_FILES
            WHERE contains(ERROR_MESSAGES, 'loyalty_points') ORDER BY URI, LAST_MODIFIED
            """),
        is(
            oracle.query(
                """
                SELECT DISTINCT ON (path, modified_at) path FROM versions
                WHERE contains(content, 'loyalty_points') ORDER BY path, modified_at
                """)));
    String run =
        query(
                "SELECT RUN_ID FROM globolatte.SNOWGAUGE.INGESTION_AUDIT"
                    + " WHERE DATASET = 'sales_transactions' AND EXECUTION_DATE = '2026-01-20'"
                    + " AND FILES > 0")
            .get(0);
    Snowgauge.Ended audit =
        Snowgauge.in(folder).run("audit", "--config", "globolatte.json", "--run", run);
    assertThat(audit.out(), containsString("loyalty_points"));
  }

  @Test
  void askingForEverythingAgainChangesNothing() throws Exception {
    assertThat(everything(), is(loaded));
  }

  @Test
  void makingTheFilesAgainChangesNothing() {
    assertThat(made, contains(endsWith(", 145 of them written")));
    assertThat(madeAgain, contains(endsWith(", 0 of them written")));
  }

  @Test
  void theFilesInTheRepositoryAreTheGenerators() throws Exception {
    List<String> names = new ArrayList<>();
    for (String name : List.of("products.csv", "customers.ndjson", "business_units.csv")) {
      names.add("reference/" + name);
    }
    for (String day : List.of("05", "06", "07")) {
      names.add("landing/osaka/sales-2026-01-" + day + ".csv");
      names.add("landing/porto/sales-2026-01-" + day + ".csv");
    }
    for (String name : names) {
      Path shipped = SHIPPED.resolve("data/globolatte").resolve(name);
      assertThat(name, Files.mismatch(shipped, originals.resolve(name)), is(-1L));
    }
  }
}
