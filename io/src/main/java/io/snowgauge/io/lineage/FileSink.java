package io.snowgauge.io.lineage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowgauge.io.files.FolderAccess;
import io.snowgauge.io.posting.UndeliveredException;
import io.snowgauge.io.warehouse.Finding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** A local file, an event a line, which grows: for where no server is within reach. */
public final class FileSink implements LineageSink {
  private final Path file;

  /** A file, which need not be there. */
  public FileSink(Path file) {
    this.file = file.toAbsolutePath();
  }

  private Path folder() {
    return Objects.requireNonNull(file.getParent());
  }

  /**
   * In one write, which a channel makes whatever its length, so that processes that append at a
   * time do not mix their lines.
   */
  @Override
  public void deliver(String event) throws UndeliveredException {
    try {
      Files.createDirectories(folder());
      append(ByteBuffer.wrap((event + "\n").getBytes(UTF_8)));
    } catch (IOException e) {
      throw new UndeliveredException(
          file + " cannot be written, " + e.getClass().getSimpleName(), false);
    }
  }

  private void append(ByteBuffer line) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      channel.write(line);
      if (line.hasRemaining()) {
        throw new IOException("a part of a line was written");
      }
    }
  }

  @Override
  public Finding look(String subject) {
    String why =
        Files.isDirectory(file) ? file + " is a folder" : FolderAccess.whyNotWritable(folder());
    if (why == null && Files.exists(file) && !Files.isWritable(file)) {
      why = file + " may not be written";
    }
    return why == null
        ? Finding.ok(subject, file + " can be written")
        : Finding.failed(subject, why);
  }
}
