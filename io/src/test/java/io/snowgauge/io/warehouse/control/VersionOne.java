package io.snowgauge.io.warehouse.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.publish.WarehouseKind;
import io.snowgauge.io.warehouse.snowflake.SnowflakeWarehouse;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * A database with what the program wrote when its control tables were of version 1: see {@code
 * README.md} beside the files. On Snowflake it has the same rows in the tables that {@code init
 * --print} printed then.
 */
final class VersionOne implements AutoCloseable {
  /** Its tables, in the order of their creation. */
  static final List<String> TABLES =
      List.of(
          "INGESTION_AUDIT",
          "INGESTION_FILES",
          "INGESTION_REJECTS",
          "PUBLISH_LOCK",
          "RUN_HEARTBEATS",
          "SCHEMA_VERSION");

  private final Warehouse warehouse;
  private final Connection connection;

  /** A database of its own below a folder. */
  VersionOne(WarehouseKind kind, Path folder) throws IOException, SQLException {
    this.warehouse = kind.create(folder);
    if (kind == WarehouseKind.DUCKDB) {
      unpack(folder.resolve("site.duckdb"));
      this.connection = warehouse.connect();
    } else {
      Path original = folder.resolve("original.duckdb");
      unpack(original);
      this.connection = warehouse.connect();
      copyFrom(original);
    }
  }

  private static void unpack(Path database) throws IOException {
    try (InputStream stored = new GZIPInputStream(resource("version-1.duckdb.gz"))) {
      Files.copy(stored, database);
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(VersionOne.class.getResourceAsStream(name), name);
  }

  private void copyFrom(Path database) throws IOException, SQLException {
    String ddl;
    try (InputStream stored = resource("version-1-snowflake.sql")) {
      ddl = new String(stored.readAllBytes(), UTF_8);
    }
    String name = ((SnowflakeWarehouse) warehouse).account().database();
    for (String statement : ddl.replace("\"SITE\"", Identifiers.quote(name)).split(";\n", -1)) {
      if (!statement.isBlank()) {
        execute(statement);
      }
    }
    try (Connection original = DriverManager.getConnection("jdbc:duckdb:" + database)) {
      for (String table : TABLES) {
        String select = "SELECT * FROM SNOWGAUGE." + table;
        List<String> rows = rows(original, select, VersionOne::literals);
        if (!rows.isEmpty()) {
          execute("INSERT INTO SNOWGAUGE.%s VALUES %s".formatted(table, String.join(", ", rows)));
        }
      }
    }
  }

  private static String literals(ResultSet row) throws SQLException {
    List<String> values = new ArrayList<>();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      String text = row.getString(i);
      values.add(text == null ? "NULL" : Identifiers.literal(text));
    }
    return "(" + String.join(", ", values) + ")";
  }

  Warehouse warehouse() {
    return warehouse;
  }

  Connection connection() {
    return connection;
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The rows of a query, each in one line. */
  List<String> rows(String query) throws SQLException {
    return rows(connection, query, VersionOne::cells);
  }

  private static String cells(ResultSet row) throws SQLException {
    List<String> values = new ArrayList<>();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      values.add(String.valueOf(row.getString(i)));
    }
    return String.join(" | ", values);
  }

  private interface Line {
    String of(ResultSet row) throws SQLException;
  }

  private static List<String> rows(Connection connection, String query, Line line)
      throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        lines.add(line.of(rows));
      }
    }
    return lines;
  }

  @Override
  public void close() throws SQLException {
    if (warehouse instanceof SnowflakeWarehouse snowflake) {
      execute("DROP DATABASE " + Identifiers.quote(snowflake.account().database()));
    }
    connection.close();
    if (warehouse instanceof SnowflakeWarehouse snowflake) {
      StandInExtension.close(snowflake);
    }
  }
}
