package io.snowgauge.io.warehouse.snowflake;

import static io.snowgauge.io.warehouse.snowflake.TrialSchema.errorOf;

import io.snowgauge.io.warehouse.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;

/** What is assumed of sessions, transactions and locks. */
final class SessionAssumptions {
  private static final String TRANSACTIONS = "sql-reference/transactions";
  private static final String PARAMETERS = "sql-reference/parameters";
  private static final int LOCK_TIMEOUT = 625;

  /** Whatever has not ended after this long waits for something. */
  private static final Duration WAIT = Duration.ofSeconds(1);

  static final List<Assumption> ALL =
      List.of(
          Assumption.told(
              "READ_CONSISTENCY_MODE of the account",
              PARAMETERS + "#read-consistency-mode",
              SessionAssumptions::readConsistency),
          new Assumption(
              "a session that is opened after a commit sees what was committed",
              PARAMETERS + "#read-consistency-mode",
              "1",
              SessionAssumptions::newSessionSees),
          Assumption.told(
              "what a session that was open before a commit sees of it at once",
              PARAMETERS + "#read-consistency-mode",
              SessionAssumptions::openSessionSees),
          new Assumption(
              "an UPDATE waits for that of another transaction, and fails when LOCK_TIMEOUT is over",
              TRANSACTIONS + "#resource-locking",
              "error " + LOCK_TIMEOUT,
              SessionAssumptions::updateWaits),
          new Assumption(
              "an UPDATE that has waited changes what the one before it has left",
              TRANSACTIONS + "#resource-locking",
              "3",
              SessionAssumptions::updateAdds),
          new Assumption(
              "an INSERT waits for no UPDATE",
              TRANSACTIONS + "#resource-locking",
              "no error",
              SessionAssumptions::insertDoesNotWait),
          new Assumption(
              "CURRENT_TRANSACTION() stays the same within a transaction, and the next has another",
              "sql-reference/functions/current_transaction",
              "the same, another",
              SessionAssumptions::transactionId),
          new Assumption(
              "what a session has not committed when it ends is rolled back",
              TRANSACTIONS,
              "0",
              SessionAssumptions::endRollsBack),
          new Assumption(
              "INSERT, UPDATE and DELETE tell how many rows they changed",
              "sql-reference/sql/update",
              "2, 1, 2",
              SessionAssumptions::counts));

  private SessionAssumptions() {}

  private static String readConsistency(TrialSchema schema) throws SQLException {
    List<String> found =
        Sql.of("SHOW PARAMETERS LIKE 'READ_CONSISTENCY_MODE' IN ACCOUNT")
            .query(schema.one(), row -> row.text("value"));
    return found.isEmpty() ? "not told" : String.join(", ", found);
  }

  private static String count(TrialSchema schema, Connection session) throws SQLException {
    return String.valueOf(schema.sql("SELECT COUNT(*) FROM {schema}.SEEN").number(session));
  }

  private static String newSessionSees(TrialSchema schema) throws SQLException {
    schema.run("CREATE OR REPLACE TABLE {schema}.SEEN (A NUMBER(19, 0))");
    count(schema, schema.other());
    schema.run("INSERT INTO {schema}.SEEN VALUES (1)");
    try (Connection anew = schema.anew()) {
      return count(schema, anew);
    }
  }

  private static String openSessionSees(TrialSchema schema) throws SQLException {
    schema.run("CREATE OR REPLACE TABLE {schema}.SEEN (A NUMBER(19, 0))");
    count(schema, schema.other());
    schema.run("INSERT INTO {schema}.SEEN VALUES (1)");
    return count(schema, schema.other()).equals("1") ? "it" : "not yet";
  }

  private static void createLocked(TrialSchema schema) throws SQLException {
    schema.run("CREATE OR REPLACE TABLE {schema}.LOCKED (A NUMBER(19, 0))");
    schema.run("INSERT INTO {schema}.LOCKED VALUES (1)");
  }

  /** The epochs of locks are raised so: two holders must never have the same. */
  private static String updateAdds(TrialSchema schema) throws SQLException {
    createLocked(schema);
    Sql.of("ALTER SESSION SET LOCK_TIMEOUT = 60").execute(schema.other());
    schema.one().setAutoCommit(false);
    try {
      addOne(schema, schema.one());
      Future<Void> second = schema.begin(() -> addOne(schema, schema.other()));
      if (TrialSchema.hasEnded(second, WAIT)) {
        return "it did not wait";
      }
      schema.one().commit();
      TrialSchema.await(second);
    } finally {
      schema.one().rollback();
      schema.one().setAutoCommit(true);
    }
    try (Connection anew = schema.anew()) {
      return String.valueOf(schema.sql("SELECT A FROM {schema}.LOCKED").number(anew));
    }
  }

  private static void addOne(TrialSchema schema, Connection session) throws SQLException {
    schema.sql("UPDATE {schema}.LOCKED SET A = A + 1").update(session);
  }

  /** Does something while another session's UPDATE of the one row is not committed. */
  private static String whileLocked(TrialSchema schema, TrialSchema.Doomed attempt)
      throws SQLException {
    createLocked(schema);
    Sql.of("ALTER SESSION SET LOCK_TIMEOUT = 2").execute(schema.other());
    schema.one().setAutoCommit(false);
    try {
      schema.sql("UPDATE {schema}.LOCKED SET A = 2").update(schema.one());
      return errorOf(attempt);
    } finally {
      schema.one().rollback();
      schema.one().setAutoCommit(true);
    }
  }

  private static String updateWaits(TrialSchema schema) throws SQLException {
    return whileLocked(
        schema, () -> schema.sql("UPDATE {schema}.LOCKED SET A = 3").update(schema.other()));
  }

  private static String insertDoesNotWait(TrialSchema schema) throws SQLException {
    return whileLocked(
        schema, () -> schema.sql("INSERT INTO {schema}.LOCKED VALUES (4)").update(schema.other()));
  }

  private static String currentTransaction(TrialSchema schema) throws SQLException {
    return Sql.of("SELECT CAST(CURRENT_TRANSACTION() AS VARCHAR) AS ID")
        .queryOne(schema.one(), row -> String.valueOf(row.textOrNull("ID")));
  }

  private static String transactionId(TrialSchema schema) throws SQLException {
    schema.run("CREATE OR REPLACE TABLE {schema}.CHANGED (A NUMBER(19, 0))");
    schema.one().setAutoCommit(false);
    try {
      String first = changeAndLook(schema);
      String last = changeAndLook(schema);
      schema.one().rollback();
      String next = changeAndLook(schema);
      return (first.equals(last) ? "the same, " : first + " then " + last + ", ")
          + (next.equals(last) ? next + " again" : "another");
    } finally {
      schema.one().rollback();
      schema.one().setAutoCommit(true);
    }
  }

  private static String changeAndLook(TrialSchema schema) throws SQLException {
    schema.sql("INSERT INTO {schema}.CHANGED VALUES (1)").update(schema.one());
    return currentTransaction(schema);
  }

  private static String endRollsBack(TrialSchema schema) throws SQLException {
    schema.run("CREATE OR REPLACE TABLE {schema}.SEEN (A NUMBER(19, 0))");
    try (Connection ending = schema.anew()) {
      ending.setAutoCommit(false);
      schema.sql("INSERT INTO {schema}.SEEN VALUES (1)").update(ending);
    }
    try (Connection anew = schema.anew()) {
      return count(schema, anew);
    }
  }

  private static String counts(TrialSchema schema) throws SQLException {
    schema.run("CREATE OR REPLACE TABLE {schema}.CHANGED (A NUMBER(19, 0))");
    long inserted = schema.sql("INSERT INTO {schema}.CHANGED VALUES (1), (2)").update(schema.one());
    long updated = schema.sql("UPDATE {schema}.CHANGED SET A = 3 WHERE A = 1").update(schema.one());
    long deleted = schema.sql("DELETE FROM {schema}.CHANGED").update(schema.one());
    return inserted + ", " + updated + ", " + deleted;
  }
}
