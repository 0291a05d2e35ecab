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

  private final Warehouse warehouse;

  /** The history of a warehouse. */
  public History(Warehouse warehouse) {
    this.warehouse = warehouse;
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
