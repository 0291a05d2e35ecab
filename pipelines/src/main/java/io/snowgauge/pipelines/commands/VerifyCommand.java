package io.snowgauge.pipelines.commands;

import io.snowgauge.io.proof.ChainCheck;
import io.snowgauge.io.proof.ChainCheck.Checked;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.History;
import io.snowgauge.io.warehouse.control.LedgerChain;
import io.snowgauge.pipelines.config.Proof;
import io.snowgauge.pipelines.launch.Composition;
import io.snowgauge.pipelines.launch.Composition.Reach;
import io.snowgauge.pipelines.proof.ChainReport;
import io.snowgauge.transforms.dataset.Dataset;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code verify}: whether what is recorded is what was written. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "With --chain: holds each event of the ledger against its hash, and the ledger's chains"
          + " against their anchors.",
      "Ends with 3 if anything is not as it was written."
    })
final class VerifyCommand extends ConfiguredCommand {
  enum Format {
    TABLE,
    JSON
  }

  @Option(names = "--chain", description = "Checks the chains of the ledger's events.")
  private boolean chain;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Only this dataset; repeatable (default: all that the ledger has).")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.TABLE;

  @Override
  public Integer call() throws SQLException, IOException {
    if (!chain) {
      throw refused("expected --chain");
    }
    Composition loaded = load(Reach.FILES);
    List<String> only = loaded.datasets(names).stream().map(Dataset::name).toList();
    Proof proof = loaded.configuration().proof();
    ChainCheck check = new ChainCheck(loaded.warehouse(), proof.anchors(), proof.publicKeys());
    Optional<List<Checked>> ofLedger =
        new History(loaded.warehouse())
            .<List<Checked>, IOException>ask(
                connection ->
                    check(check, connection, names.isEmpty() ? all(loaded, connection) : only));
    // Of a ledger that is gone, the anchors tell.
    List<Checked> checked = ofLedger.isPresent() ? ofLedger.get() : check(check, null, only);
    ChainReport report = new ChainReport(checked);
    if (format == Format.JSON) {
      report.showJson(out());
    } else {
      report.show(out());
    }
    return report.exitCode();
  }

  /** Those of the ledger, and those that it should have by the configuration. */
  private static List<String> all(Composition loaded, Connection connection) throws SQLException {
    Warehouse warehouse = loaded.warehouse();
    List<String> all = new ArrayList<>(new LedgerChain(warehouse).datasets(connection));
    for (Dataset dataset : loaded.configuration().datasets()) {
      if (!all.contains(dataset.name())) {
        all.add(dataset.name());
      }
    }
    return all;
  }

  private static List<Checked> check(
      ChainCheck check, @Nullable Connection connection, List<String> datasets)
      throws IOException, SQLException {
    List<Checked> checked = new ArrayList<>();
    for (String dataset : datasets) {
      checked.add(check.check(connection, dataset));
    }
    return checked;
  }
}
