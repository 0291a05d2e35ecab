package io.snowgauge.transforms.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The members of a gzip file, one after the other. What follows the last one may be zeros, as
 * {@code gzip} itself takes it: whoever writes whole blocks fills the last one up.
 */
final class GzipMembers extends InputStream {
  private final BufferedInputStream stored;
  private @Nullable InputStream member;

  GzipMembers(InputStream stored) throws IOException {
    this.stored = new BufferedInputStream(stored, 64 << 10);
    this.member = open();
  }

  /** The next member, which leaves what follows it unread. */
  private InputStream open() throws IOException {
    return GzipCompressorInputStream.builder().setInputStream(stored).get();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (member != null) {
      int read = member.read(bytes, offset, length);
      if (read >= 0) {
        return read;
      }
      member = next();
    }
    return -1;
  }

  private @Nullable InputStream next() throws IOException {
    stored.mark(1);
    int first = stored.read();
    if (first > 0) {
      stored.reset();
      return open();
    }
    while (first == 0) {
      first = stored.read();
    }
    if (first > 0) {
      throw new IOException("zeros, and then more, follow the last member");
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    stored.close();
  }
}
