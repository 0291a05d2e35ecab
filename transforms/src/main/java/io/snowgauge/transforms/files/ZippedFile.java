package io.snowgauge.transforms.files;

import io.snowgauge.transforms.text.Excerpt;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The one file in a zip archive, or its files one after the other. All of the archive is read, also
 * what lists its files. Names that start with a dot, and what Finder adds, are no files of anybody.
 */
final class ZippedFile extends InputStream {
  private static final String OF_FINDER = "__MACOSX/";

  private final ZipArchive stored;
  private final ZipInputStream archive;
  private final boolean takesAll;
  private String name = "";
  private boolean fileEnded;
  private boolean ended;
  private long entries;

  /**
   * Moves to the first file.
   *
   * @param takesAll whether there may be more
   */
  ZippedFile(InputStream stored, boolean takesAll) throws IOException {
    this.stored = new ZipArchive(stored);
    this.takesAll = takesAll;
    this.archive = new ZipInputStream(this.stored);
    ZipEntry first = nextEntry();
    if (first == null) {
      throw new EOFException(); // The file starts with an entry, so this one is cut.
    }
    if (!moveTo(first)) {
      throw new DamagedContentException("expected a file in the zip archive but found none");
    }
  }

  private @Nullable ZipEntry nextEntry() throws IOException {
    ZipEntry entry = archive.getNextEntry();
    entries += entry == null ? 0 : 1;
    return entry;
  }

  /** Moves to an entry that is a file, from this one on; false if there is none. */
  private boolean moveTo(@Nullable ZipEntry from) throws IOException {
    ZipEntry entry = from;
    while (entry != null && !isFile(entry)) {
      entry = nextEntry();
    }
    name = entry == null ? "" : entry.getName();
    return entry != null;
  }

  private static boolean isFile(ZipEntry entry) {
    String name = entry.getName();
    // Old tools of Windows write its separators.
    int start = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1;
    return start < name.length() && !name.startsWith(OF_FINDER) && !name.startsWith(".", start);
  }

  /** The name of the file that is read, or was read to its end. */
  String name() {
    return name;
  }

  /** Moves to the next file once the one before was read to its end; false if there is none. */
  boolean next() throws IOException {
    if (ended) {
      return false;
    }
    fileEnded = false;
    return true;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = ended || fileEnded ? -1 : archive.read(bytes, offset, length);
    if (read < 0 && !ended && !fileEnded) {
      end();
    }
    return read;
  }

  private void end() throws IOException {
    fileEnded = true;
    if (!moveTo(nextEntry())) {
      ended = true;
      stored.transferTo(OutputStream.nullOutputStream());
      stored.requireWhole(entries);
    } else if (!takesAll) {
      throw new DamagedContentException(
          "expected one file in the zip archive but found another one, '"
              + Excerpt.of(name)
              + "'; unpack it, or set zipEntries to each");
    }
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }
}
