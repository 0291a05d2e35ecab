package io.snowgauge.transforms.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, which every Java platform has. */
public final class Sha256 {
  private Sha256() {}

  /** One that is still to be given what it digests. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * The digest of the bytes of a file version as they lie in storage, in small hexadecimal digits.
   * The file streams through.
   *
   * @throws IOException if it cannot be read, or is another version by now
   */
  public static String of(SourceFile file) throws IOException {
    MessageDigest digest = digest();
    try (InputStream in = new DigestInputStream(Storage.open(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The first bytes of the digest of a content, in hexadecimal: an identity for it. */
  public static String identity(byte[] content, int bytes) {
    return HexFormat.of().formatHex(digest().digest(content), 0, bytes);
  }

  /** The same of a text in UTF-8. */
  public static String identity(String content, int bytes) {
    return identity(content.getBytes(StandardCharsets.UTF_8), bytes);
  }
}
