package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.transforms.dataset.PublishMode.APPEND;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.warehouse.CopySource;
import io.snowgauge.io.warehouse.StagedFiles;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.PassedOver;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.io.warehouse.duckdb.DuckDbWarehouse;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.ndjson.NdjsonFormat;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.staging.StagedFile;
import io.snowgauge.transforms.tabular.DeclaredColumns;
import io.snowgauge.transforms.tabular.ExtraColumns;
import io.snowgauge.transforms.tabular.InputColumn;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is more than the warehouse's memory keeps is that file's failure. */
class OutOfMemoryTest {
  private static final long MEMORY_BYTES = 48_000_000;

  /** As a tree of JSON, for which DuckDB takes 16 bytes a value, this is more than that. */
  private static final String TOO_MUCH =
      "{\"id\": \"x\", \"extra\": [%s1]}\n".formatted("1,".repeat(3_000_000));

  private static final long TOO_MUCH_BYTES = 2L * 3_000_000 + "{'extra':[1]}".length();

  @TempDir Path folder;
  private Site site;
  private Dataset dataset;

  @BeforeEach
  void openSite() throws SQLException {
    site =
        new Site(
            folder,
            new DuckDbWarehouse(
                folder.resolve("site.duckdb").toString(),
                "main",
                "SNOWGAUGE",
                Duration.ofSeconds(5),
                MEMORY_BYTES));
    dataset =
        Datasets.withFormat(
            new NdjsonFormat(
                new DeclaredColumns(
                    List.of(new InputColumn("ID", ColumnType.STRING, false, null)),
                    ExtraColumns.KEEP),
                1 << 28),
            Datasets.named("things", "THINGS", site.dataset(APPEND)));
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  private SourceFile write(String name, String text) throws Exception {
    return site.write(name, text, MONDAY);
  }

  private static String record(String id) {
    return "{\"id\": \"%s\"}\n".formatted(id);
  }

  @Test
  void aFileThatIsTooMuchFailsByItselfWithItsLargestValue() throws Exception {
    Run run = run("r1");
    site.load(
        run,
        dataset,
        write("a", record("a1") + record("a2")),
        write("b", record("b") + TOO_MUCH),
        write("c", "no record\n"),
        write("d", record("d")));
    assertThat(site.rows("SELECT ID FROM THINGS ORDER BY ID"), contains("a1", "a2", "d"));
    assertThat(
        site.ledger(),
        contains(
            is("a | r1 | 1 | PUBLISHED | 2 | null"),
            allOf(
                startsWith(
                    "b | r1 | 1 | FAILED | 0 | expected records that the warehouse can keep in its"
                        + " memory but found more; its largest value is that of _EXTRA in the"
                        + " record of line 2, %,d bytes; give it more (warehouse.memory), or refuse"
                            .formatted(TOO_MUCH_BYTES)
                        + " such records (format.maxRecordBytes); it said: Out of Memory Error"),
                containsString("\ncolumn 'extra' is not declared: 1 value kept in _EXTRA")),
            startsWith("c | r1 | 1 | FAILED | 0 | 1 of 1 lines rejected, none tolerated"),
            is("d | r1 | 1 | PUBLISHED | 1 | null")));
    assertThat(site.audit(), contains(startsWith("r1 | 4 | 6 | 3 | 1 | FAILED | ")));
    assertThat(
        site.rows("SELECT LINE, REASON FROM SNOWGAUGE.INGESTION_REJECTS"),
        contains(startsWith("1 | expected a JSON object but found")));
    assertThat(site.filesOf(run), hasSize(2));
  }

  /** What is in is not loaded once more. */
  @Test
  void itIsLoadedWhenThereIsMoreMemory() throws Exception {
    SourceFile good = write("a", record("a"));
    SourceFile large = write("b", TOO_MUCH);
    site.load(run("r1"), dataset, good, large);
    site.close();
    site = new Site(folder, "site.duckdb", "main", "SNOWGAUGE");
    site.load(run("r2"), dataset, good, large);
    assertThat(site.rows("SELECT ID FROM THINGS ORDER BY ID"), contains("a", "x"));
    assertThat(
        site.rows(
            "SELECT RUN_ID, FILES, INGESTED_RECORD_COUNT, STATUS FROM SNOWGAUGE.INGESTION_AUDIT"
                + " ORDER BY RUN_ID"),
        contains("r1 | 2 | 1 | FAILED", "r2 | 1 | 1 | SUCCESS"));
  }

  /** Has memory for two parts, and says so as DuckDB does. */
  private record TwoPartsAtOnce(StagedFiles real, List<Integer> asked) implements StagedFiles {
    @Override
    public long copy(Connection connection, CopySource source) throws SQLException {
      return real.copy(connection, source);
    }

    @Override
    public OptionalLong stage(Connection connection, CopySource source) throws SQLException {
      asked.add(source.uris().size());
      if (source.uris().size() > 2) {
        throw new SQLException("Out of Memory Error: failed to pin block (1 MiB/1 MiB used)");
      }
      return real.stage(connection, source);
    }
  }

  @Test
  void filesThatAreTooMuchOnlyTogetherAreAllLoaded() throws Exception {
    Run run = run("r1");
    site.begin(run, dataset);
    List<StagedFile> staged = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      staged.add(site.stage(run, dataset, write("f" + i, record("x" + i))));
    }
    List<Integer> asked = new ArrayList<>();
    Warehouse small =
        AlteredWarehouse.taking(
            new TwoPartsAtOnce(site.warehouse().files(), asked), site.warehouse());
    new Publisher(small, dataset, run, site.area(run), PassedOver.NOTHING)
        .publish(List.of(site.manifest(run, dataset, staged.toArray(StagedFile[]::new))));
    assertThat(asked, contains(7, 3, 1, 2, 4, 2, 2));
    assertThat(
        site.rows("SELECT ID FROM THINGS ORDER BY ID"),
        contains("x0", "x1", "x2", "x3", "x4", "x5", "x6"));
    assertThat(site.ledger(), everyItem(containsString(" | PUBLISHED | 1 | null")));
    assertThat(site.audit(), contains("r1 | 7 | 7 | 7 | 0 | SUCCESS | null"));
    assertThat(site.filesOf(run), hasSize(7));
  }

  /** Such as by a crash: the audit counts what is in, and the rest is loaded by the next try. */
  @Test
  void whatIsPublishedBeforeAPieceFailsIsCounted() throws Exception {
    Run run = run("r1");
    site.begin(run, dataset);
    List<StagedFile> staged = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      staged.add(site.stage(run, dataset, write("f" + i, record("x" + i))));
    }
    String manifest = site.manifest(run, dataset, staged.toArray(StagedFile[]::new));
    StagedFiles two = new TwoPartsAtOnce(site.warehouse().files(), new ArrayList<>());
    Warehouse dying =
        AlteredWarehouse.taking(
            new StagedFiles() {
              private int pieces;

              @Override
              public long copy(Connection connection, CopySource source) throws SQLException {
                return two.copy(connection, source);
              }

              @Override
              public OptionalLong stage(Connection connection, CopySource source)
                  throws SQLException {
                if (source.uris().size() <= 2 && ++pieces == 2) {
                  throw new SQLException("gone");
                }
                return two.stage(connection, source);
              }
            },
            site.warehouse());
    Publisher publisher = new Publisher(dying, dataset, run, site.area(run), PassedOver.NOTHING);
    assertThrows(SQLException.class, () -> publisher.publish(List.of(manifest)));
    assertThat(site.rows("SELECT COUNT(*) FROM THINGS"), contains("2"));
    assertThat(site.audit(), contains("r1 | 2 | 2 | 2 | 0 | RUNNING | null"));
    site.publisher(run, dataset).publish(List.of(manifest));
    assertThat(site.rows("SELECT COUNT(DISTINCT ID), COUNT(*) FROM THINGS"), contains("4 | 4"));
    assertThat(site.audit(), contains("r1 | 4 | 4 | 4 | 0 | SUCCESS | null"));
  }

  @Test
  void aBatchOfAStreamIsPublishedWithoutWhatIsTooMuch() throws Exception {
    Run run = run("stream");
    site.begin(run, dataset);
    List<StagedFile> staged =
        List.of(
            site.stage(run, dataset, write("a", record("a"))),
            site.stage(run, dataset, write("b", TOO_MUCH)));
    StreamPublisher.Batch batch =
        new StreamPublisher(site.warehouse(), dataset, "stream", site.area(run))
            .publish(List.of(staged));
    assertThat(batch.published(), is(1L));
    assertThat(batch.failed(), is(1L));
    assertThat(site.rows("SELECT ID FROM THINGS"), contains("a"));
    assertThat(
        site.rows(
            "SELECT FILES, INGESTED_RECORD_COUNT, STATUS FROM SNOWGAUGE.INGESTION_AUDIT"
                + " WHERE RUN_ID <> 'stream'"),
        contains("2 | 1 | FAILED"));
    assertThat(site.filesOf(run), hasSize(1));
  }
}
