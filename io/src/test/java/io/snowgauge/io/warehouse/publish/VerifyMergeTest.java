package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.TUESDAY;
import static io.snowgauge.io.warehouse.publish.Site.WEDNESDAY;
import static io.snowgauge.io.warehouse.publish.Site.forced;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.io.warehouse.verify.DatasetVerification;
import io.snowgauge.io.warehouse.verify.Outcome;
import io.snowgauge.io.warehouse.verify.Places;
import io.snowgauge.io.warehouse.verify.Selection;
import io.snowgauge.transforms.csv.CsvFormat;
import io.snowgauge.transforms.dataset.AbsentColumns;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Digest;
import io.snowgauge.transforms.dataset.Links;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.dataset.ZipEntries;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.staging.StagedFile;
import io.snowgauge.transforms.tabular.DeclaredColumns;
import io.snowgauge.transforms.tabular.ExtraColumns;
import io.snowgauge.transforms.tabular.InputColumn;
import io.snowgauge.transforms.text.TextEncoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A merge is rebuilt from its archives, and each row that is another one is named by its key. */
class VerifyMergeTest {
  @TempDir Path folder;
  private Site site;
  private final List<String> found = new ArrayList<>();

  @BeforeEach
  void openSite() throws SQLException {
    site = new Site(folder);
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  private Dataset dataset(AbsentColumns absent, String... order) {
    List<InputColumn> columns =
        List.of(
            new InputColumn("id", "id", ColumnType.STRING, true, false, null),
            new InputColumn("qty", "qty", ColumnType.INTEGER, false, true, null),
            new InputColumn("rev", "rev", ColumnType.INTEGER, false, true, null));
    return new Dataset(
        "stock",
        InputPattern.parse(Storage.localUri(folder) + "/data/{farm}/*"),
        new CsvFormat(
            new DeclaredColumns(columns, ExtraColumns.REFUSE),
            true,
            ',',
            TextEncoding.UTF_8,
            List.of(),
            1 << 24),
        "STOCK",
        PublishMode.MERGE,
        List.of("id"),
        Tolerance.NONE,
        Duration.ZERO,
        List.of(order),
        ZipEntries.ONE,
        Links.INSIDE,
        absent,
        Digest.RECORDS);
  }

  private StagedFile load(Run run, Dataset dataset, String name, String text, Instant modified)
      throws IOException, SQLException {
    return site.load(run, dataset, site.write("a/" + name, text, modified, Map.of("farm", "a")))
        .get(0);
  }

  private Outcome verify(Dataset dataset) throws IOException, SQLException {
    found.clear();
    Places places =
        new Places(
            runId -> List.of(Storage.localUri(folder) + "/archive/" + runId + "/"), false, true);
    return new DatasetVerification(
            site.warehouse(),
            dataset,
            places,
            VerifySite::local,
            discrepancy -> found.add(VerifySite.line(discrepancy)))
        .verify(site.connection(), Selection.ALL);
  }

  @Test
  void whatAMergeLeftIsFoundAsItWas() throws Exception {
    Dataset dataset = dataset(AbsentColumns.NULL);
    load(run("r1"), dataset, "one", "id,qty,rev\nx,1,1\nx,2,1\ny,3,1\n", TUESDAY);
    load(run("r2"), dataset, "two", "id,qty,rev\ny,4,1\nz,5,1\n", MONDAY);
    load(run("r3"), dataset, "three", "id,qty,rev\nz,6,\n", WEDNESDAY);
    Outcome outcome = verify(dataset);
    assertThat(found, empty());
    assertThat(outcome.versions(), is(3L));
    assertThat(outcome.rows(), is(3L));
    assertThat(outcome.archives(), is(3L));
  }

  @Test
  void whatDiffersIsNamedByItsKey() throws Exception {
    Dataset dataset = dataset(AbsentColumns.NULL);
    load(run("r1"), dataset, "one", "id,qty,rev\nw,1,1\nx,1,1\ny,3,1\nz,4,1\n", TUESDAY);
    site.execute("UPDATE STOCK SET QTY = 9, FARM = 'b' WHERE ID = 'x'");
    site.execute("DELETE FROM STOCK WHERE ID = 'y'");
    site.execute("INSERT INTO STOCK (ID, QTY) VALUES ('new', 1)");
    site.execute("INSERT INTO STOCK SELECT * FROM STOCK WHERE ID = 'z'");
    assertThat(verify(dataset).differences(), is(1L));
    assertThat(found.size(), is(1));
    List<String> lines = found.get(0).lines().toList();
    assertThat(
        lines.get(0),
        is(
            "TABLE: expected the last record of each key but found other rows: 1 missing, 2 added,"
                + " 1 changed"));
    assertThat(
        lines.subList(1, lines.size()).stream().sorted().toList(),
        contains(
            "ADDED new",
            "ADDED z",
            "CHANGED x farm: a -> b",
            "CHANGED x qty: 1 -> 9",
            "MISSING y"));
  }

  @Test
  void anOlderRecordInPlaceOfTheLastOneIsFound() throws Exception {
    Dataset dataset = dataset(AbsentColumns.NULL);
    StagedFile one = load(run("r1"), dataset, "one", "id,qty,rev\nx,1,1\n", MONDAY);
    load(run("r2"), dataset, "two", "id,qty,rev\nx,1,1\n", TUESDAY);
    site.execute("UPDATE STOCK SET _FILE_ID = '" + one.file().fileId() + "'");
    verify(dataset);
    assertThat(found.size(), is(1));
    assertThat(found.get(0).contains("\nCHANGED x _FILE_ID: "), is(true));
  }

  @Test
  void theDeclaredOrderTellsTheLastRecord() throws Exception {
    Dataset dataset = dataset(AbsentColumns.NULL, "rev");
    load(run("r1"), dataset, "one", "id,qty,rev\nx,1,10\ny,1,\n", MONDAY);
    load(run("r2"), dataset, "two", "id,qty,rev\nx,2,9\ny,2,\n", TUESDAY);
    verify(dataset);
    assertThat(found, empty());
    site.execute("UPDATE STOCK SET QTY = 2 WHERE ID = 'x'");
    verify(dataset);
    assertThat(found.size(), is(1));
    assertThat(found.get(0).endsWith("\nCHANGED x qty: 1 -> 2"), is(true));
  }

  @Test
  void valuesThatARecordDidNotHaveMayBeThoseOfEarlierOnes() throws Exception {
    Dataset dataset = dataset(AbsentColumns.KEEP);
    load(run("r1"), dataset, "one", "id,qty,rev\nx,1,1\ny,2,2\n", MONDAY);
    load(run("r2"), dataset, "two", "id,qty\nx,7\n", TUESDAY);
    verify(dataset);
    assertThat(found, empty());
    site.execute("UPDATE STOCK SET REV = 5 WHERE ID = 'x'");
    verify(dataset);
    assertThat(found.size(), is(1));
    assertThat(found.get(0).endsWith("1 changed\nCHANGED x rev: null -> 5"), is(true));
    site.execute("UPDATE STOCK SET REV = 1, QTY = 8 WHERE ID = 'x'");
    verify(dataset);
    assertThat(found.get(0).endsWith("1 changed\nCHANGED x qty: 7 -> 8"), is(true));
  }

  @Test
  void whatWasRetractedTakesItsKeysAlong() throws Exception {
    Dataset dataset = dataset(AbsentColumns.NULL);
    load(run("r1"), dataset, "one", "id,qty,rev\nx,1,1\ny,2,1\nz,1,1\n", MONDAY);
    load(run("r2"), dataset, "two", "id,qty,rev\nx,5,1\nz,2,1\n", TUESDAY);
    Retraction.ofRun(site.warehouse(), "r2").from(dataset);
    verify(dataset);
    assertThat(found, empty());
    load(run("r3"), dataset, "old", "id,qty,rev\nx,4,1\n", MONDAY);
    assertThat(verify(dataset).rows(), is(2L));
    assertThat(found, empty());
    load(run("r4"), dataset, "two", "id,qty,rev\nx,5,1\nz,2,1\n", TUESDAY);
    assertThat(verify(dataset).rows(), is(3L));
    assertThat(found, empty());
  }

  @Test
  void withoutAnArchiveItIsNotCompared() throws Exception {
    Dataset dataset = dataset(AbsentColumns.NULL);
    StagedFile one = load(run("r1"), dataset, "one", "id,qty,rev\nx,1,1\n", MONDAY);
    Files.delete(Storage.localPath(one.ndjsonParts().get(0)));
    verify(dataset);
    assertThat(
        found,
        contains(
            "ARCHIVE one: expected an archive but found none",
            "(TABLE: the merge is not compared: the archive of "
                + one.file().uri()
                + ", run r1, which it takes to rebuild it, does not have 1 records)"));
  }

  /** Random files in random order, some again and some retracted, are found as they were. */
  @Test
  void randomHistoriesAreRebuilt() throws Exception {
    for (int seed = 1; seed <= 2; seed++) {
      Random random = new Random(seed);
      Dataset plain =
          seed % 2 == 0 ? dataset(AbsentColumns.NULL) : dataset(AbsentColumns.NULL, "rev");
      Dataset dataset = Datasets.renamed("stock" + seed, "STOCK" + seed, plain);
      for (int i = 0; i < 12; i++) {
        StringBuilder text = new StringBuilder("id,qty,rev\n");
        for (int j = random.nextInt(12); j > 0; j--) {
          String rev = random.nextInt(3) == 0 ? "" : String.valueOf(random.nextInt(3));
          text.append("k%d,%d,%s\n".formatted(random.nextInt(15), random.nextInt(99), rev));
        }
        String id = "r" + seed + "-" + i;
        boolean isForced = random.nextInt(4) == 0;
        load(
            isForced ? forced(id) : run(id),
            dataset,
            "f" + random.nextInt(4),
            text.toString(),
            MONDAY.plusSeconds(random.nextInt(5)));
        if (random.nextInt(4) == 0) {
          Retraction.ofRun(site.warehouse(), "r" + seed + "-" + random.nextInt(i + 1))
              .from(dataset);
        }
      }
      verify(dataset);
      assertThat("seed " + seed, found, empty());
      site.execute(
          "UPDATE STOCK"
              + seed
              + " SET QTY = QTY + 1000 WHERE ID = (SELECT MIN(ID) FROM STOCK"
              + seed
              + ")");
      verify(dataset);
      assertThat("seed " + seed, found.size(), is(1));
    }
  }
}
