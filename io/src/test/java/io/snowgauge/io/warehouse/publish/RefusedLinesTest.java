package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.TUESDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Site.userGroups;
import static io.snowgauge.transforms.dataset.PublishMode.REPLACE;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.control.RefusedLines;
import io.snowgauge.io.warehouse.control.RefusedLines.Asked;
import io.snowgauge.io.warehouse.control.RefusedLines.OfAll;
import io.snowgauge.io.warehouse.control.RefusedLines.OfFile;
import io.snowgauge.io.warehouse.control.RefusedLines.OfRun;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.SourceFile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEveryWarehouse
class RefusedLinesTest {
  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;

  RefusedLinesTest(WarehouseKind kind) {
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

  private List<String> lines(Asked asked, String... datasets) throws SQLException {
    List<String> lines = new ArrayList<>();
    long count =
        new RefusedLines(site.warehouse())
            .each(
                site.connection(),
                asked,
                List.of(datasets),
                line ->
                    lines.add(
                        "%s %s %s %s %d:%d %s"
                            .formatted(
                                line.dataset(),
                                line.uri().replaceFirst(".*/", ""),
                                line.runId(),
                                line.status(),
                                line.line(),
                                line.column(),
                                line.raw())));
    assertThat(count, is((long) lines.size()));
    return lines;
  }

  @Test
  void linesAreToldOfTheLastTryOfEachVersionOrOfARun() throws Exception {
    Dataset dataset = site.dataset(REPLACE, "*", new Tolerance(1L, null));
    Dataset other = Datasets.named("other", "OTHER", dataset);
    SourceFile bad = site.write("bad", userGroups("k (u", "h (u", "ok (u) -"), MONDAY);
    SourceFile partial = site.write("partial", userGroups("ok (u) -", "p (u"), MONDAY);
    site.load(run("r1"), dataset, bad, partial);
    site.load(run("r2"), dataset, bad);
    SourceFile newer = site.write("partial", userGroups("ok (u) -", "ok2 (u) -", "q (u"), TUESDAY);
    site.load(run("r3"), dataset, newer, site.write("clean", userGroups("ok (u) -"), MONDAY));
    site.load(run("o1"), other, bad);

    assertThat(
        lines(new OfAll(), "user_groups"),
        contains(
            "user_groups bad r2 FAILED 3:3 k (u",
            "user_groups bad r2 FAILED 4:3 h (u",
            partial.fileId().compareTo(newer.fileId()) < 0
                ? "user_groups partial r1 REPLACED 4:3 p (u"
                : "user_groups partial r3 PUBLISHED 5:3 q (u",
            partial.fileId().compareTo(newer.fileId()) < 0
                ? "user_groups partial r3 PUBLISHED 5:3 q (u"
                : "user_groups partial r1 REPLACED 4:3 p (u"));
    assertThat(
        lines(new OfRun("r1"), "user_groups"),
        contains(
            "user_groups bad r1 FAILED 3:3 k (u",
            "user_groups bad r1 FAILED 4:3 h (u",
            "user_groups partial r1 REPLACED 4:3 p (u"));
    assertThat(
        lines(new OfFile(bad.uri()), "other", "user_groups"),
        contains(
            "other bad o1 FAILED 3:3 k (u",
            "other bad o1 FAILED 4:3 h (u",
            "user_groups bad r2 FAILED 3:3 k (u",
            "user_groups bad r2 FAILED 4:3 h (u"));
    assertThat(lines(new OfRun("r3"), "other"), is(empty()));
    assertThat(lines(new OfAll()), is(empty()));
  }

  @Test
  void whatNobodyHasHeardOfIsNotKnown() throws Exception {
    Dataset dataset = site.dataset(REPLACE, "*", Tolerance.NONE);
    SourceFile clean = site.write("clean", userGroups("ok (u) -"), MONDAY);
    site.load(run("r1"), dataset, clean);
    site.begin(run("r2"), dataset);
    RefusedLines lines = new RefusedLines(site.warehouse());
    assertThat(lines.isKnown(site.connection(), new OfRun("r1")), is(true));
    assertThat(lines.isKnown(site.connection(), new OfRun("r2")), is(true));
    assertThat(lines.isKnown(site.connection(), new OfRun("r3")), is(false));
    assertThat(lines.isKnown(site.connection(), new OfFile(clean.uri())), is(true));
    assertThat(lines.isKnown(site.connection(), new OfFile("s3://b/none")), is(false));
  }
}
