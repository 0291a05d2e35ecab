package io.snowgauge.pipelines.stream;

import io.snowgauge.pipelines.batch.InputFiles;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.Announcement;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.notifications.BlobEvent;
import io.snowgauge.transforms.staging.IncludedFiles;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A dataset's claim to a blob that an event names: its input matches the blob's URI, account or
 * bucket included, so an event of any other store claims nothing.
 *
 * @param dataset that claims it
 * @param version as announced: its ETag and size may be unknown, and another version may be there
 */
public record ClaimedBlob(Dataset dataset, SourceFile version) {

  /** The claims to a blob, one for each dataset whose input matches it. */
  public static List<ClaimedBlob> of(BlobEvent.Created event, List<Dataset> datasets) {
    List<ClaimedBlob> claims = new ArrayList<>();
    Instant at = Objects.requireNonNullElse(event.at(), Instant.now());
    for (Dataset dataset : datasets) {
      dataset
          .input()
          .match(event.uri())
          .ifPresent(
              captures -> {
                SourceFile version =
                    new SourceFile(
                        event.uri(), event.etag(), Math.max(0, event.sizeBytes()), at, captures);
                Announcement announcement = new Announcement(at, event.sequencer());
                claims.add(new ClaimedBlob(dataset, version.announced(announcement)));
              });
    }
    return claims;
  }

  /** The versions that are there now of what datasets claim, each once. */
  public static InputFiles files(List<ClaimedBlob> claims) {
    return dataset -> {
      List<SourceFile> files = new ArrayList<>();
      for (ClaimedBlob claim : claims) {
        if (claim.dataset().equals(dataset)) {
          SourceFile version = versionNow(dataset, claim.version());
          if (files.stream().noneMatch(version::isSameVersion)) {
            files.add(version);
          }
        }
      }
      return files;
    };
  }

  /**
   * The version that is there now, with what it includes; the announced one if none is, so that
   * staging it says so.
   *
   * @throws IOException if the storage cannot be asked
   */
  static SourceFile versionNow(Dataset dataset, SourceFile announced) throws IOException {
    return IncludedFiles.identified(dataset, versionNow(announced));
  }

  private static SourceFile versionNow(SourceFile announced) throws IOException {
    Optional<SourceFile> found = Storage.find(announced.uri(), announced.captures());
    Announcement told = announced.announcement();
    if (found.isEmpty() || told == null) {
      return found.orElse(announced);
    }
    // The sequencer is that of the announced version, and says nothing about another.
    boolean isAnnounced = announced.etag() != null && announced.etag().equals(found.get().etag());
    return found.get().announced(isAnnounced ? told : new Announcement(told.at(), null));
  }
}
