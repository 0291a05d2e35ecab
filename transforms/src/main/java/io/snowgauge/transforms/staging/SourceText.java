package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.dataset.ZipEntries;
import io.snowgauge.transforms.files.Content;
import io.snowgauge.transforms.text.Excerpt;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A file's text, read once: what the parser pulls is handed to the counter as well, and the stored
 * bytes below it are counted and, on request, digested. Where the stored bytes cannot be read, it
 * throws {@link ReadFailure}.
 */
final class SourceText extends InputStream {
  private static final int CHUNK = 256 << 10;

  private final StoredBytes stored;
  private final InputStream text;
  private final SourceCount counter;

  SourceText(
      InputStream in,
      SourceCount counter,
      @Nullable MessageDigest digest,
      long maxDecompressedBytes,
      ZipEntries entries,
      StagingProgress.OfFile progress)
      throws IOException {
    this.stored = new StoredBytes(in, digest, progress);
    BufferedInputStream buffered = new BufferedInputStream(stored, CHUNK);
    this.text =
        entries == ZipEntries.EACH
            ? Content.openEach(buffered, maxDecompressedBytes)
            : Content.open(buffered, maxDecompressedBytes);
    this.counter = counter;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = text.read(bytes, offset, Math.min(length, CHUNK));
    if (read > 0) {
      counter.update(bytes, offset, read);
    }
    return read;
  }

  /** Reads what the parser left, so that the counts are those of the whole file. */
  void drain() throws IOException {
    byte[] rest = new byte[CHUNK];
    while (read(rest, 0, rest.length) >= 0) {
      // The counter takes it in.
    }
  }

  /** What messages say in front of what is wrong with the file in an archive, or nothing. */
  String where() {
    String entry = Content.entry(text);
    return entry == null ? "" : "'" + Excerpt.of(entry) + "': ";
  }

  /** Moves to the next file of an archive, the one before being drained; false if there is none. */
  boolean next() throws IOException {
    if (!Content.next(text)) {
      return false;
    }
    counter.startNext();
    return true;
  }

  /** How many stored bytes were read so far. */
  long storedBytes() {
    return stored.count;
  }

  @Override
  public void close() throws IOException {
    text.close();
  }

  private static final class StoredBytes extends FilterInputStream {
    private final @Nullable MessageDigest digest;
    private final StagingProgress.OfFile progress;
    private long count;

    StoredBytes(InputStream in, @Nullable MessageDigest digest, StagingProgress.OfFile progress) {
      super(in);
      this.digest = digest;
      this.progress = progress;
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
        read = super.read(bytes, offset, length);
      } catch (IOException e) {
        throw new ReadFailure(e);
      }
      if (read > 0) {
        count += read;
        progress.read(read);
        if (digest != null) {
          digest.update(bytes, offset, read);
        }
      }
      return read;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
