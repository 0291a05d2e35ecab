package io.snowgauge.transforms.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The text inside a file's bytes: what it is packed in is recognised by its first bytes, whatever
 * the file is called.
 */
public final class Content {
  private Content() {}

  /**
   * Opens the text.
   *
   * @param stored the file's bytes, which must support {@link InputStream#mark mark}
   * @param maxBytes how much a compressed file may unpack to
   * @return the text; reading throws {@link DamagedContentException} where the compressed bytes are
   *     damaged, cut short or unpack to more than {@code maxBytes}, or to no text
   * @throws DamagedContentException where the file is one of a known format that is not text
   */
  public static InputStream open(BufferedInputStream stored, long maxBytes) throws IOException {
    stored.mark(BinaryFormat.START);
    byte[] start = stored.readNBytes(BinaryFormat.START);
    stored.reset();
    Packing packing = Packing.of(start, start.length);
    if (packing != null) {
      return new Unpacked(stored, maxBytes, packing);
    }
    refuseBinary("expected text", start, start.length);
    return stored;
  }

  /**
   * Opens the text, or, of a zip archive, the first one of its files, which {@link #next} goes on
   * from.
   *
   * @param stored as above
   * @param maxBytes how much all of them may unpack to
   */
  public static InputStream openEach(BufferedInputStream stored, long maxBytes)
      throws IOException {
    stored.mark(BinaryFormat.START);
    byte[] start = stored.readNBytes(BinaryFormat.START);
    stored.reset();
    return Packing.of(start, start.length) == Packing.ZIP
        ? new Unpacked(stored, maxBytes, Packing.ZIP, in -> new ZippedFile(in, true))
        : open(stored, maxBytes);
  }

  /** The name of the file in an archive that is read; null if it is no archive of files. */
  public static @Nullable String entry(InputStream text) {
    return text instanceof Unpacked unpacked && unpacked.unpacked instanceof ZippedFile file
        ? file.name()
        : null;
  }

  /** Moves to the next file of an archive, the one before being read; false if there is none. */
  public static boolean next(InputStream text) throws IOException {
    return text instanceof Unpacked unpacked && unpacked.next();
  }

  private static void refuseBinary(String expected, byte[] start, int length)
      throws DamagedContentException {
    String found = BinaryFormat.of(start, length);
    if (found != null) {
      throw new DamagedContentException(expected + " but found " + found);
    }
  }

  /** Says of every failure of the decompressor what it is, and keeps to the bound. */
  private static final class Unpacked extends InputStream {
    private final Stored stored;
    private final InputStream unpacked;
    private final long maxBytes;
    private final String format;
    private final byte[] start = new byte[BinaryFormat.START];
    private int started;
    private boolean isKnown;
    private long total;

    Unpacked(InputStream bytes, long maxBytes, Packing packing) throws IOException {
      this(bytes, maxBytes, packing, packing::open);
    }

    Unpacked(InputStream bytes, long maxBytes, Packing packing, Opening opening)
        throws IOException {
      this.stored = new Stored(bytes);
      this.maxBytes = maxBytes;
      this.format = packing.label();
      try {
        this.unpacked = opening.open(stored);
      } catch (IOException e) {
        throw damaged(e);
      }
    }

    boolean next() throws IOException {
      started = 0;
      isKnown = false;
      return unpacked instanceof ZippedFile file && file.next();
    }

    private IOException damaged(IOException e) {
      return stored.failed || e instanceof DamagedContentException
          ? e
          : new DamagedContentException(
              "expected a complete "
                  + format
                  + " file but found damage: "
                  + (e.getMessage() == null ? "it ends too early" : e.getMessage()));
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read;
      try {
        read = unpacked.read(bytes, offset, length);
      } catch (IOException e) {
        throw damaged(e);
      }
      total += Math.max(read, 0);
      if (!isKnown) {
        look(bytes, offset, read);
      }
      if (total > maxBytes) {
        throw new DamagedContentException(
            "expected at most "
                + maxBytes
                + " bytes of unpacked text (maxDecompressedBytes) but"
                + " found more");
      }
      return read;
    }

    /** Looks at what was unpacked first: it may be something else than text, too. */
    private void look(byte[] bytes, int offset, int read) throws DamagedContentException {
      int taken = Math.min(Math.max(read, 0), start.length - started);
      System.arraycopy(bytes, offset, start, started, taken);
      started += taken;
      isKnown = read < 0 || started == start.length;
      if (isKnown) {
        Packing inner = Packing.of(start, started);
        if (inner != null) {
          throw new DamagedContentException(
              "expected text in "
                  + format
                  + " but found "
                  + inner.label()
                  + (inner.label().equals(format) ? " again" : "")
                  + "; unpack it once");
        }
        refuseBinary("expected text in " + format, start, started);
      }
    }

    @Override
    public void close() throws IOException {
      unpacked.close();
    }
  }

  /** How packed bytes become a text. */
  @FunctionalInterface
  private interface Opening {
    InputStream open(InputStream stored) throws IOException;
  }

  /** Remembers whether it was the storage that failed, not the decompressor. */
  private static final class Stored extends InputStream {
    private final InputStream in;
    private boolean failed;

    Stored(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      try {
        return in.read();
      } catch (IOException e) {
        failed = true;
        throw e;
      }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return in.read(bytes, offset, length);
      } catch (IOException e) {
        failed = true;
        throw e;
      }
    }

    @Override
    public int available() throws IOException {
      return in.available();
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
