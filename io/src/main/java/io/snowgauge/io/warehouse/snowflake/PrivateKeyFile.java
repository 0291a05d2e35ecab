package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.secrets.Secret;
import io.snowgauge.transforms.files.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.SQLException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.util.io.pem.PemObject;
import org.jspecify.annotations.Nullable;

/**
 * Reads a PKCS #8 private key in PEM (RFC 7468), encrypted or not. Not left to the driver, which
 * cannot decrypt what current OpenSSL writes without a security provider of its own.
 */
final class PrivateKeyFile {
  private static final String PLAIN = "PRIVATE KEY";
  private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";

  /** PKCS #1, as {@code openssl genrsa -traditional} writes it. */
  private static final String OF_RSA_ONLY = "RSA PRIVATE KEY";

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private PrivateKeyFile() {}

  /**
   * Reads the key.
   *
   * @throws SQLException if there is none, or the passphrase does not fit; says which file, and
   *     nothing of what is in it
   */
  static PrivateKey read(String path, @Nullable Secret passphrase) throws SQLException {
    PemObject pem = pem(path);
    boolean isEncrypted = pem.getType().equals(ENCRYPTED);
    if (!isEncrypted) {
      try {
        return key(path, pem.getContent());
      } catch (GeneralSecurityException | RuntimeException e) {
        throw new SQLException("cannot use the private key " + path + ": damaged", e);
      }
    }
    if (passphrase == null) {
      throw new SQLException(
          "the private key " + path + " is encrypted: warehouse.auth.passphrase is missing");
    }
    try {
      return key(path, EncryptedKey.decrypt(pem.getContent(), passphrase.read()));
    } catch (NoSuchAlgorithmException e) {
      throw new SQLException(
          "the private key "
              + path
              + " is encrypted with an algorithm that is not understood: "
              + e.getMessage()
              + converted(path),
          e);
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw new SQLException(
          "cannot use the private key " + path + ": damaged, or of another passphrase", e);
    }
  }

  /**
   * The key's block, wherever it stands: files of secret stores begin with a byte-order mark, are
   * indented, have everything on one line, or certificates before the key.
   */
  private static PemObject pem(String path) throws SQLException {
    String type = "";
    try {
      Matcher blocks = BLOCK.matcher(Files.readString(Path.of(path), StandardCharsets.ISO_8859_1));
      while (blocks.find()) {
        type = blocks.group(1);
        if (type.equals(PLAIN) || type.equals(ENCRYPTED)) {
          return new PemObject(type, Base64.getMimeDecoder().decode(blocks.group(2)));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new SQLException("cannot read the private key " + path + ": " + Reason.alone(e), e);
    }
    throw new SQLException(
        "expected a PKCS #8 private key (-----BEGIN PRIVATE KEY----- or -----BEGIN ENCRYPTED"
            + " PRIVATE KEY-----) in "
            + path
            + (type.equals(OF_RSA_ONLY)
                ? " but found one of PKCS #1"
                : " but found " + (type.isEmpty() ? "none" : "a " + type))
            + converted(path));
  }

  private static String converted(String path) {
    return "; this converts it: openssl pkcs8 -topk8 -v2 aes256 -in " + path + " -out snowgauge.p8";
  }

  private static PrivateKey key(String path, byte[] der)
      throws SQLException, GeneralSecurityException {
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(der);
    String algorithm = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
    if (!algorithm.equals(PKCSObjectIdentifiers.rsaEncryption.getId())) {
      throw new SQLException(
          "expected an RSA key in " + path + " but found one of the algorithm " + algorithm);
    }
    return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
  }
}
