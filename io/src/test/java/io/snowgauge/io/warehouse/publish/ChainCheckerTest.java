package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Site.userGroups;
import static io.snowgauge.transforms.dataset.PublishMode.REPLACE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.proof.Openssl;
import io.snowgauge.io.proof.SigningKey;
import io.snowgauge.io.proof.Stubs;
import io.snowgauge.io.warehouse.control.ExpiredRows;
import io.snowgauge.io.warehouse.control.ExpiredRows.Kind;
import io.snowgauge.io.warehouse.control.LedgerChain;
import io.snowgauge.io.warehouse.control.LedgerChain.Head;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.SourceFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code chain.py} finds, which shares nothing with the product but a page. */
@Timeout(120)
@OnEveryWarehouse
class ChainCheckerTest {
  private static final String EVENTS = "SNOWGAUGE.INGESTION_FILE_EVENTS";

  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;
  private Dataset dataset;

  ChainCheckerTest(WarehouseKind kind) {
    this.kind = kind;
  }

  /** Five events: a file, one that failed twice before it came, and another file. */
  @BeforeEach
  void fillLedger() throws Exception {
    site = new Site(folder, kind);
    dataset = site.dataset(REPLACE);
    site.load(run("r1"), dataset, site.write("lsb.users.1", userGroups("g (u) -"), MONDAY));
    SourceFile partial = site.write("lsb.users.2", userGroups("h (u) -", "bad (x"), MONDAY);
    site.load(run("r2"), dataset, partial);
    site.load(run("r3"), dataset, partial);
    site.load(run("r4"), site.dataset(REPLACE, "*", new Tolerance(5L, null)), partial);
    site.load(run("r5"), dataset, site.write("lsb.users.3", userGroups("i (u) -"), MONDAY));
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  private String head() throws SQLException {
    Head head =
        new LedgerChain(site.warehouse()).head(site.connection(), dataset.name()).orElseThrow();
    return head.hash();
  }

  private String checked(boolean hasStubs) throws Exception {
    return new ChainChecker(site, folder).check(hasStubs);
  }

  @Test
  void stubsStandForWhatRetentionHasRemoved() throws Exception {
    String head = head();
    SigningKey key = SigningKey.parse(Files.readString(new Openssl(folder).key("key")));
    Instant later = Instant.now().plus(Duration.ofDays(1));
    assertThat(
        new ExpiredRows(site.warehouse())
            .remove(site.connection(), Kind.FAILED_ATTEMPTS, later, Stubs.signedBy(key)),
        is(1L));
    String missing = "\n  place 3 is taken 0 times\n  epoch 4 is not chained to epoch 3\n3";
    assertThat(
        checked(false), is("user_groups: 4 events, epoch 5, place 5, head " + head + missing));
    String ofStubs = "user_groups: 4 events and stubs of %d, epoch 5, place 5, head " + head;
    assertThat(checked(true), is(ofStubs.formatted(1) + "\n0"));

    String stub = site.rows("SELECT STUB FROM SNOWGAUGE.LEDGER_STUBS").get(0);
    String unsigned = new String(Base64.getUrlDecoder().decode(stub.split("\\.", -1)[1]), UTF_8);
    site.execute("UPDATE SNOWGAUGE.LEDGER_STUBS SET STUB = '" + unsigned + "'");
    assertThat(checked(true), is(ofStubs.formatted(1) + "\n0"));
    site.execute("UPDATE SNOWGAUGE.LEDGER_STUBS SET STUB = 'nothing'");
    assertThat(
        checked(true),
        is(
            ofStubs.formatted(0)
                + "\n  the stub from place 3 on is none: list index out of range"
                + missing));
  }

  /** What a stub says that its event was chained to is held against the epoch before, too. */
  @Test
  void aStubOfAnotherChainIsFound() throws Exception {
    String hash = site.rows("SELECT EVENT_HASH FROM " + EVENTS + " WHERE PLACE = 3").get(0);
    site.execute("DELETE FROM " + EVENTS + " WHERE PLACE = 3");
    site.execute(
        """
        INSERT INTO SNOWGAUGE.LEDGER_STUBS (DATASET, FIRST_PLACE, STUB)
        VALUES ('user_groups', 3, '{"dataset": "user_groups", "removed": [
          {"place": 3, "epoch": 3, "hash": "%s", "previous": "another"}]}')
        """
            .formatted(hash));
    assertThat(
        checked(true),
        is(
            "user_groups: 4 events and stubs of 1, epoch 5, place 5, head "
                + head()
                + "\n  epoch 3 is not chained to epoch 2\n3"));
  }

  @Test
  void aPlaceThatIsFarAwayIsReachedAtOnce() throws Exception {
    site.execute("UPDATE " + EVENTS + " SET PLACE = 1000000000000000000 WHERE PLACE = 5");
    assertThat(
        checked(false),
        is(
            "user_groups: 5 events, epoch 5, place 1000000000000000000, head "
                + head()
                + "\n  event 1000000000000000000 of epoch 5 does not have its hash"
                + "\n  places 5 to 999999999999999999 are taken 0 times\n3"));
  }

  @Test
  void epochsHaveNoGapBetweenNeighbours() throws Exception {
    String head = head();
    site.execute("UPDATE " + EVENTS + " SET EPOCH = 7 WHERE EPOCH = 5");
    assertThat(
        checked(false),
        is(
            "user_groups: 5 events, epoch 7, place 5, head "
                + head
                + "\n  event 5 of epoch 7 does not have its hash"
                + "\n  epochs 5 to 6 are missing before place 5"
                + "\n  epoch 7 is not chained to epoch 6\n3"));
  }

  @Test
  void placesFollowEpochs() throws Exception {
    String head = head();
    site.execute("UPDATE " + EVENTS + " SET PLACE = 3 - PLACE WHERE PLACE IN (1, 2)");
    assertThat(
        checked(false),
        is(
            "user_groups: 5 events, epoch 5, place 5, head "
                + head
                + "\n  event 1 of epoch 2 does not have its hash"
                + "\n  event 2 of epoch 1 does not have its hash"
                + "\n  epoch 1 is missing before place 1"
                + "\n  place 2 is of epoch 1, and comes after epoch 2"
                + "\n  epoch 2 is missing before place 3\n3"));
  }

  @Test
  void anEventWithoutAHashIsOfAnExtractionOrInserted() throws Exception {
    String values = " (DATASET, FILE_ID, RUN_ID, STATUS) VALUES ('user_groups', 'f', 'x1', '%s')";
    site.execute("INSERT INTO " + EVENTS + values.formatted("EXTRACTED"));
    String first = "user_groups: 5 events, epoch 5, place 5, head " + head();
    assertThat(checked(false), is(first + "\n0"));
    site.execute("INSERT INTO " + EVENTS + values.formatted("PUBLISHED"));
    assertThat(checked(false), is(first + "\n  an event (PUBLISHED, run x1) has no hash\n3"));
    site.execute("DELETE FROM " + EVENTS + " WHERE STATUS = 'PUBLISHED' AND FILE_ID = 'f'");
    site.execute("UPDATE " + EVENTS + " SET EVENT_HASH = NULL WHERE PLACE = 5");
    assertThat(
        checked(false), endsWith("\n  event 5 of epoch 5 (PUBLISHED, run r5) has no hash\n3"));
  }
}
