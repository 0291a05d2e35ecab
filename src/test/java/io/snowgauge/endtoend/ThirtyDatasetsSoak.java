package io.snowgauge.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.snowflake.StandIn;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thirty datasets, by hand ({@code CONTRIBUTING.md} has the command): in each round new versions
 * come, two runs load all datasets at the same time, and each is killed after a random time, while
 * open sessions see late what others commit. In the end the tables are the oracle's, and each
 * version was published once.
 */
@ExtendWith(StandInExtension.class)
@Timeout(7200)
class ThirtyDatasetsSoak {
  private static final int ROUNDS = Integer.getInteger("rounds", 10);
  private static final long SEED = Long.getLong("seed", 19);
  private static final int DATASETS = 30;
  private static final int GROUPS = 20;

  @TempDir Path folder;
  private final Random random = new Random(SEED);
  private final List<List<UserGroups>> versions = new ArrayList<>();

  private static String configuration() {
    return """
    {
      "warehouse": {},
      "datasets": {
        %s
      }
    }
    """
        .formatted(
            IntStream.range(0, DATASETS)
                .mapToObj(
                    i ->
                        """
                        "d%1$d": { "input": "data/%1$d/*", "format": { "type": "lsf" },
                          "table": "T%1$d", "publish": "%2$s" }"""
                            .formatted(i, isReplacing(i) ? "replace" : "append"))
                .collect(Collectors.joining(",\n")));
  }

  private static boolean isReplacing(int dataset) {
    return dataset % 2 == 0;
  }

  private void write(Site site, int round) throws Exception {
    for (int i = 0; i < DATASETS; i++) {
      UserGroups version = UserGroups.random(round * 1000L + i, GROUPS);
      versions.get(i).add(version);
      site.write(
          "data/" + i + "/f", version, Instant.parse("2025-06-06T00:00:00Z").plusSeconds(round));
    }
  }

  /** The milliseconds after which a run is killed; about a third of them come to their end. */
  private long life() {
    return 1500L + random.nextInt(20_000);
  }

  private void runAndKill(SnowflakeSite snowflake, StandIn standIn, int round) throws Exception {
    List<String> ids = List.of("r" + round + "-one", "r" + round + "-other");
    List<Snowgauge.Running> running = new ArrayList<>();
    List<Long> ends = new ArrayList<>();
    for (String id : ids) {
      running.add(snowflake.start("run", "--run-id", id));
      ends.add(System.nanoTime() + life() * 1_000_000);
    }
    for (int i = 0; i < running.size(); i++) {
      long end = ends.get(i);
      boolean killed = running.get(i).runsUntil(() -> System.nanoTime() > end);
      running.get(i).kill();
      standIn.endDetached(ids.get(i));
      System.out.printf("round %d, %s: %s%n", round, ids.get(i), killed ? "killed" : "ended");
    }
  }

  @Test
  void areTheOraclesHoweverOftenTheirRunsAreKilled() throws Exception {
    StandIn standIn = StandInExtension.standIn();
    Site site = Site.with(folder, configuration());
    try (SnowflakeSite snowflake =
        SnowflakeSite.create(folder, "snowflake.json", configuration(), "PUBLIC")) {
      standIn.readLate(snowflake.database());
      for (int i = 0; i < DATASETS; i++) {
        versions.add(new ArrayList<>());
      }
      for (int round = 0; round < ROUNDS; round++) {
        write(site, round);
        runAndKill(snowflake, standIn, round);
        Snowgauge.Ended last = snowflake.run("run", "--run-id", "r" + round + "-last");
        assertThat(last.err(), last.exitCode(), is(0));
      }
      standIn.readAtOnce(snowflake.database());
      for (int i = 0; i < DATASETS; i++) {
        List<UserGroups> all = versions.get(i);
        List<UserGroups> expected = isReplacing(i) ? all.subList(ROUNDS - 1, ROUNDS) : all;
        assertThat(
            "T" + i,
            snowflake.query("SELECT GROUP_NAME, USER_NAME, SHARE FROM PUBLIC.T" + i).stream()
                .sorted()
                .toList(),
            is(UserGroups.rowsOf(expected.toArray(UserGroups[]::new))));
      }
      assertThat(
          snowflake.query(
              "SELECT DATASET, FILE_ID FROM SNOWGAUGE.INGESTION_FILE_EVENTS"
                  + " WHERE STATUS = 'PUBLISHED' GROUP BY ALL HAVING COUNT(*) > 1"),
          is(empty()));
    }
  }
}
