package io.snowgauge.pipelines.extract;

import io.snowgauge.io.kubernetes.Cluster;
import io.snowgauge.io.kubernetes.PodContainer;
import io.snowgauge.io.kubernetes.PodException;
import io.snowgauge.io.kubernetes.PodSelection;
import io.snowgauge.pipelines.batch.FailureMessage;
import io.snowgauge.pipelines.config.Extraction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * The pods of one extraction, some at a time; all that waits for a cluster does so in threads that
 * a cancellation ends.
 */
final class PodThreads {
  private final Cluster cluster;
  private final Extraction configured;
  private final ExtractRequest request;

  PodThreads(Cluster cluster, Extraction configured, ExtractRequest request) {
    this.cluster = cluster;
    this.configured = configured;
    this.request = request;
  }

  /**
   * What became of each file of each pod, in the order of the pods.
   *
   * @throws IOException if the cluster cannot be reached
   * @throws PodException if there are no pods
   */
  List<FileResult> results(Origins origins, Function<PodExtraction, List<FileResult>> work)
      throws IOException, PodException {
    ExecutorService threads = Executors.newFixedThreadPool(configured.concurrency());
    try {
      request.cancellation().whenCancelled(() -> end(threads));
      Map<String, Future<List<FileResult>>> futures = new LinkedHashMap<>();
      for (String pod : podNames(threads)) {
        PodExtraction extraction = new PodExtraction(cluster, configured, pod, request, origins);
        Callable<List<FileResult>> task = () -> work.apply(extraction);
        futures.put(pod, submit(threads, task));
      }
      List<FileResult> results = new ArrayList<>();
      futures.forEach((pod, future) -> results.addAll(result(future, pod)));
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  private List<String> podNames(ExecutorService threads) throws IOException, PodException {
    PodSelection selection = configured.selection();
    PodRetries retries = new PodRetries(configured.attempts(), request.cancellation());
    try {
      return submit(threads, () -> retries.retried(() -> selection.podNames(cluster))).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (e.getCause() instanceof PodException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (CancellationException e) {
      throw interrupted();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    }
  }

  /** A task that comes after the cancellation is cancelled. */
  private static <T> Future<T> submit(ExecutorService threads, Callable<T> task) {
    try {
      return threads.submit(task);
    } catch (RejectedExecutionException e) {
      CancellationException cancelled = new CancellationException();
      cancelled.initCause(e);
      return CompletableFuture.failedFuture(cancelled);
    }
  }

  /** Those that work end as soon as they have tidied up, the others do not begin. */
  private static void end(ExecutorService threads) {
    for (Runnable waiting : threads.shutdownNow()) {
      if (waiting instanceof Future<?> never) {
        never.cancel(false);
      }
    }
  }

  private List<FileResult> result(Future<List<FileResult>> future, String pod) {
    String uri = PodContainer.uri(cluster.name(), configured.namespace(), pod);
    try {
      return future.get();
    } catch (ExecutionException e) {
      return List.of(FileResult.failed(uri, new IllegalStateException(FailureMessage.of(e), e)));
    } catch (CancellationException e) {
      return List.of(FileResult.failed(uri, interrupted()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(FileResult.failed(uri, interrupted()));
    }
  }

  private static PodException interrupted() {
    return PodException.lasting("interrupted; extract again to take out what is left");
  }
}
