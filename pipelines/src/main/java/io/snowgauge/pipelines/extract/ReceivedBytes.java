package io.snowgauge.pipelines.extract;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Counts and hashes what goes to a destination. */
final class ReceivedBytes extends OutputStream {
  private final OutputStream to;
  private final MessageDigest digest = sha256();
  private long count;

  ReceivedBytes(OutputStream to) {
    this.to = to;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
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
