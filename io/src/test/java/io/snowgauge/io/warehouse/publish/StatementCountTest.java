package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Site.userGroups;
import static io.snowgauge.transforms.dataset.PublishMode.APPEND;
import static io.snowgauge.transforms.dataset.PublishMode.REPLACE;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.io.warehouse.control.OpenVersions;
import io.snowgauge.io.warehouse.control.OpenVersions.Open;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.staging.StagedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How many statements a publication takes on Snowflake: docs/cost.md says what they cost. */
@ExtendWith(StandInExtension.class)
class StatementCountTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Site site;

  @BeforeEach
  void openSite() throws SQLException {
    site = new Site(folder, WarehouseKind.SNOWFLAKE);
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  private interface Work {
    void run() throws Exception;
  }

  /**
   * The statements of publishers: those that a warehouse carries out, all others, and uploads:
   * small parts go together, one upload for the records and one for the manifest.
   */
  private static String count(Work work) throws Exception {
    int before = StandInExtension.standIn().log().size();
    work.run();
    long compute = 0;
    long others = 0;
    long uploads = 0;
    for (String sql : since(before)) {
      String verb = sql.strip().split("\\s", 2)[0].toLowerCase(Locale.ROOT);
      switch (verb) {
        case "put" -> uploads++;
        case "select", "insert", "update", "delete", "copy" -> compute++;
        default -> others++;
      }
    }
    return compute + " + " + others + ", " + uploads + " uploads";
  }

  private static List<String> since(int before) throws IOException {
    List<String> statements = new ArrayList<>();
    List<String> log = StandInExtension.standIn().log();
    for (String line : log.subList(before, log.size())) {
      JsonNode event = JSON.readTree(line);
      if (event.path("tag").asText().contains("\"dataset\"")
          && !event.path("describe").asBoolean()) {
        statements.add(event.path("sql").asText());
      }
    }
    return statements;
  }

  private static long questions(int from) throws IOException {
    List<String> log = StandInExtension.standIn().log();
    long questions = 0;
    for (String line : log.subList(from, log.size())) {
      JsonNode event = JSON.readTree(line);
      if (event.path("sql").asText().strip().toUpperCase(Locale.ROOT).startsWith("SELECT")
          && !event.path("describe").asBoolean()) {
        questions++;
      }
    }
    return questions;
  }

  private StagedFile[] staged(Run run, Dataset dataset, int files) throws Exception {
    StagedFile[] staged = new StagedFile[files];
    for (int i = 0; i < files; i++) {
      SourceFile file = site.write(run.id() + i, userGroups("g" + i + " (u) -"), MONDAY);
      staged[i] = site.stage(run, dataset, file);
    }
    return staged;
  }

  @Test
  void anAppendTakesTheSameForAnyNumberOfFiles() throws Exception {
    Dataset dataset = site.dataset(APPEND);
    Run one = run("one");
    site.begin(one, dataset);
    StagedFile[] file = staged(one, dataset, 1);
    assertThat(count(() -> site.publish(one, dataset, file)), is("11 + 9, 2 uploads"));
    Run more = run("more");
    site.begin(more, dataset);
    StagedFile[] files = staged(more, dataset, 20);
    assertThat(count(() -> site.publish(more, dataset, files)), is("11 + 9, 2 uploads"));
  }

  @Test
  void replacingAndRefusedLinesAddSome() throws Exception {
    Dataset dataset = site.dataset(REPLACE, "*", new Tolerance(5L, null));
    Run run = run("r1");
    site.begin(run, dataset);
    SourceFile file = site.write("f", userGroups("g (u) -", "bad (x"), MONDAY);
    StagedFile staged = site.stage(run, dataset, file);
    assertThat(count(() -> site.publish(run, dataset, staged)), is("18 + 11, 3 uploads"));
  }

  @Test
  void aMergeAddsWhatWorksOutItsWinners() throws Exception {
    Table table = new Table(site, List.of("ID"), Table.text("ID"), Table.number("QTY"));
    Run run = run("r1");
    site.begin(run, table.dataset());
    StagedFile staged = table.stage(run, site.write("f", "1", MONDAY), "a,1");
    assertThat(count(() -> site.publish(run, table.dataset(), staged)), is("17 + 19, 2 uploads"));
  }

  @Test
  void aBatchOfAStreamTakesNoMoreThanARun() throws Exception {
    Dataset dataset = site.dataset(APPEND);
    Run run = run("r1");
    site.begin(run, dataset);
    StreamPublisher publisher = new StreamPublisher(site.warehouse(), dataset, "s", site.area(run));
    List<StagedFile> files = List.of(staged(run, dataset, 3));
    assertThat(count(() -> publisher.publish(List.of(files))), is("12 + 9, 2 uploads"));
  }

  /** A sweep every five minutes. */
  @Test
  void anIdleHourOfAStreamTakesNone() throws Exception {
    Dataset dataset = site.dataset(APPEND);
    Run run = run("r1");
    site.begin(run, dataset);
    StagedFile[] files = staged(run, dataset, 3);
    site.publish(run, dataset, files);
    List<SourceFile> listed = Stream.of(files).map(StagedFile::file).toList();
    AtomicLong nanos = new AtomicLong();
    OpenVersions versions = new OpenVersions(site.warehouse(), nanos::get);
    assertThat(versions.among(dataset.name(), listed), empty());
    int before = StandInExtension.standIn().log().size();
    for (int sweep = 0; sweep < 12; sweep++) {
      nanos.addAndGet(Duration.ofMinutes(5).toNanos());
      assertThat(versions.among(dataset.name(), listed), empty());
    }
    assertThat(StandInExtension.standIn().log().size(), is(before));
  }

  /** What was in may be loaded again then, or is refused; before, nobody would ask for it. */
  @Test
  void rowsOfTheLedgerThatAreDeletedMeanwhileAreMissedWhenItIsAskedNext() throws Exception {
    Dataset dataset = site.dataset(APPEND);
    site.begin(run("r1"), dataset);
    StagedFile[] files = staged(run("r1"), dataset, 4);
    site.publish(run("r1"), dataset, files[0]);
    site.publish(run("r1"), dataset, files[1]);
    List<SourceFile> listed = Stream.of(files).map(StagedFile::file).toList();
    OpenVersions versions = new OpenVersions(site.warehouse());
    assertThat(versions.among(dataset.name(), listed.subList(0, 2)), empty());
    int before = StandInExtension.standIn().log().size();
    assertThat(versions.among(dataset.name(), listed.subList(0, 3)).size(), is(1));
    assertThat("of the versions, and of the events", questions(before), is(2L));
    site.publish(run("r1"), dataset, files[2]);
    site.execute(
        "DELETE FROM SNOWGAUGE.INGESTION_FILE_EVENTS WHERE FILE_ID = '%s'"
            .formatted(listed.get(0).fileId()));
    assertThat(versions.among(dataset.name(), listed.subList(0, 2)), empty());
    assertThat(
        versions.among(dataset.name(), listed),
        contains(new Open(listed.get(0), null), new Open(listed.get(3), null)));
  }

  /** A person may retract a version, which is loaded again then. */
  @Test
  void whatIsNewOrWasRetractedIsFound() throws Exception {
    Dataset dataset = site.dataset(APPEND);
    Run run = run("r1");
    site.begin(run, dataset);
    StagedFile[] files = staged(run, dataset, 2);
    site.publish(run, dataset, files[0]);
    List<SourceFile> listed = Stream.of(files).map(StagedFile::file).toList();
    AtomicLong nanos = new AtomicLong();
    OpenVersions versions = new OpenVersions(site.warehouse(), nanos::get);
    assertThat(versions.among(dataset.name(), listed), contains(new Open(listed.get(1), null)));
    site.publish(run, dataset, files[1]);
    assertThat(versions.among(dataset.name(), listed), empty());
    Retraction.ofFile(site.warehouse(), listed.get(0).uri()).from(dataset);
    assertThat(versions.among(dataset.name(), listed), empty());
    nanos.addAndGet(Duration.ofHours(25).toNanos());
    List<Open> again = versions.among(dataset.name(), listed);
    assertThat(again.stream().map(Open::file).toList(), contains(listed.get(0)));
  }
}
