package io.snowgauge.pipelines.proof;

import io.snowgauge.io.proof.Anchors;
import io.snowgauge.io.proof.SigningKey;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.History;
import io.snowgauge.io.warehouse.control.LedgerChain;
import io.snowgauge.io.warehouse.control.LedgerChain.Head;
import io.snowgauge.pipelines.batch.FailureMessage;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.report.Display;
import io.snowgauge.transforms.dataset.Dataset;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Signs where the chains of datasets end, and writes that to where it stays. */
public final class Anchoring {
  private final Configuration configuration;

  Anchoring(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * Writes an anchor for each dataset that has none of its present head. What hinders it is
   * printed, and changes nothing of how the command ends: the next anchor proves all that this one
   * would have.
   */
  public static void afterwards(Configuration configuration, PrintWriter err) {
    new Anchoring(configuration)
        .write(Instant.now())
        .forEach(line -> err.println("warning: " + Display.line(line)));
  }

  /**
   * Writes them, if they are asked for.
   *
   * @return what could not be written, a line each
   */
  List<String> write(Instant now) {
    Anchors anchors = configuration.proof().anchors();
    List<String> hindrances = new ArrayList<>();
    if (anchors == null) {
      return hindrances;
    }
    try {
      SigningKey key = configuration.proof().key();
      if (key == null) {
        hindrances.add(
            "proof.anchors: no anchor was written, for there is no proof.key to sign it");
        return hindrances;
      }
      for (Head head : heads()) {
        try {
          anchors.write(head, key, now);
        } catch (IOException | UncheckedIOException e) {
          hindrances.add(
              "proof.anchors: no anchor was written of %s: %s"
                  .formatted(head.dataset(), FailureMessage.of(e)));
        }
      }
    } catch (SQLException | RuntimeException e) {
      hindrances.add("proof.anchors: no anchor was written: " + FailureMessage.of(e));
    }
    return hindrances;
  }

  private List<Head> heads() throws SQLException {
    Warehouse warehouse = configuration.warehouse();
    LedgerChain chain = new LedgerChain(warehouse);
    return new History(warehouse)
        .<List<Head>, SQLException>ask(
            connection -> {
              List<Head> heads = new ArrayList<>();
              for (Dataset dataset : configuration.datasets()) {
                Optional<Head> head = chain.head(connection, dataset.name());
                head.ifPresent(heads::add);
              }
              return heads;
            })
        .orElse(List.of());
  }
}
