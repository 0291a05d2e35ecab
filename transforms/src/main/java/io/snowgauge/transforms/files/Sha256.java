package io.snowgauge.transforms.files;

import java.nio.charset.StandardCharsets;
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

  /** The first bytes of the digest of a content, in hexadecimal: an identity for it. */
  public static String identity(byte[] content, int bytes) {
    return HexFormat.of().formatHex(digest().digest(content), 0, bytes);
  }

  /** The same of a text in UTF-8. */
  public static String identity(String content, int bytes) {
    return identity(content.getBytes(StandardCharsets.UTF_8), bytes);
  }
}
