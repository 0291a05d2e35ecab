package io.snowgauge.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What whole runs take on Snowflake, with what is around the publication: docs/cost.md has the
 * numbers. Sessions that are open see nothing of what others commit meanwhile, as an account may
 * have it.
 */
@ExtendWith(StandInExtension.class)
@Timeout(600)
class SnowflakeRunCostTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String CONFIGURATION =
      """
      {
        "warehouse": {},
        "datasets": {
          "added": { "input": "data/added/*.csv", "table": "ADDED", "publish": "append",
            "format": { "type": "csv" }, "columns": { "ID": "STRING", "QTY": "INTEGER" } },
          "merged": { "input": "data/merged/*.csv", "table": "MERGED", "publish": "merge",
            "key": ["ID"],
            "format": { "type": "csv" }, "columns": { "ID": "STRING", "QTY": "INTEGER" } }
        }
      }
      """;

  @TempDir Path folder;

  /** Those that a virtual warehouse computes, all others, uploads, and logins. */
  private static String counts(SnowflakeSite snowflake, String dataset) throws IOException {
    int before = StandInExtension.standIn().log().size();
    Snowgauge.Ended run = snowflake.run("run", "--dataset", dataset);
    assertThat(run.toString(), run.exitCode(), is(0));
    int computing = 0;
    int others = 0;
    int uploads = 0;
    int logins = 0;
    List<String> log = StandInExtension.standIn().log();
    for (String line : log.subList(before, log.size())) {
      JsonNode event = JSON.readTree(line);
      if (event.has("login")) {
        logins++;
      } else if (event.has("sql") && !event.path("describe").asBoolean()) {
        String sql = event.path("sql").asText();
        switch (sql.strip().split("\\s", 2)[0].toLowerCase(Locale.ROOT)) {
          case "select", "insert", "update", "delete", "copy" -> computing++;
          case "put" -> uploads++;
          default -> others++;
        }
      }
    }
    return computing + " + " + others + ", " + uploads + " uploads, " + logins + " logins";
  }

  private long archived() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("archive"))) {
      return files.filter(path -> path.toString().endsWith(".ndjson")).count();
    }
  }

  private void write(String path, String rows) throws IOException {
    Path file = folder.resolve("data").resolve(path);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, "ID,QTY\n" + rows);
  }

  @Test
  void runsTakeSoManyStatements() throws Exception {
    write("added/a.csv", "x,1\n");
    write("added/b.csv", "y,2\n");
    write("merged/a.csv", "x,1\n");
    try (SnowflakeSite snowflake =
        SnowflakeSite.create(folder, "snowflake.json", CONFIGURATION, "PUBLIC")) {
      StandInExtension.standIn().readNeverAnew(snowflake.database());
      assertThat(counts(snowflake, "added"), is("36 + 17, 6 uploads, 5 logins"));
      assertThat(counts(snowflake, "merged"), is("39 + 27, 6 uploads, 5 logins"));
      assertThat("nothing new", counts(snowflake, "added"), is("21 + 5, 3 uploads, 3 logins"));
      StandInExtension.standIn().readAtOnce(snowflake.database());
      assertThat(
          snowflake.query(
              "SELECT DATASET, STATUS, INGESTED_RECORD_COUNT FROM SNOWGAUGE.INGESTION_AUDIT"
                  + " ORDER BY 1, 3"),
          contains("added | SUCCESS | 0", "added | SUCCESS | 2", "merged | SUCCESS | 1"));
      assertThat("what was published stays in the archive", archived(), is(3L));
    }
  }
}
