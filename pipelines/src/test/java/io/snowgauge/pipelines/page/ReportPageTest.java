package io.snowgauge.pipelines.page;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.warehouse.control.LoadHistory.Days;
import io.snowgauge.io.warehouse.control.LoadHistory.LoadDay;
import io.snowgauge.io.warehouse.control.LoadHistory.OpenFile;
import io.snowgauge.io.warehouse.control.LoadHistory.OpenFiles;
import io.snowgauge.io.warehouse.control.RejectReasons.Example;
import io.snowgauge.io.warehouse.control.RejectReasons.Reason;
import io.snowgauge.io.warehouse.control.RejectReasons.Reasons;
import io.snowgauge.io.warehouse.control.Verifications.Verification;
import io.snowgauge.io.warehouse.verify.VerifiedUntil;
import io.snowgauge.pipelines.status.DatasetStatus;
import io.snowgauge.transforms.expectations.Expectation;
import io.snowgauge.transforms.expectations.Frequency;
import io.snowgauge.transforms.expectations.Standing;
import io.snowgauge.transforms.expectations.Timetable;
import io.snowgauge.transforms.expectations.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.ParseError;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportPageTest {
  private static final Instant NOW = Instant.parse("2026-02-03T12:00:00Z");
  private static final Days WEEK = days("2026-01-28", "2026-02-03");
  private static final OpenFiles NONE_OPEN = new OpenFiles(List.of(), 0, 0);
  private static final Reasons NO_REASONS = new Reasons(List.of(), 0, 0);
  private static final Expectation DAILY =
      new Expectation(
          new Timetable(Frequency.DAY, LocalTime.parse("06:00"), 0, ZoneOffset.UTC),
          Map.of(),
          0,
          0,
          null,
          28,
          null);

  /** What ends a script, a style, an attribute, a comment, a title or the text of an SVG. */
  private static final String HOSTILE =
      "</script></style></title></svg>--><script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
          + "{{name}} &lt; ]]> &amp;#x27;";

  private static Days days(String first, String last) {
    return new Days(LocalDate.parse(first), LocalDate.parse(last));
  }

  private static LoadDay load(
      String day, long troubled, long source, long ingested, long rejected) {
    return new LoadDay(
        LocalDate.parse(day), 2, troubled, 3, source, ingested, rejected, 5_000, 2, 4_000, 3_000);
  }

  private static DatasetStatus status(String name, @Nullable Expectation expectation) {
    return new DatasetStatus(name, expectation, null, List.of());
  }

  private static DatasetHistory loaded(String name, LoadDay... days) {
    return new DatasetHistory(
        status(name, null), List.of(days), NONE_OPEN, NO_REASONS, VerifiedUntil.NEVER);
  }

  /** The page, which HTML's own rules find no fault with. */
  private static Document page(Days days, DatasetHistory... histories) throws IOException {
    String html = html(days, histories);
    Parser parser = Parser.htmlParser().setTrackErrors(100);
    Document page = Jsoup.parse(html, "", parser);
    assertThat(parser.getErrors().stream().map(ParseError::toString).toList(), is(empty()));
    return page;
  }

  private static String html(Days days, DatasetHistory... histories) throws IOException {
    StringWriter out = new StringWriter();
    new ReportPage(List.of(histories), days, NOW).write(out);
    return out.toString();
  }

  private static List<List<String>> rows(Element table) {
    return table.select("tbody > tr").stream()
        .map(row -> row.children().stream().map(Element::text).toList())
        .toList();
  }

  private static Element table(Document page, String label) {
    return page.expectFirst("[aria-label='" + label + "'] > table");
  }

  /** Of a disk that is full. */
  private static final class Full extends Writer {
    @Override
    public void write(char[] text, int start, int length) throws IOException {
      throw new IOException("No space left on device");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void whatKeepsItFromBeingWrittenIsNoFaultOfItsTemplate() {
    ReportPage page = new ReportPage(List.of(), days("2026-01-01", "2026-01-02"), NOW);
    IOException failure = assertThrows(IOException.class, () -> page.write(new Full()));
    assertThat(failure.getMessage(), is("No space left on device"));
  }

  @Test
  void nothingThatWasLoadedGetsOutOfItsPlace() throws Exception {
    OpenFile open = new OpenFile("file:///" + HOSTILE, HOSTILE, NOW, 1, 2, 1, 1, 0, HOSTILE, false);
    Reason reason =
        new Reason(HOSTILE, 1, 1, List.of(new Example("s3://b/" + HOSTILE, 7, HOSTILE, HOSTILE)));
    Standing standing =
        new Standing(
            DAILY.timetable().of(LocalDate.parse("2026-02-02")).orElseThrow(),
            Map.of("unit", HOSTILE),
            Set.of(Verdict.MISSING),
            0,
            0,
            0,
            null,
            0,
            List.of());
    DatasetHistory hostile =
        new DatasetHistory(
            new DatasetStatus(HOSTILE, DAILY, NOW, List.of(standing)),
            List.of(load("2026-02-02", 1, 9, 7, 1)),
            new OpenFiles(List.of(open), 1, 1),
            new Reasons(List.of(reason), 1, 1),
            VerifiedUntil.NEVER);
    Document page = page(WEEK, hostile, hostile);
    assertThat(page.select("script, img, iframe, link, object, embed, base, form"), is(empty()));
    assertThat(
        page.getAllElements().stream()
            .flatMap(element -> element.attributes().asList().stream())
            .filter(
                attribute ->
                    attribute.getKey().startsWith("on")
                        || attribute.getKey().equals("style")
                        || attribute.getKey().equals("src"))
            .toList(),
        is(empty()));
    assertThat(page.select("a[href]").eachAttr("href"), contains("#datasets", "#d1", "#d2"));
    String shown = HOSTILE.replaceAll(" +", " ");
    assertThat(page.select("#d1").text(), is(shown));
    assertThat(page.expectFirst("#d1-rejects ~ div pre").wholeText(), is(HOSTILE));
    assertThat(
        page.expectFirst("section svg[role=img]").attr("aria-label"), containsString(HOSTILE));
    assertThat(
        Objects.requireNonNull(page.select("details > ul > li").last()).text(),
        containsString("unit=" + shown));
  }

  @Test
  void whatMovesACursorOrTurnsTextAroundIsShownInsteadOfDone() throws Exception {
    Reason reason =
        new Reason(
            "r", 1, 1, List.of(new Example("s3://b/a\u202eb", 1, "r\u0000", "a\tb\u0000\u202e")));
    Document page =
        page(
            WEEK,
            new DatasetHistory(
                status("a\u001b[2Jb", null),
                List.of(),
                NONE_OPEN,
                new Reasons(List.of(reason), 1, 1),
                VerifiedUntil.NEVER));
    assertThat(page.select("#d1").text(), is("a\ufffd[2Jb"));
    assertThat(page.select("pre").text(), is("a\\u0009b\\u0000\\u202e"));
    assertThat(page.select("li .file").text(), is("s3://b/a\ufffdb"));
  }

  @Test
  void itNeedsNothingFromANetworkAndRunsNothing() throws Exception {
    String html = html(WEEK, loaded("sales", load("2026-02-02", 0, 9, 9, 0)));
    Document page = Jsoup.parse(html);
    assertThat(
        page.select("meta[http-equiv=Content-Security-Policy]").attr("content"),
        is("default-src 'none'; style-src 'unsafe-inline'"));
    assertThat(html, not(containsString("http://")));
    assertThat(html, not(containsString("https://")));
    assertThat(html, not(containsString("url(")));
    assertThat(html, not(containsString("@import")));
  }

  @Test
  void aPageOfNothingSaysSo() throws Exception {
    Document none = page(WEEK);
    assertThat(none.select("main").text(), containsString("No dataset is configured."));

    Document page = page(WEEK, loaded("sales"));
    assertThat(
        rows(page.expectFirst("main table")),
        contains(List.of("sales", "OK", "never", "–", "0", "0", "0", "0", "0")));
    assertThat(
        page.select("section p").eachText(),
        contains(
            "No run of this dataset started in these days.",
            "Every file that was tried in these days balanced.",
            "No rejected line is kept of these days.",
            "Nothing is expected of this dataset (expect is not configured), so nothing can be"
                + " missing. Days are marked on which files failed or lines were rejected.",
            "There is nothing to tell of these days."));
    assertThat(page.select("svg[role=img]"), is(empty()));
  }

  @Test
  void aPictureAndItsTableSayTheSame() throws Exception {
    Document page =
        page(
            WEEK,
            loaded(
                "sales", load("2026-01-28", 0, 1000, 990, 10), load("2026-02-02", 1, 500, 200, 0)));
    assertThat(
        rows(table(page, "Records of sales")),
        contains(
            List.of("2026-01-28", "2", "0", "3", "1,000", "990", "10", "0"),
            List.of("2026-02-02", "2", "1", "3", "500", "200", "0", "300")));
    Element chart = page.expectFirst("section .chart");
    assertThat(
        chart.select("svg").attr("aria-label"),
        is(
            "sales: records by day of the load, 2026-01-28 to 2026-02-03. 1,500 in the files, 1,190"
                + " loaded, 10 rejected, 300 neither."));
    assertThat(chart.select("g > title").size(), is(7));
    Element first = chart.expectFirst("g");
    assertThat(
        first.select("title").text(),
        is("2026-01-28: 1,000 records, 990 loaded, 10 rejected, 0 neither"));
    assertThat(chart.select(".scale span").eachText(), contains("1,000", "500", "0"));
    assertThat(
        boxes(first), contains("lower 1.00+99.00", "upper 0.00+1.00", "outline 0.00+100.00"));
    Element sixth = chart.select("g").get(5);
    assertThat(boxes(sixth), contains("lower 80.00+20.00", "outline 50.00+50.00"));
    assertThat(chart.select(".trouble").size(), is(1));
    assertThat(sixth.select(".trouble").size(), is(1));
    assertThat(boxes(chart.select("g").get(1)), is(empty()));
    assertThat(
        rows(table(page, "Times of sales")),
        contains(
            List.of("2026-01-28", "2", "2.0 s", "3.0 s", "250", "1.3 kB"),
            List.of("2026-02-02", "2", "2.0 s", "3.0 s", "125", "1.3 kB")));
    assertThat(
        page.select(".chart").get(1).expectFirst("g > title").text(),
        is("2026-01-28: 2.0 s on average, the longest 3.0 s"));
    assertThat(
        page.select(".chart").get(2).expectFirst("g > title").text(),
        is("2026-01-28: 250 records a second"));
  }

  @Test
  void howFarDatasetsWereVerifiedIsATableOfThem() throws Exception {
    DatasetHistory verified =
        new DatasetHistory(
            status("sales", null),
            List.of(),
            NONE_OPEN,
            NO_REASONS,
            new VerifiedUntil(
                new Verification(1_234, 56, 7_890_123, Instant.parse("2026-02-02T23:00:01.5Z")),
                Instant.parse("2026-02-02T04:00:09Z"),
                2));
    DatasetHistory forgotten =
        new DatasetHistory(
            status("old", null),
            List.of(),
            NONE_OPEN,
            NO_REASONS,
            new VerifiedUntil(new Verification(1, 1, 0, NOW), null, 0));
    DatasetHistory never =
        new DatasetHistory(
            status("users", null),
            List.of(),
            NONE_OPEN,
            NO_REASONS,
            new VerifiedUntil(null, null, 100_000));
    Document page = page(WEEK, verified, forgotten, never);
    Element table = page.expectFirst("[aria-labelledby=verified] > table");
    assertThat(page.select("h2#verified").text(), is("Verified until"));
    assertThat(
        table.select("thead th[scope=col]").eachText(),
        contains(
            "Dataset",
            "Verified, UTC",
            "Loaded until, UTC",
            "Publication",
            "Versions compared then",
            "Rows of them",
            "Versions since"));
    assertThat(table.select("tbody th[scope=row]").size(), is(3));
    assertThat(
        rows(table),
        contains(
            List.of(
                "sales",
                "2026-02-02 23:00:01",
                "2026-02-02 04:00:09",
                "1,234",
                "56",
                "7,890,123",
                "2"),
            List.of("old", "2026-02-03 12:00:00", "–", "1", "1", "0", "0"),
            List.of("users", "never", "–", "–", "–", "–", "100,000")));
    assertThat(page(WEEK).select("#verified"), is(empty()));
  }

  /** Its parts, with where they start from above and how high they are. */
  private static List<String> boxes(Element bar) {
    return bar.select(".lower, .upper, .outline").stream()
        .map(box -> box.className() + " " + box.attr("y") + "+" + box.attr("height"))
        .toList();
  }

  /** Of one in a million there is something to see. */
  @Test
  void whatIsThereIsSeenHoweverLittleItIs() throws Exception {
    Document page = page(WEEK, loaded("a", load("2026-02-02", 0, 1_000_000, 999_999, 1)));
    assertThat(page.expectFirst(".chart .upper").attr("height"), is("1.00"));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-03, 2026-02-03, 1, 2026-02-03",
    "2025-11-04, 2026-02-03, 92, 2025-11-04",
    "2025-11-03, 2026-02-03, 14, 2025-11-03 to 2025-11-09",
    "2025-11-05, 2026-02-09, 15, 2025-11-05 to 2025-11-09",
    "2016-01-28, 2026-02-03, 122, 2016-01-28 to 2016-01-31",
  })
  void aChartOfManyDaysHasSomeHundredBarsAtMost(String from, String to, int bars, String first) {
    List<LoadDay> loads = new ArrayList<>(List.of(load(to, 0, 7, 7, 0)));
    if (!from.equals(to)) {
      loads.add(0, load(from, 0, 5, 4, 1));
    }
    List<Stretch> stretches = Stretch.of(days(from, to), loads);
    assertThat(stretches.size(), is(bars));
    assertThat(stretches.get(0).name(), is(first));
    assertThat(stretches.get(0).first(), is(LocalDate.parse(from)));
    assertThat(stretches.get(bars - 1).last(), is(LocalDate.parse(to)));
    assertThat(stretches.get(0).sums().source(), is(bars == 1 ? 7L : 5L));
    assertThat(stretches.get(bars - 1).sums().source(), is(7L));
    assertThat(
        stretches.stream().mapToLong(each -> each.sums().runs()).sum(), is(2L * loads.size()));
  }

  @Test
  void filesThatDidNotBalanceHaveTheirCountsReasonsAndWhetherTheyAreIn() throws Exception {
    OpenFiles open =
        new OpenFiles(
            List.of(
                new OpenFile(
                    "s3://b/bad",
                    "r2",
                    Instant.parse("2026-02-02T04:00:00Z"),
                    2,
                    10,
                    6,
                    4,
                    0,
                    "4 of 10 lines rejected\nline 3: no",
                    false),
                new OpenFile("s3://b/ok", "r1", NOW, 1, 1000, 900, 0, 0, null, true)),
            205,
            203);
    Document page =
        page(
            WEEK,
            new DatasetHistory(
                status("sales", null), List.of(), open, NO_REASONS, VerifiedUntil.NEVER));
    assertThat(
        rows(page.expectFirst("#d1-open ~ div table")),
        contains(
            List.of(
                "s3://b/bad 4 of 10 lines rejected line 3: no",
                "not in",
                "2026-02-02 04:00:00, run r2",
                "2",
                "10",
                "6",
                "4",
                "0"),
            List.of(
                "s3://b/ok",
                "in since",
                "2026-02-03 12:00:00, run r1",
                "1",
                "1,000",
                "900",
                "0",
                "0")));
    assertThat(
        page.select("section").text(),
        containsString(
            "205 files did not balance or had too many rejected lines; 203 not in since."));
    assertThat(
        page.select("section").text(), containsString("And 203 more; the ledger has them all."));
    assertThat(page.expectFirst("main table td.bad").text(), is("OK"));
  }

  @Test
  void aCalendarShowsTheWorstOfEachDay() throws Exception {
    DatasetStatus status =
        new DatasetStatus(
            "sales",
            DAILY,
            NOW,
            List.of(
                standing("2026-01-31", Verdict.OK),
                standing("2026-02-01", Verdict.MISSING),
                standing("2026-02-01", Verdict.OK),
                standing("2026-02-01", Verdict.LATE, Verdict.SHORT)));
    Document page =
        page(
            WEEK,
            new DatasetHistory(status, List.of(), NONE_OPEN, NO_REASONS, VerifiedUntil.NEVER));
    assertThat(page.select(".month caption").eachText(), contains("January 2026", "February 2026"));
    assertThat(
        page.select("td.day[class~=ok|missing|late|short]").eachText(),
        contains("31✓: 1 OK", "1M: 1 MISSING, 1 SHORT, 1 LATE, 1 OK"));
    Element january = page.expectFirst(".month");
    assertThat(rows(january).get(0), is(List.of("", "", "", "1", "2", "3", "4")));
    assertThat(january.select("thead abbr").eachAttr("title").get(6), is("Sunday"));
    assertThat(
        page.select("details > ul > li").eachText(),
        contains(
            "LATE, SHORT sales 2026-02-01: loaded 0 min after 2026-02-01 06:00 Z; 5 records where at"
                + " least 9 were expected",
            "MISSING sales 2026-02-01: expected by 2026-02-01 06:00 Z"));
  }

  private static Standing standing(String day, Verdict... verdicts) {
    return new Standing(
        DAILY.timetable().of(LocalDate.parse(day)).orElseThrow(),
        Map.of(),
        Set.of(verdicts),
        5,
        0,
        0,
        Instant.parse("2026-02-01T06:00:00Z"),
        9,
        List.of());
  }
}
