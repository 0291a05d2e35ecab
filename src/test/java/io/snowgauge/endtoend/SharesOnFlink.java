package io.snowgauge.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.emulators.Moto;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs of files of lsb.users on a cluster of real processes, one slot in each of two TaskManagers,
 * into the stand-in for Snowflake.
 */
@ExtendWith({StandInExtension.class, Emulators.class})
@Timeout(900)
abstract class SharesOnFlink {
  static final int FILES = 8;
  private static final int GROUPS = 1500;

  static final String CONFIGURATION =
      """
      {
        "warehouse": {},
        "datasets": {
          "shares": {
            "input": "data/*", "format": { "type": "lsf" }, "table": "SHARES", "publish": "append"
          }
        }
      }
      """;

  @TempDir private static Path clusterFolder;
  static FlinkCluster cluster;

  @TempDir Path folder;
  Site site;
  SnowflakeSite snowflake;
  final List<UserGroups> loaded = new ArrayList<>();

  @BeforeAll
  static void startCluster() throws Exception {
    StandInExtension.standIn();
    Map<String, String> environment = new HashMap<>(Moto.ENVIRONMENT);
    environment.put(SnowflakeSite.PASSWORD, "of-the-test");
    cluster = FlinkCluster.start(clusterFolder, 1, environment);
    cluster.startTaskManager();
    cluster.startTaskManager();
    cluster.awaitSlots(2);
  }

  @AfterAll
  static void endCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @BeforeEach
  void createSite() throws Exception {
    site = Site.with(folder, CONFIGURATION);
    snowflake = SnowflakeSite.create(folder, "snowgauge.json", CONFIGURATION, "PUBLIC");
    for (int i = 0; i < FILES; i++) {
      write("f" + i, UserGroups.random(i, GROUPS));
    }
  }

  @AfterEach
  void closeSite() {
    snowflake.close();
  }

  private void write(String name, UserGroups groups) throws IOException {
    site.write("data/" + name, groups, Site.MONDAY);
    loaded.add(groups);
  }

  /** What a command takes to run on the cluster, with two tasks. */
  static String[] onFlink(String... more) {
    List<String> words = new ArrayList<>(List.of(more));
    words.addAll(
        List.of("--runner=FlinkRunner", "--flinkMaster=" + cluster.master(), "--parallelism=2"));
    return words.toArray(String[]::new);
  }

  private List<String> rows() throws Exception {
    return rows(snowflake);
  }

  static List<String> rows(SnowflakeSite target) throws Exception {
    return target.query("SELECT GROUP_NAME, USER_NAME, SHARE FROM PUBLIC.SHARES").stream()
        .sorted()
        .toList();
  }

  /** The table is the oracle's, each version is in once, and nothing is left of the staging. */
  void assertLoadedOnce() throws Exception {
    List<String> oracle = UserGroups.rowsOf(loaded.toArray(UserGroups[]::new));
    // Compared by itself first: a difference of tens of thousands of rows cannot be read.
    assertThat(rows().size(), is(oracle.size()));
    assertThat("the rows of the table are the oracle's", rows().equals(oracle));
    assertThat(
        snowflake.query(
            "SELECT STATUS, COUNT(*), COUNT(DISTINCT FILE_ID) FROM SNOWGAUGE.INGESTION_FILES"
                + " GROUP BY 1"),
        contains("PUBLISHED | %1$d | %1$d".formatted(loaded.size())));
    assertThat(site.files(".snowgauge/staging"), empty());
    assertThat(site.ndjson().size(), is(oracle.size()));
  }

  String audit(String run) throws Exception {
    return String.join(
        ", ",
        snowflake.query(
            "SELECT STATUS, FILES FROM SNOWGAUGE.INGESTION_AUDIT WHERE RUN_ID = '" + run + "'"));
  }
}
