package io.snowgauge.pipelines.proof;

import io.snowgauge.io.proof.Receipt;
import io.snowgauge.io.proof.SigningKey;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.LedgerChain;
import io.snowgauge.io.warehouse.control.LedgerChain.By;
import io.snowgauge.io.warehouse.control.LedgerEvent;
import io.snowgauge.transforms.files.Sha256;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes receipts of what the ledger has, and holds receipts against it. */
public final class Receipts {
  private static final int BUFFER = 1 << 16;

  private final LedgerChain chain;

  /** Of a warehouse. */
  public Receipts(Warehouse warehouse) {
    this.chain = new LedgerChain(warehouse);
  }

  /**
   * A signed receipt for each version of a file, or of a run.
   *
   * @param program its version
   */
  public List<String> make(
      Connection connection, By by, String value, SigningKey key, String program)
      throws SQLException {
    List<String> receipts = new ArrayList<>();
    for (LedgerEvent event : chain.last(connection, by, value)) {
      receipts.add(
          Receipt.of(event, sha256(event), chain.reasons(connection, event), program, Instant.now())
              .sign(key));
    }
    return receipts;
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
      MessageDigest digest = Sha256.digest();
      try (InputStream in = Storage.open(found.get())) {
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          digest.update(buffer, 0, read);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException | RuntimeException e) {
      // A receipt says what the ledger has; of a source that nobody can read it says nothing.
      return null;
    }
  }

  /**
   * What the ledger has other than a receipt that is signed as it should be; nothing if it fits.
   */
  public Optional<String> difference(Connection connection, Receipt receipt) throws SQLException {
    List<LedgerEvent> found = chain.at(connection, receipt.dataset(), receipt.place());
    if (found.isEmpty()) {
      return Optional.of("the ledger has no event " + receipt.place() + " of " + receipt.dataset());
    }
    for (LedgerEvent event : found) {
      if (!receipt.eventHash().equals(event.eventHash())
          || !receipt.eventHash().equals(event.hash())) {
        return Optional.of("the ledger has another event there: " + event);
      }
    }
    return Optional.empty();
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
