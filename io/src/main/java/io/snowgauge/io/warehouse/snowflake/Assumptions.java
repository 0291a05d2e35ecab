package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.Finding;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What the program assumes of Snowflake, tried out on an account. */
final class Assumptions {
  private static final List<Assumption> ALL =
      Stream.of(SessionAssumptions.ALL, TypeAssumptions.ALL, UploadAssumptions.ALL)
          .flatMap(List::stream)
          .toList();

  private Assumptions() {}

  /**
   * Tries out each in a schema that is created in the account's database, and dropped at the end.
   *
   * @param found is given a finding for each, as soon as there is one
   */
  static void tryOut(SnowflakeAccount account, Consumer<Finding> found) {
    try (TrialSchema schema = TrialSchema.create(account)) {
      for (Assumption assumption : ALL) {
        found.accept(assumption.tryOut(schema));
      }
    } catch (SQLException e) {
      found.accept(
          Finding.failed(
              "assumption",
              "a schema to try them out could not be created and dropped in warehouse.database: "
                  + e.getMessage()));
    }
  }
}
