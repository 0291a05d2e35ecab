package io.snowgauge.endtoend;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.snowflake.SnowflakeWarehouse;
import io.snowgauge.io.warehouse.snowflake.Stage;
import io.snowgauge.io.warehouse.snowflake.StandIn;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A database of its own in the stand-in for Snowflake, and the launcher in a folder with a
 * configuration for it.
 */
final class SnowflakeSite implements AutoCloseable {
  static final String CONTROL = "SNOWGAUGE";

  /** Where the password is, for the launcher and for workers. */
  static final String PASSWORD = "STAND_IN_PASSWORD";

  private final Path folder;
  private final String configuration;
  private final SnowflakeWarehouse warehouse;
  private final Map<String, String> environment;

  private SnowflakeSite(
      Path folder,
      String configuration,
      SnowflakeWarehouse warehouse,
      Map<String, String> environment) {
    this.folder = folder;
    this.configuration = configuration;
    this.warehouse = warehouse;
    this.environment = environment;
  }

  /**
   * Writes a configuration, beside those that a folder already has, and creates its tables.
   *
   * @param name of the configuration's file
   * @param text of a configuration whose warehouse is one line
   * @param schema of the targets
   */
  static SnowflakeSite create(Path folder, String name, String text, String schema)
      throws IOException {
    return create(folder, name, text, schema, Map.of());
  }

  /** The same with more variables for the launcher. */
  static SnowflakeSite create(
      Path folder, String name, String text, String schema, Map<String, String> environment)
      throws IOException {
    String database = "SITE_" + UUID.randomUUID().toString().substring(0, 8);
    StandIn standIn = StandInExtension.standIn();
    String line =
        """
          "warehouse": { "type": "snowflake", "url": "%s", "user": "LOADER", "database": "%s",
            "schema": "%s", "auth": { "type": "password", "password": "${env:%s}" } },
        """
            .formatted(standIn.url(), database, schema, PASSWORD);
    String adapted =
        text.replaceFirst("(?m)^ *\"warehouse\": .*\\n", line.replace("$", "\\$"))
            .replace("\"out/", "\"out/snowflake/");
    Files.writeString(folder.resolve(name), adapted);
    SnowflakeSite site =
        new SnowflakeSite(
            folder,
            name,
            StandInExtension.warehouse(database, schema, CONTROL, new Stage.Internal()),
            environment);
    Snowgauge.Ended init = site.run("init");
    if (init.exitCode() != 0) {
      throw new IllegalStateException(init.toString());
    }
    return site;
  }

  /** A command with the configuration. */
  private String[] command(String command, String... more) {
    List<String> words = new ArrayList<>(List.of(command, "--config", configuration));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private Snowgauge snowgauge() {
    return Snowgauge.in(folder).with(PASSWORD, "of-the-test").with(environment);
  }

  Snowgauge.Ended run(String command, String... more) {
    return snowgauge().run(command(command, more));
  }

  Snowgauge.Running start(String command, String... more) {
    return snowgauge().start(command(command, more));
  }

  Warehouse warehouse() {
    return warehouse;
  }

  Connection connect() throws SQLException {
    return warehouse.connect();
  }

  /** The name of the database. */
  String database() {
    return warehouse.account().database();
  }

  List<String> query(String query) throws SQLException {
    try (Connection connection = connect()) {
      return Site.query(connection, query);
    }
  }

  @Override
  public void close() {
    StandInExtension.close(warehouse);
  }
}
