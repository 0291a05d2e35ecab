package io.snowgauge.io.warehouse.snowflake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.emulators.Installation;
import io.snowgauge.io.secrets.Secret;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPrivateKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys as OpenSSL writes them, whose own account of them is what is expected. */
class PrivateKeyFileTest {
  private static final Secret PASSPHRASE = () -> "open sesame, naïve";
  private static final Secret OTHER = () -> "something else";

  @TempDir static Path folder;
  private static Path key;
  private static BigInteger modulus;

  @BeforeAll
  static void makeAKey() throws Exception {
    Installation.requireProgram(List.of("openssl", "version"), "tests of private keys");
    key = folder.resolve("key.pem");
    openssl("genrsa", "-out", key.toString(), "2048");
    String told = openssl("rsa", "-in", key.toString(), "-noout", "-modulus");
    modulus = new BigInteger(told.strip().replace("Modulus=", ""), 16);
  }

  /** What OpenSSL prints; the passphrase is in its environment. */
  private static String openssl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PASSPHRASE", PASSPHRASE.read());
    Process process = builder.redirectError(folder.resolve("openssl-errors.txt").toFile()).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(Files.readString(folder.resolve("openssl-errors.txt")), process.waitFor(), is(0));
    return printed;
  }

  private static String converted(String options) throws Exception {
    Path converted = folder.resolve(options.replaceAll("[^a-zA-Z0-9]+", "_") + ".p8");
    List<String> arguments =
        new ArrayList<>(List.of("pkcs8", "-topk8", "-in", key.toString(), "-passout"));
    arguments.addAll(List.of("env:PASSPHRASE", "-out", converted.toString()));
    arguments.addAll(List.of(options.split(" ")));
    openssl(arguments.toArray(String[]::new));
    return converted.toString();
  }

  /** The first is what https://docs.snowflake.com/en/user-guide/key-pair-auth says. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-v2 des3",
        "-v2 aes128",
        "-v2 aes192",
        "-v2 aes256",
        "-v2 aes256 -v2prf hmacWithSHA1",
        "-v2 aes256 -v2prf hmacWithSHA512",
        "-scrypt",
        "-scrypt -v2 des3",
        "-scrypt -v2 aes128 -scrypt_N 1024 -scrypt_r 4 -scrypt_p 2"
      })
  void readsAnEncryptedKey(String options) throws Exception {
    String path = converted(options);
    RSAPrivateKey read = (RSAPrivateKey) PrivateKeyFile.read(path, PASSPHRASE);
    assertThat(read.getModulus(), is(modulus));
    assertThat(
        refusal(path, OTHER),
        allOf(containsString("of another passphrase"), not(containsString("something else"))));
    assertThat(refusal(path, null), containsString("warehouse.auth.passphrase"));
  }

  /** One wrong passphrase in 256 leaves a padding that looks right, and junk for a key. */
  @Test
  void namesAWrongPassphraseWhateverItDecrypts() throws Exception {
    String path = converted("-v2 aes128 -iter 1");
    for (int i = 0; i < 3000; i++) {
      String other = "other" + i;
      assertThat(refusal(path, () -> other), containsString("damaged, or of another passphrase"));
    }
  }

  /** The JDK takes passphrases of ASCII only for it. */
  @Test
  void readsAKeyOfTheOlderScheme() throws Exception {
    String path = converted("-v1 PBE-SHA1-3DES -passout pass:sesame");
    RSAPrivateKey read = (RSAPrivateKey) PrivateKeyFile.read(path, () -> "sesame");
    assertThat(read.getModulus(), is(modulus));
  }

  @Test
  void readsAPlainKey() throws Exception {
    RSAPrivateKey read = (RSAPrivateKey) PrivateKeyFile.read(converted("-nocrypt"), null);
    assertThat(read.getModulus(), is(modulus));
  }

  /** As secret stores and editors leave them. */
  @Test
  void findsTheKeyWhereverItStandsInTheFile() throws Exception {
    String pem = Files.readString(Path.of(converted("-nocrypt")));
    String certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for (String written :
        List.of(
            "\ufeff" + pem,
            pem.indent(4),
            pem.replace('\n', ' '),
            certificate + pem + certificate)) {
      Path file = Files.writeString(folder.resolve("elsewhere.p8"), written);
      RSAPrivateKey read = (RSAPrivateKey) PrivateKeyFile.read(file.toString(), null);
      assertThat(written, read.getModulus(), is(modulus));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"camellia-256-cbc", "aria-128-cbc"})
  void namesTheAlgorithmThatIsNotUnderstood(String cipher) throws Exception {
    String path = converted("-v2 " + cipher);
    assertThat(
        refusal(path, PASSPHRASE),
        allOf(
            containsString("an algorithm that is not understood: " + cipher),
            containsString("openssl pkcs8 -topk8 -v2 aes256 -in " + path)));
  }

  @Test
  void saysHowToConvertPkcs1() throws Exception {
    String path = folder.resolve("pkcs1.pem").toString();
    openssl("rsa", "-traditional", "-in", key.toString(), "-out", path);
    assertThat(
        refusal(path, null),
        allOf(
            containsString("but found one of PKCS #1"),
            containsString("openssl pkcs8 -topk8 -v2 aes256 -in " + path)));
  }

  @Test
  void refusesWhatIsNoRsaKey() throws Exception {
    String path = folder.resolve("elliptic.p8").toString();
    openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", path);
    assertThat(refusal(path, null), containsString("expected an RSA key in " + path));
    assertThat(
        refusal(path + ".gone", null),
        containsString(
            "cannot read the private key " + path + ".gone: there is no such file or folder"));
    Files.writeString(folder.resolve("empty"), "");
    assertThat(refusal(folder.resolve("empty").toString(), null), containsString("found none"));
  }

  private static String refusal(String path, @Nullable Secret passphrase) {
    return String.valueOf(
        assertThrows(SQLException.class, () -> PrivateKeyFile.read(path, passphrase)).getMessage());
  }
}
