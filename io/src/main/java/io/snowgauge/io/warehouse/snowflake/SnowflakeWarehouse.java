package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.Address;
import io.snowgauge.io.warehouse.Dialect;
import io.snowgauge.io.warehouse.HeartbeatStore;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sessions;
import io.snowgauge.io.warehouse.Setup;
import io.snowgauge.io.warehouse.StagedFiles;
import io.snowgauge.io.warehouse.Traits;
import io.snowgauge.io.warehouse.Warehouse;
import java.util.Optional;
import java.util.Set;

/**
 * A Snowflake database. Any number of processes can use it at a time; {@code init} creates what
 * they need.
 *
 * @param account that holds the database
 * @param controlSchema of the control tables, of the staging tables and of the internal stage
 * @param stage where staged files are copied from
 */
public record SnowflakeWarehouse(SnowflakeAccount account, String controlSchema, Stage stage)
    implements Warehouse {
  /** Names, in upper case, that no column can have, not even in quotes. */
  public static final Set<String> RESERVED_COLUMNS = SnowflakeTypes.FORBIDDEN_COLUMNS;

  @Override
  public String targetSchema() {
    return account.schema();
  }

  @Override
  public Sessions sessions() {
    return new SnowflakeSessions(account);
  }

  @Override
  public Dialect dialect() {
    return new SnowflakeDialect(account.database(), controlSchema);
  }

  @Override
  public Traits traits() {
    return new Traits(false, false, true, true);
  }

  @Override
  public StagedFiles files() {
    return new SnowflakeFiles(stage, dialect().qualified(controlSchema), sessions());
  }

  @Override
  public Address address() {
    String host = account.url().replaceFirst("^jdbc:snowflake://", "").replaceFirst("[:/?].*", "");
    return new Address("snowflake://" + host, Identifiers.canonical(account.database()));
  }

  @Override
  public Optional<HeartbeatStore> heartbeats() {
    return Optional.of(new StagedHeartbeats(account, dialect().qualified(controlSchema)));
  }

  @Override
  public Setup setup() {
    return new SnowflakeSetup(new SnowflakeLayout(account, controlSchema, stage));
  }
}
