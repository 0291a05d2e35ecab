package io.snowgauge.pipelines.proof;

import io.snowgauge.io.proof.ChainCheck;
import io.snowgauge.io.proof.ChainCheck.Checked;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.History;
import io.snowgauge.io.warehouse.control.LedgerChain;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.Proof;
import io.snowgauge.transforms.dataset.Dataset;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds the chains of a ledger's events against their hashes and anchors. */
public final class ChainVerification {
  private final Configuration configuration;
  private final ChainCheck check;

  /** Of the ledger and the anchors that a configuration names. */
  public ChainVerification(Configuration configuration) {
    Proof proof = configuration.proof();
    this.configuration = configuration;
    this.check = new ChainCheck(configuration.warehouse(), proof.anchors(), proof.publicKeys());
  }

  /** Checks the chains of all datasets that the ledger has, or should have. */
  public ChainReport all() throws IOException, SQLException {
    List<String> configured = configuration.datasets().stream().map(Dataset::name).toList();
    return report(this::all, configured);
  }

  /** Checks the chains of some datasets. */
  public ChainReport of(List<Dataset> datasets) throws IOException, SQLException {
    List<String> names = datasets.stream().map(Dataset::name).toList();
    return report(connection -> names, names);
  }

  /** Which datasets are checked, by a ledger. */
  private interface Names {
    List<String> in(Connection ledger) throws SQLException;
  }

  /**
   * What a look gave that keeps nobody waiting.
   *
   * @param isOfCopy whether it was at a copy of a file that somebody writes to: the anchors may be
   *     younger than that
   */
  private record Look(List<Checked> checked, boolean isOfCopy) {
    boolean isSure() {
      return !isOfCopy || checked.stream().allMatch(Checked::holds);
    }
  }

  private ChainReport report(Names names, List<String> withoutLedger)
      throws IOException, SQLException {
    Warehouse warehouse = configuration.warehouse();
    History history = new History(warehouse);
    Optional<List<Checked>> ofLedger =
        history
            .<Look, IOException>read(
                (connection, isAlone) ->
                    new Look(
                        checked(connection, names.in(connection)),
                        warehouse.traits().isExclusive() && !isAlone))
            .filter(Look::isSure)
            .map(Look::checked);
    if (ofLedger.isEmpty()) {
      ofLedger =
          history.<List<Checked>, IOException>ask(
              connection -> checked(connection, names.in(connection)));
    }
    // Of a ledger that is gone, the anchors tell.
    return new ChainReport(ofLedger.isPresent() ? ofLedger.get() : checked(null, withoutLedger));
  }

  /** Those of the ledger, and those that it should have by the configuration. */
  private List<String> all(Connection ledger) throws SQLException {
    Warehouse warehouse = configuration.warehouse();
    List<String> all = new ArrayList<>(new LedgerChain(warehouse).datasets(ledger));
    for (Dataset dataset : configuration.datasets()) {
      if (!all.contains(dataset.name())) {
        all.add(dataset.name());
      }
    }
    return all;
  }

  private List<Checked> checked(@Nullable Connection ledger, List<String> datasets)
      throws IOException, SQLException {
    List<Checked> checked = new ArrayList<>();
    for (String dataset : datasets) {
      checked.add(check.check(ledger, dataset));
    }
    return checked;
  }
}
