package io.snowgauge.transforms.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/**
 * The bytes of a zip archive, of which the last are kept: its end tells how many entries it has, so
 * that an archive that was cut behind one of them, or has lost the start of one, is not taken for a
 * smaller one. The format is that of PKWARE's APPNOTE.TXT, 4.3.
 */
final class ZipArchive extends FilterInputStream {
  private static final int END_LENGTH = 22;

  /** With the longest comment that may stand behind it. */
  private static final int KEPT = END_LENGTH + 0xffff;

  private static final int LOCATOR_LENGTH = 20;
  private static final long END = 0x06054b50;
  private static final long LOCATOR = 0x07064b50;
  private static final int MANY = 0xffff;

  private final byte[] last = new byte[2 * KEPT];
  private int length;
  private long position;

  ZipArchive(InputStream stored) {
    super(stored);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    int read = in.read(bytes, offset, count);
    if (read > 0) {
      keep(bytes, offset, read);
    }
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] skipped = new byte[(int) Math.min(count, 8192)];
    return Math.max(read(skipped, 0, skipped.length), 0);
  }

  private void keep(byte[] bytes, int offset, int read) {
    position += read;
    int taken = Math.min(read, KEPT);
    if (length + taken > last.length) {
      System.arraycopy(last, length - KEPT, last, 0, KEPT);
      length = KEPT;
    }
    System.arraycopy(bytes, offset + read - taken, last, length, taken);
    length += taken;
  }

  /**
   * Requires that all of the archive was seen; to be called when all bytes were read.
   *
   * @param entries that were read, files and folders
   * @throws ZipException if the archive's own end does not fit that
   */
  void requireWhole(long entries) throws ZipException {
    int end = length - END_LENGTH;
    while (end >= 0 && !isEnd(end)) {
      end--;
    }
    if (end < 0) {
      throw new ZipException("it ends without the list of its files");
    }
    long listed = number(end + 10, 2);
    if (listed != MANY && listed != entries) {
      throw new ZipException("it lists " + listed + " entries but has " + entries);
    }
    // An archive with more, or of more bytes, than fit here tells them in another record.
    boolean isLarge = end >= LOCATOR_LENGTH && number(end - LOCATOR_LENGTH, 4) == LOCATOR;
    long endOfList = number(end + 12, 4) + number(end + 16, 4);
    if (!isLarge && endOfList != position - length + end) {
      throw new ZipException("its list of files is not where it says, as if something was added");
    }
  }

  private boolean isEnd(int at) {
    return number(at, 4) == END && at + END_LENGTH + number(at + 20, 2) <= length;
  }

  private long number(int at, int bytes) {
    long number = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      number = number << 8 | (last[at + i] & 0xff);
    }
    return number;
  }
}
