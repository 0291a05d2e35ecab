package io.snowgauge.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.snowflake.StandIn;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs into the stand-in for Snowflake that are killed with {@code kill -9} as soon as a statement
 * is in its log, each time with new versions to load: the next run loads all of them once, though
 * the heartbeat of the dead one still says that it is alive.
 */
@ExtendWith(StandInExtension.class)
@Timeout(600)
class SnowflakeKilledRunsTest {
  private static final int FILES = 3;
  private static final int GROUPS = 50;

  /** What is loaded: appended to one table, replaced in the other. */
  private static final String CONFIGURATION =
      """
      {
        "warehouse": {},
        "datasets": {
          "history": {
            "input": "data/*", "format": { "type": "lsf" }, "table": "HISTORY", "publish": "append"
          },
          "current": {
            "input": "data/*", "format": { "type": "lsf" }, "table": "CURRENT", "publish": "replace"
          }
        }
      }
      """;

  /** The statements that a run is killed at, in their order in a run; both datasets send them. */
  private static final List<String> MOMENTS =
      List.of(
          "COPY INTO [^ ]*SNOWGAUGE_RECORDS_",
          "UPDATE [^ ]*PUBLISH_LOCK",
          "INSERT INTO [^ ]*CURRENT",
          "commit",
          "DROP TABLE");

  @TempDir Path folder;
  private StandIn standIn;
  private Site site = new Site(Path.of(""));
  private final List<UserGroups> history = new ArrayList<>();
  private final List<UserGroups> current = new ArrayList<>();
  private int round;
  private int killed;

  private void writeVersions() throws IOException {
    round++;
    current.clear();
    for (int i = 0; i < FILES; i++) {
      UserGroups version = UserGroups.random(round * 100L + i, GROUPS);
      current.add(version);
      history.add(version);
      site.write("data/f" + i, version, Instant.parse("2025-06-06T00:00:00Z").plusSeconds(round));
    }
  }

  private boolean isLogged(int since, Pattern statement) {
    try {
      List<String> log = standIn.log();
      return log.subList(since, log.size()).stream().anyMatch(e -> statement.matcher(e).find());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void killAndRunAgain(SnowflakeSite snowflake, String moment) throws Exception {
    writeVersions();
    int since = standIn.log().size();
    Pattern statement = Pattern.compile("\"sql\": \"" + moment);
    String id = "run" + round;
    Snowgauge.Running running = snowflake.start("run", "--run-id", id);
    if (running.runsUntil(() -> isLogged(since, statement))) {
      killed++;
    }
    running.kill();
    standIn.endDetached(id);
    String next = round % 3 == 0 ? id : id + "-again";
    Snowgauge.Ended again = snowflake.run("run", "--run-id", next);
    assertThat(again.err(), again.exitCode(), is(0));
    try (Connection connection = snowflake.connect()) {
      assertAsIfNothingHadBeenKilled(connection, moment);
    }
  }

  private void assertAsIfNothingHadBeenKilled(Connection connection, String moment)
      throws Exception {
    assertThat(moment, rows(connection, "CURRENT"), is(oracle(current)));
    assertThat(moment, rows(connection, "HISTORY"), is(oracle(history)));
    String published = String.valueOf(round * FILES);
    String replaced = String.valueOf((round - 1) * FILES);
    List<String> ledger = new ArrayList<>();
    ledger.add("current | PUBLISHED | " + FILES + " | " + FILES);
    if (round > 1) {
      ledger.add("current | REPLACED | " + replaced + " | " + replaced);
    }
    ledger.add("history | PUBLISHED | " + published + " | " + published);
    assertThat(
        moment,
        Site.query(
            connection,
            "SELECT DATASET, STATUS, COUNT(*), COUNT(DISTINCT FILE_ID)"
                + " FROM SNOWGAUGE.INGESTION_FILES GROUP BY 1, 2 ORDER BY 1, 2"),
        is(ledger));
    assertThat(
        moment,
        Site.query(
            connection,
            "SELECT RUN_ID, DATASET, COUNT(*) FROM SNOWGAUGE.INGESTION_AUDIT"
                + " GROUP BY 1, 2 HAVING COUNT(*) > 1"),
        empty());
  }

  private static List<String> rows(Connection connection, String table) throws Exception {
    String query = "SELECT GROUP_NAME, USER_NAME, SHARE FROM PUBLIC.\"" + table + '"';
    return Site.query(connection, query).stream().sorted().toList();
  }

  private static List<String> oracle(List<UserGroups> versions) {
    return UserGroups.rowsOf(versions.toArray(UserGroups[]::new));
  }

  @Test
  void leaveNothingThatTheNextRunDoesNotPutRight() throws Exception {
    standIn = StandInExtension.standIn();
    site = Site.with(folder, CONFIGURATION);
    try (SnowflakeSite snowflake =
        SnowflakeSite.create(folder, "snowflake.json", CONFIGURATION, "PUBLIC")) {
      for (String moment : MOMENTS) {
        killAndRunAgain(snowflake, moment);
      }
      assertThat("runs that were really killed", killed, greaterThan(3));
      standIn.ageHeartbeats(snowflake.database(), "", Duration.ofHours(1));
      assertThat(snowflake.run("run", "--run-id", "last").exitCode(), is(0));
      assertThat(
          snowflake.query(
              "SELECT DISTINCT STATUS FROM SNOWGAUGE.INGESTION_AUDIT"
                  + " WHERE STATUS NOT IN ('SUCCESS', 'ABANDONED') OR FINISHED_AT IS NULL"),
          empty());
      assertThat(
          snowflake.query(
              "SELECT COUNT(*) > 0 FROM SNOWGAUGE.INGESTION_AUDIT WHERE STATUS = 'ABANDONED'"),
          contains("TRUE"));
    }
  }
}
