package io.snowgauge.pipelines.extract;

import io.snowgauge.io.files.LandingFile;
import io.snowgauge.io.kubernetes.Measurement;
import io.snowgauge.io.kubernetes.PodException;
import io.snowgauge.io.kubernetes.PodFiles;
import io.snowgauge.transforms.files.ChangedFileException;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Copies a file through exec. A stream that ends early is resumed where it ended, and nothing is
 * trusted before its length and hash are what the container said.
 */
final class ExecTransfer {
  private static final int MOST_RESUMPTIONS = 100;
  private static final int MOST_WITHOUT_PROGRESS = 3;
  private static final long PROGRESS_BYTES = 64 << 10;

  private final PodFiles files;
  private final Target target;

  ExecTransfer(PodFiles files, Target target) {
    this.files = files;
    this.target = target;
  }

  /**
   * Copies a file and its sidecar to the target.
   *
   * @param notices gets what is worth knowing
   */
  void transfer(Measurement file, List<String> notices) throws IOException, PodException {
    SourceFile before = target.now();
    try (LandingFile landing = target.begin(before)) {
      ReceivedBytes received = new ReceivedBytes(landing.output());
      Measurement after = copy(file, received, notices);
      if (!PodFiles.isUnchanged(file, after)) {
        throw PodFiles.changed();
      }
      String sha256 = received.finish();
      if (file.sha256() != null && !file.sha256().equals(sha256)) {
        throw PodException.passing(
            "what arrived is not what the container has: expected sha256 "
                + file.sha256()
                + " but received "
                + sha256);
      }
      String sidecarBefore = target.sidecarText();
      target.writeSidecar(Target.sidecar(files, file, sha256).text());
      commit(landing, sidecarBefore);
    }
  }

  private void commit(LandingFile landing, @Nullable String sidecarBefore) throws IOException {
    try {
      landing.commit();
    } catch (IOException e) {
      // A store may have taken the file, and only its answer got lost: the sidecar stays then.
      if (Storage.isLocal(target.uri()) || e instanceof ChangedFileException) {
        target.restoreSidecar(sidecarBefore);
      }
      throw e;
    }
  }

  private Measurement copy(Measurement file, ReceivedBytes received, List<String> notices)
      throws IOException, PodException {
    int withoutProgress = 0;
    for (int resumed = 0; ; resumed++) {
      long start = received.count();
      try {
        return files.copy(file, start, received);
      } catch (PodFiles.SinkException e) {
        throw e.failure();
      } catch (PodException e) {
        boolean isProgress = received.count() - start >= PROGRESS_BYTES;
        withoutProgress = isProgress ? 0 : withoutProgress + 1;
        if (!e.isResumable()
            || withoutProgress > MOST_WITHOUT_PROGRESS
            || resumed == MOST_RESUMPTIONS) {
          throw e;
        }
        pause(withoutProgress);
        notices.add(
            "resumed at byte " + received.count() + " of " + file.bytes() + ": " + e.getMessage());
      }
    }
  }

  private static void pause(int withoutProgress) throws PodException {
    try {
      TimeUnit.MILLISECONDS.sleep(100L << withoutProgress);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PodException.lasting("interrupted");
    }
  }
}
