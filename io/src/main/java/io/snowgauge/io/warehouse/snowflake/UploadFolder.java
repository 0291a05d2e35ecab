package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.transforms.files.Reason;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder below {@code java.io.tmpdir} for files on their way to a stage, which get names there
 * that PUT takes as they are. It is created when it is first needed, and holds a lock: what a
 * killed process left is removed by the next that needs one.
 */
final class UploadFolder implements AutoCloseable {
  private static final String PREFIX = "snowgauge-upload-";
  private static final String LOCK = "lock";

  /** PUT expands wildcards, and the driver ends a path at the first quote. */
  private static final Pattern NOT_TAKEN = Pattern.compile("['\\\\*?\\[\\]\\p{Cntrl}]");

  private static final Logger LOG = LoggerFactory.getLogger(UploadFolder.class);

  private @Nullable Path root;
  private @Nullable FileChannel lock;

  /** A new folder in it. */
  Path subfolder(int number) throws IOException {
    return Files.createDirectories(root().resolve(String.valueOf(number)));
  }

  private Path root() throws IOException {
    Path created = root;
    if (created == null) {
      Path temporary = Path.of(System.getProperty("java.io.tmpdir", "/tmp")).toAbsolutePath();
      if (NOT_TAKEN.matcher(temporary.toString()).find()) {
        throw new IOException(
            "java.io.tmpdir: expected a path without quotes, backslashes and wildcards, which"
                + " Snowflake's PUT cannot take, but found "
                + temporary);
      }
      removeLeftovers(temporary);
      created = Files.createTempDirectory(temporary, PREFIX);
      root = created;
      lock(created);
    }
    return created;
  }

  /** Under the name by which others look for it, the lock is held already. */
  private void lock(Path folder) throws IOException {
    Path unlocked = folder.resolve("unlocked");
    FileChannel channel =
        FileChannel.open(unlocked, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    lock = channel;
    channel.lock();
    Files.move(unlocked, folder.resolve(LOCK));
  }

  private static void removeLeftovers(Path temporary) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
      for (Path folder : folders) {
        removeIfLeft(folder);
      }
    }
  }

  private static void removeIfLeft(Path folder) {
    Path file = folder.resolve(LOCK);
    if (!Files.isWritable(file)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock held = channel.tryLock()) {
      if (held != null) {
        Storage.deleteFolder(Storage.localUri(folder));
      }
    } catch (OverlappingFileLockException inUse) {
      LOG.debug("another upload of this process uses {}", folder);
    } catch (IOException e) {
      LOG.debug("{} was left behind", folder, e);
    }
  }

  /**
   * Brings a file's contents under another path: a large local one by a link, for PUT reads what it
   * leads to.
   *
   * @param isLinked whether that is enough
   */
  static void bring(String uri, Path target, boolean isLinked) throws IOException {
    if (Storage.isLocal(uri)) {
      if (isLinked) {
        Files.createSymbolicLink(target, Storage.localPath(uri));
      } else {
        Files.copy(Storage.localPath(uri), target, StandardCopyOption.REPLACE_EXISTING);
      }
      return;
    }
    try (InputStream content = Storage.open(uri)) {
      Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Removes the folder with all that is in it. */
  @Override
  public void close() {
    try (FileChannel held = lock) {
      if (root != null) {
        Storage.deleteFolder(Storage.localUri(root));
      }
      LOG.trace("{} is released", held);
    } catch (IOException e) {
      LOG.warn("uploaded files were left behind in {}: {}", root, Reason.of(e));
    }
  }
}
