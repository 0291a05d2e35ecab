package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.transforms.dataset.PublishMode.APPEND;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.io.warehouse.control.Heartbeat;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.io.warehouse.snowflake.SnowflakeWarehouse;
import io.snowgauge.io.warehouse.snowflake.StandIn;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heartbeats as files of the stage: who is alive, by which clock, and what is asked for it. */
@ExtendWith(StandInExtension.class)
class SnowflakeHeartbeatsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROWS = "SELECT RUN_ID FROM SNOWGAUGE.RUN_HEARTBEATS";
  private static final String FOLDER = "@SNOWGAUGE.SNOWGAUGE_PARTS/.heartbeats/";

  @TempDir Path folder;
  private StandIn standIn;
  private Site site;
  private int before;

  @BeforeEach
  void openSite() throws Exception {
    standIn = StandInExtension.standIn();
    site = new Site(folder, WarehouseKind.SNOWFLAKE);
    site.begin(run("other"), site.dataset(APPEND));
    before = standIn.log().size();
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  private String database() {
    return ((SnowflakeWarehouse) site.warehouse()).account().database();
  }

  private Set<String> alive() throws SQLException {
    return Heartbeat.alive(site.warehouse(), site.connection());
  }

  private void beat(Run run) throws SQLException {
    Heartbeat.start(site.warehouse(), run).close();
  }

  private List<String> verbs() throws IOException {
    List<String> verbs = new ArrayList<>();
    for (String line : standIn.log().subList(before, standIn.log().size())) {
      JsonNode event = JSON.readTree(line);
      if (event.has("sql") && !event.path("sql").asText().startsWith("ALTER SESSION")) {
        verbs.add(event.path("sql").asText().strip().split("\\s", 2)[0]);
      }
    }
    before = standIn.log().size();
    return verbs;
  }

  @Test
  void aBeatComputesNothing() throws Exception {
    beat(run("r1"));
    assertThat(verbs(), contains("PUT"));
    assertThat(alive(), contains("r1"));
    assertThat(verbs(), contains("PUT", "LIST", "SELECT"));
    assertThat(site.rows(ROWS), empty());
  }

  @Test
  void aRunMayMissBeatsForAQuarterOfAnHour() throws Exception {
    beat(run("r1"));
    standIn.ageHeartbeats(database(), "", Duration.ofMinutes(14));
    assertThat(alive(), contains("r1"));
    standIn.ageHeartbeats(database(), "", Duration.ofMinutes(2));
    assertThat(alive(), empty());
    beat(run("r1"));
    assertThat("beats again", alive(), contains("r1"));
  }

  /** Neither this machine's clock nor Snowflake's is that of the stage. */
  @ParameterizedTest
  @ValueSource(ints = {-2, 2})
  void noTwoClocksAreCompared(int hours) throws Exception {
    standIn.setStageClock(database(), Duration.ofHours(hours));
    beat(run("r1"));
    assertThat(alive(), contains("r1"));
    standIn.ageHeartbeats(database(), "", Duration.ofMinutes(16));
    assertThat(alive(), empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"r1", "Übung 7.8'", "a.2e.b", "%20/..", "r1-"})
  void runsAndTheirTriesAreToldApart(String id) throws Exception {
    Run one = run(id);
    Run retry =
        new Run(id, one.executionDate(), one.mode(), one.startedAt().plusSeconds(60), false);
    beat(one);
    assertThat(alive(), contains(id));
    assertThat(Heartbeat.isTriedElsewhere(site.warehouse(), site.connection(), one), is(false));
    assertThat(Heartbeat.isTriedElsewhere(site.warehouse(), site.connection(), retry), is(true));
    assertThat(
        Heartbeat.isTriedElsewhere(site.warehouse(), site.connection(), run("another")), is(false));
    standIn.ageHeartbeats(database(), "", Duration.ofMinutes(16));
    assertThat(Heartbeat.isTriedElsewhere(site.warehouse(), site.connection(), retry), is(false));
  }

  /** As where a firewall lets nobody upload: by rows as ever, and not after a minute each time. */
  @Test
  void whereNothingCanBeUploadedRowsTakeTheirPlace() throws Exception {
    beat(run("earlier"));
    standIn.refuse("^put .*heartbeats", 1, 253003, "58000");
    verbs();
    beat(run("r1"));
    assertThat(verbs(), contains("PUT", "INSERT"));
    beat(run("r2"));
    assertThat(verbs(), contains("INSERT"));
    assertThat(alive(), containsInAnyOrder("earlier", "r1", "r2"));
    assertThat(verbs(), contains("LIST", "SELECT", "SELECT"));
    site.execute("UPDATE SNOWGAUGE.RUN_HEARTBEATS SET BEAT_AT = '2025-01-01'");
    assertThat(alive(), contains("earlier"));
  }

  /** The one that bridges the time until a cluster begins is dated ahead, which no file can be. */
  @Test
  void aBridgeIsARow() throws Exception {
    Heartbeat.bridge(site.warehouse(), run("r1"));
    assertThat(site.rows(ROWS), contains("r1"));
    assertThat(alive(), contains("r1"));
  }

  /** Whoever cannot see the signs of others must not take them for dead. */
  @Test
  void aRoleThatMayNotListTakesNobodyForDead() throws Exception {
    beat(run("r1"));
    standIn.refuse("^list ", 1, 2003, "02000");
    SQLException failure = assertThrows(SQLException.class, this::alive);
    assertThat(
        failure.getMessage(),
        allOf(
            startsWith("expected the stage @\"SITE_"),
            containsString("'snowgauge init' creates it, and grants it with --grant-to")));
  }

  @Test
  void whoeverOnlyLooksChangesNothing() throws Exception {
    beat(run("r1"));
    verbs();
    assertThat(Heartbeat.seemAlive(site.warehouse(), site.connection()), contains("r1"));
    assertThat(verbs(), contains("LIST", "SELECT", "SELECT"));
    standIn.ageHeartbeats(database(), "", Duration.ofMinutes(16));
    assertThat(Heartbeat.seemAlive(site.warehouse(), site.connection()), empty());
  }

  @Test
  void daysThatAreOverForADayAreRemoved() throws Exception {
    Path file = Files.writeString(folder.resolve("t"), "alive");
    site.execute("PUT 'file://" + file + "' '" + FOLDER + "2025-01-01/dead' AUTO_COMPRESS = FALSE");
    beat(run("r1"));
    standIn.ageHeartbeats(database(), "2025-01-01", Duration.ofHours(23));
    assertThat(alive(), contains("r1"));
    assertThat(listed("2025-01-01/"), is(1));
    standIn.ageHeartbeats(database(), "2025-01-01", Duration.ofHours(2));
    verbs();
    assertThat(alive(), contains("r1"));
    assertThat(verbs(), contains("PUT", "LIST", "REMOVE", "SELECT"));
    assertThat(listed("2025-01-01/"), is(0));
    assertThat(alive(), contains("r1"));
  }

  private int listed(String path) throws SQLException {
    return site.rows("LIST '" + FOLDER + path + "'").size();
  }
}
