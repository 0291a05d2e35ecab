package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.publish.StagingTables.Named;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes in pieces what is more than the warehouse's memory keeps at once. Each piece is a
 * transaction with its rows, its events in the ledger and what the audit counts by then. A version
 * that is too much by itself fails, and nobody else does.
 */
final class Pieces {
  private static final Logger LOG = LoggerFactory.getLogger(Pieces.class);

  private final Warehouse warehouse;
  private final Function<Piece, Publication> publications;
  private final LargestValue largest;

  /**
   * Pieces of a manifest.
   *
   * @param publications begins the publication of one
   * @param largest tells of what is too much
   */
  Pieces(Warehouse warehouse, Function<Piece, Publication> publications, LargestValue largest) {
    this.warehouse = warehouse;
    this.publications = publications;
    this.largest = largest;
  }

  /**
   * Publishes versions that were too much together.
   *
   * @param failure how the warehouse told
   */
  void publishApart(List<Named> versions, SQLException failure) throws SQLException {
    if (versions.size() == 1) {
      publish(Piece.of(versions, message(versions.get(0), failure)));
      return;
    }
    LOG.warn(
        "{} files are more than the warehouse keeps in its memory at once; they are loaded in"
            + " pieces",
        versions.size());
    int half = versions.size() / 2;
    publish(versions.subList(0, half));
    publish(versions.subList(half, versions.size()));
  }

  private void publish(List<Named> versions) throws SQLException {
    try {
      publish(Piece.of(versions, null));
    } catch (SQLException e) {
      if (!warehouse.sessions().isOutOfMemory(e)) {
        throw e;
      }
      publishApart(versions, e);
    }
  }

  private void publish(Piece piece) throws SQLException {
    try (Publication publication = publications.apply(piece)) {
      publication.publishPiece();
    }
  }

  private String message(Named version, SQLException failure) {
    String told = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    return "expected records that the warehouse can keep in its memory but found more"
        + largest.of(version)
        + "; give it more (warehouse.memory), or refuse such records (format.maxRecordBytes); it"
        + " said: "
        + told;
  }
}
