package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.DeclaredColumn;
import io.snowgauge.transforms.record.ColumnType;

/**
 * What an event of the ledger has of its dataset's chain (docs/formats/ledger-chain.md), null where
 * it is in none: its place, counted from 1; the hash of all events of the epoch before; and the
 * hash of the event itself, of all other columns.
 */
enum ChainColumn implements DeclaredColumn {
  PLACE(ColumnType.INTEGER),
  PREVIOUS_HASH(ColumnType.STRING),
  EVENT_HASH(ColumnType.STRING);

  @SuppressWarnings("ImmutableEnumChecker") // A record that cannot be changed.
  private final ColumnType type;

  ChainColumn(ColumnType type) {
    this.type = type;
  }

  @Override
  public ColumnType type() {
    return type;
  }
}
