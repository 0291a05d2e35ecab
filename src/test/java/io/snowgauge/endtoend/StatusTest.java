package io.snowgauge.endtoend;

import static io.snowgauge.endtoend.Site.MONDAY;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that were expected of days that are long over. */
@Timeout(120)
class StatusTest {
  private static final String DAYS = "--from=2025-06-02 --to=2025-06-03";

  @TempDir Path folder;

  private static Snowgauge.Ended status(Site site, String... more) {
    return site.snowgauge().run(Site.command("status", more));
  }

  @Test
  void tellsWhatCameAndWhatDidNot() throws Exception {
    Site site =
        Site.with(
            folder,
            Site.configuration(
                    "append",
                    """
                    , "expect": {
                      "every": "day", "by": "06:00", "from": "2025-06-02",
                      "captures": { "farm": ["berlin", "lima"] }
                    }
                    """)
                .replace("data/*", "data/{farm}-{date}"));
    List<String> days = List.of(DAYS.split(" "));
    Snowgauge.Ended before = status(site, days.toArray(String[]::new));
    assertThat(before.exitCode(), is(3));
    assertThat(site.everything(), contains("snowgauge.json"));

    site.write("data/berlin-2025-06-02", UserGroups.random(1, 3), MONDAY);
    site.write("data/lima-2025-06-02", "Begin UserGroup\nno header\n", MONDAY);
    site.write("data/paris-2025-06-02", "Begin UserGroup\nno header\n", MONDAY);
    assertThat(site.run().exitCode(), is(3));

    Snowgauge.Ended json = status(site, days.get(0), days.get(1), "--format", "json");
    assertThat(json.exitCode(), is(3));
    JsonNode files = new ObjectMapper().readTree(json.out()).get(0).get("files");
    List<String> told =
        StreamSupport.stream(files.spliterator(), false)
            .map(
                file ->
                    file.get("verdicts")
                        + " "
                        + file.get("period").asText()
                        + " "
                        + file.get("captures").path("farm").asText("-")
                        + " "
                        + file.get("failedFiles").size())
            .toList();
    assertThat(
        told,
        contains(
            "[\"LATE\"] 2025-06-02 berlin 0",
            "[\"FAILED\"] 2025-06-02 lima 1",
            "[\"MISSING\"] 2025-06-03 berlin 0",
            "[\"MISSING\"] 2025-06-03 lima 0",
            "[\"FAILED\"] 2025-06-02 - 1"));
    assertThat(status(site, "--from", "2025-06-01", "--to", "2025-06-01").exitCode(), is(0));
    assertThat(status(site, "--to", "2025-06-01").exitCode(), is(2));
  }
}
