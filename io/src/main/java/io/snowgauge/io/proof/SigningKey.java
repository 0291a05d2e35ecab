package io.snowgauge.io.proof;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** A private key of Ed25519, which signs JSON as JWS (RFC 7515, RFC 8037). */
public final class SigningKey {
  private final PrivateKey key;
  private final PublicKey publicKey;
  private final String id;

  private SigningKey(PrivateKey key, PublicKey publicKey) {
    this.key = key;
    this.publicKey = publicKey;
    this.id = PublicKeys.id(publicKey);
  }

  /**
   * Reads a key of PKCS #8 in PEM, as {@code openssl genpkey -algorithm ed25519} writes it.
   *
   * @throws UnusableKeyException if it is none
   */
  public static SigningKey parse(String pem) throws UnusableKeyException {
    List<byte[]> blocks = Pem.blocks("PRIVATE KEY", pem);
    if (blocks.isEmpty()) {
      throw new UnusableKeyException(
          "expected a private key of Ed25519 in PEM ('-----BEGIN PRIVATE KEY-----') but found"
              + " none; 'openssl genpkey -algorithm ed25519' makes one");
    }
    try {
      byte[] encoded = blocks.get(0);
      if (PrivateKeyFactory.createKey(encoded) instanceof Ed25519PrivateKeyParameters parameters) {
        KeyFactory factory = KeyFactory.getInstance("Ed25519");
        byte[] publicKey =
            SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(parameters.generatePublicKey())
                .getEncoded();
        return new SigningKey(
            factory.generatePrivate(new PKCS8EncodedKeySpec(encoded)),
            factory.generatePublic(new X509EncodedKeySpec(publicKey)));
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new UnusableKeyException("expected a private key of Ed25519 but found a damaged key");
    }
    throw new UnusableKeyException(
        "expected a private key of Ed25519 but found one of another algorithm; 'openssl genpkey"
            + " -algorithm ed25519' makes one");
  }

  /** Signs a payload, as JWS in its compact form. */
  public String sign(SignedType type, String payload) {
    JsonWebSignature signature = new JsonWebSignature();
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.EDDSA);
    signature.setKeyIdHeaderValue(id);
    signature.setHeader("typ", type.header());
    signature.setPayload(payload);
    signature.setKey(key);
    try {
      return signature.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException("every Java platform signs with Ed25519", e);
    }
  }

  /** The public half, which checks what this signs. */
  public PublicKeys publicKeys() {
    return PublicKeys.of(List.of(publicKey));
  }
}
