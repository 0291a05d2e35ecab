package io.snowgauge.io.warehouse.snowflake;

import java.io.Serializable;

/** Where Snowflake copies staged files from. */
public sealed interface Stage extends Serializable {
  /** Snowflake's own storage, in the control schema: files are uploaded to it. */
  record Internal() implements Stage {}

  /**
   * A stage that people created over the bucket that the workers write to.
   *
   * @param name plain, or with its schema, or with its database and schema
   */
  record External(String name) implements Stage {}

  /**
   * A storage integration that may read the bucket that the workers write to.
   *
   * @param name of the integration
   */
  record Integration(String name) implements Stage {}
}
