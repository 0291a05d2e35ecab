package io.snowgauge.pipelines.batch;

import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.dataset.Dataset;
import java.sql.Connection;
import java.util.List;

/** Is told how runs go, by whatever thread has one; does not throw, and does not keep them. */
public interface RunObserver {
  /** Whom it does not interest. */
  RunObserver NOBODY =
      new RunObserver() {
        @Override
        public void started(Run run, List<Dataset> datasets) {}

        @Override
        public void ended(
            Connection connection, Run run, List<Dataset> datasets, Audited audited) {}

        @Override
        public void failed(
            Run run, List<Dataset> datasets, Audited audited, boolean isInterrupted) {}
      };

  /**
   * What the audit and the ledger have of a run.
   *
   * @param rows of the audit, one per dataset; RUNNING where the graph was handed over; none where
   *     it could not be asked
   * @param files of the ledger
   */
  record Audited(List<Audit.RunRow> rows, List<Audit.FileRow> files) {}

  /** The audit has it as RUNNING. */
  void started(Run run, List<Dataset> datasets);

  /**
   * It has ended, or somebody else goes on with it.
   *
   * @param connection that sees what is in
   */
  void ended(Connection connection, Run run, List<Dataset> datasets, Audited audited);

  /**
   * It could not go on.
   *
   * @param audited as far as it can be asked for
   * @param isInterrupted whether it was asked to end
   */
  void failed(Run run, List<Dataset> datasets, Audited audited, boolean isInterrupted);
}
