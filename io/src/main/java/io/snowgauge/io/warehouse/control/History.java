package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Warehouse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** What is recorded of runs and files, where there may be nothing yet. */
public final class History {
  /** A question to the ledger or the audit. */
  public interface Question<T, E extends Exception> {
    T ask(Connection connection) throws SQLException, E;
  }

  /** A question of somebody who only looks. */
  public interface Reading<T, E extends Exception> {
    /**
     * Asks.
     *
     * @param isAlone whether no other process can have the warehouse now
     */
    T ask(Connection connection, boolean isAlone) throws SQLException, E;
  }

  private final Warehouse warehouse;

  /** The history of a warehouse. */
  public History(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /**
   * The answer to who only looks: nothing is locked, changed or waited for, and a file may be one
   * that cannot be written. Only tables of an earlier version are taken to this one first, as
   * {@link #ask} does.
   */
  public <T, E extends Exception> Optional<T> read(Reading<T, E> question) throws SQLException, E {
    if (!warehouse.sessions().exists()) {
      return Optional.empty();
    }
    boolean isAlone = warehouse.traits().isExclusive();
    Connection opened;
    boolean isCopy = false;
    try {
      opened = warehouse.sessions().connectToLook();
    } catch (SQLException e) {
      opened = warehouse.sessions().connectToCopy().orElseThrow(() -> e);
      isCopy = true;
    }
    try (Connection connection = opened) {
      if (isToBeRead(connection)) {
        return Optional.of(question.ask(connection, isAlone && !isCopy));
      }
    }
    return isCopy
        ? Optional.empty()
        : this.<T, E>ask(connection -> question.ask(connection, isAlone));
  }

  private boolean isToBeRead(Connection connection) throws SQLException {
    return schema().exist(connection)
        && schema().requireKnownVersion(connection) == ControlSchema.VERSION;
  }

  /**
   * The answer; nothing where there is no database, or no ledger in it. Neither is created, but
   * where any command may change control tables, those of earlier versions are taken to this one.
   *
   * @throws SQLException also if the ledger is there but of another version
   */
  public <T, E extends Exception> Optional<T> ask(Question<T, E> question) throws SQLException, E {
    return ask(question, schema()::isReady);
  }

  /**
   * The answer, as {@link #ask}, but nothing is changed for it, not even control tables of an
   * earlier version: those are refused, too.
   */
  public <T, E extends Exception> Optional<T> look(Question<T, E> question) throws SQLException, E {
    return ask(question, this::isThere);
  }

  private interface Test {
    boolean holds(Connection connection) throws SQLException;
  }

  private <T, E extends Exception> Optional<T> ask(Question<T, E> question, Test isThere)
      throws SQLException, E {
    if (!warehouse.sessions().exists()) {
      return Optional.empty();
    }
    try (Connection connection = warehouse.connect()) {
      return isThere.holds(connection) ? Optional.of(question.ask(connection)) : Optional.empty();
    }
  }

  private boolean isThere(Connection connection) throws SQLException {
    if (!schema().exist(connection)) {
      return false;
    }
    schema().require(connection);
    return true;
  }

  private ControlSchema schema() {
    return new ControlSchema(warehouse);
  }
}
