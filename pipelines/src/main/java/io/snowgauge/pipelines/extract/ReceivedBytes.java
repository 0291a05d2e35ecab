package io.snowgauge.pipelines.extract;

import io.snowgauge.transforms.files.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Counts and hashes what goes to a destination. */
final class ReceivedBytes extends OutputStream {
  private final OutputStream to;
  private final MessageDigest digest = Sha256.digest();
  private long count;

  ReceivedBytes(OutputStream to) {
    this.to = to;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    to.write(bytes, offset, length);
    digest.update(bytes, offset, length);
    count += length;
  }

  long count() {
    return count;
  }

  /** The hash of all of it, which ends the counting. */
  String finish() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
