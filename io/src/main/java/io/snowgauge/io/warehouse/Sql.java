package io.snowgauge.io.warehouse;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements with bound values on one connection at a time. */
final class Sql implements AutoCloseable {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  /** Reads one row of a result. */
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Makes a connection like the first one. */
  interface Connector {
    Connection connect() throws SQLException;
  }

  private final @Nullable Connector connector;
  private Connection connection;
  private boolean isLost;

  /** Statements on somebody else's connection. */
  Sql(Connection connection) {
    this.connection = connection;
    this.connector = null;
  }

  /** Statements on a connection of their own, which can be replaced when it is lost. */
  Sql(Connector connector) throws SQLException {
    this.connector = connector;
    this.connection = connector.connect();
  }

  boolean canReconnect() {
    return connector != null;
  }

  /** Ends a connection that is of no use any more. */
  void discard(Warehouse warehouse) throws SQLException {
    isLost = true;
    warehouse.discard(connection);
  }

  /** Goes on with a new connection if the last one was discarded. */
  void reconnectIfLost() throws SQLException {
    if (isLost && connector != null) {
      connection = connector.connect();
      isLost = false;
    }
  }

  /** Closes the connection, if it is its own. */
  @Override
  public void close() throws SQLException {
    if (connector != null && !isLost) {
      connection.close();
    }
  }

  Connection connection() {
    return connection;
  }

  /** Runs a statement without values. */
  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs a statement that changes rows; returns how many. */
  long update(String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeLargeUpdate();
    }
  }

  /** Runs a query and reads all of its rows. */
  <T> List<T> query(RowReader<T> reader, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        List<T> read = new ArrayList<>();
        while (rows.next()) {
          read.add(reader.read(rows));
        }
        return read;
      }
    }
  }

  /** Runs a query that gives exactly one row. */
  <T> T queryOne(RowReader<T> reader, String sql, @Nullable Object... values) throws SQLException {
    List<T> rows = query(reader, sql, values);
    if (rows.size() != 1) {
      throw new SQLException("expected one row but found " + rows.size() + ": " + sql);
    }
    return rows.get(0);
  }

  private static void bind(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  /** A time as the text that casts to a timestamp in UTC, to the microsecond. */
  static String timestamp(Instant time) {
    return TIMESTAMP.format(time);
  }

  /** The time that a timestamp, cast to text, stands for. */
  static @Nullable Instant instant(@Nullable String timestamp) {
    return timestamp == null
        ? null
        : LocalDateTime.parse(timestamp.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
  }
}
