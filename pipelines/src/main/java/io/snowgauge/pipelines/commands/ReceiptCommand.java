package io.snowgauge.pipelines.commands;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowgauge.io.proof.ForgedException;
import io.snowgauge.io.proof.PublicKeys;
import io.snowgauge.io.proof.Receipt;
import io.snowgauge.io.proof.SigningKey;
import io.snowgauge.io.warehouse.control.History;
import io.snowgauge.io.warehouse.control.LedgerChain.By;
import io.snowgauge.io.warehouse.control.LedgerEvent;
import io.snowgauge.pipelines.config.Proof;
import io.snowgauge.pipelines.config.types.InvalidConfigurationException;
import io.snowgauge.pipelines.config.types.Locations;
import io.snowgauge.pipelines.launch.Composition;
import io.snowgauge.pipelines.launch.Composition.Reach;
import io.snowgauge.pipelines.proof.Receipts;
import io.snowgauge.pipelines.proof.Receipts.Answer;
import io.snowgauge.pipelines.proof.Receipts.Found;
import io.snowgauge.pipelines.report.Display;
import io.snowgauge.pipelines.report.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code receipt}: signed receipts of what became of files. */
@Command(
    name = "receipt",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a signed receipt for each version of a file, or of a run, one a line; it needs"
          + " 'proof.key'.",
      "With --check: whether receipts are what a key signed and what the ledger has; ends with 3"
          + " if one is not."
    })
final class ReceiptCommand extends ConfiguredCommand {
  @Option(names = "--file", paramLabel = "URI", description = "All versions of this file.")
  private @Nullable String uri;

  @Option(names = "--run", paramLabel = "ID", description = "All versions that a run decided on.")
  private @Nullable String runId;

  @Option(names = "--check", paramLabel = "FILE", description = "Checks the receipts in a file.")
  private @Nullable Path check;

  @Option(
      names = "--public-key",
      paramLabel = "FILE",
      description = "With --check: the public keys, in place of the configured ones.")
  private @Nullable String publicKey;

  @Option(
      names = "--offline",
      description = "With --check: asks no warehouse, and needs no configuration.")
  private boolean offline;

  @Override
  public Integer call() throws SQLException, IOException {
    if ((uri == null ? 0 : 1) + (runId == null ? 0 : 1) + (check == null ? 0 : 1) != 1) {
      throw refused("expected one of --file URI, --run ID and --check FILE");
    }
    if (check == null && (offline || publicKey != null)) {
      throw refused("expected --offline and --public-key with --check FILE alone");
    }
    return check == null ? make() : check(check);
  }

  private int make() throws SQLException {
    Composition loaded = load(Reach.FILES);
    SigningKey key = loaded.configuration().proof().key();
    if (key == null) {
      throw new InvalidConfigurationException(
          List.of("proof.key: expected a key to sign receipts with but found none"));
    }
    By by = uri == null ? By.RUN_ID : By.URI;
    String value = uri == null ? Objects.requireNonNull(runId) : Locations.ledgerUri(uri);
    Receipts receipts = new Receipts(loaded.warehouse());
    List<Found> found =
        new History(loaded.warehouse())
            .<List<Found>, SQLException>read(
                (connection, isAlone) -> receipts.find(connection, by, value))
            .orElse(List.of());
    found.forEach(one -> out().println(one.sign(key, ProgramVersion.text())));
    if (found.isEmpty()) {
      err().println("snowgauge: the ledger has nothing of " + Display.line(value));
      return ExitCode.USAGE;
    }
    return ExitCode.SUCCESS;
  }

  private int check(Path file) throws SQLException, IOException {
    Composition loaded = offline ? loadOrDefaults(Reach.WAREHOUSE) : load(Reach.WAREHOUSE);
    PublicKeys keys =
        publicKey == null
            ? loaded.configuration().proof().publicKeys()
            : Proof.read("--public-key", publicKey);
    if (keys.isEmpty()) {
      throw refused("expected --public-key FILE, or proof.key or proof.publicKeys configured");
    }
    // Whatever is no UTF-8 becomes a character that no receipt has.
    List<String> lines =
        new String(Files.readAllBytes(file), UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    if (lines.isEmpty()) {
      throw refused("--check: expected receipts in " + file + " but found none");
    }
    if (offline) {
      return check(lines, keys, new Receipts(loaded.warehouse()), null);
    }
    Optional<Integer> code =
        new History(loaded.warehouse())
            .<Integer, SQLException>read(
                (connection, isAlone) ->
                    check(lines, keys, new Receipts(loaded.warehouse()), connection));
    if (code.isEmpty()) {
      err().println("snowgauge: there is no ledger; --offline checks signatures alone");
      return ExitCode.FILES_FAILED;
    }
    return code.get();
  }

  private int check(
      List<String> lines, PublicKeys keys, Receipts receipts, @Nullable Connection connection)
      throws SQLException {
    int code = ExitCode.SUCCESS;
    for (int i = 0; i < lines.size(); i++) {
      String outcome;
      try {
        Receipt receipt = Receipt.check(lines.get(i), keys);
        Answer answer =
            connection == null
                ? new Answer(true, "ok (the warehouse was not asked)")
                : receipts.answer(connection, receipt, keys);
        if (!answer.fits()) {
          code = ExitCode.FILES_FAILED;
        }
        Optional<LedgerEvent> since =
            connection == null ? Optional.empty() : receipts.since(connection, receipt);
        outcome =
            "%s: %s%s"
                .formatted(
                    receipt.uri(),
                    answer.text(),
                    since.map(event -> "; since then: " + event).orElse(""));
      } catch (ForgedException e) {
        code = ExitCode.FILES_FAILED;
        outcome = "receipt " + (i + 1) + ": FORGED: it " + e.getMessage();
      }
      out().println(Display.line(outcome));
    }
    return code;
  }
}
