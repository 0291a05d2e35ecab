package io.snowgauge.pipelines.extract;

import io.snowgauge.io.files.LandingFile;
import io.snowgauge.io.kubernetes.Measurement;
import io.snowgauge.io.kubernetes.PodContainer;
import io.snowgauge.io.kubernetes.PodFiles;
import io.snowgauge.transforms.files.Sidecar;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a file goes: its URI and that of the sidecar manifest beside it. The sidecar is there
 * before the file, so that whoever sees the file sees a pair.
 *
 * @param uri of the file
 * @param writer unique to the run
 */
record Target(String uri, String writer) {
  private static final int LONGEST_SIDECAR = 1 << 20;

  private String sidecarUri() {
    return Sidecar.uriOf(uri);
  }

  /** What is at the destination now, or null. */
  @Nullable SourceFile now() throws IOException {
    return Storage.find(uri, Map.of()).orElse(null);
  }

  void removeLeftovers() throws IOException {
    LandingFile.removeLeftovers(uri);
    LandingFile.removeLeftovers(sidecarUri());
  }

  LandingFile begin(@Nullable SourceFile before) throws IOException {
    return LandingFile.begin(uri, before, writer);
  }

  /** What a sidecar says of a file in a container. */
  static Sidecar sidecar(PodFiles files, Measurement file, String sha256) {
    return new Sidecar(
        file.records(),
        file.uncounted(),
        sha256,
        file.bytes(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        file.modifiedAt(),
        origin(files, file));
  }

  static Sidecar.Origin origin(PodFiles files, Measurement file) {
    PodContainer container = files.container();
    return new Sidecar.Origin(
        files.cluster().server(),
        container.namespace(),
        container.pod(),
        container.name(),
        file.path());
  }

  /**
   * Whether this very version of a file is there already, with what was counted. The content is
   * read: an extraction that was killed may have left a new sidecar beside an old file of the same
   * length.
   */
  boolean has(PodFiles files, Measurement file) throws IOException {
    String text = sidecarText();
    SourceFile there = now();
    if (text == null || there == null || there.sizeBytes() != file.bytes()) {
      return false;
    }
    Sidecar told;
    try {
      told = Sidecar.parse(text);
    } catch (IllegalArgumentException notOurs) {
      return false;
    }
    boolean isSame =
        told.origin() != null
            && told.origin().matches(origin(files, file))
            && told.bytes() == file.bytes()
            && Objects.equals(told.sourceRecordCount(), file.records())
            && (file.sha256() == null
                ? file.modifiedAt() != null && file.modifiedAt().equals(told.modifiedAt())
                : told.sha256().equals(file.sha256()));
    return isSame && told.sha256().equals(sha256(there));
  }

  /** The hash of a version at the destination, which is read for it. */
  static String sha256(SourceFile version) throws IOException {
    try (InputStream in = Storage.open(version)) {
      ReceivedBytes hash = new ReceivedBytes(OutputStream.nullOutputStream());
      in.transferTo(hash);
      return hash.finish();
    }
  }

  /** The text of the sidecar that is there, or null. */
  @Nullable String sidecarText() throws IOException {
    if (Storage.find(sidecarUri(), Map.of()).isEmpty()) {
      return null;
    }
    try (InputStream in = Storage.open(sidecarUri())) {
      return new String(in.readNBytes(LONGEST_SIDECAR), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  void writeSidecar(String text) throws IOException {
    Optional<SourceFile> before = Storage.find(sidecarUri(), Map.of());
    try (LandingFile landing = LandingFile.begin(sidecarUri(), before.orElse(null), writer)) {
      landing.output().write(text.getBytes(StandardCharsets.UTF_8));
      landing.commit();
    }
  }

  /**
   * Has the sidecar be what it was, as the new file did not come. One that was there without a file
   * stays, too: the file of an upload whose outcome is unknown may still come to it.
   */
  void restoreSidecar(@Nullable String text) throws IOException {
    // Clients of stores and channels refuse to work for an interrupted thread.
    boolean isInterrupted = Thread.interrupted();
    try {
      if (text == null) {
        Storage.delete(List.of(sidecarUri()));
      } else {
        writeSidecar(text);
      }
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Removes a version that turned out not to be what it should be.
   *
   * @param etag of the version; null if it is not known
   * @return whether it is not there any more; false if it may be there, or another one is
   */
  boolean remove(@Nullable String etag) throws IOException {
    SourceFile there = now();
    if (there == null) {
      return true;
    }
    if (etag == null || !etag.equals(there.etag())) {
      return false;
    }
    Storage.delete(List.of(uri));
    return true;
  }
}
