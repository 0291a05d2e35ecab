package io.snowgauge.io.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.warehouse.control.LedgerChain.Head;
import io.snowgauge.transforms.files.Storage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Anchors are signed as others check it, and what is not as it was signed is told. */
class AnchorsTest {
  private static final Instant NOON = Instant.parse("2025-06-06T12:00:00.5Z");
  private static final Head HEAD = new Head("sales", 7, 12, "ab".repeat(32));

  @TempDir Path folder;
  private Openssl openssl;
  private Path keyFile;
  private SigningKey key;
  private Anchors anchors;
  private Path written;

  @BeforeEach
  void write() throws Exception {
    openssl = new Openssl(folder);
    keyFile = openssl.key("one");
    key = SigningKey.parse(Files.readString(keyFile));
    anchors = new Anchors(Storage.localUri(folder) + "/anchors/");
    assertThat(anchors.write(HEAD, key, NOON), is(true));
    written = folder.resolve("anchors/sales/000000000007-abababababababab.jws");
  }

  private List<String> found(PublicKeys keys) throws Exception {
    List<ChainFinding> findings = new ArrayList<>();
    anchors.read("sales", keys, findings);
    return findings.stream().map(ChainFinding::toString).toList();
  }

  @Test
  void anAnchorIsSignedAsOpensslChecksIt() throws Exception {
    Path publicKey = openssl.publicKey(keyFile);
    openssl.requireSigned(publicKey, Files.readString(written));
    List<ChainFinding> findings = new ArrayList<>();
    assertThat(
        anchors.read("sales", PublicKeys.parse(Files.readString(publicKey)), findings),
        contains(
            new Anchor(
                "sales",
                7,
                12,
                "ab".repeat(32),
                "2025-06-06T12:00:00Z",
                Storage.localUri(written))));
    assertThat(findings, is(empty()));
  }

  @Test
  void aHeadIsWrittenOnce() throws Exception {
    String first = Files.readString(written);
    assertThat(anchors.write(HEAD, key, NOON.plusSeconds(60)), is(false));
    assertThat(Files.readString(written), is(first));
    assertThat(anchors.write(new Head("sales", 7, 12, "cd".repeat(32)), key, NOON), is(true));
    assertThat(Storage.list(Storage.localUri(folder) + "/anchors/sales/").size(), is(2));
  }

  @Test
  void whatWasChangedIsNoAnchor() throws Exception {
    String[] parts = Files.readString(written).split("\\.", -1);
    String payload = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8);
    String other =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(payload.replace("\"place\":12", "\"place\":11").getBytes(UTF_8));
    Files.writeString(written, parts[0] + "." + other + "." + parts[2]);
    assertThat(
        found(key.publicKeys()),
        contains(
            "FORGED: the anchor "
                + Storage.localUri(written)
                + " is not what the key signed: something of it was changed"));
    Files.writeString(written, "nothing");
    assertThat(
        found(key.publicKeys()),
        contains(containsString("is no JWS, or damaged: it cannot be read")));
    Files.writeString(written, "");
    assertThat(found(key.publicKeys()).size(), is(1));
    for (String header :
        List.of(
            "{\"alg\":\"EdDSA\",\"typ\":5,\"kid\":\"k\"}",
            "{\"alg\":\"EdDSA\",\"typ\":\"snowgauge-anchor\",\"kid\":5}")) {
      String odd = Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(UTF_8));
      Files.writeString(written, odd + "." + parts[1] + "." + parts[2]);
      assertThat(
          found(key.publicKeys()),
          contains(containsString("is no JWS, or damaged: it cannot be read")));
    }
  }

  @Test
  void anotherKeyIsNoKey() throws Exception {
    SigningKey other = SigningKey.parse(Files.readString(openssl.key("two")));
    assertThat(found(other.publicKeys()), contains(containsString("was signed by the key ")));
    assertThat(found(other.publicKeys().and(key.publicKeys())), is(empty()));
  }

  @Test
  void whatWasSignedAsSomethingElseIsNoAnchor() throws Exception {
    Files.writeString(written, key.sign(SignedType.RECEIPT, "{}"));
    assertThat(
        found(key.publicKeys()),
        contains(
            containsString("was signed as 'snowgauge-receipt' and not as 'snowgauge-anchor'")));
    Files.writeString(written, key.sign(SignedType.ANCHOR, "{\"dataset\":\"users\"}"));
    assertThat(found(key.publicKeys()), contains(containsString("is of the dataset 'users'")));
    Files.writeString(written, key.sign(SignedType.ANCHOR, "[nothing"));
    assertThat(found(key.publicKeys()), contains(containsString("is no JSON")));
  }

  @Test
  void whatIsNoKeyIsRefusedWithoutShowingIt() throws Exception {
    assertThat(
        assertThrows(UnusableKeyException.class, () -> SigningKey.parse("secret")).getMessage(),
        startsWith("expected a private key of Ed25519 in PEM"));
    String pem = Files.readString(keyFile);
    for (String damaged : List.of(pem.replace("MC4C", "MC4D"), pem.replace("MC4C", "MC4"))) {
      assertThrows(UnusableKeyException.class, () -> SigningKey.parse(damaged));
    }
    assertThrows(UnusableKeyException.class, () -> PublicKeys.parse(pem));
  }
}
