package io.snowgauge.io.warehouse.control;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A connection whose program dies at one of its statements, before it is carried out or after: none
 * is carried out any more.
 */
final class DyingConnection {
  private final Connection connection;
  private final int statement;
  private final boolean carriedOut;
  private int executed;

  private DyingConnection(Connection connection, int statement, boolean carriedOut) {
    this.connection = connection;
    this.statement = statement;
    this.carriedOut = carriedOut;
  }

  /**
   * A connection for a program that dies.
   *
   * @param statement from 1
   * @param carriedOut whether the database has carried it out by then
   */
  static Connection of(Connection connection, int statement, boolean carriedOut) {
    return new DyingConnection(connection, statement, carriedOut).proxy();
  }

  private Connection proxy() {
    return proxy(Connection.class, connection);
  }

  private <T> T proxy(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, called, values) -> {
              boolean execution = called.getName().startsWith("execute");
              executed += execution ? 1 : 0;
              boolean isDead = executed > statement || (executed == statement && !carriedOut);
              if (execution && isDead) {
                throw new SQLException("died before statement " + statement);
              }
              Object result;
              try {
                result = called.invoke(real, values);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              if (execution && executed == statement) {
                throw new SQLException("died after statement " + statement);
              }
              if (result instanceof PreparedStatement prepared) {
                return proxy(PreparedStatement.class, prepared);
              }
              return result instanceof Statement plain ? proxy(Statement.class, plain) : result;
            }));
  }
}
