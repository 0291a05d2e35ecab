package io.snowgauge.io.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Somebody else's program that makes keys and checks signatures. */
public final class Openssl {
  private final Path folder;

  /** In a folder of its own. */
  public Openssl(Path folder) {
    this.folder = folder;
  }

  /** Makes a key; gives the file. */
  public Path key(String name) throws Exception {
    Path key = folder.resolve(name + ".pem");
    run(0, "genpkey", "-algorithm", "ed25519", "-out", key.toString());
    return key;
  }

  /** The public half of a key; gives the file. */
  public Path publicKey(Path key) throws Exception {
    Path file = Path.of(key + ".pub");
    run(0, "pkey", "-in", key.toString(), "-pubout", "-out", file.toString());
    return file;
  }

  /** Requires that a JWS in its compact form is signed by a key. */
  public void requireSigned(Path publicKey, String jws) throws Exception {
    String[] parts = jws.split("\\.", -1);
    Path signed = Files.writeString(folder.resolve("signed"), parts[0] + "." + parts[1]);
    Path signature =
        Files.write(folder.resolve("signature"), Base64.getUrlDecoder().decode(parts[2]));
    run(
        0,
        "pkeyutl",
        "-verify",
        "-pubin",
        "-inkey",
        publicKey.toString(),
        "-rawin",
        "-in",
        signed.toString(),
        "-sigfile",
        signature.toString());
  }

  private static void run(int code, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(out, process.waitFor(), is(code));
  }
}
