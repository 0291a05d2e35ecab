package io.snowgauge.io.warehouse.publish;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.snowgauge.io.warehouse.Retries;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.Mode;
import io.snowgauge.io.warehouse.control.Numbers;
import io.snowgauge.io.warehouse.control.PassedOver;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.io.warehouse.publish.Reconciliation.Remaining;
import io.snowgauge.io.warehouse.publish.StagingTables.Named;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.phases.Phase;
import io.snowgauge.transforms.phases.Phases;
import io.snowgauge.transforms.staging.StagingArea;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One publication: it stages once, and may run its transaction several times. If the session is
 * lost while staging, it stages again into new tables, for nobody knows how much arrived in the
 * first ones.
 */
final class Publication implements AutoCloseable {
  private final Warehouse warehouse;
  private final Dataset dataset;
  private final Run run;
  private final PassedOver passedOver;
  private final List<String> manifestUris;
  private final Piece piece;
  private final Session session;
  private final LockedTransaction transaction;
  private final List<String> tables = new ArrayList<>();
  private final Set<String> published = new HashSet<>();
  private @Nullable Staged staged;

  /**
   * A publication that has not begun.
   *
   * @param passedOver what the run did not try
   * @param piece of the manifest that is published
   */
  Publication(
      Warehouse warehouse,
      Dataset dataset,
      Run run,
      PassedOver passedOver,
      List<String> manifestUris,
      Piece piece) {
    this.warehouse = warehouse;
    this.dataset = dataset;
    this.run = run;
    this.passedOver = passedOver;
    this.manifestUris = List.copyOf(manifestUris);
    this.piece = piece;
    this.session = Session.of(warehouse, run.id(), dataset.name());
    this.transaction = new LockedTransaction(warehouse, dataset, run.id());
    UnderWay.begin(run);
  }

  /**
   * What is staged.
   *
   * @param remaining what the manifest names
   */
  private record Staged(Attempt attempt, Reconciliation reconciliation, Remaining remaining) {
    /** Whether the ledger had not decided on all of it already. */
    private boolean isAnythingLeft() {
      return !remaining.versionsLeft().isEmpty();
    }

    private boolean hasRejects() {
      return !remaining.left().rejects().isEmpty();
    }
  }

  /**
   * Publishes for a run, whose audit row is there and becomes terminal.
   *
   * @param area where the run's files were staged, of which the rest is removed
   */
  void publishRun(StagingArea area) throws SQLException {
    again(
        () -> {
          boolean isLeft = staged().isAnythingLeft();
          if (isLeft ? !isPublished() : isRunning(session.connection())) {
            conclude(session.connection());
          }
          return true;
        });
    Set<String> parts = staged().remaining().all().all();
    new Leftovers(warehouse)
        .removeOfPublication(session, area, run, dataset.name(), parts, published);
  }

  /** Publishes a piece: who concludes comes after the last of them. */
  void publishPiece() throws SQLException {
    again(() -> staged().isAnythingLeft() && isPublished());
  }

  /** The versions that are still to be decided on, of all of the manifest; loads no part. */
  List<Named> versionsLeft() throws SQLException {
    return again(
        () -> {
          Attempt attempt = begin(session.connection());
          long copied = attempt.staging().loadManifest(session.connection(), manifestUris);
          return new Reconciliation(attempt)
              .dropDecided(session.connection(), copied)
              .versionsLeft();
        });
  }

  /** What is done after a batch, on a session that sees all of it; may be done again. */
  interface Afterwards<T> {
    /**
     * Does it.
     *
     * @param published {@code <file_id>-<stage_id>} of versions that are known to be published;
     *     there may be others
     */
    T run(Connection connection, Set<String> published) throws SQLException;
  }

  /** Publishes for a batch, whose audit row comes with it if anything of it is new. */
  <T> T publishBatch(Afterwards<T> afterwards) throws SQLException {
    again(
        () -> {
          if (staged().isAnythingLeft()) {
            isPublished();
          }
          return true;
        });
    return again(() -> afterwards.run(session.connection(), published));
  }

  /**
   * Publishes what is new of what is staged; whether anything was. It was decided before anybody
   * had to wait, and is only decided anew if the dataset was published to since.
   */
  private boolean isPublished() throws SQLException {
    Staged now = staged();
    return transaction
        .run(
            session,
            now.remaining().seen(),
            Decided.numbers(now.attempt()),
            locked -> {
              Decided decided = Decided.of(locked.numbers());
              if (locked.isNews()) {
                now.reconciliation().decideAnew(locked.connection());
                decided = Decided.of(numbers(locked.connection(), Decided.numbers(now.attempt())));
              }
              if (decided.versions() == 0) {
                return Optional.empty();
              }
              Phases.ofThisProcess().begin(Phase.MOVE);
              try {
                publishDecided(locked, now, decided);
              } finally {
                Phases.ofThisProcess().end(Phase.MOVE);
              }
              return Optional.of(decided);
            })
        .map(decided -> remember(now, decided))
        .isPresent();
  }

  private static List<Long> numbers(Connection connection, List<Sql> numbers) throws SQLException {
    return Sql.of("SELECT {numbers}")
        .withAll("numbers", Numbers.columns(numbers))
        .queryOne(connection, row -> Numbers.of(row, numbers.size()));
  }

  /** What is committed, and known to be, without asking for it. */
  private boolean remember(Staged now, Decided decided) {
    List<Named> versions = now.remaining().versionsLeft();
    if (decided.published() == versions.size()) {
      versions.forEach(version -> published.add(version.fileId() + "-" + version.stageId()));
    }
    return true;
  }

  private interface Step<T> {
    T run() throws SQLException;
  }

  @CanIgnoreReturnValue
  private <T> T again(Step<T> step) throws SQLException {
    return Retries.again(
        failure -> session.isWorthAnotherTry(warehouse, failure),
        () -> {
          try {
            return step.run();
          } catch (SQLException e) {
            forgetWhatIsLost(e);
            throw e;
          }
        });
  }

  private void forgetWhatIsLost(SQLException failure) {
    session.discardIfUseless(warehouse, failure);
    if (!session.isConnected() && !warehouse.traits().keepsStagingTables()) {
      staged = null;
    }
  }

  private Staged staged() throws SQLException {
    if (staged == null) {
      Phases.ofThisProcess().begin(Phase.COUNT);
      try {
        staged = stage(session.connection());
      } finally {
        Phases.ofThisProcess().end(Phase.COUNT);
      }
    }
    return staged;
  }

  private Staged stage(Connection connection) throws SQLException {
    Attempt attempt = begin(connection);
    try {
      return staged(connection, attempt);
    } finally {
      new Leftovers(warehouse).removeUploads(connection, dataset.name(), attempt.staging().load());
    }
  }

  private Attempt begin(Connection connection) throws SQLException {
    Attempt attempt = Attempt.of(warehouse, dataset, run);
    tables.addAll(attempt.tables());
    attempt.createTables(connection);
    return attempt;
  }

  private Staged staged(Connection connection, Attempt attempt) throws SQLException {
    Reconciliation reconciliation = new Reconciliation(attempt);
    long copied = attempt.staging().loadManifest(connection, manifestUris);
    // Before it is decided: what comes in between is decided on again.
    Remaining remaining = reconciliation.dropDecided(connection, copied).only(piece);
    piece.restrict(connection, attempt.staging());
    if (remaining.left().rejects().isEmpty()) {
      tables.remove(attempt.staging().rejects());
    }
    if (!remaining.versionsLeft().isEmpty()) {
      attempt.staging().loadParts(connection, remaining.left());
      reconciliation.decide(connection);
    }
    return new Staged(attempt, reconciliation, remaining);
  }

  /**
   * Whether the run's row still has to be made terminal: the same manifest again changes nothing.
   */
  private boolean isRunning(Connection connection) throws SQLException {
    return new Audit(warehouse)
        .run(connection, run.id()).stream()
            .anyMatch(row -> row.dataset().equals(dataset.name()) && !row.status().isTerminal());
  }

  private void publishDecided(Locked locked, Staged now, Decided decided) throws SQLException {
    PublishStatements statements = new PublishStatements(now.attempt(), locked.mark());
    statements.replace(locked.connection());
    statements.move(locked.connection(), decided.records(), decided.lacking());
    statements.writeLedger(locked.connection());
    if (decided.published() > 0) {
      statements.account(locked.connection());
    }
    if (now.hasRejects()) {
      statements.writeRejects(locked.connection());
    }
    Audit audit = new Audit(warehouse);
    if (!piece.isAll() && run.mode() != Mode.STREAM) {
      // It goes on, with what it has loaded so far.
      audit.start(locked.connection(), run, dataset.name());
    } else if (decided.told() == 0) {
      audit.concludeWithoutMessages(locked.connection(), run, dataset.name(), passedOver);
    } else {
      audit.conclude(locked.connection(), run, dataset.name(), passedOver);
    }
  }

  private void conclude(Connection connection) throws SQLException {
    new Audit(warehouse).conclude(connection, run, dataset.name(), passedOver);
  }

  /** Drops the tables of all attempts, and gives the session back. */
  @Override
  public void close() throws SQLException {
    try (session) {
      if (!tables.isEmpty()) {
        new Leftovers(warehouse).dropTables(session, dataset.name(), tables);
      }
    } finally {
      UnderWay.end(run);
    }
  }
}
