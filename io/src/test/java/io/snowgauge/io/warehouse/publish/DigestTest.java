package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.TUESDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesRegex;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.csv.CsvFormat;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Digest;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.record.Format;
import io.snowgauge.transforms.staging.StagedFile;
import io.snowgauge.transforms.tabular.DeclaredColumns;
import io.snowgauge.transforms.tabular.ExtraColumns;
import io.snowgauge.transforms.tabular.InputColumn;
import io.snowgauge.transforms.text.TextEncoding;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Java, the warehouse and the checker in Python come to the same digest of the same file, and a
 * file of which they do not fails.
 */
@OnEveryWarehouse
class DigestTest {
  /** With {@code -DhostileRecords=1000000} by hand, and 4 GB of heap. */
  private static final int RECORDS = Integer.getInteger("hostileRecords", 300);

  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;

  DigestTest(WarehouseKind kind) {
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

  private static Format csv(List<InputColumn> columns) {
    return new CsvFormat(
        new DeclaredColumns(columns, ExtraColumns.KEEP),
        true,
        ',',
        TextEncoding.UTF_8,
        List.of(),
        1 << 24);
  }

  private static InputColumn column(String name, ColumnType type) {
    return new InputColumn(name, type, false, null);
  }

  private Dataset dataset(PublishMode publish, Format format, String... key) {
    return new Dataset(
            "hostile",
            site.dataset(PublishMode.APPEND, "*", Tolerance.NONE).input(),
            format,
            "HOSTILE",
            publish,
            List.of(key),
            new Tolerance(1_000_000L, null))
        .with(Digest.RECORDS);
  }

  private List<String> ledger() throws SQLException {
    return site.rows(
        "SELECT STATUS, DIGEST, ERROR_MESSAGES FROM SNOWGAUGE.INGESTION_FILES ORDER BY LOADED_AT,"
            + " URI");
  }

  /** A file of hostile values of every type, each of them in a record of its own. */
  @Test
  void isTheSameOfHostileValuesOfEveryType() throws Exception {
    HostileRecords hostile = new HostileRecords(20, RECORDS, kind == WarehouseKind.SNOWFLAKE);
    Dataset dataset = dataset(PublishMode.APPEND, csv(hostile.columns()));
    Run run = run("r1");
    StagedFile staged =
        site.load(run, dataset, site.write("hostile.csv", hostile.csv(), MONDAY)).get(0);
    assertThat(staged.failure(), is(nullValue()));
    assertThat(staged.digest(), is(notNullValue()));
    assertThat(
        site.rows("SELECT STATUS, DIGEST FROM SNOWGAUGE.INGESTION_FILES"),
        contains("PUBLISHED | " + staged.digest()));
    DigestChecker checker = new DigestChecker(folder, hostile.columns());
    assertThat(
        checker.ofSource(folder.resolve("data/hostile.csv")),
        is(staged.digest() + " " + staged.accepted() + " " + staged.rejected()));
    assertThat(
        checker.ofArchive(staged.ndjsonParts()),
        is(staged.digest() + " " + staged.accepted() + " 0"));
  }

  /** Each value of a part in turn is another one than was read. */
  @Test
  void aFileOfWhichOneValueWasChangedFails() throws Exception {
    List<InputColumn> columns =
        List.of(
            column("t", ColumnType.STRING),
            column("i", ColumnType.INTEGER),
            column("n", ColumnType.number(10, 2)),
            column("f", ColumnType.FLOAT),
            column("b", ColumnType.BOOLEAN),
            column("d", ColumnType.DATE),
            column("c", ColumnType.TIME),
            column("at", ColumnType.TIMESTAMP),
            column("tz", ColumnType.TIMESTAMP_TZ),
            column("j", ColumnType.JSON));
    Dataset dataset = dataset(PublishMode.APPEND, csv(columns));
    String header = "t,i,n,f,b,d,c,at,tz,j,more\n";
    String value =
        "x,1,1.10,0.1,true,2026-01-31,10:15:30.1,2026-01-31T10:15:30,2026-01-31T10:15:30+01:00,";
    String text = header + value + "[1],m\n" + value + "[2],\n";
    List<String> changes =
        List.of(
            "x -> X",
            "x -> \"\"",
            "x,1, -> x,2,",
            "1.10 -> 1.11",
            "1.10 -> ",
            "0.1, -> 0.10000000000000002,",
            "true -> false",
            "2026-01-31,10 -> 2026-02-01,10",
            "10:15:30.1 -> 10:15:30.100001",
            "2026-01-31T10:15:30+00:00 -> 2026-01-31T10:15:30.000001+00:00",
            "2026-01-31T10:15:30+01:00 -> 2026-01-31T10:15:30+00:00",
            "[1] -> [1.0]",
            "m\"\"} -> n\"\"}");
    Run run = run("r1");
    site.begin(run, dataset);
    List<StagedFile> files = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      String[] change = changes.get(i).split(" -> ", -1);
      StagedFile staged = site.stage(run, dataset, site.write("f" + (10 + i), text, MONDAY));
      List<String> part = Site.part(staged);
      String changed = part.get(0).replace(change[0], change[1]);
      assertThat(changes.get(i) + " in " + part, changed.equals(part.get(0)), is(false));
      Site.rewritePart(staged, Stream.of(changed, part.get(1)));
      files.add(staged);
    }
    site.publish(run, dataset, files.toArray(StagedFile[]::new));
    List<String> ledger = ledger();
    assertThat(ledger.size(), is(changes.size()));
    for (int i = 0; i < ledger.size(); i++) {
      assertThat(
          changes.get(i),
          ledger.get(i),
          matchesRegex(
              "FAILED \\| %1$s \\| is not in the warehouse as it was read: expected the digest %1$s"
                      .formatted(files.get(i).digest())
                  + " of 2 staged records but found [0-9]+-[0-9]+, so a value of them is another"
                  + " one\ncolumn 'more' is not declared: 1 value kept in _EXTRA"));
    }
    assertThat(site.rows("SELECT COUNT(*) FROM HOSTILE"), contains("0"));
  }

  @Test
  void recordsMayChangePlacesBetweenThem() throws Exception {
    Dataset dataset = dataset(PublishMode.APPEND, csv(List.of(column("t", ColumnType.STRING))));
    Run run = run("r1");
    site.begin(run, dataset);
    StagedFile staged = site.stage(run, dataset, site.write("f", "t\na\nb\n", MONDAY));
    List<String> part = Site.part(staged);
    Site.rewritePart(
        staged, Stream.of(part.get(0).replace(",a,", ",b,"), part.get(1).replace(",b,", ",a,")));
    site.publish(run, dataset, staged);
    assertThat(ledger(), contains("PUBLISHED | " + staged.digest() + " | null"));
  }

  /** Of the records that were read, whichever of them a merge keeps. */
  @Test
  void ofAMergeItIsThatOfTheFilesRecords() throws Exception {
    Dataset dataset =
        dataset(
            PublishMode.MERGE,
            csv(List.of(column("id", ColumnType.STRING), column("qty", ColumnType.INTEGER))),
            "id");
    StagedFile first =
        site.load(run("r1"), dataset, site.write("a", "id,qty\nx,1\nx,2\ny,3\n", MONDAY)).get(0);
    StagedFile second =
        site.load(run("r2"), dataset, site.write("b", "qty,ID\n2,x\n3,y\n1,x\n", TUESDAY)).get(0);
    assertThat(second.digest(), is(first.digest()));
    assertThat(
        ledger(),
        contains(
            "PUBLISHED | " + first.digest() + " | null",
            "PUBLISHED | " + second.digest() + " | null"));
    assertThat(site.rows("SELECT ID, QTY FROM HOSTILE ORDER BY ID"), contains("x | 1", "y | 3"));
  }

  @Test
  void itGoesOnWithAVersionThatIsReplaced() throws Exception {
    Dataset dataset = dataset(PublishMode.REPLACE, csv(List.of(column("t", ColumnType.STRING))));
    StagedFile first = site.load(run("r1"), dataset, site.write("f", "t\na\n", MONDAY)).get(0);
    StagedFile second = site.load(run("r2"), dataset, site.write("f", "t\nb\n", TUESDAY)).get(0);
    assertThat(
        site.rows("SELECT STATUS, DIGEST FROM SNOWGAUGE.INGESTION_FILES ORDER BY RUN_ID"),
        contains("REPLACED | " + first.digest(), "PUBLISHED | " + second.digest()));
  }

  @Test
  void groupsOfUsersHaveOneToo() throws Exception {
    Dataset dataset = site.dataset(PublishMode.APPEND).with(Digest.RECORDS);
    String groups = Site.userGroups("team (b a) ([b, 007])", "雪 (ü) ([ü,1])");
    StagedFile staged =
        site.load(run("r1"), dataset, site.write("lsb.users", groups, MONDAY)).get(0);
    assertThat(ledger(), contains("PUBLISHED | " + staged.digest() + " | null"));
    assertThat(
        DigestChecker.ofUserGroups(folder).ofArchive(staged.ndjsonParts()),
        is(staged.digest() + " " + staged.accepted() + " 0"));
  }

  @Test
  void recordsMayBeWide() throws Exception {
    Dataset dataset =
        dataset(
            PublishMode.APPEND,
            csv(List.of(column("t", ColumnType.STRING), column("j", ColumnType.JSON))));
    String json = "\"{\"\"b\"\":\"\"" + "w".repeat(3_000_000) + "\"\",\"\"a\"\":1}\"";
    StagedFile staged =
        site.load(
                run("r1"),
                dataset,
                site.write("f", "t,j\n" + "w".repeat(5_000_000) + "," + json + "\nx,1\n", MONDAY))
            .get(0);
    assertThat(ledger(), contains("PUBLISHED | " + staged.digest() + " | null"));
  }

  @Test
  void aFileWithoutRecordsHasTheSumsOfNothing() throws Exception {
    Dataset dataset = dataset(PublishMode.APPEND, csv(List.of(column("t", ColumnType.STRING))));
    site.load(run("r1"), dataset, site.write("f", "t\n", MONDAY));
    assertThat(ledger(), contains("PUBLISHED | 0-0 | null"));
  }

  @Test
  void withoutTheSettingNoneIsTaken() throws Exception {
    Dataset dataset =
        dataset(PublishMode.APPEND, csv(List.of(column("t", ColumnType.STRING)))).with(Digest.NONE);
    site.load(run("r1"), dataset, site.write("f", "t\na\n", MONDAY));
    assertThat(ledger(), contains("PUBLISHED | null | null"));
  }

  /** Turned on while files of an earlier configuration wait in a stream, and turned off. */
  @Test
  void aFileThatWasStagedUnderAnotherSettingIsPublished() throws Exception {
    Dataset with = dataset(PublishMode.APPEND, csv(List.of(column("t", ColumnType.STRING))));
    Dataset without = with.with(Digest.NONE);
    Run run = run("r1");
    site.begin(run, with);
    StagedFile none = site.stage(run, without, site.write("a", "t\na\n", MONDAY));
    StagedFile taken = site.stage(run, with, site.write("b", "t\nb\n", MONDAY));
    site.publish(run, with, none);
    site.publish(run, without, taken);
    assertThat(ledger(), contains("PUBLISHED | null | null", "PUBLISHED | null | null"));
  }
}
