package io.snowgauge.io.warehouse.publish;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.ControlSchema;
import io.snowgauge.io.warehouse.control.ExtractedFiles;
import io.snowgauge.io.warehouse.control.Ledger;
import io.snowgauge.io.warehouse.control.Mode;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.files.SourceFile;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEveryWarehouse
class ExtractedFilesTest {
  private static final String URI = "k8s://c/lsf/master-0/main/etc/it's \"x\"";
  private static final Instant MODIFIED = Instant.parse("2025-06-02T10:00:00Z");

  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;
  private ExtractedFiles extracted;
  private Audit audit;

  ExtractedFilesTest(WarehouseKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void createTables() throws SQLException {
    site = new Site(folder, kind);
    new ControlSchema(site.warehouse()).create(site.connection());
    extracted = new ExtractedFiles(site.warehouse());
    audit = new Audit(site.warehouse());
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  private static Run run(String id, Mode mode) {
    return new Run(id, LocalDate.parse("2025-06-06"), mode, Instant.EPOCH, false);
  }

  /** The same run, tried again later. */
  private static Run again(Run run, int times) {
    return new Run(
        run.id(), run.executionDate(), run.mode(), run.startedAt().plusSeconds(times), false);
  }

  private static ExtractedFiles.Row row(String uri, long records, @Nullable String failure) {
    return new ExtractedFiles.Row(uri, 10, MODIFIED, records, failure, List.of());
  }

  private List<String> record(
      Run run, List<ExtractedFiles.Row> rows, @Nullable String systemFailure) throws SQLException {
    audit.start(site.connection(), run, "d");
    extracted.record(site.connection(), run, "d", Map.of("x", rows), systemFailure);
    return audit.run(site.connection(), run.id()).stream()
        .map(
            row ->
                row.mode()
                    + " "
                    + row.files()
                    + " "
                    + row.sourceRecords()
                    + " "
                    + row.status()
                    + " "
                    + row.errorMessages())
        .toList();
  }

  @Test
  void whatWasExtractedIsInTheAuditWithTheCountsOfThePods() throws Exception {
    Run run = run("x", Mode.EXTRACT);
    assertThat(
        record(run, List.of(row(URI, 3, null), row(URI + "2", 4, "cut")), null),
        is(List.of("extract 2 7 FAILED " + URI + "2: cut")));
    assertThat(
        audit.files(site.connection(), "x").stream()
            .map(file -> file.uri() + " " + file.status() + " " + file.sourceRecords())
            .toList(),
        is(List.of(URI + " EXTRACTED 3", URI + "2 FAILED 4")));
    assertThat(
        record(again(run, 1), List.of(row(URI, 3, null), row(URI + "2", 4, null)), null),
        is(List.of("extract 2 7 SUCCESS null")));
    assertThat(
        record(again(run, 2), List.of(row(URI, 3, null)), "unreachable"),
        is(List.of("extract 1 3 FAILED the run failed: unreachable")));
    assertThat(record(again(run, 3), List.of(), null), is(List.of("extract 0 0 SUCCESS null")));
  }

  @Test
  void severalExtractionsOfOnePathAreSeveralFiles() throws Exception {
    Run run = run("x", Mode.EXTRACT);
    audit.start(site.connection(), run, "d");
    extracted.record(
        site.connection(),
        run,
        "d",
        Map.of(
            "one",
            List.of(row(URI, 3, null)),
            "other",
            List.of(row(URI, 3, null), row(URI, 4, null))),
        null);
    assertThat(
        audit.files(site.connection(), "x").stream()
            .map(file -> file.uri() + " " + file.sourceRecords())
            .sorted()
            .toList(),
        is(List.of(URI + " 3", URI + " 3", URI + " 4")));
    assertThat(audit.run(site.connection(), "x").get(0).files(), is(3L));
  }

  @Test
  void moreFilesThanAStatementTakesAreWritten() throws Exception {
    List<ExtractedFiles.Row> rows = new ArrayList<>();
    for (int i = 0; i < 401; i++) {
      rows.add(new ExtractedFiles.Row(URI + i, i, null, 1, null, List.of("a notice")));
    }
    assertThat(
        record(run("x", Mode.EXTRACT), rows, null).get(0).substring(0, 22),
        is("extract 401 401 SUCCES"));
  }

  @Test
  void nothingOfItIsKnownOfWhatCanBeLoaded() throws Exception {
    Run run = run("x", Mode.EXTRACT);
    for (String id : List.of("a", "b", "c", "d")) {
      record(run(id, Mode.EXTRACT), List.of(row("file:///in/a", 3, "cut")), null);
    }
    record(run, List.of(row("file:///in/a", 3, null)), null);
    SourceFile version = new SourceFile("file:///in/a", null, 10, MODIFIED, Map.of());
    assertThat(
        new Ledger(site.warehouse()).lookUp(site.connection(), "d", List.of(version)),
        is(Map.of()));
  }

  @Test
  void theIdOfARunBelongsToOneKindOfRun() throws Exception {
    record(run("x", Mode.EXTRACT), List.of(), null);
    audit.start(site.connection(), run("r", Mode.RUN), "d");
    assertThat(
        extracted.otherMode(site.connection(), run("x", Mode.RUN)), is(Optional.of("extract")));
    assertThat(
        extracted.otherMode(site.connection(), run("r", Mode.EXTRACT)), is(Optional.of("run")));
    assertThat(
        extracted.otherMode(site.connection(), run("x", Mode.EXTRACT)).isPresent(), is(false));
    assertThat(extracted.otherMode(site.connection(), run("r", Mode.EVENT)).isPresent(), is(false));
    assertThat(extracted.otherMode(site.connection(), run("new", Mode.RUN)).isPresent(), is(false));
  }
}
