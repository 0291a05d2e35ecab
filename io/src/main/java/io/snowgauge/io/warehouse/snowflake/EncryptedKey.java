package io.snowgauge.io.warehouse.snowflake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.generators.SCrypt;
import org.jspecify.annotations.Nullable;

/**
 * Decrypts a PKCS #8 key as OpenSSL encrypts it: by PBES2 (RFC 8018) with PBKDF2 or scrypt (RFC
 * 7914), and by the schemes before it that the JDK knows. The JDK's own PBES2 has neither triple
 * DES, which Snowflake's page asks for, nor AES-192, nor scrypt.
 */
final class EncryptedKey {
  private static final String SCRYPT = "1.3.6.1.4.1.11591.4.11";

  /** A cipher of PBES2: what the JDK calls it, its key, and how long that is. */
  private record BlockCipher(String transformation, String key, int bytes) {}

  private static final Map<String, BlockCipher> CIPHERS =
      Map.of(
          "1.2.840.113549.3.7", new BlockCipher("DESede/CBC/PKCS5Padding", "DESede", 24),
          "2.16.840.1.101.3.4.1.2", new BlockCipher("AES/CBC/PKCS5Padding", "AES", 16),
          "2.16.840.1.101.3.4.1.22", new BlockCipher("AES/CBC/PKCS5Padding", "AES", 24),
          "2.16.840.1.101.3.4.1.42", new BlockCipher("AES/CBC/PKCS5Padding", "AES", 32));

  private static final Map<String, String> PSEUDORANDOM_FUNCTIONS =
      Map.of(
          "1.2.840.113549.2.7", "PBKDF2WithHmacSHA1",
          "1.2.840.113549.2.8", "PBKDF2WithHmacSHA224",
          "1.2.840.113549.2.9", "PBKDF2WithHmacSHA256",
          "1.2.840.113549.2.10", "PBKDF2WithHmacSHA384",
          "1.2.840.113549.2.11", "PBKDF2WithHmacSHA512");

  /** Ciphers that OpenSSL has and this has not, as OpenSSL calls them. */
  private static final Map<String, String> OTHER_CIPHERS =
      Map.ofEntries(
          Map.entry("1.2.392.200011.61.1.1.1.2", "camellia-128-cbc"),
          Map.entry("1.2.392.200011.61.1.1.1.3", "camellia-192-cbc"),
          Map.entry("1.2.392.200011.61.1.1.1.4", "camellia-256-cbc"),
          Map.entry("1.2.410.200046.1.1.2", "aria-128-cbc"),
          Map.entry("1.2.410.200046.1.1.7", "aria-192-cbc"),
          Map.entry("1.2.410.200046.1.1.12", "aria-256-cbc"),
          Map.entry("1.2.410.200004.1.4", "seed-cbc"),
          Map.entry("1.2.156.10197.1.104.2", "sm4-cbc"),
          Map.entry("1.2.840.113549.3.2", "rc2-cbc"),
          Map.entry("1.3.14.3.2.7", "des-cbc"));

  private EncryptedKey() {}

  /**
   * The key, as PKCS #8 has it without encryption.
   *
   * @throws NoSuchAlgorithmException if an algorithm is not understood; its message is its name
   * @throws GeneralSecurityException if the passphrase does not fit
   */
  static byte[] decrypt(byte[] der, String passphrase)
      throws GeneralSecurityException, IOException {
    EncryptedPrivateKeyInfo info = EncryptedPrivateKeyInfo.getInstance(der);
    if (!info.getEncryptionAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
      return decryptByOlderScheme(der, passphrase);
    }
    PBES2Parameters scheme =
        PBES2Parameters.getInstance(info.getEncryptionAlgorithm().getParameters());
    String oid = scheme.getEncryptionScheme().getAlgorithm().getId();
    BlockCipher algorithm = CIPHERS.get(oid);
    if (algorithm == null) {
      throw new NoSuchAlgorithmException(named(OTHER_CIPHERS.get(oid), oid));
    }
    byte[] key =
        derive(
            scheme.getKeyDerivationFunc().getAlgorithm().getId(),
            scheme.getKeyDerivationFunc().getParameters(),
            passphrase,
            algorithm.bytes());
    Cipher cipher = Cipher.getInstance(algorithm.transformation());
    byte[] start =
        ASN1OctetString.getInstance(scheme.getEncryptionScheme().getParameters()).getOctets();
    cipher.init(
        Cipher.DECRYPT_MODE, new SecretKeySpec(key, algorithm.key()), new IvParameterSpec(start));
    return cipher.doFinal(info.getEncryptedData());
  }

  private static String named(@Nullable String name, String oid) {
    return name == null ? oid : name + " (" + oid + ")";
  }

  private static byte[] derive(String function, Object parameters, String passphrase, int bytes)
      throws GeneralSecurityException {
    if (function.equals(PKCSObjectIdentifiers.id_PBKDF2.getId())) {
      return pbkdf2(PBKDF2Params.getInstance(parameters), passphrase, bytes);
    }
    if (function.equals(SCRYPT)) {
      return scrypt(ASN1Sequence.getInstance(parameters), passphrase, bytes);
    }
    throw new NoSuchAlgorithmException(function);
  }

  private static byte[] pbkdf2(PBKDF2Params parameters, String passphrase, int bytes)
      throws GeneralSecurityException {
    AlgorithmIdentifier function = parameters.getPrf();
    String name = PSEUDORANDOM_FUNCTIONS.get(function.getAlgorithm().getId());
    if (name == null) {
      throw new NoSuchAlgorithmException("PBKDF2 with " + function.getAlgorithm().getId());
    }
    PBEKeySpec secret =
        new PBEKeySpec(
            passphrase.toCharArray(),
            parameters.getSalt(),
            parameters.getIterationCount().intValueExact(),
            8 * bytes);
    try {
      return SecretKeyFactory.getInstance(name).generateSecret(secret).getEncoded();
    } finally {
      secret.clearPassword();
    }
  }

  /** Salt, cost, block size and parallelization, in this order. */
  private static byte[] scrypt(ASN1Sequence parameters, String passphrase, int bytes) {
    return SCrypt.generate(
        passphrase.getBytes(StandardCharsets.UTF_8),
        ASN1OctetString.getInstance(parameters.getObjectAt(0)).getOctets(),
        ASN1Integer.getInstance(parameters.getObjectAt(1)).intValueExact(),
        ASN1Integer.getInstance(parameters.getObjectAt(2)).intValueExact(),
        ASN1Integer.getInstance(parameters.getObjectAt(3)).intValueExact(),
        bytes);
  }

  private static byte[] decryptByOlderScheme(byte[] der, String passphrase)
      throws GeneralSecurityException, IOException {
    javax.crypto.EncryptedPrivateKeyInfo info = new javax.crypto.EncryptedPrivateKeyInfo(der);
    PBEKeySpec secret = new PBEKeySpec(passphrase.toCharArray());
    try {
      Cipher cipher;
      SecretKeyFactory keys;
      try {
        cipher = Cipher.getInstance(info.getAlgName());
        keys = SecretKeyFactory.getInstance(info.getAlgName());
      } catch (GeneralSecurityException e) {
        throw new NoSuchAlgorithmException(info.getAlgName(), e);
      }
      cipher.init(Cipher.DECRYPT_MODE, keys.generateSecret(secret), info.getAlgParameters());
      return cipher.doFinal(info.getEncryptedData());
    } finally {
      secret.clearPassword();
    }
  }
}
