package io.snowgauge.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped configurations, loaded from the same files into DuckDB and, through PUT and COPY,
 * into the stand-in for Snowflake: both have the same rows afterwards.
 */
@ExtendWith(StandInExtension.class)
@Timeout(600)
class SnowflakeQuickStartTest {
  private static final Path SHIPPED = Snowgauge.HOME.resolve("runner-configs/direct");

  @TempDir Path folder;

  private void copy(String name) throws IOException {
    try (Stream<Path> files = Files.walk(SHIPPED.resolve(name))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(SHIPPED.relativize(file).toString());
        Files.createDirectories(copy.toAbsolutePath().getParent());
        Files.copy(file, copy);
      }
    }
  }

  /** Runs a command on both; both end well and say the same. */
  private void runBoth(SnowflakeSite snowflake, String configuration, String... command) {
    String name = command[0];
    String[] more = Stream.of(command).skip(1).toArray(String[]::new);
    Snowgauge.Ended there = snowflake.run(name, more);
    List<String> here = new ArrayList<>(List.of(name, "--config", configuration));
    here.addAll(List.of(more));
    Snowgauge.Ended expected = Snowgauge.in(folder).run(here.toArray(String[]::new));
    assertThat(there.toString(), there.exitCode(), is(0));
    assertThat(there.messages(), is(expected.messages()));
    assertThat(comparable(there.out()), is(comparable(expected.out())));
  }

  private static String comparable(String out) {
    return out.replaceAll("\\d{8}T\\d{6}Z-[0-9a-f]{8}", "RUN");
  }

  private void assertSameContents(SnowflakeSite snowflake, String database, List<String> targets)
      throws Exception {
    try (Connection duckDb =
            DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("out/" + database));
        Connection standIn = snowflake.connect()) {
      for (String table : Stream.concat(targets.stream(), Contents.LEDGER.stream()).toList()) {
        String there = database.replace(".duckdb", "") + "." + table;
        assertThat(table, Contents.of(standIn, table), is(Contents.of(duckDb, there)));
      }
    }
  }

  private static void assertStatementsAreThoseOfThePage(int before) throws IOException {
    List<String> log = StandInExtension.standIn().log();
    Path page = Snowgauge.HOME.resolve("docs/snowflake-statements.md");
    assertThat(
        StatementKinds.ofPage(Files.readString(page)),
        is(StatementKinds.ofLog(log.subList(before, log.size()), "user_groups")));
  }

  @Test
  void theQuickStartLoadsTheSame() throws Exception {
    copy("quickstart.json");
    copy("data/lsf");
    String configuration = Files.readString(folder.resolve("quickstart.json"));
    try (SnowflakeSite snowflake =
        SnowflakeSite.create(folder, "snowflake.json", configuration, "main")) {
      int before = StandInExtension.standIn().log().size();
      runBoth(snowflake, "quickstart.json", "run");
      assertStatementsAreThoseOfThePage(before);
      runBoth(snowflake, "quickstart.json", "run");
      assertSameContents(snowflake, "warehouse.duckdb", List.of("\"main\".USER_GROUP_SHARES"));
      assertThat(snowflake.query("SELECT 1 FROM \"main\".USER_GROUP_SHARES"), hasSize(47));

      assertThat(snowflake.run("report", "--out", "there.html").exitCode(), is(0));
      String[] report = {"report", "--config", "quickstart.json", "--out", "here.html"};
      assertThat(Snowgauge.in(folder).run(report).exitCode(), is(0));
      assertThat(reported("there.html"), is(reported("here.html")));
    }
  }

  /** What a page says, without times. */
  private List<String> reported(String page) throws IOException {
    return Jsoup.parse(Files.readString(folder.resolve(page)))
        .select("[aria-label^='Records of '], [aria-labelledby$=-rejects], .months")
        .eachText();
  }

  /**
   * A week is backfilled, date by date; the rest of the month comes with the first run, in one
   * publication, where {@link GloboLatteTest} backfills all of it.
   */
  @Test
  void globoLatteLoadsTheSameWithItsCorrections() throws Exception {
    copy("globolatte.json");
    String configuration = Files.readString(folder.resolve("globolatte.json"));
    String data = folder.resolve("data/globolatte").toString();
    GloboLatteFiles.generate("--folder", data);
    try (SnowflakeSite snowflake =
        SnowflakeSite.create(folder, "snowflake.json", configuration, "SALES_DATA")) {
      String[] backfill = {"backfill", "--from", "2026-01-05", "--to", "2026-01-11"};
      runBoth(snowflake, "globolatte.json", backfill);
      runBoth(snowflake, "globolatte.json", "run");
      GloboLatteFiles.generate("--folder", data, "--corrections");
      runBoth(snowflake, "globolatte.json", "run");
      runBoth(snowflake, "globolatte.json", backfill);
      assertSameContents(
          snowflake,
          "globolatte.duckdb",
          List.of(
              "SALES_DATA.SALES_TRANSACTIONS",
              "SALES_DATA.PRODUCTS",
              "SALES_DATA.CUSTOMERS",
              "SALES_DATA.BUSINESS_UNITS"));
      assertThat(snowflake.query("SELECT 1 FROM SALES_DATA.SALES_TRANSACTIONS"), hasSize(5361));
    }
  }
}
