package io.snowgauge.pipelines.proof;

import io.snowgauge.io.proof.PublicKeys;
import io.snowgauge.io.proof.Receipt;
import io.snowgauge.io.proof.RemovedEvents;
import io.snowgauge.io.proof.SigningKey;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.LedgerChain;
import io.snowgauge.io.warehouse.control.LedgerChain.By;
import io.snowgauge.io.warehouse.control.LedgerChain.Reason;
import io.snowgauge.io.warehouse.control.LedgerEvent;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes receipts of what the ledger has, and holds receipts against it. */
public final class Receipts {
  private final Warehouse warehouse;
  private final LedgerChain chain;

  /** Of a warehouse. */
  public Receipts(Warehouse warehouse) {
    this.warehouse = warehouse;
    this.chain = new LedgerChain(warehouse);
  }

  /**
   * What the ledger has of a version that a receipt is asked for.
   *
   * @param event its last one
   * @param reasons why lines were refused
   */
  public record Found(LedgerEvent event, List<Reason> reasons) {
    /** Keeps a copy. */
    public Found {
      reasons = List.copyOf(reasons);
    }

    /**
     * The signed receipt, for which the source is read: no warehouse need wait for that.
     *
     * @param program its version
     */
    public String sign(SigningKey key, String program) {
      return Receipt.of(event, sha256(event), reasons, program, Instant.now()).sign(key);
    }
  }

  /** Each version of a file, or of a run. */
  public List<Found> find(Connection connection, By by, String value) throws SQLException {
    List<Found> found = new ArrayList<>();
    for (LedgerEvent event : chain.last(connection, by, value)) {
      found.add(new Found(event, chain.reasons(connection, event)));
    }
    return found;
  }

  /** Of the version that the event is of, if it is still there and can be read. */
  private static @Nullable String sha256(LedgerEvent event) {
    String uri = event.text("URI");
    if (uri == null) {
      return null;
    }
    try {
      Optional<SourceFile> found = Storage.find(uri, Map.of());
      if (found.isEmpty() || !found.get().fileId().equals(event.text("FILE_ID"))) {
        return null;
      }
      return Storage.sha256(found.get());
    } catch (IOException | RuntimeException e) {
      // A receipt says what the ledger has; of a source that nobody can read it says nothing.
      return null;
    }
  }

  /**
   * What the ledger says to a receipt that is signed as it should be.
   *
   * @param fits whether it has, or had, the receipt's event
   * @param text that, for people
   */
  public record Answer(boolean fits, String text) {
    private static Answer no(String difference) {
      return new Answer(false, "NOT IN THE LEDGER: " + difference);
    }
  }

  /**
   * Asks the ledger for a receipt's event.
   *
   * @param keys whose signatures count below what retention has left
   */
  public Answer answer(Connection connection, Receipt receipt, PublicKeys keys)
      throws SQLException {
    String dataset = receipt.dataset();
    List<LedgerEvent> found = chain.at(connection, dataset, receipt.place());
    if (found.isEmpty()) {
      return new RemovedEvents(warehouse, keys)
              .has(connection, dataset, receipt.place(), receipt.eventHash())
          ? new Answer(true, "ok; retention has removed its event")
          : Answer.no("the ledger has no event " + receipt.place() + " of " + dataset);
    }
    for (LedgerEvent event : found) {
      if (!receipt.eventHash().equals(event.eventHash())
          || !receipt.eventHash().equals(event.hash())) {
        return Answer.no("the ledger has another event there: " + event);
      }
    }
    return new Answer(true, "ok");
  }

  /** What became of the version since; nothing if the receipt has its last event. */
  public Optional<LedgerEvent> since(Connection connection, Receipt receipt) throws SQLException {
    String file = receipt.event().text("FILE_ID");
    return chain.last(connection, By.URI, receipt.uri()).stream()
        .filter(event -> event.dataset().equals(receipt.dataset()))
        .filter(event -> String.valueOf(event.text("FILE_ID")).equals(file))
        .filter(event -> event.place() != null && event.place() > receipt.place())
        .findFirst();
  }
}
