package io.snowgauge.pipelines.extract;

import io.snowgauge.io.kubernetes.Cluster;
import io.snowgauge.io.kubernetes.CountingRule;
import io.snowgauge.io.kubernetes.Measurement;
import io.snowgauge.io.kubernetes.PodContainer;
import io.snowgauge.io.kubernetes.PodException;
import io.snowgauge.io.kubernetes.PodFiles;
import io.snowgauge.io.kubernetes.PodSelection;
import io.snowgauge.io.warehouse.control.ExtractedFiles;
import io.snowgauge.pipelines.batch.FailureMessage;
import io.snowgauge.pipelines.config.Extraction;
import io.snowgauge.pipelines.config.Transfer;
import io.snowgauge.transforms.files.Sidecar;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the files out of one pod, one after the other; a file that fails stops no other. */
final class PodExtraction {
  private final Cluster cluster;
  private final Extraction configured;
  private final PodSelection selection;
  private final String podName;
  private final ExtractRequest request;
  private final CountingRule rule;
  private final Origins origins;
  private final PodRetries retries;
  private @Nullable PodContainer container;
  private boolean canUpload;
  private @Nullable String whyNotPresigned;

  PodExtraction(
      Cluster cluster,
      Extraction configured,
      String podName,
      ExtractRequest request,
      Origins origins) {
    this.cluster = cluster;
    this.configured = configured;
    this.podName = podName;
    this.request = request;
    this.origins = origins;
    this.selection = configured.selection();
    this.rule = CountingRule.of(configured.dataset().format());
    this.retries = new PodRetries(configured.attempts(), request.cancellation());
  }

  /** What the pod has, without taking anything. */
  List<FileResult> plan() {
    return withFiles(this::look);
  }

  private FileResult look(PodFiles files, Measurement found, String to) {
    try {
      Measurement file = found.isRead() ? found : retries.retried(() -> files.measureAgain(found));
      return FileResult.good(row(file, null, List.of()), to, false);
    } catch (PodException | IOException e) {
      return FileResult.failed(row(found, String.valueOf(e.getMessage()), List.of()), null);
    }
  }

  /** Takes all files. */
  List<FileResult> extract() {
    return withFiles(this::take);
  }

  /** What is done with a file that belongs to its target. */
  private interface Work {
    FileResult on(PodFiles files, Measurement file, String uri);
  }

  private List<FileResult> withFiles(Work work) {
    PodFiles.Listing listing;
    try {
      listing = retries.retried(() -> files().measure(configured.paths()));
    } catch (PodException | IOException | RuntimeException e) {
      String uri = PodContainer.uri(cluster.name(), configured.namespace(), podName);
      return List.of(FileResult.failed(uri, e));
    }
    canUpload = listing.canUpload();
    List<FileResult> results = new ArrayList<>();
    Map<String, Integer> targets = new HashMap<>();
    Set<String> seen = new HashSet<>();
    List<Measurement> found =
        listing.found().stream().filter(file -> seen.add(file.path())).toList();
    found.forEach(file -> targets.merge(uri(file), 1, Integer::sum));
    for (Measurement file : found) {
      String uri = uri(file);
      String problem = problem(file, uri, targets.getOrDefault(uri, 1));
      results.add(
          problem == null
              ? work.on(lastFiles(), file, uri)
              : FileResult.failed(row(file, problem, List.of()), null));
    }
    return results;
  }

  private PodFiles files() throws IOException, PodException {
    container = selection.containerOf(cluster, podName);
    return lastFiles();
  }

  private PodFiles lastFiles() {
    return new PodFiles(cluster, known(), rule, configured.timeout());
  }

  private PodContainer known() {
    PodContainer known = container;
    if (known == null) {
      throw new IllegalStateException("nothing was measured yet");
    }
    return known;
  }

  private String uri(Measurement file) {
    LocalDate date = request.run().executionDate();
    return configured.folderUri(date, known().pod(), known().name()) + file.name();
  }

  private @Nullable String problem(Measurement file, String uri, int sameTarget) {
    if (file.problem() != null) {
      return file.problem();
    }
    if (sameTarget > 1) {
      return "expected different names, as the destination is one folder, but found "
          + sameTarget
          + " files that would be "
          + uri
          + "; extract them to two destinations";
    }
    if (Sidecar.isSidecar(uri)) {
      return "expected a file of data but found the name of a sidecar manifest; rename it";
    }
    return configured.dataset().input().match(uri).isPresent()
        ? origins.claim(uri, cluster.server(), known().uri(file.path()))
        : "expected a file that datasets."
            + configured.dataset().name()
            + ".input matches but found that "
            + configured.dataset().input()
            + " does not match "
            + uri
            + "; change extract."
            + configured.name()
            + ".destination or its paths";
  }

  private ExtractedFiles.Row row(Measurement file, @Nullable String failure, List<String> notices) {
    Long records = file.records();
    return new ExtractedFiles.Row(
        known().uri(file.path()),
        file.bytes(),
        file.modifiedAt(),
        records == null ? 0 : records,
        failure,
        notices);
  }

  private FileResult take(PodFiles files, Measurement first, String uri) {
    Target target = new Target(uri, request.run().id());
    List<String> notices = new ArrayList<>();
    Attempts attempts = new Attempts(files, first);
    try {
      request.cancellation().check();
      boolean isTaken = retries.retried(() -> attempts.next(target, notices));
      Measurement taken = attempts.file;
      if (taken.kind() == Measurement.Kind.LINK) {
        notices.add("it is a link; what it leads to was taken");
      }
      if (taken.records() == null) {
        notices.add(
            "no source count was taken in the pod: "
                + taken.uncounted()
                + "; the load counts by itself");
      }
      if (taken.sha256() == null) {
        notices.add(
            "the container has no tool for checksums, so only lengths were compared with it; give"
                + " its image sha256sum, shasum or openssl");
      }
      return FileResult.good(row(taken, null, notices), uri, isTaken);
    } catch (PodException e) {
      return FileResult.failed(row(attempts.file, String.valueOf(e.getMessage()), notices), null);
    } catch (IOException | RuntimeException e) {
      String failure = FailureMessage.of(e);
      return FileResult.failed(row(attempts.file, failure, notices), failure);
    }
  }

  /** The tries at one file; all but the first look at the pod and the file anew. */
  private final class Attempts {
    private PodFiles files;
    private Measurement file;
    private boolean isFirst = true;

    Attempts(PodFiles files, Measurement file) {
      this.files = files;
      this.file = file;
    }

    /** Whether it was taken, or is there already. */
    boolean next(Target target, List<String> notices) throws IOException, PodException {
      request.cancellation().check();
      if (!isFirst) {
        notices.clear();
        String incarnation = files.container().incarnation();
        files = files();
        if (!files.container().incarnation().equals(incarnation)) {
          notices.add("the container restarted meanwhile; the file was taken from its new one");
        }
      }
      if (!isFirst || !file.isRead()) {
        file = files.measureAgain(file);
        String problem = file.problem();
        if (problem != null) {
          throw PodException.lasting(problem);
        }
      }
      isFirst = false;
      String unhashed = file.unhashed();
      if (unhashed != null) {
        throw PodException.passing(unhashed);
      }
      Origins.requireSame(target, files, file);
      target.removeLeftovers();
      if (!request.run().force() && target.has(files, file)) {
        return false;
      }
      transfer(files, file, target, notices);
      return true;
    }
  }

  private void transfer(PodFiles files, Measurement file, Target target, List<String> notices)
      throws IOException, PodException {
    if (configured.transfer() != Transfer.EXEC && whyNotPresigned == null) {
      whyNotPresigned = new PresignedTransfer(files, target).transfer(file, canUpload);
      if (whyNotPresigned == null) {
        return;
      }
    }
    if (configured.transfer() == Transfer.PRESIGNED) {
      String why = String.valueOf(whyNotPresigned);
      whyNotPresigned = null;
      throw PodException.passing(
          "expected an upload by curl to a presigned URL but "
              + why
              + "; or choose extract."
              + configured.name()
              + ".transfer auto");
    }
    if (whyNotPresigned != null && whyNotPresigned.startsWith("curl")) {
      notices.add("copied through exec, as " + whyNotPresigned);
    }
    new ExecTransfer(files, target).transfer(file, notices);
  }
}
