package io.snowgauge.io.warehouse.control;

import java.util.List;

/**
 * What a transaction that has the locks sees.
 *
 * @param held the epochs of this holder
 * @param written the last epochs that the ledger has events of, as far as they are seen
 * @param transaction the transaction's id
 * @param numbers what else the holder wanted to know
 */
public record Sight(Epochs held, Epochs written, String transaction, List<Long> numbers) {
  /** Keeps a copy of the numbers. */
  public Sight {
    numbers = List.copyOf(numbers);
  }

  /** Whether all is seen that the holders before have written. */
  public boolean isWhole() {
    return written.ofDataset() == held.ofDataset() - 1 && written.ofTarget() == held.ofTarget() - 1;
  }
}
