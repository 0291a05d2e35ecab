package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.TUESDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.verify.Outcome;
import io.snowgauge.io.warehouse.verify.Selection;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Digest;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.Sha256;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.staging.StagedFile;
import io.snowgauge.transforms.tabular.InputColumn;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each way in which table, archive, ledger or source may be altered is found, and named. */
class VerifyTest extends VerifySite {
  VerifyTest() {
    super(WarehouseKind.DUCKDB);
  }

  @Test
  void whatWasLoadedIsFoundAsItWas() throws Exception {
    load("r1", dataset(), "one", records("x", 3));
    load("r2", dataset(), "two", records("y", 2));
    Outcome outcome = verify(dataset());
    assertThat(found, empty());
    assertThat(outcome.versions(), is(2L));
    assertThat(outcome.rows(), is(5L));
    assertThat(outcome.proven(), is(2L));
    assertThat(outcome.archives(), is(2L));
    assertThat(outcome.sources(), is(2L));
    assertThat(outcome.gone(), is(0L));
  }

  @Test
  void aValueThatWasChangedIsNamed() throws Exception {
    load("r1", dataset(), "one", records("x", 3));
    StagedFile changed = load("r2", dataset(), "two", records("y", 3));
    site.execute("UPDATE SALES SET QTY = 77, PRICE = NULL, ID = 'snow' WHERE ID = 'y2'");
    verify(dataset());
    String digest = site.rows("SELECT COUNT(*) FROM SALES").get(0);
    assertThat(digest, is("6"));
    assertThat(
        found.stream().map(line -> line.replaceFirst("but found [0-9-]+", "but found D")).toList(),
        contains(
            "TABLE two: its rows are not the records that were loaded: expected the digest "
                + changed.digest()
                + " but found D; records of the archive and of the table: 1 changed"
                + "\nCHANGED 2 id: y2 -> snow"
                + "\nCHANGED 2 qty: 2 -> 77"
                + "\nCHANGED 2 price: 2.1 -> null"));
  }

  /** Without a digest of the ledger, archive and table are compared. */
  @Test
  void aChangeIsFoundWithoutADigestOfTheLedger() throws Exception {
    load("r1", dataset(Digest.NONE), "one", records("x", 3));
    assertThat(verify(dataset(Digest.NONE)).proven(), is(0L));
    assertThat(found, empty());
    site.execute("UPDATE SALES SET SOLD = SOLD + INTERVAL '1 second' WHERE ID = 'x3'");
    verify(dataset(Digest.NONE));
    assertThat(
        found.stream().map(line -> line.replaceAll("[0-9]{5,}-[0-9]{5,}", "D")).toList(),
        contains(
            "TABLE one: its rows are not the records that were loaded: expected the digest D but"
                + " found D; records of the archive and of the table: 1 changed"
                + "\nCHANGED 3 sold: 2026-01-31T10:00:00Z -> 2026-01-31T10:00:01Z"));
  }

  @Test
  void rowsThatWereRemovedAreNamed() throws Exception {
    load("r1", dataset(), "one", records("x", 5));
    site.execute("DELETE FROM SALES WHERE ID IN ('x2', 'x5')");
    verify(dataset());
    assertThat(
        found,
        contains(
            "TABLE one: expected 5 rows, as the ledger has them, but found 3; records of the"
                + " archive and of the table: 2 missing\nMISSING 2\nMISSING 5"));
  }

  @Test
  void aVersionWithoutAnyRowIsFound() throws Exception {
    load("r1", dataset(), "one", records("x", 2));
    site.execute("DELETE FROM SALES");
    verify(dataset());
    assertThat(
        found,
        contains(
            "TABLE one: expected 2 rows, as the ledger has them, but found 0; records of the"
                + " archive and of the table: 2 missing\nMISSING 1\nMISSING 2"));
  }

  @Test
  void rowsThatWereAddedAreNamed() throws Exception {
    load("r1", dataset(), "one", records("x", 2));
    site.execute("INSERT INTO SALES SELECT * FROM SALES WHERE ID = 'x2'");
    site.execute("INSERT INTO SALES (ID) VALUES ('hand')");
    verify(dataset());
    assertThat(
        found.stream().sorted().toList(),
        contains(
            "TABLE one: expected 2 rows, as the ledger has them, but found 3; records of the"
                + " archive and of the table: 1 added\nADDED 2",
            "TABLE: expected rows of published versions only but found 1 row that do not say which"
                + " file they are of"));
  }

  @Test
  void rowsOfAVersionThatIsNotPublishedAreFound() throws Exception {
    StagedFile file = load("r1", dataset(), "one", records("x", 2));
    site.execute("UPDATE SALES SET _RUN_ID = 'r9' WHERE ID = 'x2'");
    verify(dataset());
    assertThat(
        found.stream().sorted().toList(),
        contains(
            "TABLE one: expected 2 rows, as the ledger has them, but found 1; records of the"
                + " archive and of the table: 1 missing\nMISSING 2",
            "TABLE: expected rows of published versions only but found 1 row of the file id "
                + file.file().fileId()
                + " and the run r9, which the ledger does not have"));
  }

  /** Rows of another dataset in the same table are that one's. */
  @Test
  void datasetsMayShareATable() throws Exception {
    load("r1", dataset(), "one", records("x", 2));
    Dataset other = Datasets.named("other", "SALES", dataset());
    load("r2", other, "two", records("y", 2));
    assertThat(verify(dataset()).versions(), is(1L));
    assertThat(found, empty());
    assertThat(verify(other).versions(), is(1L));
    assertThat(found, empty());
  }

  @Test
  void whatAllRowsOfAFileShareIsCompared() throws Exception {
    load("r1", dataset(), "one", records("x", 2));
    site.execute("UPDATE SALES SET FARM = 'b' WHERE ID = 'x2'");
    site.execute("UPDATE SALES SET _FILE_MODIFIED_AT = NULL WHERE ID = 'x1'");
    verify(dataset());
    assertThat(
        found,
        contains(
            "TABLE one: expected '2025-06-02 10:00:00.000000' in the column _FILE_MODIFIED_AT of"
                + " all rows but found 1 null",
            "TABLE one: expected 'a' in the column FARM of all rows but found also 'b'"));
  }

  @Test
  void numbersOfRecordsAreCompared() throws Exception {
    load("r1", dataset(), "one", records("x", 3));
    site.execute("UPDATE SALES SET _RECORD = 1 WHERE ID = 'x2'");
    verify(dataset());
    assertThat(
        found,
        contains(
            "TABLE one: expected the numbers 1 to 3 in _RECORD but found others, from 1 to 3"));
  }

  @Test
  void aColumnThatWasDroppedIsNamedAndTheOthersAreCompared() throws Exception {
    load("r1", dataset(), "one", records("x", 2));
    site.execute("ALTER TABLE SALES DROP COLUMN PRICE");
    verify(dataset());
    String type = kind == WarehouseKind.SNOWFLAKE ? "FLOAT" : "DOUBLE";
    String problem = "TABLE: expected a column PRICE of " + type + " but found none";
    assertThat(found, contains(problem));
    site.execute("UPDATE SALES SET QTY = 9 WHERE ID = 'x1'");
    verify(dataset());
    assertThat(
        found.stream().map(line -> line.replaceAll("[0-9]{5,}-[0-9]{5,}", "D")).toList(),
        contains(
            problem,
            "TABLE one: its rows are not the records that were loaded: expected the digest D but"
                + " found D; records of the archive and of the table: 1 changed"
                + "\nCHANGED 1 qty: 1 -> 9"));
  }

  @Test
  void aColumnThatHasAnotherTypeIsNamed() throws Exception {
    load("r1", dataset(), "one", records("x", 2));
    site.execute("ALTER TABLE SALES DROP COLUMN PRICE");
    site.execute("ALTER TABLE SALES ADD COLUMN PRICE VARCHAR");
    verify(dataset());
    assertThat(
        found.stream().map(line -> line.replaceAll("VARCHAR\\([0-9]+\\)", "VARCHAR")).toList(),
        contains(
            "TABLE: expected the column PRICE as "
                + (kind == WarehouseKind.SNOWFLAKE ? "FLOAT" : "DOUBLE")
                + " but found it as VARCHAR: its values are not compared"));
  }

  @Test
  void aTableThatIsNotThereIsNamed() throws Exception {
    load("r1", dataset(), "one", records("x", 2));
    site.execute("DROP TABLE SALES");
    verify(dataset());
    assertThat(
        found.stream().map(line -> line.replaceAll("table .*SALES\"", "table T")).toList(),
        contains("TABLE: expected the table T but found none"));
  }

  private static Path archive(StagedFile file) {
    return Storage.localPath(file.ndjsonParts().get(0));
  }

  @Test
  void anArchiveThatWasEditedIsNamed() throws Exception {
    StagedFile file = load("r1", dataset(), "one", records("x", 3));
    String text = Files.readString(archive(file));
    Files.writeString(archive(file), text.replace("\"qty\":2", "\"qty\":3"));
    verify(dataset());
    assertThat(
        found.stream().map(line -> line.replaceFirst("but found [0-9-]+", "but found D")).toList(),
        contains(
            "ARCHIVE one: its records are not those that were loaded: expected the digest "
                + file.digest()
                + " of the ledger but found D; records of the archive and of the table: 1 changed"
                + "\nCHANGED 2 qty: 3 -> 2"));
  }

  @Test
  void anArchiveThatIsCutIsNamed() throws Exception {
    StagedFile file = load("r1", dataset(), "one", records("x", 3));
    String text = Files.readString(archive(file));
    Files.writeString(archive(file), text.substring(0, text.length() - 5));
    verify(dataset());
    assertThat(found.size(), is(1));
    assertThat(
        found.get(0).startsWith("ARCHIVE one: " + file.ndjsonParts().get(0) + ": line 3, column "),
        is(true));
    Files.writeString(archive(file), text.substring(0, text.indexOf('\n') + 1));
    verify(dataset());
    assertThat(
        found,
        contains(
            "ARCHIVE one: expected 3 records in the archive, as the ledger has them, but found 1;"
                + " records of the archive and of the table: 2 added\nADDED 2\nADDED 3"));
  }

  @Test
  void anArchiveThatIsNoneAnyMoreIsNamed() throws Exception {
    StagedFile file = load("r1", dataset(), "one", records("x", 3));
    Files.write(archive(file), HexFormat.of().parseHex("1f8b0800000000000003"));
    verify(dataset());
    assertThat(
        found,
        contains(
            "ARCHIVE one: "
                + file.ndjsonParts().get(0)
                + ": expected a complete gzip file but found damage: it ends too early;"
                + " records of the archive and of the table: 3 added"
                + "\nADDED 1\nADDED 2\nADDED 3"));
    Files.delete(archive(file));
    verify(dataset());
    assertThat(found, contains("ARCHIVE one: expected an archive but found none"));
  }

  @Test
  void archivesNeedNotBeReadWhereLedgerAndTableAgree() throws Exception {
    StagedFile file = load("r1", dataset(), "one", records("x", 3));
    Files.delete(archive(file));
    Outcome outcome = verify(dataset(), Selection.ALL, false);
    assertThat(found, empty());
    assertThat(outcome.proven(), is(1L));
    assertThat(outcome.archives(), is(0L));
  }

  @Test
  void aDigestOfTheLedgerThatWasEditedIsNamed() throws Exception {
    StagedFile file = load("r1", dataset(), "one", records("x", 3));
    site.execute("UPDATE SNOWGAUGE.INGESTION_FILE_EVENTS SET DIGEST = '1-2'");
    verify(dataset());
    assertThat(
        found,
        contains(
            "ARCHIVE one: its records are not those that were loaded: expected the digest 1-2 of"
                + " the ledger but found "
                + file.digest()
                + "; archive and table have the same records",
            "LEDGER one: expected the digest "
                + file.digest()
                + ", which archive and table have, but the ledger has 1-2"));
  }

  @Test
  void aSourceThatIsGoneOrAnotherVersionIsToldAndNoDifference() throws Exception {
    load("r1", dataset(), "one", records("x", 3));
    load("r2", dataset(), "two", records("y", 3));
    site.write("a/one", records("x", 4), TUESDAY);
    Files.delete(folder.resolve("data/a/two"));
    Outcome outcome = verify(dataset());
    assertThat(outcome.differences(), is(0L));
    assertThat(outcome.gone(), is(1L));
    assertThat(
        found,
        contains(
            "(SOURCE one: the source is another version now: expected 105 bytes but found 134)",
            "(SOURCE two: the source is gone)"));
  }

  /** Its size and time are the same; its sidecar tells its bytes. */
  @Test
  void aSourceOfOtherBytesIsADifference() throws Exception {
    String text = records("x", 3);
    Path sidecar = folder.resolve("data/a/one.manifest.json");
    Files.createDirectories(sidecar.getParent());
    byte[] hash = Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
    Files.writeString(
        sidecar,
        "{\"source_record_count\":3,\"bytes\":%d,\"sha256\":\"%s\"}"
            .formatted(text.length(), HexFormat.of().formatHex(hash)));
    load("r1", dataset(), "one", text);
    verify(dataset());
    assertThat(found, empty());
    site.write("a/one", text.replace("x2", "x9"), MONDAY);
    verify(dataset());
    assertThat(found.size(), is(1));
    assertThat(
        found.get(0).startsWith("SOURCE one: the source has other bytes than at its origin"),
        is(true));
  }

  @Test
  void onlyWhatIsAskedForIsVerified() throws Exception {
    StagedFile one = load("r1", dataset(), "one", records("x", 3));
    load("r2", dataset(), "two", records("y", 3));
    site.execute("UPDATE SALES SET QTY = 9 WHERE ID = 'y1'");
    String uri = one.file().uri();
    LocalDate today = LocalDate.now(java.time.ZoneOffset.UTC);
    assertThat(verify(dataset(), new Selection("r1", null, null, null, null), true).rows(), is(3L));
    assertThat(found, empty());
    assertThat(verify(dataset(), new Selection(null, uri, null, null, null), true).rows(), is(3L));
    assertThat(found, empty());
    Selection later = new Selection(null, null, today.plusDays(2), null, null);
    assertThat(verify(dataset(), later, true).versions(), is(0L));
    Selection now = new Selection(null, null, today.minusDays(1), today.plusDays(1), null);
    assertThat(verify(dataset(), now, true).versions(), is(2L));
    assertThat(found.size(), is(1));
  }

  @Test
  void whatWasVerifiedBeforeIsLeftOut() throws Exception {
    load("r1", dataset(), "one", records("x", 3));
    Outcome first = verify(dataset());
    site.execute("UPDATE SALES SET QTY = 9 WHERE ID = 'x1'");
    Selection since = Selection.ALL.after(first.epoch());
    assertThat(verify(dataset(), since, true).versions(), is(0L));
    assertThat(found, empty());
    load("r2", dataset(), "two", records("y", 2));
    assertThat(verify(dataset(), since, true).rows(), is(2L));
    assertThat(found, empty());
  }

  @Test
  void aVersionThatWasReplacedHasNoRowsAndNoDifference() throws Exception {
    Dataset dataset =
        dataset(PublishMode.REPLACE, Digest.RECORDS, List.of(column("id", ColumnType.STRING)));
    load("r1", dataset, "one", "id\nx\n");
    load("r2", dataset, "one", "id\ny\nz\n", TUESDAY);
    Outcome outcome = verify(dataset);
    assertThat(found, empty());
    assertThat(outcome.versions(), is(1L));
    assertThat(outcome.rows(), is(2L));
  }

  /** Twenty records at most, the first ones, whatever ranges they are in. */
  @Test
  void theFirstTwentyRecordsOfAnyRangeAreNamed() throws Exception {
    load("r1", dataset(), "one", records("x", 25_003));
    site.execute("UPDATE SALES SET QTY = -1 WHERE _RECORD IN (9999, 25002)");
    site.execute("DELETE FROM SALES WHERE _RECORD BETWEEN 10001 AND 10030");
    verify(dataset());
    String expected =
        "TABLE one: expected 25,003 rows, as the ledger has them, but found 24,973; records of the"
            + " archive and of the table: 30 missing, 2 changed\nCHANGED 9999 qty: 9999 -> -1"
            + IntStream.range(10_001, 10_020)
                .mapToObj(i -> "\nMISSING " + i)
                .collect(Collectors.joining());
    assertThat(found, contains(expected));
  }

  @Test
  void hostileValuesOfEveryTypeAreFoundAsTheyWere() throws Exception {
    HostileRecords hostile = new HostileRecords(37, 200, kind == WarehouseKind.SNOWFLAKE);
    for (Digest digest : Digest.values()) {
      Dataset dataset =
          Datasets.named(
                  "hostile_" + digest,
                  "HOSTILE_" + digest,
                  dataset(PublishMode.APPEND, digest, hostile.columns()))
              .with(digest);
      dataset =
          new Dataset(
                  dataset.name(),
                  dataset.input(),
                  dataset.format(),
                  dataset.table(),
                  PublishMode.APPEND,
                  List.of(),
                  new Tolerance(1_000_000L, null))
              .with(digest);
      load("r" + digest, dataset, "one", hostile.csv());
      Outcome outcome = verify(dataset);
      assertThat(found.toString(), outcome.differences(), is(0L));
      if (kind == WarehouseKind.DUCKDB) {
        assertThat(found, empty());
      }
    }
  }

  @Test
  void aChangeOfEachTypeIsFound() throws Exception {
    List<InputColumn> columns =
        List.of(
            column("t", ColumnType.STRING),
            column("i", ColumnType.INTEGER),
            column("n", ColumnType.number(10, 2)),
            column("f", ColumnType.FLOAT),
            column("b", ColumnType.BOOLEAN),
            column("d", ColumnType.DATE),
            column("c", ColumnType.TIME),
            column("sold", ColumnType.TIMESTAMP));
    Dataset dataset = dataset(PublishMode.APPEND, Digest.RECORDS, columns);
    load(
        "r1",
        dataset,
        "one",
        "t,i,n,f,b,d,c,sold\nx,1,1.10,0.1,true,2026-01-31,10:15:30.1,2026-01-31T10:15:30\n");
    List<String> changes =
        List.of(
            "t | 'x y' | x -> x y",
            "t | '' | x -> ",
            "t | NULL | x -> null",
            "i | 2 | 1 -> 2",
            "n | 1.11 | 1.1 -> 1.11",
            "f | CAST('0.10000000000000002' AS DOUBLE) | 0.1 -> 0.10000000000000002",
            "b | FALSE | true -> false",
            "d | CAST('2026-02-01' AS DATE) | 2026-01-31 -> 2026-02-01",
            "c | CAST('10:15:30.100001' AS TIME) | 10:15:30.1 -> 10:15:30.100001",
            "sold | CAST('2026-01-31 10:15:30.000001' AS TIMESTAMP) | 2026-01-31T10:15:30Z ->"
                + " 2026-01-31T10:15:30.000001Z");
    site.execute("CREATE TABLE KEPT AS SELECT * FROM SALES");
    for (String change : changes) {
      String[] parts = change.split(" \\| ", -1);
      site.execute("UPDATE SALES SET " + parts[0] + " = " + parts[1]);
      verify(dataset);
      assertThat(change, found.size(), is(1));
      String line = found.get(0);
      assertThat(
          line.substring(line.indexOf('\n') + 1), is("CHANGED 1 " + parts[0] + ": " + parts[2]));
      site.execute("DELETE FROM SALES");
      site.execute("INSERT INTO SALES SELECT * FROM KEPT");
    }
  }

  @Test
  void groupsOfUsersAreVerifiedToo() throws Exception {
    Dataset dataset = site.dataset(PublishMode.APPEND).with(Digest.RECORDS);
    site.load(
        run("r1"),
        dataset,
        site.write("lsb.users", Site.userGroups("team (b a) ([b, 7])", "雪 (ü) ([ü,1])"), MONDAY));
    verify(dataset);
    assertThat(found, empty());
    site.execute("UPDATE USER_GROUP_SHARES SET EXTRACTED_AT = CAST('2020-01-01' AS TIMESTAMP)");
    verify(dataset);
    assertThat(found.size(), is(1));
    assertThat(
        found.get(0).replaceAll("2020-01-01 [0-9:.]+", "2020"),
        is(
            "TABLE lsb.users: expected '2025-06-02T10:00:00Z' in the column EXTRACTED_AT of all"
                + " rows but found '2020'"));
  }
}
