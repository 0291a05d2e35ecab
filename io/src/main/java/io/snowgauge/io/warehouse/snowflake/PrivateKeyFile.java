package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.secrets.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.SQLException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Reads a PKCS #8 private key in PEM (RFC 7468), encrypted or not. Not left to the driver, which
 * cannot decrypt what current OpenSSL writes without a security provider of its own.
 */
final class PrivateKeyFile {
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN (ENCRYPTED )?PRIVATE KEY-----(.*?)-----END (?:ENCRYPTED )?PRIVATE KEY-----",
          Pattern.DOTALL);

  private PrivateKeyFile() {}

  /**
   * Reads the key.
   *
   * @throws SQLException if there is none, or the passphrase does not fit; says which file, and
   *     nothing of what is in it
   */
  static PrivateKey read(String path, @Nullable Secret passphrase) throws SQLException {
    String text;
    try {
      text = Files.readString(Path.of(path), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new SQLException("cannot read the private key " + path + ": " + e, e);
    }
    Matcher pem = PEM.matcher(text);
    if (!pem.find()) {
      throw new SQLException(
          "expected a PKCS #8 private key (-----BEGIN PRIVATE KEY----- or -----BEGIN ENCRYPTED"
              + " PRIVATE KEY-----) in "
              + path
              + " but found something else; 'openssl pkcs8 -topk8' converts keys");
    }
    boolean isEncrypted = pem.group(1) != null;
    if (isEncrypted && passphrase == null) {
      throw new SQLException(
          "the private key " + path + " is encrypted: warehouse.auth.passphrase is missing");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
      KeySpec key =
          passphrase != null && isEncrypted
              ? decrypt(der, passphrase)
              : new PKCS8EncodedKeySpec(der);
      return KeyFactory.getInstance("RSA").generatePrivate(key);
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw new SQLException(
          "cannot use the private key "
              + path
              + (isEncrypted ? ": damaged, or of another passphrase" : ": damaged, or not RSA"),
          e);
    }
  }

  private static KeySpec decrypt(byte[] der, Secret passphrase)
      throws GeneralSecurityException, IOException {
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
    // The algorithm of PBES2 is only a frame; its parameters name the one to decrypt with.
    String algorithm =
        info.getAlgName().equals("PBES2") || info.getAlgName().equals("1.2.840.113549.1.5.13")
            ? info.getAlgParameters().toString()
            : info.getAlgName();
    PBEKeySpec secret = new PBEKeySpec(passphrase.read().toCharArray());
    try {
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(algorithm).generateSecret(secret),
          info.getAlgParameters());
      return info.getKeySpec(cipher);
    } finally {
      secret.clearPassword();
    }
  }
}
