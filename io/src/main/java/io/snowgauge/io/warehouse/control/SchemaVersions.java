package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What {@code SCHEMA_VERSION} tells of the control tables. Its rows are only ever added: a version
 * without a time has been begun, and with one it is there. So programs that know only earlier
 * versions refuse the tables from the first moment on.
 */
final class SchemaVersions {
  /**
   * How far the tables have come.
   *
   * @param installed the version that they are of; 0 if they are not all there
   * @param begun the version that somebody has begun to make of them; the same if it is there
   */
  record Reached(long installed, long begun) {
    static final Reached NOTHING = new Reached(0, 0);

    /** Whether the tables are of a version, and nobody is taking them further. */
    boolean is(int version) {
      return installed == version && begun <= version;
    }
  }

  private final Warehouse warehouse;
  private final String versions;

  SchemaVersions(Warehouse warehouse) {
    this.warehouse = warehouse;
    this.versions = new ControlTables(warehouse).versions();
  }

  /** Reads it; the table has to be there. */
  Reached reached(Connection connection) throws SQLException {
    return Sql.of(
            """
            SELECT
              COALESCE(MAX(CASE WHEN INSTALLED_AT IS NOT NULL THEN VERSION END), 0) AS INSTALLED,
              COALESCE(MAX(VERSION), 0) AS BEGUN
            FROM {versions}
            """)
        .with("versions", versions)
        .queryOne(connection, row -> new Reached(row.number("INSTALLED"), row.number("BEGUN")));
  }

  /** Records that the way to a version has begun. */
  void begin(Connection connection, int version) throws SQLException {
    Sql.of("INSERT INTO {versions} (VERSION) VALUES (:version)")
        .with("versions", versions)
        .bind("version", version)
        .update(connection);
  }

  /** Records that the tables are of a version now. */
  void end(Connection connection, int version) throws SQLException {
    Sql.of("INSERT INTO {versions} (VERSION, INSTALLED_AT) SELECT :version, {now}")
        .with("versions", versions)
        .bind("version", version)
        .with("now", warehouse.dialect().now())
        .update(connection);
  }

  /** Records the version of tables that were created one by one, unless they have one. */
  Sql first(int version) {
    return Sql.of(
            """
            INSERT INTO {versions} (VERSION, INSTALLED_AT)
            SELECT {version}, {now} WHERE (SELECT COUNT(*) FROM {versions}) = 0
            """)
        .with("versions", versions)
        .with("version", String.valueOf(version))
        .with("now", warehouse.dialect().now());
  }
}
