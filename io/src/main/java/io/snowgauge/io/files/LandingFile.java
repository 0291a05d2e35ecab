package io.snowgauge.io.files;

import io.snowgauge.transforms.files.AbortableOutput;
import io.snowgauge.transforms.files.ChangedFileException;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file that is there as a whole or not at all, and only in place of the version that was there
 * before: its content is written beside it, and {@link #commit} makes it appear.
 */
public final class LandingFile implements AutoCloseable {
  private static final String PART = ".part";

  private final String uri;
  private final @Nullable SourceFile before;
  private final OutputStream output;
  private final @Nullable Path part;
  private boolean isOver;

  private LandingFile(
      String uri, @Nullable SourceFile before, OutputStream output, @Nullable Path part) {
    this.uri = uri;
    this.before = before;
    this.output = output;
    this.part = part;
  }

  /**
   * Begins a file.
   *
   * @param before what is there now, which it will take the place of; null if nothing is
   * @param writer unique; two of them cannot spoil each other's content
   */
  public static LandingFile begin(String uri, @Nullable SourceFile before, String writer)
      throws IOException {
    if (!Storage.isLocal(uri)) {
      String etag = before == null ? null : before.etag();
      return new LandingFile(uri, before, Storage.store(uri).createInPlaceOf(uri, etag), null);
    }
    Path path = Storage.localPath(uri);
    Path part = path.resolveSibling("." + path.getFileName() + "." + writer + PART);
    return new LandingFile(uri, before, Storage.create(Storage.localUri(part)), part);
  }

  /** Begins a file of this machine in place of what is there now, by a writer of its own. */
  public static LandingFile begin(Path path) throws IOException {
    String uri = Storage.localUri(path);
    return begin(uri, Storage.find(uri, Map.of()).orElse(null), UUID.randomUUID().toString());
  }

  /** Removes what dead writers of a file have left of it. */
  public static void removeLeftovers(String uri) throws IOException {
    if (!Storage.isLocal(uri)) {
      Storage.store(uri).abortUploads(uri);
      return;
    }
    Path path = Storage.localPath(uri);
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return;
    }
    String start = "." + path.getFileName() + ".";
    try (DirectoryStream<Path> parts =
        Files.newDirectoryStream(
            folder, file -> isPart(String.valueOf(file.getFileName()), start))) {
      for (Path left : parts) {
        Files.deleteIfExists(left);
      }
    }
  }

  private static boolean isPart(String name, String start) {
    return name.startsWith(start) && name.endsWith(PART);
  }

  /** Where its content goes. */
  public OutputStream output() {
    return output;
  }

  /**
   * Has the file appear.
   *
   * @throws ChangedFileException if something else is there than at the beginning
   */
  public void commit() throws IOException {
    if (part == null) {
      isOver = true;
      output.close();
      return;
    }
    output.close();
    Optional<SourceFile> now = Storage.find(uri, Map.of());
    boolean isSame =
        before == null
            ? now.isEmpty()
            : now.filter(found -> found.isSameVersion(before)).isPresent();
    if (!isSame) {
      throw new ChangedFileException(uri);
    }
    Files.move(part, Storage.localPath(uri), StandardCopyOption.ATOMIC_MOVE);
    isOver = true;
  }

  /** Leaves nothing of what was not committed. */
  @Override
  public void close() throws IOException {
    if (isOver) {
      return;
    }
    isOver = true;
    // Clients of stores refuse to work for an interrupted thread.
    boolean isInterrupted = Thread.interrupted();
    try {
      discard();
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void discard() throws IOException {
    if (output instanceof AbortableOutput upload) {
      upload.abort();
    } else {
      output.close();
    }
    if (part != null) {
      Files.deleteIfExists(part);
    }
  }
}
