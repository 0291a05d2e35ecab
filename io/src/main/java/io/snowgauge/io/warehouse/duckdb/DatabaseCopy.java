package io.snowgauge.io.warehouse.duckdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * A copy of a database file and the log beside it, to look at while another process has them open.
 * That one appends to the log, and now and then takes it into the file: a copy is whole if the file
 * was not touched meanwhile.
 */
final class DatabaseCopy {
  /** A larger one takes too long, and too much room. */
  private static final long MOST_BYTES = 2L << 30;

  private static final int TRIES = 5;
  private static final String LOG = ".wal";

  private DatabaseCopy() {}

  /** The file as it is at a moment. */
  private record State(long bytes, FileTime modified) {
    private static State of(Path file) throws IOException {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return new State(found.size(), found.lastModifiedTime());
    }
  }

  /** Copies a database to where it stays as long as this process; nothing if it is too large. */
  static Optional<Path> of(Path database) throws IOException {
    Path folder = Files.createTempDirectory("snowgauge-look");
    Path copy = folder.resolve(String.valueOf(database.getFileName()));
    Path log = Path.of(copy + LOG);
    folder.toFile().deleteOnExit();
    copy.toFile().deleteOnExit();
    log.toFile().deleteOnExit();
    for (int i = 0; i < TRIES; i++) {
      State before = State.of(database);
      if (before.bytes() > MOST_BYTES) {
        return Optional.empty();
      }
      Files.copy(database, copy, StandardCopyOption.REPLACE_EXISTING);
      copyIfThere(Path.of(database + LOG), log);
      if (State.of(database).equals(before)) {
        return Optional.of(copy);
      }
    }
    return Optional.empty();
  }

  private static void copyIfThere(Path file, Path to) throws IOException {
    try {
      Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchFileException e) {
      Files.deleteIfExists(to);
    }
  }
}
