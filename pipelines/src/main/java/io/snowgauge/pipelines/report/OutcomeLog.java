package io.snowgauge.pipelines.report;

import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.FileStatus;
import io.snowgauge.io.warehouse.control.RunStatus;
import io.snowgauge.pipelines.batch.BatchRun;
import io.snowgauge.pipelines.log.ProcessLog;
import io.snowgauge.transforms.log.LogContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What a run did, as events for what collects logs: one for each file that did not load cleanly,
 * and one for each dataset. People read the same on standard output.
 */
public final class OutcomeLog {
  private static final Logger LOG = LoggerFactory.getLogger(OutcomeLog.class);

  private static final int MOST_FILES = 200;

  private OutcomeLog() {}

  /** Tells it where the log is JSON. */
  public static void tell(BatchRun.Outcome outcome) {
    if (ProcessLog.isJson()) {
      outcome.files().stream()
          .filter(file -> file.errorMessages() != null)
          .limit(MOST_FILES)
          .forEach(OutcomeLog::tell);
      outcome.rows().forEach(OutcomeLog::tell);
    }
  }

  private static void tell(Audit.FileRow file) {
    LogContext run = LogContext.enter(file.runId(), file.dataset());
    LogContext context = LogContext.enterFile(file.dataset(), file.uri());
    try {
      LOG.atLevel(file.status() == FileStatus.FAILED ? Level.ERROR : Level.WARN)
          .addKeyValue("status", file.status().name())
          .addKeyValue("source", file.sourceRecords())
          .addKeyValue("ingested", file.ingestedRecords())
          .addKeyValue("rejected", file.rejectedRecords())
          .log("{}", file.errorMessages());
    } finally {
      context.leave();
      run.leave();
    }
  }

  private static Level level(RunStatus status) {
    return switch (status) {
      case FAILED, ABANDONED -> Level.ERROR;
      case PARTIAL -> Level.WARN;
      default -> Level.INFO;
    };
  }

  private static void tell(Audit.RunRow row) {
    LogContext context = LogContext.enter(row.runId(), row.dataset());
    try {
      LOG.atLevel(level(row.status()))
          .addKeyValue("status", row.status().name())
          .addKeyValue("files", row.files())
          .addKeyValue("source", row.sourceRecords())
          .addKeyValue("ingested", row.ingestedRecords())
          .addKeyValue("rejected", row.rejectedRecords())
          .log("{}: {}", row.dataset(), row.status());
    } finally {
      context.leave();
    }
  }
}
