package io.snowgauge.io.warehouse.duckdb;

import io.snowgauge.io.warehouse.Address;
import io.snowgauge.io.warehouse.Dialect;
import io.snowgauge.io.warehouse.Sessions;
import io.snowgauge.io.warehouse.Setup;
import io.snowgauge.io.warehouse.StagedFiles;
import io.snowgauge.io.warehouse.Traits;
import io.snowgauge.io.warehouse.Warehouse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * A DuckDB file. One process at a time can open it: another one waits for it up to a limit and then
 * gives up with a clear message. Connections of one process share the open database.
 *
 * @param path of the database file
 * @param targetSchema of the targets
 * @param controlSchema of the control tables
 * @param lockTimeout how long to wait for another process
 * @param memoryBytes how much DuckDB may have, beside the heap
 */
public record DuckDbWarehouse(
    String path, String targetSchema, String controlSchema, Duration lockTimeout, long memoryBytes)
    implements Warehouse {

  /** Keeps the whole process within the memory that the launcher plans for. */
  private static final long MEMORY_BYTES = 200_000_000;

  /** DuckDB does not name a database like these, in any case. */
  private static final Set<String> RESERVED = Set.of("main", "temp", "system");

  /** One with as much memory as the launcher plans for. */
  public DuckDbWarehouse(
      String path, String targetSchema, String controlSchema, Duration lockTimeout) {
    this(path, targetSchema, controlSchema, lockTimeout, MEMORY_BYTES);
  }

  @Override
  public Sessions sessions() {
    return file();
  }

  @Override
  public Setup setup() {
    return file();
  }

  private DatabaseFile file() {
    return new DatabaseFile(path, lockTimeout, memoryBytes);
  }

  @Override
  public Dialect dialect() {
    return new DuckDbDialect(catalog());
  }

  @Override
  public Address address() {
    return new Address("duckdb://" + path, catalog());
  }

  /** The name that DuckDB gives the database: the file's up to its first dot. */
  private String catalog() {
    String name = String.valueOf(Path.of(path).getFileName()).replaceFirst("^\\.+", "");
    String stem = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
    return RESERVED.contains(stem.toLowerCase(Locale.ROOT)) ? stem + "_db" : stem;
  }

  @Override
  public Traits traits() {
    return new Traits(true, true, false, false);
  }

  @Override
  public StagedFiles files() {
    return new DuckDbFiles();
  }
}
