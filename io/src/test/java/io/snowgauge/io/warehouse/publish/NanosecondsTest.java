package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.TUESDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Table.column;
import static io.snowgauge.io.warehouse.publish.Table.text;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;

import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import io.snowgauge.transforms.record.ColumnType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What Snowflake holds and DuckDB does not. */
@ExtendWith(StandInExtension.class)
class NanosecondsTest {
  @TempDir Path folder;

  @Test
  void reachTheTableAndTellRecordsApart() throws Exception {
    try (Site site = new Site(folder, WarehouseKind.SNOWFLAKE)) {
      Table table =
          new Table(
              site,
              "*",
              List.of("id", "at"),
              List.of("revised"),
              text("id"),
              column("at", ColumnType.TIMESTAMP.inNanoseconds()),
              column("revised", ColumnType.TIMESTAMP.inNanoseconds()));
      String day = "2026-01-31T10:15:30.";
      table.load(
          run("r1"),
          site.write("f", "1", MONDAY),
          "a," + day + "123456789+00:00," + day + "000000002+00:00",
          "a," + day + "123456788+00:00," + day + "000000002+00:00");
      table.load(
          run("r2"),
          site.write("g", "1", TUESDAY),
          "a," + day + "123456789+00:00," + day + "000000001+00:00",
          "a," + day + "123456788+00:00," + day + "000000003+00:00");
      assertThat(
          table.rows("CAST(\"AT\" AS VARCHAR), CAST(REVISED AS VARCHAR), _RUN_ID"),
          contains(
              "2026-01-31 10:15:30.123456788 | 2026-01-31 10:15:30.000000003 | r2",
              "2026-01-31 10:15:30.123456789 | 2026-01-31 10:15:30.000000002 | r1"));
    }
  }
}
