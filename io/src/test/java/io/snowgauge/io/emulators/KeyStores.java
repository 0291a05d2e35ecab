package io.snowgauge.io.emulators;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A key for localhost, and a store that trusts it, made by the JDK's keytool. */
final class KeyStores {
  private KeyStores() {}

  static Path keyStore(Path folder) {
    return folder.resolve("key.p12");
  }

  static Path trustStore(Path folder) {
    return folder.resolve("trust.p12");
  }

  static void create(Path folder) throws IOException {
    Path certificate = folder.resolve("certificate.pem");
    keytool(
        keyStore(folder),
        "-genkeypair -alias broker -keyalg RSA -validity 30 -dname CN=localhost"
            + " -ext SAN=dns:localhost,ip:127.0.0.1");
    keytool(keyStore(folder), "-exportcert -alias broker -rfc -file " + certificate);
    keytool(trustStore(folder), "-importcert -noprompt -alias broker -file " + certificate);
  }

  private static void keytool(Path store, String arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", KafkaBroker.TRUST_STORE_PASSWORD));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException("keytool failed: " + String.join(" ", command));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new IOException(e);
    }
  }
}
