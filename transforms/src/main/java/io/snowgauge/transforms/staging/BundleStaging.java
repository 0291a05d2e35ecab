package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.log.LogContext;
import io.snowgauge.transforms.phases.Phase;
import io.snowgauge.transforms.phases.Phases;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The staging of one bundle by one or more threads, each with CSV parts of its own. The manifests
 * come out together at the end, when all parts are complete.
 */
final class BundleStaging implements Closeable {
  /** So many files per thread may wait: a bundle's length tells the runner how long it takes. */
  private static final int QUEUE = 2;

  private final Dataset dataset;
  private final StagingProgress progress;
  private final ExecutorService executor;
  private final Semaphore room;
  private final AtomicBoolean isClosed = new AtomicBoolean();
  private final List<FileStager> stagers = new ArrayList<>();
  private final BlockingQueue<FileStager> idle = new LinkedBlockingQueue<>();
  private final List<Future<StagedFile>> pending = new ArrayList<>();

  BundleStaging(Dataset dataset, StagingArea area, int threads, StagingProgress progress) {
    this.dataset = dataset;
    this.progress = progress;
    progress.beginBundle();
    Phases.ofThisProcess().begin(Phase.STAGE);
    executor = Executors.newFixedThreadPool(threads);
    room = new Semaphore(threads * (1 + QUEUE));
    for (int i = 0; i < threads; i++) {
      stagers.add(new FileStager(dataset, area, progress));
    }
    idle.addAll(stagers);
  }

  /** Starts, or queues, the staging of a file; waits while many are queued. */
  void stage(SourceFile file) throws InterruptedException {
    room.acquire();
    pending.add(
        executor.submit(
            LogContext.inherited(
                () -> {
                  LogContext context = LogContext.enterFile(dataset.name(), file.uri());
                  try {
                    return stageNow(file);
                  } finally {
                    context.leave();
                    room.release();
                  }
                })));
  }

  private StagedFile stageNow(SourceFile file) throws IOException {
    FileStager stager = idle.remove();
    try {
      StagedFile staged = stager.stage(file);
      progress.endFile();
      return staged;
    } finally {
      idle.add(stager);
    }
  }

  /**
   * Waits for all files and completes their parts.
   *
   * @return the manifests, in the order of the files
   * @throws IOException if the storage failed for any of them
   */
  List<StagedFile> finish() throws IOException, InterruptedException {
    List<StagedFile> staged = new ArrayList<>();
    for (Future<StagedFile> file : pending) {
      try {
        staged.add(file.get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException cause) {
          throw cause;
        }
        throw new IllegalStateException("staging failed", e.getCause());
      }
    }
    for (FileStager stager : stagers) {
      stager.finish();
    }
    return staged;
  }

  /** Gives up what is still being staged; the parts of an unfinished bundle are never named. */
  @Override
  public void close() throws IOException {
    try {
      giveUp();
    } finally {
      if (!isClosed.getAndSet(true)) {
        Phases.ofThisProcess().end(Phase.STAGE);
        progress.endBundle();
      }
    }
  }

  private void giveUp() throws IOException {
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(1, TimeUnit.MINUTES)) {
        throw new IOException("staging does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (FileStager stager : stagers) {
      stager.finish();
    }
  }
}
