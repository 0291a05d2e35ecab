package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.TUESDAY;
import static io.snowgauge.io.warehouse.publish.Site.WEDNESDAY;
import static io.snowgauge.io.warehouse.publish.Site.forced;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
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
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a merge makes of columns that records do not have; the expectations are those of reading the
 * records one after the other by hand.
 */
@OnEveryWarehouse
class AbsentColumnsTest {
  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;

  AbsentColumnsTest(WarehouseKind kind) {
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

  private static final DeclaredColumns COLUMNS =
      new DeclaredColumns(
          List.of(
              new InputColumn("id", ColumnType.INTEGER, true, null),
              optional("name", ColumnType.STRING),
              optional("price", ColumnType.number(10, 2)),
              optional("changed", ColumnType.TIMESTAMP),
              optional("detail", ColumnType.JSON)),
          ExtraColumns.REFUSE);

  private static InputColumn optional(String name, ColumnType type) {
    return new InputColumn(name, name, type, false, true, null);
  }

  private Dataset csv(AbsentColumns absent, String... order) {
    return dataset(
        "csv",
        new CsvFormat(COLUMNS, true, ',', TextEncoding.UTF_8, List.of(), 1 << 20),
        PublishMode.MERGE,
        absent,
        List.of(order));
  }

  private Dataset ndjson() {
    return dataset(
        "ndjson",
        new NdjsonFormat(COLUMNS, 1 << 20),
        PublishMode.MERGE,
        AbsentColumns.KEEP,
        List.of());
  }

  private Dataset dataset(
      String ending, Format format, PublishMode publish, AbsentColumns absent, List<String> order) {
    return new Dataset(
        "stock",
        InputPattern.parse(Storage.localUri(folder) + "/data/*." + ending),
        format,
        "STOCK",
        publish,
        List.of("id"),
        Tolerance.NONE,
        Duration.ZERO,
        order,
        ZipEntries.ONE,
        Links.INSIDE,
        absent,
        Digest.NONE);
  }

  private List<String> rows() throws SQLException {
    return site.rows(
        "SELECT ID, NAME, PRICE, CAST(CHANGED AS DATE), DETAIL FROM STOCK ORDER BY ID");
  }

  /** Of each file version: ingested, inserted, updated, unchanged, overtaken. */
  private List<String> counts(String run) throws SQLException {
    return site
        .rows(
            "SELECT URI, INGESTED_RECORD_COUNT, INSERTED_RECORD_COUNT, UPDATED_RECORD_COUNT,"
                + " UNCHANGED_RECORD_COUNT, OVERTAKEN_RECORD_COUNT"
                + " FROM SNOWGAUGE.INGESTION_FILES WHERE RUN_ID = ? ORDER BY URI",
            run)
        .stream()
        .map(row -> row.replaceFirst("file://[^|]*/", ""))
        .toList();
  }

  @Test
  void aColumnThatALaterFileDoesNotHaveKeepsItsValue() throws Exception {
    Dataset dataset = csv(AbsentColumns.KEEP);
    site.load(
        run("r1"),
        dataset,
        site.write(
            "a.csv",
            """
            id,name,price,changed,detail
            1,one,1.50,2026-01-01,"{""a"":1}"
            2,two,2.50,2026-01-02,[2]
            """,
            MONDAY));
    site.load(run("r2"), dataset, site.write("b.csv", "price,id\n9.99,2\n,1\n3.00,3\n", TUESDAY));
    assertThat(
        rows(),
        contains(
            "1 | one | null | 2026-01-01 | {\"a\":1}",
            "2 | two | 9.99 | 2026-01-02 | [2]",
            "3 | null | 3.00 | null | null"));
    assertThat(counts("r1"), contains("a.csv | 2 | 2 | 0 | 0 | 0"));
    assertThat(counts("r2"), contains("b.csv | 3 | 1 | 2 | 0 | 0"));
    assertThat(
        site.rows(
            "SELECT RUN_ID, INSERTED_RECORD_COUNT, UPDATED_RECORD_COUNT, UNCHANGED_RECORD_COUNT,"
                + " OVERTAKEN_RECORD_COUNT, STATUS, ERROR_MESSAGES"
                + " FROM SNOWGAUGE.INGESTION_AUDIT ORDER BY RUN_ID"),
        contains(
            "r1 | 2 | 0 | 0 | 0 | SUCCESS | null",
            "r2 | 1 | 2 | 0 | 0 | SUCCESS | "
                + Storage.localUri(folder)
                + "/data/b.csv: 3 of 3 records are without columns that rows keep their values of:"
                + " name, changed, detail"));
  }

  @Test
  void isSetToNullWhereThatIsConfigured() throws Exception {
    Dataset dataset = csv(AbsentColumns.NULL);
    site.load(run("r1"), dataset, site.write("a.csv", "id,name,price\n1,one,1\n2,two,2\n", MONDAY));
    site.load(run("r2"), dataset, site.write("b.csv", "id,price\n1,1\n", TUESDAY));
    assertThat(rows(), contains("1 | null | 1.00 | null | null", "2 | two | 2.00 | null | null"));
    assertThat(counts("r2"), contains("b.csv | 1 | 0 | 1 | 0 | 0"));
  }

  /** Each object says for itself what it has; a null that is written is one. */
  @Test
  void aKeyThatAnObjectDoesNotHaveKeepsItsValueAndAWrittenNullIsOne() throws Exception {
    Dataset dataset = ndjson();
    site.load(
        run("r1"),
        dataset,
        site.write(
            "a.ndjson",
            """
            {"id":1,"name":"one","price":1,"detail":{"a":[1]}}
            {"id":2,"name":"two","price":2}
            {"id":3,"name":"three","price":3}
            """,
            MONDAY));
    site.load(
        run("r2"),
        dataset,
        site.write(
            "b.ndjson",
            """
            {"id":1,"name":null}
            {"id":2,"price":7,"name":"TWO","changed":null,"detail":null}
            {"id":3}
            {"id":4,"detail":[]}
            """,
            TUESDAY));
    assertThat(
        rows(),
        contains(
            "1 | null | 1.00 | null | {\"a\":[1]}",
            "2 | TWO | 7.00 | null | null",
            "3 | three | 3.00 | null | null",
            "4 | null | null | null | []"));
    assertThat(counts("r2"), contains("b.ndjson | 4 | 1 | 2 | 1 | 0"));
    assertThat(
        site.rows("SELECT ID, _RUN_ID, _RECORD FROM STOCK ORDER BY ID"),
        contains("1 | r2 | 1", "2 | r2 | 2", "3 | r2 | 3", "4 | r2 | 4"));
  }

  @Test
  void withinALoadItIsTheValueOfTheEarlierFile() throws Exception {
    Dataset dataset = csv(AbsentColumns.KEEP);
    Run run = run("r1");
    site.begin(run, dataset);
    // Not in their order, and the first of them says the most.
    site.publish(
        run,
        dataset,
        site.stage(run, dataset, site.write("c.csv", "id,price\n1,3\n2,3\n", WEDNESDAY)),
        site.stage(run, dataset, site.write("a.csv", "id,name,price\n1,one,1\n2,two,\n", MONDAY)),
        site.stage(
            run,
            dataset,
            site.write("b.csv", "id,name,changed\n1,,2026-01-01\n3,three,2026-01-03\n", TUESDAY)));
    assertThat(
        rows(),
        contains(
            "1 | null | 3.00 | 2026-01-01 | null",
            "2 | two | 3.00 | null | null",
            "3 | three | null | 2026-01-03 | null"));
    assertThat(
        counts("r1"),
        contains(
            "a.csv | 2 | 0 | 0 | 0 | 2", "b.csv | 2 | 1 | 0 | 0 | 1", "c.csv | 2 | 2 | 0 | 0 | 0"));
  }

  /** The row there is newer than the first file and older than the second. */
  @Test
  void aRecordThatIsOlderThanTheRowGivesItsValuesToNobody() throws Exception {
    Dataset dataset = csv(AbsentColumns.KEEP);
    site.load(run("r1"), dataset, site.write("b.csv", "id,name\n1,b\n2,b\n", TUESDAY));
    Run run = run("r2");
    site.begin(run, dataset);
    site.publish(
        run,
        dataset,
        site.stage(run, dataset, site.write("c.csv", "id,price\n1,3\n", WEDNESDAY)),
        site.stage(run, dataset, site.write("a.csv", "id,name,price\n1,a,1\n2,a,1\n", MONDAY)));
    assertThat(rows(), contains("1 | b | 3.00 | null | null", "2 | b | null | null | null"));
    assertThat(counts("r2"), contains("a.csv | 2 | 0 | 0 | 0 | 2", "c.csv | 1 | 0 | 1 | 0 | 0"));
  }

  @Test
  void theOrderOfValuesSaysWhichRecordIsTheEarlierOne() throws Exception {
    Dataset dataset = csv(AbsentColumns.KEEP, "changed");
    site.load(
        run("r1"),
        dataset,
        site.write("a.csv", "id,changed,name\n1,2026-01-05,five\n2,2026-01-05,five\n", TUESDAY));
    Run run = run("r2");
    site.begin(run, dataset);
    site.publish(
        run,
        dataset,
        site.stage(
            run,
            dataset,
            site.write(
                "b.csv", "id,changed,name\n1,2026-01-04,four\n2,2026-01-06,six\n", WEDNESDAY)),
        site.stage(
            run,
            dataset,
            site.write("c.csv", "id,changed,price\n1,2026-01-07,7\n2,2026-01-07,7\n", MONDAY)));
    assertThat(
        rows(),
        contains("1 | five | 7.00 | 2026-01-07 | null", "2 | six | 7.00 | 2026-01-07 | null"));
  }

  @Test
  void theSameVersionAgainChangesNothing() throws Exception {
    Dataset dataset = ndjson();
    site.load(
        run("r1"),
        dataset,
        site.write("a.ndjson", "{\"id\":1,\"name\":\"one\",\"price\":1}\n", MONDAY));
    SourceFile later =
        site.write("b.ndjson", "{\"id\":1,\"price\":2}\n{\"id\":2,\"name\":\"x\"}\n", TUESDAY);
    site.load(run("r2"), dataset, later);
    List<String> expected = List.of("1 | one | 2.00 | null | null", "2 | x | null | null | null");
    assertThat(rows(), is(expected));
    site.load(forced("r3"), dataset, later);
    assertThat(rows(), is(expected));
    assertThat(counts("r3"), contains("b.ndjson | 2 | 0 | 0 | 2 | 0"));
    assertThat(site.rows("SELECT DISTINCT _RUN_ID FROM STOCK"), contains("r3"));
  }

  /** What is taken out takes along what the row kept: its file was the row's last. */
  @Test
  void whatIsRetractedAndLoadedAgainHasWhatItsFilesSay() throws Exception {
    Dataset dataset = csv(AbsentColumns.KEEP);
    SourceFile first = site.write("a.csv", "id,name\n1,one\n2,two\n", MONDAY);
    SourceFile second = site.write("b.csv", "id,price\n1,1\n", TUESDAY);
    site.load(run("r1"), dataset, first);
    site.load(run("r2"), dataset, second);
    Retraction.ofRun(site.warehouse(), "r2").from(dataset);
    assertThat(rows(), contains("2 | two | null | null | null"));
    site.load(run("r3"), dataset, second);
    assertThat(rows(), contains("1 | null | 1.00 | null | null", "2 | two | null | null | null"));
    site.load(forced("r4"), dataset, first);
    assertThat(rows(), contains("1 | null | 1.00 | null | null", "2 | two | null | null | null"));
  }

  /** People's columns, and rows that repeat a key, have their own values kept. */
  @Test
  void eachRowOfAKeyKeepsItsOwn() throws Exception {
    Dataset dataset = csv(AbsentColumns.KEEP);
    site.load(run("r1"), dataset, site.write("a.csv", "id,name\n1,one\n2,two\n", MONDAY));
    site.execute("ALTER TABLE STOCK ADD COLUMN NOTE VARCHAR");
    site.execute("UPDATE STOCK SET NOTE = 'theirs ' || NAME");
    site.execute("INSERT INTO STOCK (ID, NAME, NOTE) VALUES (1, 'again', 'mine')");
    site.load(run("r2"), dataset, site.write("b.csv", "id,price\n1,1\n2,2\n3,3\n", TUESDAY));
    assertThat(
        site.rows("SELECT ID, NAME, PRICE, NOTE FROM STOCK ORDER BY ID, NAME"),
        contains(
            "1 | again | 1.00 | mine",
            "1 | one | 1.00 | theirs one",
            "2 | two | 2.00 | theirs two",
            "3 | null | 3.00 | null"));
    assertThat(counts("r2"), contains("b.csv | 3 | 1 | 2 | 0 | 0"));
  }

  @Test
  void unchangedRowsBelongToTheNewestFileThatHasThem() throws Exception {
    Dataset dataset = csv(AbsentColumns.KEEP);
    String same = "1,one,1.00,2026-01-01T00:00:00.000001Z,\"{\"\"a\"\":1}\"\n";
    String header = "id,name,price,changed,detail\n";
    site.load(run("r1"), dataset, site.write("a.csv", header + same + "2,x,,,\n", MONDAY));
    site.load(run("r2"), dataset, site.write("c.csv", header + same + "2,X,,,\n", WEDNESDAY));
    assertThat(counts("r2"), contains("c.csv | 2 | 0 | 1 | 1 | 0"));
    site.load(
        run("r3"), dataset, site.write("b.csv", header + "1,other,,,\n2,other,,,\n", TUESDAY));
    assertThat(
        site.rows("SELECT ID, NAME, _RUN_ID FROM STOCK ORDER BY ID"),
        contains("1 | one | r2", "2 | X | r2"));
    assertThat(counts("r3"), contains("b.csv | 2 | 0 | 0 | 0 | 2"));
  }

  @Test
  void othersThanMergesAreAsTheyWere() throws Exception {
    Dataset dataset =
        dataset(
            "csv",
            new CsvFormat(COLUMNS, true, ',', TextEncoding.UTF_8, List.of(), 1 << 20),
            PublishMode.REPLACE,
            AbsentColumns.KEEP,
            List.of());
    site.load(run("r1"), dataset, site.write("a.csv", "id,name\n1,one\n", MONDAY));
    site.load(run("r2"), dataset, site.write("a.csv", "id,price\n1,1.5\n", TUESDAY));
    assertThat(rows(), contains("1 | null | 1.50 | null | null"));
    assertThat(counts("r2"), contains("a.csv | 1 | 1 | 0 | 0 | 0"));
  }

  /** Staged by a program whose parts do not say it, as a savepoint may hold it. */
  @Test
  void whatDoesNotSayItsColumnsIsReadAgain() throws Exception {
    Dataset dataset = csv(AbsentColumns.KEEP);
    SourceFile file = site.write("a.csv", "id,name\n1,one\n", MONDAY);
    Run run = run("r1");
    site.begin(run, dataset);
    StagedFile staged =
        StagedFile.builder(file, "00ff00ff00ff00ff")
            .records(1, 1, 0)
            .csvParts(List.of(site.area(run).partsUri() + "records-old.csv"))
            .lacking(StagedFile.UNKNOWN)
            .build();
    site.publish(run, dataset, staged);
    assertThat(
        site.rows("SELECT STATUS, FAILURE_KIND FROM SNOWGAUGE.INGESTION_FILES"),
        contains("FAILED | REFUSED"));
    site.load(run("r2"), dataset, file);
    assertThat(rows(), contains("1 | one | null | null | null"));
  }

  @Test
  void aLoadInSlicesGivesTheSame() throws Exception {
    Dataset dataset = csv(AbsentColumns.KEEP);
    List<String> first = new ArrayList<>(List.of("id,name,price"));
    List<String> second = new ArrayList<>(List.of("id,price"));
    for (int i = 0; i < 40; i++) {
      first.add(i + ",n" + i + "," + i);
      second.add(i + "," + (i % 3 == 0 ? i : i + 1));
    }
    site.load(run("r1"), dataset, site.write("a.csv", String.join("\n", first), MONDAY));
    Run run = run("r2");
    site.begin(run, dataset);
    StagedFile staged =
        site.stage(run, dataset, site.write("b.csv", String.join("\n", second), TUESDAY));
    new Publisher(
            AlteredWarehouse.of(site.warehouse(), "keysPerStatement", 7L),
            dataset,
            run,
            site.area(run),
            PassedOver.NOTHING)
        .publish(List.of(site.manifest(run, dataset, staged)));
    assertThat(
        site.rows("SELECT COUNT(*), COUNT(NAME), CAST(SUM(PRICE) AS INTEGER) FROM STOCK"),
        contains("40 | 40 | " + (39 * 40 / 2 + 26)));
    assertThat(counts("r2"), contains("b.csv | 40 | 0 | 26 | 14 | 0"));
  }
}
