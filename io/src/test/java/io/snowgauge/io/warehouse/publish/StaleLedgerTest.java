package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Site.userGroups;
import static io.snowgauge.transforms.dataset.PublishMode.APPEND;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.control.PassedOver;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.io.warehouse.snowflake.FaultProxy;
import io.snowgauge.io.warehouse.snowflake.FaultProxy.Fault;
import io.snowgauge.io.warehouse.snowflake.SnowflakeWarehouse;
import io.snowgauge.io.warehouse.snowflake.Stage;
import io.snowgauge.io.warehouse.snowflake.StandIn;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.staging.StagedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A session that was open before may not see what another one has committed: <a
 * href="https://docs.snowflake.com/en/sql-reference/parameters#read-consistency-mode">SESSION</a>.
 */
@ExtendWith(StandInExtension.class)
@Timeout(120)
class StaleLedgerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private StandIn standIn;
  private FaultProxy proxy;
  private String database = "";
  private Site site;
  private Dataset dataset;

  /** The site's sessions are held up by the proxy, those of others are not. */
  @BeforeEach
  void openSite() throws Exception {
    standIn = StandInExtension.standIn();
    proxy = FaultProxy.before(standIn);
    database = "SITE_" + UUID.randomUUID().toString().substring(0, 8);
    site = new Site(folder, warehouse(proxy.url()));
    dataset = site.dataset(APPEND);
  }

  @AfterEach
  void closeSite() throws Exception {
    standIn.readAtOnce(database);
    site.close();
    proxy.close();
  }

  private SnowflakeWarehouse warehouse(String url) {
    return StandInExtension.warehouse(url, database, "PUBLIC", "SNOWGAUGE", new Stage.Internal());
  }

  /** The statements of a run since a line of the log. */
  private List<JsonNode> statements(int since, String run) throws IOException {
    List<JsonNode> statements = new ArrayList<>();
    for (String line : standIn.log().subList(since, standIn.log().size())) {
      JsonNode event = JSON.readTree(line);
      if (event.path("tag").asText().contains("\"run\":\"" + run + "\"")
          && !event.path("describe").asBoolean()) {
        statements.add(event);
      }
    }
    return statements;
  }

  private static List<String> sessions(List<JsonNode> statements, String part) {
    return statements.stream()
        .filter(event -> event.path("sql").asText().contains(part))
        .map(event -> event.path("session").asText())
        .toList();
  }

  /** Publishes as another process does, on sessions that are opened for it. */
  private void publishElsewhere(Run run, List<String> manifest) throws SQLException {
    SnowflakeWarehouse elsewhere = warehouse(standIn.url());
    try {
      new Publisher(elsewhere, dataset, run, site.area(run), PassedOver.NOTHING).publish(manifest);
    } finally {
      StandInExtension.close(elsewhere);
    }
  }

  @Test
  void whoeverDoesNotSeeWhatTheHolderBeforeHasWrittenBeginsAnewOnANewSession() throws Exception {
    SourceFile file = site.write("lsb.users", userGroups("team (u v) -"), MONDAY);
    Run late = run("late");
    Run early = run("early");
    for (Run run : List.of(late, early)) {
      site.begin(run, dataset);
    }
    List<String> manifest = List.of(site.manifest(late, dataset, site.stage(late, dataset, file)));
    List<String> other = List.of(site.manifest(early, dataset, site.stage(early, dataset, file)));
    standIn.readNeverAnew(database);
    int before = standIn.log().size();
    proxy.arm(Fault.DELAYED, "^UPDATE .*PUBLISH_LOCK", 1);
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(() -> publishUnchecked(late, manifest));
    proxy.awaitMet();
    publishElsewhere(early, other);
    proxy.release();
    waiting.join();

    List<JsonNode> sent = statements(before, "late");
    List<String> lockers = sessions(sent, "PUBLISH_LOCK_USER_GROUPS\"\nSET");
    assertThat(lockers, hasSize(2));
    assertThat("another session", lockers.get(0).equals(lockers.get(1)), is(false));
    assertThat(
        "the first looked until it gave up, the second once",
        sessions(sent, "AS TARGET_HELD"),
        contains(
            lockers.get(0),
            lockers.get(0),
            lockers.get(0),
            lockers.get(0),
            lockers.get(0),
            lockers.get(0),
            lockers.get(1)));
    assertThat("nothing was moved", sessions(sent, "INTO " + target()), empty());
    standIn.readAtOnce(database);
    assertThat(site.shares(), contains("team | u | null", "team | v | null"));
    assertThat(site.ledger(), contains("lsb.users | early | 1 | PUBLISHED | 2 | null"));
    assertThat(
        site.audit(),
        contains(
            "early | 1 | 2 | 2 | 0 | SUCCESS | null", "late | 0 | 0 | 0 | 0 | SUCCESS | null"));
  }

  /**
   * Whoever ends a run removes what was not published; an older session takes nothing for that. The
   * test's own one is one of them.
   */
  @Test
  void whatAnOlderSessionDoesNotSeeIsNotRemoved() throws Exception {
    Run run = run("r1");
    site.begin(run, dataset);
    StagedFile staged = site.stage(run, dataset, site.write("a", userGroups("g (u) -"), MONDAY));
    List<String> manifest = List.of(site.manifest(run, dataset, staged));
    String events = "SELECT COUNT(*) FROM \"SNOWGAUGE\".\"INGESTION_FILE_EVENTS\"";
    standIn.readNeverAnew(database);
    try (Connection pooled = site.warehouse().connect()) {
      assertThat(Sql.of("SELECT COUNT(*) FROM SNOWGAUGE.RUN_HEARTBEATS").number(pooled), is(0L));
    }
    assertThat(site.rows(events), contains("0"));
    publishElsewhere(run, manifest);
    assertThat("it is really stale", site.rows(events), contains("0"));
    new Leftovers(site.warehouse()).removeOfGraph(site.area(run), run, dataset.name());
    assertThat(staged.ndjsonParts(), hasSize(1));
    for (String part : staged.ndjsonParts()) {
      assertThat(Storage.list(site.area(run).archiveUri()), hasItem(part));
    }
  }

  private String target() {
    return new TargetTable(site.warehouse(), dataset).name();
  }

  private void publishUnchecked(Run run, List<String> manifest) {
    try {
      site.publisher(run, dataset).publish(manifest);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Not even on a new session can be seen what is not there. */
  @Test
  void eventsThatWereDeletedByHandStopPublishingAndMakingTheLocksAnewMendsIt() throws Exception {
    site.load(run("r1"), dataset, site.write("lsb.users.1", userGroups("a (u) -"), MONDAY));
    site.execute("DELETE FROM SNOWGAUGE.INGESTION_FILE_EVENTS");
    Session session = Session.of(site.warehouse(), "r2", dataset.name());
    LockedTransaction transaction = new LockedTransaction(site.warehouse(), dataset, "r2");
    SQLException stale =
        assertThrows(
            StaleLedgerException.class,
            () ->
                transaction.run(
                    session,
                    transaction.seen(session),
                    List.of(),
                    locked -> {
                      throw new AssertionError("it is never decided on less than everything");
                    }));
    assertThat(
        stale.getMessage(),
        startsWith(
            "user_groups: expected the ledger to end with the events of epochs 1 and 1 but this"
                + " session sees 0 and 0 as the last; if events were deleted by hand, drop the"
                + " locks "));
    session.close();
    for (String lock : DatasetTables.locks(site.warehouse(), dataset).all()) {
      site.execute("DROP TABLE " + lock);
    }
    site.load(run("r3"), dataset, site.write("lsb.users.2", userGroups("b (u) -"), MONDAY));
    assertThat(site.shares(), contains("a | u | null", "b | u | null"));
  }

  /** Where the ledger has not gone on since, what was decided before the lock holds. */
  @Test
  void nothingIsDecidedWhileOthersWait() throws Exception {
    Run run = run("r1");
    site.begin(run, dataset);
    int before = standIn.log().size();
    site.publish(
        run,
        dataset,
        site.stage(run, dataset, site.write("lsb.users", userGroups("a (u) -"), MONDAY)));
    List<String> locked = new ArrayList<>();
    for (JsonNode event : statements(before, "r1")) {
      String sql = event.path("sql").asText();
      if (!locked.isEmpty() || (sql.startsWith("UPDATE") && sql.contains("PUBLISH_LOCK"))) {
        locked.add(sql);
      }
      if (sql.equalsIgnoreCase("commit")) {
        break;
      }
    }
    assertThat(locked.stream().filter(sql -> sql.contains("INGESTION_FILES")).toList(), hasSize(1));
    assertThat(
        locked.stream().filter(sql -> sql.startsWith("INSERT")).map(this::subject).toList(),
        contains("USER_GROUP_SHARES", "INGESTION_FILE_EVENTS", "INGESTION_RUN_EVENTS"));
  }

  /** The last part of the name of the table that a statement inserts into. */
  private String subject(String insert) {
    return insert.replaceAll("(?s)^INSERT INTO (?:\"[^\"]*\"\\.)*\"([^\"]*)\".*", "$1");
  }
}
