package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Sql;
import java.sql.SQLException;

/** Snowflake calls an export an unload: what a person took out again is now {@code RETRACTED}. */
final class RetractedStatus implements Migration {
  @Override
  public int version() {
    return 2;
  }

  @Override
  public void run(TableChanges tables) throws SQLException {
    tables.update(
        Sql.of("UPDATE {ledger} SET STATUS = 'RETRACTED' WHERE STATUS = 'UNLOADED'")
            .with("ledger", tables.name("INGESTION_FILES")));
  }
}
