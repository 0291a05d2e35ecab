package io.snowgauge.io.warehouse.snowflake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.secrets.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.sql.SQLException;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateKeyFileTest {
  private static final Secret PASSPHRASE = () -> "open sesame";
  private static final Secret OTHER = () -> "something else";

  @TempDir Path folder;

  private static PrivateKey newKey() throws Exception {
    return KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
  }

  private String write(String label, byte[] der) throws Exception {
    Path file = folder.resolve("key.p8");
    String body = Base64.getMimeEncoder(64, new byte[] {10}).encodeToString(der);
    Files.writeString(
        file, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    return file.toString();
  }

  /** As {@code openssl pkcs8 -topk8} does: PBES2. */
  private static byte[] encrypt(PrivateKey key) throws Exception {
    String algorithm = "PBEWithHmacSHA256AndAES_256";
    Cipher cipher = Cipher.getInstance(algorithm);
    cipher.init(
        Cipher.ENCRYPT_MODE,
        SecretKeyFactory.getInstance(algorithm)
            .generateSecret(new PBEKeySpec(PASSPHRASE.read().toCharArray())));
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
    parameters.init(cipher.getParameters().getEncoded());
    return new EncryptedPrivateKeyInfo(parameters, cipher.doFinal(key.getEncoded())).getEncoded();
  }

  @Test
  void readsAPlainKey() throws Exception {
    PrivateKey key = newKey();
    assertThat(PrivateKeyFile.read(write("PRIVATE KEY", key.getEncoded()), null), is(key));
  }

  @Test
  void readsAnEncryptedKey() throws Exception {
    PrivateKey key = newKey();
    String path = write("ENCRYPTED PRIVATE KEY", encrypt(key));
    assertThat(PrivateKeyFile.read(path, PASSPHRASE), is(key));
  }

  @Test
  void saysWhatIsWrongWithoutSayingTheSecret() throws Exception {
    String encrypted = write("ENCRYPTED PRIVATE KEY", encrypt(newKey()));
    assertThat(refusal(encrypted, null), containsString("warehouse.auth.passphrase"));
    assertThat(
        refusal(encrypted, OTHER),
        allOf(containsString("passphrase"), not(containsString("something else"))));
    String pkcs1 = write("RSA PRIVATE KEY", new byte[] {1});
    assertThat(refusal(pkcs1, null), containsString("expected a PKCS #8 private key"));
    assertThat(refusal(pkcs1 + ".gone", null), containsString("cannot read the private key"));
  }

  private static String refusal(String path, @Nullable Secret passphrase) {
    return String.valueOf(
        assertThrows(SQLException.class, () -> PrivateKeyFile.read(path, passphrase)).getMessage());
  }
}
