package io.snowgauge.io.warehouse.beam;

import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.RunStatus;
import io.snowgauge.io.warehouse.control.WorkerHeartbeat;
import io.snowgauge.io.warehouse.publish.Leftovers;
import io.snowgauge.io.warehouse.publish.Publisher;
import io.snowgauge.transforms.log.LogContext;
import io.snowgauge.transforms.staging.SignsOfLife;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishing as the last step of a bounded graph. A runner may repeat the graph, or only this step,
 * after it has committed: then its manifest and its parts may be gone, and there is nothing left to
 * do but to tidy up. Nothing depends on the process that started the graph.
 *
 * @param publisher of the graph's branch
 */
record FinalStep(Publisher publisher) implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(FinalStep.class);

  /**
   * Publishes, unless that was done or given up: a run's row is made terminal by what it publishes,
   * or by whoever takes it for failed.
   *
   * @param manifestUris the files that SnowflakeIO wrote the manifest to
   * @throws SQLException as {@link Publisher#publish} does
   */
  void publish(List<String> manifestUris) throws SQLException {
    LogContext context = LogContext.enter(publisher.run().id(), publisher.dataset().name());
    try {
      publishAlive(manifestUris);
    } finally {
      context.leave();
    }
  }

  private void publishAlive(List<String> manifestUris) throws SQLException {
    SignsOfLife.Given signs = new WorkerHeartbeat(publisher.warehouse(), publisher.run()).start();
    try {
      if (publisher.warehouse().traits().isExclusive()) {
        publisher.publish(manifestUris);
        return;
      }
      if (hasEnded()) {
        LOG.warn(
            "{}: run {} has ended; nothing is published again",
            publisher.dataset().name(),
            publisher.run().id());
      } else {
        publisher.publish(manifestUris);
      }
      new Leftovers(publisher.warehouse())
          .removeOfGraph(publisher.area(), publisher.run(), publisher.dataset().name());
    } finally {
      signs.close();
    }
  }

  /**
   * Whether the dataset's row of the run is terminal. An ABANDONED run counts as not ended: a run
   * that was declared dead too early still publishes, and its audit row then says so.
   */
  private boolean hasEnded() throws SQLException {
    try (Connection connection = publisher.warehouse().sessions().connectAnew()) {
      return new Audit(publisher.warehouse())
          .run(connection, publisher.run().id()).stream()
              .filter(row -> row.dataset().equals(publisher.dataset().name()))
              .anyMatch(row -> row.status().isTerminal() && row.status() != RunStatus.ABANDONED);
    }
  }
}
