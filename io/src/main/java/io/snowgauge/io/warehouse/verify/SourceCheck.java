package io.snowgauge.io.warehouse.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowgauge.transforms.files.Reason;
import io.snowgauge.transforms.files.Sidecar;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether the file that a version was loaded from is still there, and still that version. */
final class SourceCheck {
  private static final int SIDECAR_BYTES = 1 << 20;

  /** What was found. */
  enum State {
    /** The version that was loaded. */
    SAME,
    /** No file. */
    GONE,
    /** Another version: the next run decides about it. */
    REPLACED,
    /** The version by name, size and time, but other bytes. */
    CHANGED,
    /** It could not be looked at. */
    UNKNOWN
  }

  /**
   * A source.
   *
   * @param state what was found
   * @param message says so, or null if it is the same
   */
  record Source(State state, @Nullable String message) {}

  private SourceCheck() {}

  static Source look(@Nullable String fileId, VersionState.Recorded recorded) {
    try {
      SourceFile now = Storage.find(recorded.uri(), Map.of()).orElse(null);
      if (now == null) {
        return new Source(State.GONE, "the source is gone");
      }
      String other = whyOther(fileId, recorded, now);
      return other == null
          ? bytes(now)
          : new Source(State.REPLACED, "the source is another version now: " + other);
    } catch (NoSuchFileException e) {
      return new Source(State.GONE, "the source is gone");
    } catch (IOException | IllegalStateException e) {
      return new Source(State.UNKNOWN, "the source cannot be looked at: " + reason(e));
    }
  }

  private static String reason(Exception e) {
    return e instanceof IOException io ? Reason.of(io) : String.valueOf(e.getMessage());
  }

  /**
   * Why the file is not the version that was loaded, or null. The version of a file that includes
   * others is not told by itself: then its size and its ETag or time have to do.
   */
  private static @Nullable String whyOther(
      @Nullable String fileId, VersionState.Recorded recorded, SourceFile now) {
    if (now.fileId().equals(fileId)) {
      return null;
    }
    if (now.sizeBytes() != recorded.sizeBytes()) {
      return "expected %,d bytes but found %,d".formatted(recorded.sizeBytes(), now.sizeBytes());
    }
    if (recorded.etag() != null) {
      return recorded.etag().equals(now.etag())
          ? null
          : "expected the ETag %s but found %s".formatted(recorded.etag(), now.etag());
    }
    return now.lastModified().isAfter(recorded.lastModified())
        ? "expected it as of %s but it was modified at %s"
            .formatted(recorded.lastModified(), now.lastModified())
        : null;
  }

  /** The bytes are known only where a sidecar tells their hash. */
  private static Source bytes(SourceFile file) throws IOException {
    Sidecar sidecar = sidecar(file);
    if (sidecar == null) {
      return new Source(State.SAME, null);
    }
    String sha256 = Storage.sha256(file);
    return sha256.equals(sidecar.sha256())
        ? new Source(State.SAME, null)
        : new Source(
            State.CHANGED,
            "the source has other bytes than at its origin: expected the SHA-256 %s of its sidecar"
                    .formatted(sidecar.sha256())
                + " but found "
                + sha256);
  }

  private static @Nullable Sidecar sidecar(SourceFile file) throws IOException {
    String uri = Sidecar.uriOf(file.uri());
    if (Storage.find(uri, Map.of()).isEmpty()) {
      return null;
    }
    try (InputStream in = Storage.open(uri)) {
      return Sidecar.parse(new String(in.readNBytes(SIDECAR_BYTES), UTF_8));
    } catch (IllegalArgumentException e) {
      throw new IOException("its sidecar manifest: " + e.getMessage(), e);
    }
  }
}
