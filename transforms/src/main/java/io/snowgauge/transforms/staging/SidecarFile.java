package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.files.Sidecar;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.files.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sidecar manifest beside a file. */
final class SidecarFile {
  static final String NOT_PERMITTED = "expected a readable file but reading it is not permitted";

  static final String NOT_LISTED = Unreadable.FOLDER;

  private static final int LIMIT = 1 << 20;

  /** Of what file systems take, in bytes: {@code NAME_MAX} of Linux and macOS. */
  private static final int LONGEST_NAME = 255;

  private SidecarFile() {}

  /** Why what is at a local path cannot be read, if it is no regular file; else null. */
  static @Nullable String whyUnreadable(String uri) {
    if (!Storage.isLocal(uri)) {
      return null;
    }
    var path = Storage.localPath(uri);
    if (Files.isDirectory(path)) {
      return Files.isReadable(path) && Files.isExecutable(path)
          ? "expected a file but found a directory"
          : NOT_LISTED;
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      return "expected a regular file but found a device, pipe or socket";
    }
    return null;
  }

  /** Whether nothing is there: also where the file's name leaves no room for the sidecar's. */
  private static boolean isAbsent(Path path) {
    Path name = path.getFileName();
    return Files.notExists(path, LinkOption.NOFOLLOW_LINKS)
        || (name != null && name.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME);
  }

  /**
   * The sidecar of a file, if it has one.
   *
   * @throws IllegalArgumentException if it cannot be read, or says what it must not
   */
  static Optional<Sidecar> read(SourceFile file) {
    String uri = Sidecar.uriOf(file.uri());
    if (Storage.isLocal(uri) && isAbsent(Storage.localPath(uri))) {
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
    } catch (IOException e) {
      throw new IllegalArgumentException(ReadFailure.why(uri, e), e);
    }
  }
}
