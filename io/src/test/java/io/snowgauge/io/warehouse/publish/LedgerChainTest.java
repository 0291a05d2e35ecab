package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.TUESDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Site.userGroups;
import static io.snowgauge.transforms.dataset.PublishMode.REPLACE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.proof.Anchor;
import io.snowgauge.io.proof.Anchors;
import io.snowgauge.io.proof.Chain;
import io.snowgauge.io.proof.ChainCheck;
import io.snowgauge.io.proof.ChainFinding;
import io.snowgauge.io.proof.Openssl;
import io.snowgauge.io.proof.PublicKeys;
import io.snowgauge.io.proof.SigningKey;
import io.snowgauge.io.proof.Stubs;
import io.snowgauge.io.warehouse.control.ControlTables;
import io.snowgauge.io.warehouse.control.ExpiredRows;
import io.snowgauge.io.warehouse.control.ExpiredRows.Kind;
import io.snowgauge.io.warehouse.control.LedgerChain;
import io.snowgauge.io.warehouse.control.LedgerChain.Head;
import io.snowgauge.io.warehouse.control.LedgerEvent;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.io.warehouse.snowflake.SnowflakeWarehouse;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.Sha256;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What somebody who can write to the ledger's table does to it is found, and named. */
@Timeout(120)
@OnEveryWarehouse
class LedgerChainTest {
  private static final String EVENTS = "SNOWGAUGE.INGESTION_FILE_EVENTS";

  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;
  private Dataset dataset;

  LedgerChainTest(WarehouseKind kind) {
    this.kind = kind;
  }

  /**
   * Seven events in four epochs: two files published, one of them replaced by its next version, a
   * file that failed, and what replaced the first one taken out, which releases the first one.
   */
  @BeforeEach
  void fillLedger() throws Exception {
    site = new Site(folder, kind);
    dataset = site.dataset(REPLACE);
    SourceFile kept = site.write("lsb.users.1", userGroups("team1 (u v) -"), MONDAY);
    SourceFile first = site.write("lsb.users.2", userGroups("雪 (u) -"), MONDAY);
    site.load(run("r1"), dataset, kept, first);
    SourceFile second = site.write("lsb.users.2", userGroups("team2 (u w) -"), TUESDAY);
    site.load(run("r2"), dataset, second);
    site.load(run("r3"), dataset, site.write("lsb.users.3", userGroups("bad (x"), MONDAY));
    Retraction.ofFile(site.warehouse(), second.uri()).from(dataset);
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  private Chain.Result check(Anchor... anchors) throws SQLException {
    return check(UnaryOperator.identity(), anchors);
  }

  /** Of a ledger whose events an administrator would have edited so. */
  private Chain.Result check(UnaryOperator<LedgerEvent> edit, Anchor... anchors)
      throws SQLException {
    LedgerChain ledger = new LedgerChain(site.warehouse());
    return ChainCheck.check(
        visitor ->
            ledger.each(
                site.connection(),
                dataset.name(),
                (event, isDisguised) -> visitor.visit(edit.apply(event), isDisguised)),
        List.of(anchors));
  }

  private List<String> found(Anchor... anchors) throws SQLException {
    return found(UnaryOperator.identity(), anchors);
  }

  private List<String> found(UnaryOperator<LedgerEvent> edit, Anchor... anchors)
      throws SQLException {
    return check(edit, anchors).findings().stream().map(ChainFinding::toString).toList();
  }

  private Anchor anchor() throws SQLException {
    Head head =
        new LedgerChain(site.warehouse()).head(site.connection(), dataset.name()).orElseThrow();
    return new Anchor(
        dataset.name(),
        head.epoch(),
        head.place(),
        head.hash(),
        "2025-06-06T12:00:00Z",
        "an anchor");
  }

  @Test
  void aLedgerThatNobodyTouchedHolds() throws Exception {
    Chain.Result result = check(anchor());
    assertThat(result.findings(), is(empty()));
    assertThat(result.events(), is(7L));
    assertThat(result.epochs(), is(4L));
    assertThat(result.places(), is(7L));
    assertThat(result.head(), is(anchor().head()));
    assertThat(
        site.rows("SELECT PLACE, EPOCH, STATUS FROM " + EVENTS + " ORDER BY PLACE"),
        contains(
            "1 | 1 | PUBLISHED",
            "2 | 1 | PUBLISHED",
            "3 | 2 | REPLACED",
            "4 | 2 | PUBLISHED",
            "5 | 3 | FAILED",
            "6 | 4 | RETRACTED",
            "7 | 4 | RETRACTED"));
  }

  /** By {@code chain.py}, which shares nothing with the product but a page. */
  @Test
  void anotherProgramFindsTheSame() throws Exception {
    String head = check().head();
    assertThat(
        new ChainChecker(site, folder).check(false),
        is("user_groups: 7 events, epoch 4, place 7, head " + head + "\n0"));
    site.execute("UPDATE " + EVENTS + " SET SEQUENCER = 'x' WHERE PLACE = 5");
    site.execute("DELETE FROM " + EVENTS + " WHERE PLACE = 1");
    assertThat(
        new ChainChecker(site, folder).check(false),
        is(
            "user_groups: 6 events, epoch 4, place 7, head "
                + head
                + "\n  event 5 of epoch 3 does not have its hash"
                + "\n  place 1 is taken 0 times"
                + "\n  epoch 2 is not chained to epoch 1\n3"));
  }

  @Test
  void eachFieldOfAnEventThatIsEditedIsNoticed() throws Exception {
    List<String> columns =
        Objects.requireNonNull(ControlTables.columns().get("INGESTION_FILE_EVENTS"));
    List<String> unnoticed = new ArrayList<>();
    for (String column : columns) {
      for (String value : List.of("NULL", "another")) {
        site.execute("CREATE OR REPLACE TABLE KEPT AS SELECT * FROM " + EVENTS);
        boolean isNull =
            site.rows("SELECT " + column + " IS NULL FROM " + EVENTS + " WHERE PLACE = 4")
                .contains("true");
        if (isNull && value.equals("NULL")) {
          continue;
        }
        site.execute(
            "UPDATE "
                + EVENTS
                + " SET "
                + column
                + " = "
                + other(column, value)
                + " WHERE PLACE = 4");
        List<String> found = found();
        if (column.equals("DATASET")) {
          assertThat(found, hasItem(startsWith("REMOVED: event 4 is missing between event 3 (")));
        } else if (found.stream().noneMatch(line -> line.contains("event 4"))) {
          unnoticed.add(column + " " + value + " " + found);
        }
        site.execute("DELETE FROM " + EVENTS);
        site.execute("INSERT INTO " + EVENTS + " SELECT * FROM KEPT");
      }
    }
    assertThat(unnoticed, is(empty()));
    assertThat(found(), is(empty()));
  }

  private static String other(String column, String value) {
    if (value.equals("NULL")) {
      return value;
    }
    return switch (column) {
      case "LAST_MODIFIED", "LOADED_AT" -> column + " + INTERVAL '1 SECOND'";
      case "SIZE_BYTES", "ATTEMPT", "EPOCH", "TARGET_EPOCH", "PLACE" -> column + " + 1";
      default -> column.endsWith("_COUNT") ? "COALESCE(" + column + ", 0) + 1" : "'another'";
    };
  }

  @Test
  void anEventThatIsRemovedIsMissed() throws Exception {
    site.execute("DELETE FROM " + EVENTS + " WHERE PLACE = 4");
    assertThat(
        found(),
        contains(startsWith("REMOVED: event 4 is missing between event 3 (epoch 2, REPLACED, ")));
  }

  @Test
  void theFirstEpochThatIsRemovedIsMissed() throws Exception {
    site.execute("DELETE FROM " + EVENTS + " WHERE EPOCH = 1");
    assertThat(
        found(),
        contains(
            startsWith(
                "REMOVED: events 1 to 2 are missing between the beginning and event 3 (epoch 2")));
  }

  @Test
  void anEventThatIsInsertedIsFound() throws Exception {
    site.execute("CREATE TABLE ONE AS SELECT * FROM " + EVENTS + " WHERE PLACE = 4");
    site.execute("UPDATE ONE SET FILE_ID = 'f', EVENT_HASH = NULL, PLACE = NULL");
    site.execute("INSERT INTO " + EVENTS + " SELECT * FROM ONE");
    assertThat(
        found(),
        contains(
            allOf(
                startsWith("INSERTED: an event (epoch 2, PUBLISHED, "),
                endsWith(" is in no chain: whoever wrote it did not load it"))));
    site.execute("DELETE FROM " + EVENTS + " WHERE FILE_ID = 'f'");
    site.execute("UPDATE ONE SET EVENT_HASH = 'abc', PLACE = 4");
    site.execute("INSERT INTO " + EVENTS + " SELECT * FROM ONE");
    assertThat(found(), contains(startsWith("CHANGED: event 4 (epoch 2, PUBLISHED, ")));
    rehash("FILE_ID = 'f'");
    assertThat(
        found(),
        contains(
            allOf(startsWith("INSERTED: event 4 ("), containsString(" are at the same place"))));
  }

  @Test
  void whatHidesAnEventIsFound() throws Exception {
    site.execute(
        "INSERT INTO "
            + EVENTS
            + " (DATASET, FILE_ID, RUN_ID, ATTEMPT, LOADED_AT, STATUS) SELECT DATASET, FILE_ID,"
            + " RUN_ID, ATTEMPT, LOADED_AT, 'FORGOTTEN' FROM "
            + EVENTS
            + " WHERE PLACE = 1");
    assertThat(
        found(),
        contains(
            "INSERTED: an event (FORGOTTEN, null, run r1) is in no chain: whoever wrote it did not"
                + " load it"));
  }

  @Test
  void eventsThatChangedPlacesAreFound() throws Exception {
    site.execute("UPDATE " + EVENTS + " SET PLACE = 8 - PLACE WHERE PLACE IN (1, 7)");
    assertThat(
        found(),
        contains(
            containsString("was written as event 7 and has been moved"),
            containsString("was written as event 1 and has been moved")));
  }

  @Test
  void anEventWhoseHashWasMadeToFitIsFoundByTheNextEpoch() throws Exception {
    rehash("PLACE = 4");
    assertThat(
        found(),
        contains(startsWith("REWRITTEN: epoch 2 (2 events: event 3 (epoch 2, REPLACED, ")));
  }

  /** As somebody would do it who knows how hashes are made. */
  private void rehash(String which) throws SQLException {
    site.execute("UPDATE " + EVENTS + " SET INGESTED_RECORD_COUNT = 9 WHERE " + which);
    LedgerChain chain = new LedgerChain(site.warehouse());
    List<String> hashes = new ArrayList<>();
    chain.each(
        site.connection(),
        dataset.name(),
        (event, isDisguised) -> {
          if (Objects.equals(event.number("INGESTED_RECORD_COUNT"), 9L)) {
            hashes.add(event.hash());
          }
        });
    site.execute("UPDATE " + EVENTS + " SET EVENT_HASH = '" + hashes.get(0) + "' WHERE " + which);
  }

  @Test
  void anEndThatIsCutOffIsFoundByAnAnchorAlone() throws Exception {
    Anchor anchor = anchor();
    site.execute("DELETE FROM " + EVENTS + " WHERE EPOCH = 4");
    assertThat(found(), is(empty()));
    assertThat(
        found(anchor),
        contains(
            "CUT_OFF: the chain ends with event 5 (epoch 3), but at 2025-06-06T12:00:00Z it had"
                + " event 7 (epoch 4), says an anchor"));
  }

  @Test
  void anEndThatIsRewrittenIsFoundByAnAnchorAlone() throws Exception {
    Anchor anchor = anchor();
    rehash("PLACE = 7");
    assertThat(found(), is(empty()));
    assertThat(
        found(anchor),
        contains(
            startsWith(
                "OTHER_THAN_ANCHORED: epoch 4, up to event 7, is not what it was at"
                    + " 2025-06-06T12:00:00Z: its hash is ")));
  }

  /** Edits of what was there before the chain are found by what its first epoch is chained to. */
  @Test
  void whatWasThereBeforeTheChainIsPartOfIt() throws Exception {
    Dataset other = Datasets.named("older", "OLDER", dataset);
    site.begin(run("r1"), other);
    for (String file : List.of("a", "b")) {
      site.execute(
          "INSERT INTO %s (DATASET, FILE_ID, RUN_ID, STATUS) VALUES ('older', '%s', 'r0', 'FAILED')"
              .formatted(EVENTS, file));
    }
    List<String> updates = new ArrayList<>();
    new LedgerChain(site.warehouse())
        .each(
            site.connection(),
            "older",
            (event, isDisguised) ->
                updates.add(
                    "UPDATE %s SET EVENT_HASH = '%s' WHERE FILE_ID = '%s'"
                        .formatted(EVENTS, event.hash(), event.text("FILE_ID"))));
    for (String update : updates) {
      site.execute(update);
    }
    site.load(run("r2"), other, site.write("lsb.users.9", userGroups("new (u) -"), MONDAY));
    dataset = other;
    Chain.Result result = check();
    assertThat(result.findings(), is(empty()));
    assertThat(result.events(), is(3L));
    site.execute("DELETE FROM " + EVENTS + " WHERE DATASET = 'older' AND FILE_ID = 'a'");
    assertThat(
        found(),
        contains(
            "REWRITTEN: 1 events from before the chain is not what epoch 1 was chained to: an event"
                + " of it was changed, removed or inserted, and its hash made to fit"));
  }

  @Test
  void publishersAtTheSameTimeMakeOneChain() throws Exception {
    if (site.warehouse() instanceof SnowflakeWarehouse snowflake) {
      StandInExtension.standIn().readLate(snowflake.account().database());
    }
    List<Callable<Void>> publications = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Run run = run("c" + i);
      site.begin(run, dataset);
      SourceFile file = site.write("lsb.users.c" + i, userGroups("c" + i + " (u) -"), MONDAY);
      List<String> manifest = List.of(site.manifest(run, dataset, site.stage(run, dataset, file)));
      publications.add(
          () -> {
            site.publisher(run, dataset).publish(manifest);
            return null;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(publications.size());
    try {
      for (Future<Void> one : threads.invokeAll(publications)) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    site.rows("SELECT 1");
    Chain.Result result = check();
    assertThat(
        result.findings().stream().filter(finding -> !finding.kind().isNotice()).toList(),
        is(empty()));
    assertThat(result.places(), is(11L));
    assertThat(result.epochs(), is(8L));
  }

  /** Four more events: a file that failed twice before it came, and another file. */
  private void loadWhatFailedTwice() throws Exception {
    SourceFile partial = site.write("lsb.users.4", userGroups("g (u) -", "bad (x"), MONDAY);
    site.load(run("r4"), dataset, partial);
    site.load(run("r5"), dataset, partial);
    site.load(run("r6"), site.dataset(REPLACE, "*", new Tolerance(5L, null)), partial);
    site.load(run("r7"), dataset, site.write("lsb.users.5", userGroups("h (u) -"), MONDAY));
  }

  @Test
  void whatRetentionRemovesLeavesAChainThatCanBeChecked() throws Exception {
    loadWhatFailedTwice();
    Anchor anchor = anchor();
    SigningKey key = SigningKey.parse(Files.readString(new Openssl(folder).key("key")));
    Instant later = Instant.now().plus(Duration.ofDays(1));
    assertThat(
        new ExpiredRows(site.warehouse())
            .remove(site.connection(), Kind.FAILED_ATTEMPTS, later, Stubs.signedBy(key)),
        is(1L));
    assertThat(
        found(anchor), contains(startsWith("REMOVED: event 9 is missing between event 8 (")));
    ChainCheck check = new ChainCheck(site.warehouse(), null, key.publicKeys());
    assertThat(check.check(site.connection(), dataset.name()).chain().findings(), is(empty()));
    site.execute("DELETE FROM " + EVENTS + " WHERE PLACE = 8");
    assertThat(
        check.check(site.connection(), dataset.name()).chain().findings().toString(),
        startsWith("[REMOVED: event 8 is missing between event 7 ("));
    String[] parts = site.rows("SELECT STUB FROM SNOWGAUGE.LEDGER_STUBS").get(0).split("\\.");
    String payload = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8);
    String forged = payload.replace("\"place\":9", "\"place\":8");
    assertThat(forged, is(not(payload)));
    parts[1] = Base64.getUrlEncoder().withoutPadding().encodeToString(forged.getBytes(UTF_8));
    site.execute("UPDATE SNOWGAUGE.LEDGER_STUBS SET STUB = '" + String.join(".", parts) + "'");
    assertThat(
        check.check(site.connection(), dataset.name()).chain().findings().toString(),
        startsWith("[FORGED: what retention has left of user_groups "));
    site.execute(
        "UPDATE SNOWGAUGE.LEDGER_STUBS SET STUB = '"
            + Stubs.signedBy(null).stub(dataset.name(), List.of())
            + "'");
    assertThat(
        check.check(site.connection(), dataset.name()).chain().findings().toString(),
        startsWith("[UNSIGNED: what retention has left of 0 events of user_groups"));
  }

  /** Whoever edits an event must not have it signed away by whoever has the key. */
  @Test
  void retentionRemovesNothingThatWasChanged() throws Exception {
    site.execute(
        "UPDATE %s SET FILE_ID = (SELECT FILE_ID FROM %s WHERE URI LIKE '%%1' AND PLACE < 3) WHERE PLACE = 5"
            .formatted(EVENTS, EVENTS));
    Instant later = Instant.now().plus(Duration.ofDays(1));
    SQLException refused =
        assertThrows(
            SQLException.class,
            () ->
                new ExpiredRows(site.warehouse())
                    .remove(site.connection(), Kind.FAILED_ATTEMPTS, later, Stubs.signedBy(null)));
    assertThat(
        refused.getMessage(),
        startsWith(
            "user_groups: expected an event as it was written but found that event 5 (epoch 3,"
                + " FAILED, "));
    assertThat(site.rows("SELECT COUNT(*) FROM SNOWGAUGE.LEDGER_STUBS"), contains("0"));
    assertThat(site.rows("SELECT COUNT(*) FROM " + EVENTS), contains("7"));
  }

  /** What an epoch was chained to stays known when retention has removed all of its events. */
  @Test
  void whatWasRewrittenBeforeARemovedEpochIsFound() throws Exception {
    loadWhatFailedTwice();
    SigningKey key = SigningKey.parse(Files.readString(new Openssl(folder).key("key")));
    Instant later = Instant.now().plus(Duration.ofDays(1));
    long removed =
        new ExpiredRows(site.warehouse())
            .remove(site.connection(), Kind.FAILED_ATTEMPTS, later, Stubs.signedBy(key));
    assertThat(removed, is(1L));
    assertThat(
        site.rows("SELECT MIN(PLACE), MAX(PLACE) FROM " + EVENTS + " WHERE EPOCH IN (5, 7)"),
        contains("8 | 10"));
    rehash("PLACE = 8");
    ChainCheck check = new ChainCheck(site.warehouse(), null, key.publicKeys());
    assertThat(
        check.check(site.connection(), dataset.name()).chain().findings().stream()
            .map(ChainFinding::toString)
            .toList(),
        contains(startsWith("REWRITTEN: epoch 5 (1 events: event 8 (epoch 5, FAILED, ")));
  }

  /** As an administrator would do it who raises the lock, and chains the rest to nothing. */
  @Test
  void epochsThatNeverWereAreMissed() throws Exception {
    Map<String, String> other =
        Map.of("EPOCH", "9", "PREVIOUS_HASH", "64:" + Sha256.identity("", 32));
    assertThat(
        found(event -> Objects.equals(event.epoch(), 4L) ? rehashed(event.with(other)) : event),
        contains(startsWith("REMOVED: epochs 4 to 8 are missing between event 5 (epoch 3, ")));
  }

  private static LedgerEvent rehashed(LedgerEvent event) {
    return event.with(Map.of("EVENT_HASH", "64:" + event.hash()));
  }

  @Test
  void anchorsThatWereRemovedAreMissed() throws Exception {
    SigningKey key = SigningKey.parse(Files.readString(new Openssl(folder).key("key")));
    Anchors anchors = new Anchors(Storage.localUri(folder) + "/anchors/");
    ChainCheck check = new ChainCheck(site.warehouse(), anchors, key.publicKeys());
    assertThat(
        check.check(site.connection(), dataset.name()).chain().findings().toString(),
        startsWith("[UNANCHORED: user_groups has no anchor: they were removed, or none was"));
    Head head =
        new LedgerChain(site.warehouse()).head(site.connection(), dataset.name()).orElseThrow();
    anchors.write(head, key, Instant.now());
    assertThat(check.check(site.connection(), dataset.name()).holds(), is(true));
    assertThat(
        new ChainCheck(site.warehouse(), anchors, PublicKeys.none())
            .check(site.connection(), dataset.name())
            .chain()
            .findings()
            .toString(),
        startsWith("[UNCHECKED: anchors of user_groups: there is no public key"));
  }

  /** Only extractions write events without a hash, and they leave null what publishers write. */
  @Test
  void eventsWithoutAHashThatOnlyAPublisherWouldWriteAreFound() throws Exception {
    String insert =
        "INSERT INTO "
            + EVENTS
            + " (DATASET, FILE_ID, RUN_ID, ATTEMPT, STATUS%s) VALUES ('user_groups', 'new', 'r', 1,"
            + " 'FAILED'%s)";
    site.execute(insert.formatted("", ""));
    assertThat(found(), is(empty()));
    site.execute(insert.formatted(", STAGE_ID", ", 's'"));
    assertThat(found(), contains(startsWith("INSERTED: an event (FAILED, null, run r) is in no")));
  }

  /** The column takes 19 digits, and a long does not. */
  @Test
  void aPlaceThatIsNoNumberOfOursIsFound() throws Exception {
    Map<String, String> other = Map.of("PLACE", "9999999999999999999");
    assertThat(
        found(event -> Objects.equals(event.place(), 7L) ? event.with(other) : event),
        contains(
            allOf(startsWith("REORDERED: an event (epoch 4, "), containsString("as event 7"))));
  }

  @Test
  void aClockThatWentBackIsToldAndProvesNothing() throws Exception {
    Map<String, String> future = Map.of("LOADED_AT", "2100-01-01T00:00:00Z");
    assertThat(
        found(event -> rehashed(Objects.equals(event.place(), 4L) ? event.with(future) : event)),
        hasItem(startsWith("CLOCK: a clock went back: event 5 (epoch 3, FAILED, ")));
  }
}
