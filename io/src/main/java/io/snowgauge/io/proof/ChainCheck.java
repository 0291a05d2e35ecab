package io.snowgauge.io.proof;

import io.snowgauge.io.proof.ChainFinding.Kind;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.LedgerChain;
import io.snowgauge.io.warehouse.control.RemovedEvent;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds the chains of a warehouse's ledger against their hashes and anchors.
 *
 * @param anchors null where there are none
 * @param keys whose signatures count
 */
public record ChainCheck(Warehouse warehouse, @Nullable Anchors anchors, PublicKeys keys) {
  /**
   * What came of a dataset's chain.
   *
   * @param anchors how many were compared
   */
  public record Checked(String dataset, Chain.Result chain, int anchors) {
    /** Whether all is as it was written. */
    public boolean holds() {
      return chain.holds();
    }
  }

  /** What names of datasets are like; the ledger may have others, by whoever edited it. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

  /** Where the events of a chain are read, as often as that is needed. */
  public interface Events {
    /** Visits them: those without a place first, then by their places. */
    void each(LedgerChain.Visitor visitor) throws SQLException;

    /** What stayed of events that retention has removed. */
    default List<RemovedEvent> stubs() throws SQLException {
      return List.of();
    }
  }

  /**
   * Checks one. Of a chain in which all is as it was written no more is kept in memory than an
   * epoch; of any other one, all its events.
   *
   * @param anchors that are signed by a key that is known
   */
  public static Chain.Result check(Events events, List<Anchor> anchors) throws SQLException {
    ChainWalk walk = new ChainWalk(events.stubs(), anchors);
    events.each(walk::add);
    Optional<Chain.Result> whole = walk.end();
    if (whole.isPresent()) {
      return whole.get();
    }
    Chain chain = new Chain();
    events.each(chain::add);
    // Retention may have removed some meanwhile: it leaves this in the same transaction.
    return chain.check(events.stubs(), anchors);
  }

  /**
   * Checks the chain of a dataset, of which there need not be anything.
   *
   * @param connection null if there is no ledger at all, which anchors may know better
   */
  public Checked check(@Nullable Connection connection, String dataset)
      throws IOException, SQLException {
    List<ChainFinding> findings = new ArrayList<>();
    // Others may write meanwhile: what says that there is more has to be read before what is there.
    List<Anchor> compared = anchors(dataset, findings);
    StoredEvents events = new StoredEvents(connection, dataset);
    Chain.Result result = check(events, compared);
    findings.addAll(events.findings);
    if (anchors != null && !keys.isEmpty() && compared.isEmpty() && result.epochs() > 0) {
      findings.add(
          new ChainFinding(
              Kind.UNANCHORED,
              "%s has no anchor: they were removed, or none was written yet, and the next run writes"
                      .formatted(dataset)
                  + " one"));
    }
    findings.addAll(result.findings());
    return new Checked(
        dataset,
        new Chain.Result(
            result.events(),
            result.unchained(),
            result.epochs(),
            result.places(),
            result.head(),
            findings),
        compared.size());
  }

  /** The events of a dataset in the warehouse; none where there is no ledger. */
  private final class StoredEvents implements Events {
    private final LedgerChain ledger = new LedgerChain(warehouse);
    private final @Nullable Connection connection;
    private final String dataset;

    /** What is wrong with what retention has left, as it was read last. */
    private final List<ChainFinding> findings = new ArrayList<>();

    StoredEvents(@Nullable Connection connection, String dataset) {
      this.connection = connection;
      this.dataset = dataset;
    }

    @Override
    public void each(LedgerChain.Visitor visitor) throws SQLException {
      if (connection != null) {
        ledger.each(connection, dataset, visitor);
      }
    }

    @Override
    public List<RemovedEvent> stubs() throws SQLException {
      findings.clear();
      return connection == null
          ? List.of()
          : Stubs.read(dataset, ledger.stubs(connection, dataset), keys, findings);
    }
  }

  private List<Anchor> anchors(String dataset, List<ChainFinding> findings) throws IOException {
    if (anchors == null || !NAME.matcher(dataset).matches()) {
      return List.of();
    }
    if (keys.isEmpty()) {
      findings.add(
          new ChainFinding(
              Kind.UNCHECKED,
              "anchors of %s: there is no public key to check them with".formatted(dataset)));
      return List.of();
    }
    return anchors.read(dataset, keys, findings);
  }
}
