package io.snowgauge.endtoend;

import static io.snowgauge.endtoend.Site.MONDAY;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a file that nobody has described to a loaded table with {@code infer} and {@code run}. */
@Timeout(120)
class InferTest {
  @TempDir Path folder;

  @Test
  void whatIsPrintedLoadsTheFilesAsItIs() throws Exception {
    Site site = new Site(folder);
    for (String unit : new String[] {"north", "south"}) {
      site.write(
          "in/" + unit + "/Sales 2026-01-31.csv",
          """
          Sales

          Order no.|customer|quantity|price|details
          1|Ann|5|1.234,50|"{""x"": [1, 2.50]}"
          2|Bob|N/A|0,99|
          Total|||1.235,49|
          """,
          MONDAY);
    }
    Snowgauge.Ended inferred =
        site.snowgauge()
            .run("infer", "in/north/Sales 2026-01-31.csv", "in/south/Sales 2026-01-31.csv");
    assertThat(inferred.err(), inferred.exitCode(), is(0));
    assertThat(inferred.errLines(), hasItem("quantity: INTEGER, 2 of 4 values; 2 are 'N/A'"));
    Files.writeString(site.path("snowgauge.json"), inferred.out());
    Snowgauge.Ended run = site.run();
    assertThat(run.out() + run.err(), run.exitCode(), is(0));
    assertThat(
        site.query(
            "SELECT folder, \"Order no_\", customer, quantity, price, details->>'$.x[0]'"
                + " FROM SALES ORDER BY ALL"),
        contains(
            "north | 1 | Ann | 5 | 1234.500000 | 1",
            "north | 2 | Bob | null | 0.990000 | null",
            "south | 1 | Ann | 5 | 1234.500000 | 1",
            "south | 2 | Bob | null | 0.990000 | null"));
  }

  @Test
  void aFileThatIsNotThereIsNotGuessedAt() throws Exception {
    Snowgauge.Ended gone = new Site(folder).snowgauge().run("infer", "nowhere.csv");
    assertThat(gone.exitCode(), is(2));
    assertThat(gone.out(), is(""));
  }

  @Test
  void aFileThatIsNoTextIsNamed() throws Exception {
    Site site = new Site(folder);
    site.write("book.xlsx", "PK\u0003\u0004[Content_Types].xml", MONDAY);
    Snowgauge.Ended ended = site.snowgauge().run("infer", "book.xlsx");
    assertThat(ended.toString(), ended.exitCode(), is(3));
    assertThat(
        ended.errLines(),
        contains(
            "FAILED file://"
                + site.path("book.xlsx")
                + ": expected text but found an Excel workbook (xlsx); save it as CSV"));
  }
}
