package io.snowgauge.io.proof;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.LedgerChain;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The events of a ledger that retention has removed, as far as what it left of them is signed: what
 * is not signed anybody may have written.
 *
 * @param keys whose signatures count
 */
public record RemovedEvents(Warehouse warehouse, PublicKeys keys) {
  /**
   * Whether one of them was at a place of a dataset's chain.
   *
   * @param hash of the event
   */
  public boolean has(Connection connection, String dataset, long place, String hash)
      throws SQLException {
    List<String> signed =
        new LedgerChain(warehouse)
            .stubs(connection, dataset).stream().filter(stub -> !stub.startsWith("{")).toList();
    // 'verify --chain' tells what is wrong with the others.
    return !keys.isEmpty()
        && Stubs.read(dataset, signed, keys, new ArrayList<>()).stream()
            .anyMatch(event -> event.place() == place && event.hash().equals(hash));
  }
}
