package io.snowgauge.transforms.files;

import io.snowgauge.transforms.text.Excerpt;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** The one file in a zip archive. All of the archive is read, also what lists its files. */
final class ZippedFile extends InputStream {
  private final InputStream stored;
  private final ZipInputStream archive;
  private boolean ended;

  /** Moves to the file. */
  ZippedFile(InputStream stored) throws IOException {
    this.stored = stored;
    this.archive = new ZipInputStream(stored);
    ZipEntry first = archive.getNextEntry();
    if (first == null) {
      throw new EOFException(); // The file starts with an entry, so this one is cut.
    }
    if (fileFrom(first) == null) {
      throw new DamagedContentException("expected a file in the zip archive but found none");
    }
  }

  private @Nullable ZipEntry fileFrom(@Nullable ZipEntry next) throws IOException {
    ZipEntry entry = next;
    while (entry != null && entry.isDirectory()) {
      entry = archive.getNextEntry();
    }
    return entry;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = ended ? -1 : archive.read(bytes, offset, length);
    if (read < 0 && !ended) {
      ended = true;
      ZipEntry other = fileFrom(archive.getNextEntry());
      if (other != null) {
        throw new DamagedContentException(
            "expected one file in the zip archive but found another one, '"
                + Excerpt.of(other.getName())
                + "'; unpack it");
      }
      stored.transferTo(OutputStream.nullOutputStream());
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }
}
