package io.snowgauge.io.warehouse.verify;

import io.snowgauge.io.warehouse.Warehouse;
import java.nio.file.Path;

/** Gives a warehouse of this machine, in which more is worked out than memory holds. */
@FunctionalInterface
public interface LocalDatabase {
  /**
   * The warehouse.
   *
   * @param file where nothing is yet; who asks removes it
   */
  Warehouse at(Path file);
}
