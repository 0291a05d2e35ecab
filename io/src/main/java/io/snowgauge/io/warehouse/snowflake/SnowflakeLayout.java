package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.Identifiers;

/**
 * The schemas and the stage of an account that runs use.
 *
 * @param account that holds the database
 * @param controlSchema of the control tables, of the staging tables and of the internal stage
 * @param stage where staged files are copied from
 */
record SnowflakeLayout(SnowflakeAccount account, String controlSchema, Stage stage) {
  /** The schema of the targets. */
  String targetSchema() {
    return account.schema();
  }

  /** A schema in statements. */
  String qualified(String schema) {
    return Identifiers.quote(account.database()) + "." + Identifiers.quote(schema);
  }
}
