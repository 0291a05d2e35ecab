package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.files.Sidecar;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sidecar manifest beside a file. */
final class SidecarFile {
  static final String NOT_PERMITTED = "expected a readable file but reading it is not permitted";

  private static final int LIMIT = 1 << 20;

  private SidecarFile() {}

  /** Why what is at a local path cannot be read, if it is no regular file; else null. */
  static @Nullable String whyUnreadable(String uri) {
    if (!Storage.isLocal(uri)) {
      return null;
    }
    var path = Storage.localPath(uri);
    if (Files.isDirectory(path)) {
      return Files.isReadable(path)
          ? "expected a file but found a directory"
          : "expected a readable folder but listing it is not permitted";
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      return "expected a regular file but found a device, pipe or socket";
    }
    return null;
  }

  /**
   * The sidecar of a file, if it has one.
   *
   * @throws IllegalArgumentException if it cannot be read, or says what it must not
   */
  static Optional<Sidecar> read(SourceFile file) throws IOException {
    String uri = Sidecar.uriOf(file.uri());
    // Also absent where the file's name leaves no room for the sidecar's.
    if (Storage.isLocal(uri) && Files.notExists(Storage.localPath(uri))) {
      return Optional.empty();
    }
    String unreadable = whyUnreadable(uri);
    if (unreadable != null) {
      throw new IllegalArgumentException(unreadable);
    }
    try (InputStream in = Storage.open(uri)) {
      byte[] text = in.readNBytes(LIMIT);
      return Optional.of(Sidecar.parse(new String(text, StandardCharsets.UTF_8)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw new IllegalArgumentException(NOT_PERMITTED, e);
    }
  }
}
