package io.snowgauge.endtoend;

import static io.snowgauge.endtoend.Site.MONDAY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.io.emulators.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page that {@code report} writes. */
@Timeout(300)
class ReportTest {
  private static final String EXPECTED =
      """
      {
        "datasets": {
          "sales": {
            "input": "landing/{unit}/sales-{date}.csv",
            "format": { "type": "csv", "header": true },
            "table": "SALES",
            "columns": { "quantity": "INTEGER" },
            "publish": "append",
            "rejects": { "max": 10 },
            "expect": {
              "every": "day", "by": "06:00", "captures": { "unit": ["u0", "u1", "u2"] }
            }
          },
          "user_groups": {
            "input": "data/*", "format": { "type": "lsf" }, "table": "USER_GROUP_SHARES",
            "publish": "append"
          }
        }
      }
      """;

  @TempDir Path folder;

  private static Document page(Site site, String name) throws Exception {
    return Jsoup.parse(Files.readString(site.path(name)));
  }

  private static List<List<String>> rows(Element table) {
    return table.select("tbody > tr").stream()
        .map(row -> row.children().stream().map(Element::text).toList())
        .toList();
  }

  private Site madeSite(LocalDate first, int days, int units) throws Exception {
    Site site = Site.with(folder, EXPECTED);
    int init =
        io.snowgauge.pipelines.commands.Snowgauge.execute(
            new String[] {"init", "--config", site.path("snowgauge.json").toString()});
    assertThat(init, is(0));
    try (Connection connection = site.connect()) {
      new MadeHistory("sales", "file://" + folder + "/landing/", first, days, units)
          .into(connection);
    }
    return site;
  }

  @Test
  void beforeTheFirstRunThereIsAPageAndNothingElse() throws Exception {
    Site site = Site.with(folder, Site.configuration("append", ""));
    Snowgauge.Ended report = site.snowgauge().run("report");
    assertThat(report.err(), is(""));
    assertThat(report.exitCode(), is(0));
    assertThat(report.out(), startsWith("report.html: 1 dataset from "));
    assertThat(site.everything(), contains("report.html", "snowgauge.json"));
    assertThat(
        page(site, "report.html").expectFirst("section p").text(),
        is("No run of this dataset started in these days."));
  }

  @Test
  void whatRunsLeftIsToldAndNothingIsChanged() throws Exception {
    Site site = Site.with(folder, Site.configuration("append", ", \"rejects\": { \"max\": 1 }"));
    UserGroups groups = UserGroups.random(1, 3);
    site.write("data/good", groups, MONDAY);
    site.write(
        "data/<script><b>",
        "Begin UserGroup\nGROUP_NAME GROUP_MEMBER\ng (<i>\nh (u\nEnd UserGroup\n",
        MONDAY);
    assertThat(site.run("--run-id", "r1").exitCode(), is(3));
    assertThat(site.run("--run-id", "r2").exitCode(), is(3));
    byte[] before = Files.readAllBytes(site.path("warehouse.duckdb"));

    // As while a run or a stream goes on.
    try (Connection held = site.connect()) {
      assertThat(held.isClosed(), is(false));
      Snowgauge.Ended report =
          site.snowgauge().run("report", "--out", "new folder/r.html", "--dataset", "user_groups");
      assertThat(report.toString(), report.exitCode(), is(0));
    }
    assertThat(Files.readAllBytes(site.path("warehouse.duckdb")), is(before));
    assertThat(
        site.files("new folder").stream().map(file -> file.getFileName().toString()).toList(),
        contains("r.html"));
    Document page = page(site, "new folder/r.html");
    assertThat(
        rows(page.expectFirst("#d1-open ~ div table")).get(0).get(0),
        is(
            "data/<script><b> 2 of 3 lines rejected, at most 1 tolerated line 3, column 3:"
                + " expected ')' to close this '(' but found the end of the line line 4, column 3:"
                + " expected ')' to close this '(' but found the end of the line"));
    assertThat(rows(page.expectFirst("#d1-open ~ div table")).get(0).get(3), is("2"));
    assertThat(page.select("pre").eachText(), contains("g (<i>", "h (u"));
    List<String> audit =
        site.query(
            "SELECT COUNT(*), SUM(FILES), SUM(SOURCE_RECORD_COUNT), SUM(INGESTED_RECORD_COUNT),"
                + " SUM(REJECTED_RECORD_COUNT) FROM SNOWGAUGE.INGESTION_AUDIT");
    List<String> told =
        rows(page.expectFirst("[aria-label='Records of user_groups'] > table")).get(0);
    assertThat(
        "%s | %s | %s | %s | %s"
            .formatted(told.get(1), told.get(3), told.get(4), told.get(5), told.get(6))
            .replace(",", ""),
        is(audit.get(0)));
  }

  @Test
  void howFarADatasetWasVerifiedIsShownAndWhatCameSince() throws Exception {
    Site site = Site.with(folder, Site.configuration("append", ""));
    site.write("data/one", UserGroups.random(1, 3), MONDAY);
    site.write("data/two", UserGroups.random(2, 3), MONDAY);
    assertThat(site.run().exitCode(), is(0));
    assertThat(verified(site), is(List.of("user_groups", "never", "–", "–", "–", "–", "2")));
    assertThat(site.snowgauge().run("verify").exitCode(), is(0));
    assertThat("that changes nothing", verified(site).get(1), is("never"));
    assertThat(site.snowgauge().run("verify", "--since-last").exitCode(), is(0));
    String rows = site.query("SELECT COUNT(*) FROM USER_GROUP_SHARES").get(0);
    site.write("data/three", UserGroups.random(3, 3), MONDAY);
    assertThat(site.run().exitCode(), is(0));
    List<String> seconds =
        site.query(
            """
            SELECT
              strftime(VERIFIED_AT, '%Y-%m-%d %H:%M:%S'),
              (
                SELECT strftime(MAX(LOADED_AT), '%Y-%m-%d %H:%M:%S')
                FROM SNOWGAUGE.INGESTION_FILES
                WHERE LOADED_AT < VERIFIED_AT)
            FROM SNOWGAUGE.VERIFICATIONS
            """);
    List<String> told = verified(site);
    assertThat(told.get(1) + " | " + told.get(2), is(seconds.get(0)));
    assertThat(told.subList(3, 7), contains("1", "2", rows, "1"));
  }

  private List<String> verified(Site site) throws Exception {
    assertThat(site.snowgauge().run("report").exitCode(), is(0));
    return rows(page(site, "report.html").expectFirst("[aria-labelledby=verified] > table")).get(0);
  }

  /** In the memory that the launcher gives, and small enough for a browser. */
  @Test
  void aHundredThousandFilesFitOnAPage() throws Exception {
    Site site = madeSite(LocalDate.parse("2025-01-01"), 400, 260);
    List<String> sums =
        site.query(
            """
            SELECT
              COUNT(DISTINCT FILE_ID) > 100000,
              FORMAT('{:,}', COUNT(*)),
              FORMAT('{:,}', SUM(SOURCE_RECORD_COUNT)::BIGINT),
              FORMAT('{:,}', SUM(INGESTED_RECORD_COUNT)::BIGINT),
              FORMAT('{:,}', SUM(REJECTED_RECORD_COUNT)::BIGINT)
            FROM SNOWGAUGE.INGESTION_FILES
            """);
    Snowgauge.Ended report =
        site.snowgauge().run("report", "--from", "2025-01-01", "--to", "2026-02-05");
    assertThat(report.toString(), report.exitCode(), is(0));
    assertThat(Files.size(site.path("report.html")), lessThan(1_000_000L));
    List<String> told = rows(page(site, "report.html").expectFirst("main table")).get(0);
    assertThat("true | " + String.join(" | ", told.subList(4, 8)), is(sums.get(0)));
  }

  /** Light, dark, on a phone, and of nothing at all. */
  @Test
  void aBrowserShowsItToEverybody() throws Exception {
    Path look = Snowgauge.HOME.resolve("src/test/browser/look.mjs");
    Path modules =
        Installation.nodeModules(
            look.resolveSibling("package-lock.json"), "tests of the report in a browser");
    Site site = madeSite(LocalDate.now(ZoneOffset.UTC).minusDays(78), 79, 3);
    assertThat(site.snowgauge().run("report").exitCode(), is(0));
    Path pictures = Snowgauge.HOME.resolve("src/test/target/report");
    JsonNode seen =
        look(
            look,
            modules,
            site.path("report.html"),
            pictures,
            "report=1200x1240:light",
            "report_dark=1200x1240:dark",
            "report_phone=390x844:light",
            "report_phone_dark=320x600:dark");
    List<String> views = new ArrayList<>();
    seen.fieldNames().forEachRemaining(views::add);
    assertThat(views, contains("report", "report_dark", "report_phone", "report_phone_dark"));
    for (JsonNode view : seen) {
      assertThat(view.toString(), texts(view.get("violations")), is(empty()));
      assertThat(view.toString(), texts(view.get("problems")), is(empty()));
      assertThat(view.toString(), texts(view.get("requests")), is(empty()));
      assertThat(view.toString(), view.get("overflow").asInt(), lessThan(1));
      assertThat(view.get("bars").asInt(), is(3 * 79));
      assertThat(texts(view.get("tabs")).get(0), is("a To the datasets"));
      assertThat(texts(view.get("tabs")).get(2), is("a sales"));
      assertThat(view.get("opened").asInt(), is(1));
    }
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  private JsonNode look(Path script, Path modules, Path page, Path pictures, String... views)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("node", script.toString(), page.toString(), pictures.toString()));
    command.addAll(List.of(views));
    Path errors = folder.resolve("browser.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(modules.toFile()).redirectError(errors.toFile());
    // The browser is unpacked there.
    builder.environment().put("TMPDIR", Files.createDirectories(modules.resolve("tmp")).toString());
    Process process = builder.start();
    String seen = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(Files.readString(errors), process.waitFor(), is(0));
    return new ObjectMapper().readTree(seen);
  }
}
