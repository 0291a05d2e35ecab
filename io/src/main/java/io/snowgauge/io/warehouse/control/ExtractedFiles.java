package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.transforms.files.Sha256;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What extractions write to the ledger. Their rows are of paths in pods, under ids that no version
 * of a loadable file has, and of a status that the ledger does not decide by: so they never count
 * as a try, nor keep anything from being loaded.
 */
public final class ExtractedFiles {
  private static final int ROWS_PER_INSERT = 200;

  /**
   * A path in a pod, or what was looked for there.
   *
   * @param uri {@code k8s://cluster/namespace/pod/container/path}, as far as it is known
   * @param bytes its length
   * @param modifiedAt when it was written, or null
   * @param records by the count that was taken in the pod, 0 if there is none
   * @param failure why it was not extracted, or null if it was
   * @param notices what else there is to say
   */
  public record Row(
      String uri,
      long bytes,
      @Nullable Instant modifiedAt,
      long records,
      @Nullable String failure,
      List<String> notices) {
    /** Keeps a copy of the list. */
    public Row {
      notices = List.copyOf(notices);
    }

    private @Nullable String messages() {
      List<String> all = new ArrayList<>(notices);
      if (failure != null) {
        all.add(0, failure);
      }
      return all.isEmpty() ? null : String.join("\n", all);
    }
  }

  private final Warehouse warehouse;
  private final ControlTables tables;

  /** Of a warehouse. */
  public ExtractedFiles(Warehouse warehouse) {
    this.warehouse = warehouse;
    this.tables = new ControlTables(warehouse);
  }

  /**
   * The mode of a run that has this run's id and is of the other kind, if there is one: the counts
   * of one that loads and one that extracts must not be added up.
   */
  public Optional<String> otherMode(Connection connection, Run run) throws SQLException {
    return Sql.of("SELECT DISTINCT MODE FROM {audit} WHERE RUN_ID = :run")
        .with("audit", tables.audit())
        .bind("run", run.id())
        .texts(connection)
        .stream()
        .filter(mode -> mode.equals(Mode.EXTRACT.text()) != (run.mode() == Mode.EXTRACT))
        .findFirst();
  }

  /**
   * Writes what became of a dataset's files, in place of what an earlier try of the run wrote, and
   * makes the run's row terminal, in one transaction.
   *
   * @param rows of each extraction, by its name
   * @param systemFailure why the run itself could not go on, or null
   */
  public void record(
      Connection connection,
      Run run,
      String dataset,
      Map<String, List<Row>> rows,
      @Nullable String systemFailure)
      throws SQLException {
    List<Identified> identified = identified(rows);
    connection.setAutoCommit(false);
    try {
      long attempt = forgetEarlierTry(connection, run, dataset);
      for (int from = 0; from < identified.size(); from += ROWS_PER_INSERT) {
        insert(
            connection,
            run,
            dataset,
            attempt,
            identified.subList(from, Math.min(identified.size(), from + ROWS_PER_INSERT)));
      }
      Audit audit = new Audit(warehouse);
      if (systemFailure == null) {
        audit.conclude(connection, run, dataset, PassedOver.NOTHING);
      } else {
        audit.fail(connection, run, dataset, systemFailure);
      }
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** A row, and an id that no other one of its try has. */
  private record Identified(String id, Row row) {}

  /**
   * Gives each row an id: of the extraction, for several may look at one path, and of the path.
   * Versions of files have hashes of more than that.
   */
  private static List<Identified> identified(Map<String, List<Row>> rows) {
    List<Identified> identified = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    rows.forEach(
        (extraction, ofOne) -> {
          for (Row row : ofOne) {
            String path = "extracted from " + row.uri() + "\nby " + extraction;
            int times = seen.merge(path, 1, Integer::sum);
            identified.add(new Identified(Sha256.identity(path + "\n" + times, 16), row));
          }
        });
    return identified;
  }

  /** Takes back what an earlier try of the run has written; returns the number of this try. */
  private long forgetEarlierTry(Connection connection, Run run, String dataset)
      throws SQLException {
    long attempt =
        Sql.of(
                """
                SELECT COALESCE(MAX(ATTEMPT), 0) + 1
                FROM {events}
                WHERE RUN_ID = :run AND DATASET = :dataset
                """)
            .with("events", tables.fileEvents())
            .bind("run", run.id())
            .bind("dataset", dataset)
            .number(connection);
    if (attempt > 1) {
      Sql.of(
              """
              INSERT INTO {events} (DATASET, FILE_ID, RUN_ID, ATTEMPT, LOADED_AT, STATUS)
              SELECT DATASET, FILE_ID, RUN_ID, ATTEMPT, LOADED_AT, 'FORGOTTEN'
              FROM {ledger}
              WHERE RUN_ID = :run AND DATASET = :dataset AND STATUS IN ('FAILED', 'EXTRACTED')
              """)
          .with("events", tables.fileEvents())
          .with("ledger", tables.ledger())
          .bind("run", run.id())
          .bind("dataset", dataset)
          .update(connection);
    }
    return attempt;
  }

  private void insert(
      Connection connection, Run run, String dataset, long attempt, List<Identified> rows)
      throws SQLException {
    Sql.of(
            """
            INSERT INTO {events} (
              DATASET, FILE_ID, URI, SIZE_BYTES, LAST_MODIFIED, RUN_ID, ATTEMPT,
              SOURCE_RECORD_COUNT, ACCEPTED_RECORD_COUNT, REJECTED_RECORD_COUNT,
              INGESTED_RECORD_COUNT, STATUS, ERROR_MESSAGES, LOADED_AT)
            VALUES {rows}
            """)
        .with("events", tables.fileEvents())
        .withAll("rows", rows.stream().map(row -> values(run, dataset, attempt, row)).toList())
        .update(connection);
  }

  private Sql values(Run run, String dataset, long attempt, Identified identified) {
    Row row = identified.row();
    return Sql.of(
            """
            (:dataset, :fileId, :uri, :bytes, CAST(:modifiedAt AS {timestamp}), :run, :attempt,
              :records, 0, 0, 0, :status, :messages, CAST(:now AS {timestamp}))
            """)
        .bind("dataset", dataset)
        .bind("fileId", identified.id())
        .bind("uri", row.uri())
        .bind("bytes", row.bytes())
        .bind("modifiedAt", row.modifiedAt())
        .bind("run", run.id())
        .bind("attempt", attempt)
        .bind("records", row.records())
        .bind("status", (row.failure() == null ? FileStatus.EXTRACTED : FileStatus.FAILED).name())
        .bind("messages", row.messages())
        .bind("now", Instant.now())
        .with("timestamp", warehouse.dialect().typeName(ColumnType.TIMESTAMP));
  }
}
