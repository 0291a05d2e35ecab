package io.snowgauge.pipelines.commands;

import io.snowgauge.pipelines.batch.BatchRun;
import io.snowgauge.transforms.staging.StageFiles;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.joda.time.Duration;

/** Waits for the graph; on a terminal, a bar shows how much has been read. */
final class TerminalExecution implements BatchRun.Execution {
  /** Set by the launcher when standard error is a terminal. */
  private static final String TERMINAL = "snowgauge.terminal";

  private static final Duration REFRESH = Duration.millis(200);

  @Override
  public void execute(Pipeline pipeline, long bytes) {
    long before = StageFiles.bytesReadByThisProcess();
    PipelineResult result = pipeline.run();
    if (!Boolean.getBoolean(TERMINAL)) {
      result.waitUntilFinish();
      return;
    }
    try (ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName("Reading")
            .setInitialMax(bytes)
            .setUnit(" MB", 1_000_000)
            .setConsumer(new ConsoleProgressBarConsumer(System.err))
            .build()) {
      while (result.waitUntilFinish(REFRESH) == null) {
        bar.stepTo(Math.min(StageFiles.bytesReadByThisProcess() - before, bytes));
      }
      bar.stepTo(bytes);
    }
  }
}
