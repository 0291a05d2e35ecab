package io.snowgauge.pipelines.batch;

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
            Connection connection, Run run, List<Dataset> datasets, BatchRun.Outcome outcome) {}

        @Override
        public void failed(
            Run run, List<Dataset> datasets, BatchRun.Outcome audited, boolean isInterrupted) {}
      };

  /** The audit has it as RUNNING. */
  void started(Run run, List<Dataset> datasets);

  /**
   * It has ended, or somebody else goes on with it.
   *
   * @param connection that sees what is in
   */
  void ended(Connection connection, Run run, List<Dataset> datasets, BatchRun.Outcome outcome);

  /**
   * It could not go on.
   *
   * @param audited what the audit has of it, if it can be asked
   * @param isInterrupted whether it was asked to end
   */
  void failed(Run run, List<Dataset> datasets, BatchRun.Outcome audited, boolean isInterrupted);
}
